import Crystals
import Support
import Testing

@Suite struct NeighborFinderTests {
  static let boundaries: [[Bool]] = (0..<8).map { k in (0..<3).map { k >> $0 & 1 == 1 } }

  @Test("finds the pairs that a search through all images finds", arguments: boundaries)
  func bruteForceAgrees(periodic: [Bool]) throws {
    var generator = SplitMix64(seed: 11)
    var compared = 0
    for _ in 0..<8 {
      var cell: Cell
      repeat {
        cell = Cell(
          generator.vector(-5...5), generator.vector(-5...5), generator.vector(-5...5),
          periodic: periodic)
      } while cell.volume < 50
      let structure = Structure(
        cell: cell, elements: Array(repeating: .lithium, count: 6),
        positions: (0..<6).map { _ in generator.vector(-3...3) })
      let cutoff = generator.uniform(0.5...5)
      guard let finder = try? NeighborFinder(structure, cutoff: cutoff) else { continue }
      // Positions differ by at most 10.4 Å.
      let reach = (cutoff + 10.4) / (try cell.basis().heights.min())
      expectSame(
        try finder.neighbors(of: 0..<6).pairs,
        bruteForce(structure, cutoff: cutoff, images: Int(reach) + 1))
      compared += 1
    }
    #expect(compared >= 6)
  }

  @Test(
    "counts the neighbours of each species that featomic counts",
    arguments: ["axes", "triclinic_small", "lto42_a", "co2_cluster", "isolated_atom"])
  func referenceCounts(name: String) throws {
    let reference = try golden("lambda_soap/\(name)")
    let structure = try structure(reference["structure"])
    let finder = try NeighborFinder(structure, cutoff: try reference["hypers"]["rc"].number)
    let list = try finder.neighbors(of: 0..<structure.count)
    let expected = reference["neighbours"]
    #expect(try list.count == expected["n_pairs"].integer)
    let sum = list.distances.reduce(0, +)
    #expect(abs(sum - (try expected["sum_r"].number)) <= 1e-10 * max(1, sum))
    let squares = list.distances.reduce(0) { $0 + $1 * $1 }
    #expect(abs(squares - (try expected["sum_r2"].number)) <= 1e-10 * max(1, squares))
    for (s, number) in try reference["species_order"].numbers.enumerated() {
      for k in 0..<structure.count {
        let found = list.range(k).count {
          Double(structure.elements[Int(list.neighbors[$0])].rawValue) == number
        }
        #expect(try found == expected["count_per_atom_per_species"][k][s].integer)
      }
    }
  }

  private func structure(_ reference: Golden) throws -> Structure {
    func vectors(_ list: Golden) throws -> [Vector] {
      try list.list.map { item in
        let v = try item.numbers
        return Vector(v[0], v[1], v[2])
      }
    }
    let rows = try vectors(reference["cell_rows_A"])
    let periodic = try reference["pbc"].list.map { try $0.flag }
    return Structure(
      cell: Cell(rows[0], rows[1], rows[2], periodic: periodic),
      elements: try reference["numbers"].numbers.map { try #require(Element(rawValue: UInt8($0))) },
      positions: try vectors(reference["positions_A"]))
  }

  /// A few atoms in a cell of 4 × 5 × 6 Å.
  private let small = Structure(
    cell: Cell(Vector(4, 0, 0), Vector(0, 5, 0), Vector(0, 0, 6)),
    elements: [.lithium, .oxygen, .titanium],
    positions: [Vector(0.1, 0.2, 0.3), Vector(2, 2.5, 3), Vector(3.9, 4.9, 1)])

  @Test("a strongly skewed cell of the same lattice has the same neighbours")
  func skewedCell() throws {
    var skewed = small
    let v = small.cell.vectors
    skewed.cell = Cell(v[0], v[1] + 400 * v[0], v[2] - 300 * v[0] + 700 * v[1])
    let expected = try NeighborFinder(small, cutoff: 7).neighbors(of: 0..<3)
    expectSame(try NeighborFinder(skewed, cutoff: 7).neighbors(of: 0..<3).pairs, expected.pairs)
  }

  @Test("moving atoms by lattice vectors changes no neighbour")
  func wrapping() throws {
    var moved = small
    moved.positions[0] += 3 * small.cell.vectors[0] - 7 * small.cell.vectors[2]
    moved.positions[2] -= 1000 * small.cell.vectors[1]
    let expected = try NeighborFinder(small, cutoff: 5).neighbors(of: 0..<3)
    expectSame(try NeighborFinder(moved, cutoff: 5).neighbors(of: 0..<3).pairs, expected.pairs)
  }

  @Test("an atom alone in a cell sees its own images and not itself")
  func ownImages() throws {
    let structure = Structure(
      cell: Cell(Vector(2, 0, 0), Vector(0, 2, 0), Vector(0, 0, 2)), elements: [.lithium],
      positions: [Vector(0.5, 0.5, 0.5)])
    let list = try NeighborFinder(structure, cutoff: 2.9).neighbors(of: [0])
    #expect(list.count == 6 + 12)
    #expect(list.neighbors.allSatisfy { $0 == 0 })
  }

  @Test("every atom of a supercell has as many neighbours as the atom it copies")
  func supercell() throws {
    let large = try Supercell.repeating(small, [3, 2, 2])
    let one = try NeighborFinder(small, cutoff: 6.5).neighbors(of: 0..<3)
    let many = try NeighborFinder(large, cutoff: 6.5).neighbors(of: 0..<large.count)
    for k in 0..<large.count { #expect(many.range(k).count == one.range(k % 3).count) }
  }

  @Test("a search within less than the cutoff finds what a finder of that cutoff finds")
  func withinRadius() throws {
    let expected = try NeighborFinder(small, cutoff: 3.5).neighbors(of: 0..<3)
    let found = try NeighborFinder(small, cutoff: 8).neighbors(of: 0..<3, within: 3.5)
    expectSame(found.pairs, expected.pairs)
  }

  @Test("lists centres in the order asked for, also twice")
  func centerOrder() throws {
    let finder = try NeighborFinder(small, cutoff: 4)
    let list = try finder.neighbors(of: [2, 0, 2])
    #expect(list.centers == [2, 0, 2])
    #expect(list.offsets.count == 4)
    #expect(
      list.displacements[list.range(0)].elementsEqual(list.displacements[list.range(2)]))
  }

  @Test("a molecule without a cell, a far outlier included, has the pairs of free space")
  func molecule() throws {
    let structure = Structure(
      cell: .none, elements: [.oxygen, .lithium, .lithium, .titanium],
      positions: [.zero, Vector(1, 0, 0), Vector(0, 1.5, 0), Vector(1e8, -1e8, 1e8)])
    let list = try NeighborFinder(structure, cutoff: 1.6).neighbors(of: 0..<4)
    #expect(list.count == 4)
    #expect(list.distances == [1, 1, 1.5, 1.5])
  }

  @Test("a cutoff beyond any distance finds every pair of a molecule")
  func endlessCutoff() throws {
    let structure = Structure(
      cell: .none, elements: [.oxygen, .lithium, .lithium],
      positions: [.zero, Vector(1, 0, 0), Vector(-5e8, 2, 5e8)])
    #expect(try NeighborFinder(structure, cutoff: 1e300).neighbors(of: 0..<3).count == 6)
  }

  @Test("a large cluster with atoms far off has the pairs of a search through all atoms")
  func outliers() throws {
    var generator = SplitMix64(seed: 31)
    var positions = (0..<200).map { _ in generator.vector(-6...6) }
    positions += [Vector(1e6, 0, 0), Vector(1e6, 2, 0), Vector(0, -3e4, 20), Vector(0, 0, 8)]
    let structure = Structure(
      cell: .none, elements: Array(repeating: .oxygen, count: positions.count),
      positions: positions)
    let finder = try NeighborFinder(structure, cutoff: 3)
    expectSame(
      try finder.neighbors(of: positions.indices).pairs,
      bruteForce(structure, cutoff: 3, images: 0))
  }

  @Test("a structure without atoms has no neighbours")
  func empty() throws {
    let finder = try NeighborFinder(
      Structure(cell: .none, elements: [], positions: []), cutoff: 3)
    #expect(try finder.neighbors(of: []).count == 0)
  }

  /// What a finder says of a structure.
  private func refusal(_ structure: Structure, cutoff: Double = 3) -> CrystalError.Kind? {
    do throws(CrystalError) {
      _ = try NeighborFinder(structure, cutoff: cutoff)
      return nil
    } catch {
      return error.kind
    }
  }

  @Test("atoms on top of each other across the cell's face are refused and both named")
  func coincidentAtoms() throws {
    var structure = small
    structure.positions[1] = Vector(4.05, 0.2, 0.3)
    guard case .coincidentAtoms(let a, let b, let distance)? = refusal(structure) else {
      Issue.record("not refused")
      return
    }
    #expect((a.index, a.element) == (0, .lithium))
    #expect((b.index, b.element) == (1, .oxygen))
    #expect(abs(distance - 0.05) < 1e-9)
    structure.origin = .init(file: "a.xyz", frame: 2, line: 40)
    do throws(CrystalError) {
      _ = try NeighborFinder(structure, cutoff: 3)
    } catch {
      #expect("\(error)".hasPrefix("a.xyz:40: frame 2: atom 0 (Li) at"))
      #expect("\(error)".contains("atom 1 (O)"))
    }
  }

  @Test("atoms a little further apart than the closest approach are taken")
  func nearlyCoincident() {
    var structure = small
    structure.positions[1] = structure.positions[0] + Vector(0.101, 0, 0)
    #expect(refusal(structure) == nil)
  }

  @Test("a cell shorter than the closest approach puts an atom on its own image")
  func ownImageTooClose() {
    var structure = small
    structure.cell.vectors[1] = Vector(0, 0.05, 0)
    guard case .coincidentAtoms(let a, let b, _)? = refusal(structure) else {
      Issue.record("not refused")
      return
    }
    #expect(a.index == b.index)
  }

  @Test("cells without volume along periodic directions are refused")
  func singularCells() {
    var structure = small
    structure.cell.vectors[2] = .zero
    #expect(refusal(structure) == .singularCell(vectors: structure.cell.vectors))
    structure.cell.vectors[2] = structure.cell.vectors[0] + structure.cell.vectors[1]
    #expect(refusal(structure) == .singularCell(vectors: structure.cell.vectors))
    structure.cell.periodic[2] = false
    #expect(refusal(structure) == nil)
  }

  @Test("numbers that are not finite are refused", arguments: [Double.nan, .infinity, 1e300])
  func notFinite(value: Double) {
    var structure = small
    structure.cell.vectors[1].x = value
    guard case .nonFiniteCell(direction: 1, _)? = refusal(structure) else {
      Issue.record("cell not refused")
      return
    }
    structure = small
    structure.positions[2].z = value
    guard case .nonFinitePosition(let atom)? = refusal(structure) else {
      Issue.record("position not refused")
      return
    }
    #expect(atom.index == 2 && atom.element == .titanium)
  }

  @Test("cutoffs that are no length, or would fill the memory, are refused")
  func cutoffs() {
    for cutoff in [0, -1, Double.nan, .infinity] {
      guard case .unusableCutoff? = refusal(small, cutoff: cutoff) else {
        Issue.record("\(cutoff) not refused")
        continue
      }
    }
    for cutoff in [1e4, 1e12, 1e300] {
      guard case .tooManyNeighbors? = refusal(small, cutoff: cutoff) else {
        Issue.record("\(cutoff) not refused")
        continue
      }
    }
  }

  @Test("elements and positions must be equally many")
  func mismatch() {
    var structure = small
    structure.positions.removeLast()
    #expect(refusal(structure) == .mismatchedCounts(elements: 3, positions: 2))
  }
}
