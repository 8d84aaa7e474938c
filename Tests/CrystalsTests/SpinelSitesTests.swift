import Crystals
import Formats
import Support
import Testing

/// Ideal Fd-3m positions (origin choice 2) in a cubic cell, and other structure types.
enum Ideal {
  static let latticeConstant = 8.36

  /// Li4Ti5O12-like: Li on 8a, O on 32e, 16d filled by `octahedral`.
  static func spinel(octahedral: [Element]) -> Structure {
    let centering = [
      Vector.zero, Vector(0, 0.5, 0.5), Vector(0.5, 0, 0.5), Vector(0.5, 0.5, 0),
    ]
    let tetrahedra = [Vector(1, 1, 1) / 8, Vector(7, 3, 3) / 8]
    let octahedra = [
      Vector(2, 2, 2) / 4, Vector(1, 3, 0) / 4, Vector(3, 0, 1) / 4, Vector(0, 1, 3) / 4,
    ]
    let x = 0.2625
    let oxygen = [
      Vector(x, x, x), Vector(0.75 - x, 0.25 - x, x + 0.5), Vector(0.25 - x, x + 0.5, 0.75 - x),
      Vector(x + 0.5, 0.75 - x, 0.25 - x), Vector(x + 0.75, x + 0.25, 0.5 - x), Vector(-x, -x, -x),
      Vector(x + 0.25, 0.5 - x, x + 0.75), Vector(0.5 - x, x + 0.75, x + 0.25),
    ]
    let sites = centering.flatMap { t in tetrahedra.map { $0 + t } }
    let cations = centering.flatMap { t in octahedra.map { $0 + t } }
    let anions = centering.flatMap { t in oxygen.map { $0 + t } }
    return crystal(
      (sites + cations + anions).map { $0 * latticeConstant },
      Array(repeating: .lithium, count: 8)
        + cations.indices.map { octahedral[$0 % octahedral.count] }
        + Array(repeating: .oxygen, count: 32), edges: Vector(repeating: latticeConstant))
  }

  static let spinelTypes: [SiteType] =
    Array(repeating: .site8a, count: 8) + Array(repeating: .site16d, count: 16)
    + Array(repeating: .oxygen32e, count: 32)

  static func crystal(_ positions: [Vector], _ elements: [Element], edges: Vector) -> Structure {
    Structure(
      cell: Cell(Vector(edges.x, 0, 0), Vector(0, edges.y, 0), Vector(0, 0, edges.z)),
      elements: elements, positions: positions)
  }

  static let rutile: Structure = {
    let u = 0.305
    let edges = Vector(4.594, 4.594, 2.959)
    let fractions = [
      Vector.zero, Vector(0.5, 0.5, 0.5), Vector(u, u, 0), Vector(1 - u, 1 - u, 0),
      Vector(0.5 + u, 0.5 - u, 0.5), Vector(0.5 - u, 0.5 + u, 0.5),
    ]
    return crystal(
      fractions.map { $0 * edges },
      [.titanium, .titanium, .oxygen, .oxygen, .oxygen, .oxygen], edges: edges)
  }()

  /// LiTiO2-like rock salt with alternating cations.
  static let rockSalt: Structure = {
    var positions: [Vector] = []
    var elements: [Element] = []
    for i in 0..<4 {
      for j in 0..<4 {
        for k in 0..<4 {
          positions.append(Vector(Double(i), Double(j), Double(k)) * 2.07)
          elements.append(
            (i + j + k) % 2 == 1 ? .oxygen : (i + j) % 2 == 0 ? .lithium : .titanium)
        }
      }
    }
    return crystal(positions, elements, edges: Vector(repeating: 4 * 2.07))
  }()

  static let antifluorite: Structure = {
    let a = 4.61
    var positions: [Vector] = []
    var elements: [Element] = []
    for t in [Vector.zero, Vector(0, 0.5, 0.5), Vector(0.5, 0, 0.5), Vector(0.5, 0.5, 0)] {
      positions += [t * a, (t + Vector(repeating: 0.25)) * a, (t + Vector(repeating: 0.75)) * a]
      elements += [.oxygen, .lithium, .lithium]
    }
    return crystal(positions, elements, edges: Vector(repeating: a))
  }()
}

@Suite struct SpinelSitesTests {
  @Test("finds the sites of an ideal spinel")
  func ideal() {
    let found = SpinelSites.classify(Ideal.spinel(octahedral: [.titanium]))
    #expect(found.types == Ideal.spinelTypes)
    #expect(found.oxygenCoordination[0..<8].allSatisfy { $0 == 4 })
    #expect(found.oxygenCoordination[8..<24].allSatisfy { $0 == 6 })
    #expect(found.oxygenCoordination[24...].allSatisfy { $0 == 4 })
  }

  @Test("counts Li on the twelve 16d sites around each 8a, and only there")
  func lithiumNeighbors() {
    let all = SpinelSites.classify(Ideal.spinel(octahedral: [.lithium]))
    #expect(all.lithiumNeighbors[0..<8].allSatisfy { $0 == 12 })
    #expect(all.lithiumNeighbors[8...].allSatisfy { $0 == -1 })
    let none = SpinelSites.classify(Ideal.spinel(octahedral: [.titanium]))
    #expect(none.lithiumNeighbors[0..<8].allSatisfy { $0 == 0 })
    // Each 8a has as many neighbours on each quarter of 16d.
    let quarter = SpinelSites.classify(
      Ideal.spinel(octahedral: [.lithium, .titanium, .titanium, .titanium]))
    #expect(quarter.lithiumNeighbors[0..<8].allSatisfy { $0 == 3 })
  }

  @Test("finds them in rattled, strained and rotated cells, also with a larger finder's help")
  func disturbed() throws {
    var generator = SplitMix64(seed: 21)
    for strain in [-0.03, 0, 0.03] {
      var structure = Ideal.spinel(octahedral: [.titanium, .lithium])
      let turn = generator.rotation()
      func moved(_ r: Vector) -> Vector {
        turn.apply(r * Vector(1 + strain, 1, 1 - strain / 2))
      }
      structure.cell.vectors = structure.cell.vectors.map(moved)
      structure.positions = structure.positions.map { r in
        moved(r) + Vector(generator.normal(), generator.normal(), generator.normal()) * 0.08
      }
      #expect(SpinelSites.classify(structure).types == Ideal.spinelTypes)
      let finder = try NeighborFinder(structure, cutoff: 6)
      let shared = SpinelSites.classify(structure, finder: finder)
      let own = SpinelSites.classify(structure)
      #expect(shared.types == own.types && shared.lithiumNeighbors == own.lithiumNeighbors)
      #expect(shared.oxygenCoordination == own.oxygenCoordination)
      #expect(shared.octahedralLithium == own.octahedralLithium)
      for (a, b) in [
        (shared.bondLengths, own.bondLengths), (shared.lithiumDistances, own.lithiumDistances),
      ] {
        #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 || $0.isNaN && $1.isNaN })
      }
    }
  }

  @Test("counts Li on the six 16d sites around each 16d, and only there, with their distance")
  func octahedralLithium() {
    let octahedral: [Element] = [.lithium, .titanium, .titanium, .titanium]
    let found = SpinelSites.classify(Ideal.spinel(octahedral: octahedral))
    // Each 16d has two neighbours on each other quarter of 16d, none on its own.
    for atom in 8..<24 {
      #expect(found.octahedralLithium[atom] == ((atom - 8) % 4 == 0 ? 0 : 2))
    }
    #expect(found.octahedralLithium[..<8].allSatisfy { $0 == -1 })
    #expect(found.octahedralLithium[24...].allSatisfy { $0 == -1 })
    let a = Ideal.latticeConstant
    for atom in found.types.indices {
      let expected =
        atom < 8 ? a * 11.0.squareRoot() / 8 : atom < 24 ? a * 2.0.squareRoot() / 4 : .nan
      let isThere = atom < 8 || atom < 24 && (atom - 8) % 4 != 0
      let distance = Double(found.lithiumDistances[atom])
      #expect(isThere ? abs(distance - expected) < 1e-6 : distance.isNaN, "\(atom)")
    }
  }

  @Test("mean bond lengths of an ideal spinel are those of its formula, of O over all its bonds")
  func bondLengths() {
    let found = SpinelSites.classify(Ideal.spinel(octahedral: [.titanium]))
    let (a, u) = (Ideal.latticeConstant, 0.2625)
    let tetrahedral = a * 3.0.squareRoot() * (u - 0.125)
    let octahedral = a * ((u - 0.5) * (u - 0.5) + 2 * (u - 0.25) * (u - 0.25)).squareRoot()
    for atom in found.types.indices {
      let expected =
        atom < 8 ? tetrahedral : atom < 24 ? octahedral : (tetrahedral + 3 * octahedral) / 4
      #expect(abs(Double(found.bondLengths[atom]) - expected) < 1e-6, "\(atom)")
    }
  }

  @Test(
    "Li counts, their distances and bond lengths are those of a search over all images",
    arguments: [-0.03, 0, 0.03])
  func bruteForce(strain: Double) {
    var generator = SplitMix64(seed: 77)
    var structure = Ideal.spinel(octahedral: [.titanium, .lithium, .titanium, .titanium, .titanium])
    let turn = generator.rotation()
    func moved(_ r: Vector) -> Vector { turn.apply(r * Vector(1 + strain, 1, 1 - strain / 2)) }
    structure.cell.vectors = structure.cell.vectors.map(moved)
    structure.positions = structure.positions.map { r in
      moved(r) + Vector(generator.normal(), generator.normal(), generator.normal()) * 0.06
    }
    let found = SpinelSites.classify(structure)
    #expect(found.types == Ideal.spinelTypes)
    for atom in 0..<24 {
      let octahedra = Array(
        distances(from: atom, in: structure) { (8..<24).contains($0) }
          .prefix(atom < 8 ? 12 : 6))
      let lithium = octahedra.filter { structure.elements[$0.atom] == .lithium }
      #expect(Int(found.lithiumNeighbors[atom]) == (atom < 8 ? lithium.count : -1), "\(atom)")
      #expect(Int(found.octahedralLithium[atom]) == (atom < 8 ? -1 : lithium.count), "\(atom)")
      let mean = lithium.reduce(0) { $0 + $1.distance } / Double(lithium.count)
      let distance = Double(found.lithiumDistances[atom])
      #expect(mean.isNaN ? distance.isNaN : abs(distance - mean) < 1e-5, "\(atom)")
      let bonds = distances(from: atom, in: structure) { $0 >= 24 }.prefix(atom < 8 ? 4 : 6)
      let bond = bonds.reduce(0) { $0 + $1.distance } / Double(bonds.count)
      #expect(abs(Double(found.bondLengths[atom]) - bond) < 1e-5, "\(atom)")
    }
  }

  /// Distances to all images of some atoms in the cells around, nearest first.
  private func distances(
    from center: Int, in structure: Structure, to isWanted: (Int) -> Bool
  ) -> [(atom: Int, distance: Double)] {
    var found: [(atom: Int, distance: Double)] = []
    let cell = structure.cell.vectors
    for atom in structure.positions.indices where isWanted(atom) {
      for i in -1...1 {
        for j in -1...1 {
          for k in -1...1 {
            let shift = cell[0] * Double(i) + cell[1] * Double(j) + cell[2] * Double(k)
            let r = structure.positions[atom] + shift - structure.positions[center]
            let distance = (r * r).sum().squareRoot()
            if distance > 1e-6 { found.append((atom, distance)) }
          }
        }
      }
    }
    return found.sorted { $0.distance < $1.distance }
  }

  @Test("tells 16c from 16d and 48f from 8a")
  func interstitials() {
    let a = Ideal.latticeConstant
    var onRing = Ideal.spinel(octahedral: [.titanium])
    // Its two 8a neighbours give way; (7/8, 3/8, 3/8) has an image at (−1/8, −1/8, −1/8).
    let between = [Vector(1, 1, 1) / 8 * a, Vector(7, 7, 7) / 8 * a]
    let leaving = onRing.positions.indices.filter { i in
      onRing.elements[i] == .lithium
        && between.contains { site in
          let s = (onRing.positions[i] - site) / a
          let gap = s - s.rounded(.toNearestOrEven)
          return (gap * gap).sum() < 1e-6
        }
    }
    #expect(leaving.count == 2)
    for i in leaving.reversed() {
      onRing.positions.remove(at: i)
      onRing.elements.remove(at: i)
    }
    onRing.positions.append(.zero)
    onRing.elements.append(.lithium)
    let ring = SpinelSites.classify(onRing)
    #expect(ring.types.last == .site16c)
    #expect(ring.types.dropLast().allSatisfy { $0 != .other && $0 != .site16c })
    // All of the six 16d sites around it hold Ti.
    #expect(ring.octahedralLithium.last == 0 && ring.lithiumDistances.last?.isNaN == true)

    var interstitial = Ideal.spinel(octahedral: [.titanium])
    interstitial.positions[0] = Vector(3, 1, 1) / 8 * a
    let types = SpinelSites.classify(interstitial).types
    #expect(types[0] == .site48f)
    #expect(types[1...].elementsEqual(Ideal.spinelTypes[1...]))
  }

  @Test("finds the labelled sites of relaxed structures of 1512 atoms", arguments: [0, 19, 40])
  func relaxedSample(frame: Int) throws {
    let all = try ExtendedXYZReader.read(repositoryFolder + "/SampleData/lto-1512.extxyz")
    try #require(all.count == 41)
    #expect(try mislabelled(all[frame]).isEmpty)
  }

  @Test("finds the labelled sites of rattled and strained cells with displaced Li")
  func rattledSample() throws {
    let all = try ExtendedXYZReader.read(repositoryFolder + "/SampleData/lto-dft.extxyz")
    #expect(all.count == 56)
    for structure in all {
      // Atoms moved off their site on purpose may be anything.
      #expect(try mislabelled(structure).allSatisfy { $0.hasSuffix("displaced") })
    }
  }

  /// The labels of the atoms that are classified as something else.
  private func mislabelled(_ structure: Structure) throws -> [String] {
    guard case .text(let labels, columns: 1)? = structure.arrays["site"] else {
      Issue.record("no labels")
      return []
    }
    let types = SpinelSites.classify(structure).types
    return labels.indices.filter { !labels[$0].hasSuffix(types[$0].label) }.map { labels[$0] }
  }

  @Test(
    "atoms of other structures are other",
    arguments: [Ideal.rutile, Ideal.rockSalt, Ideal.antifluorite])
  func otherStructures(structure: Structure) {
    #expect(SpinelSites.classify(structure).types.allSatisfy { $0 == .other })
  }

  @Test("structures that cannot be searched are other")
  func unusable() {
    var structure = Ideal.spinel(octahedral: [.titanium])
    structure.cell.vectors[0] = .zero
    #expect(SpinelSites.classify(structure).types.allSatisfy { $0 == .other })
    structure.elements.removeLast()
    #expect(SpinelSites.classify(structure).types.count == structure.elements.count)
    let lone = SpinelSites.classify(structure)
    #expect(lone.bondLengths.allSatisfy(\.isNaN) && lone.lithiumDistances.allSatisfy(\.isNaN))
    #expect(lone.octahedralLithium.allSatisfy { $0 == -1 })
    let nothing = Structure(cell: .none, elements: [], positions: [])
    #expect(SpinelSites.classify(nothing).types.isEmpty)
  }
}
