import Crystals
import Glibc

/// The symmetry operations of a structure in its own cell: isometries that map the cell's lattice
/// and every atom's kind onto themselves, as permutations of some of the atoms.
///
/// Operations are products of a coset representative and a pure translation, and are kept so: a
/// large cell has few of the first and many of the second.
public struct SpaceGroup: Sendable {
  /// For each representative, where it takes each site: `representatives[g][site]`.
  public let representatives: [[Int32]]
  /// For each pure translation within the cell, the identity first, where it takes each site.
  public let translations: [[Int32]]

  /// Number of operations.
  public var order: Int { representatives.count * translations.count }

  /// Finds the operations by trying every rotation of the lattice with every shift that takes an
  /// atom of the rarest kind to another.
  /// - Parameters:
  ///   - positions: all atoms in Å.
  ///   - kinds: what may not be exchanged for another kind, one an atom.
  ///   - sites: the atoms the permutations speak of, closed under symmetry (all atoms of a kind).
  ///   - tolerance: how far an image may be from an atom, in Å.
  /// - Throws: `crystal` for a cell without volume.
  public init(
    cell: Cell, positions: [Vector], kinds: [Int], sites: [Int], tolerance: Double = 1e-3
  ) throws(SamplingError) {
    precondition(positions.count == kinds.count, "one kind an atom")
    let lookup: SiteLookup
    do throws(CrystalError) {
      lookup = try SiteLookup(cell: cell, positions: positions, tolerance: tolerance)
    } catch {
      throw .crystal(error)
    }
    var siteOfAtom = [Int32](repeating: -1, count: positions.count)
    for (site, atom) in sites.enumerated() { siteOfAtom[atom] = Int32(site) }
    let members = Dictionary(grouping: positions.indices) { kinds[$0] }
    // Of equally rare kinds the lowest, so that the order of operations is always the same.
    let rarest = members.min { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?.value ?? []

    /// Where an operation takes each atom; nil where it leaves one without an image.
    func images(_ rotation: LatticeRotation, _ shift: Vector) -> [Int32]? {
      var result: [Int32] = []
      result.reserveCapacity(positions.count)
      for (atom, position) in positions.enumerated() {
        guard let image = lookup.atom(at: rotation.apply(position) + shift),
          kinds[image] == kinds[atom]
        else { return nil }
        result.append(Int32(image))
      }
      return result
    }
    func ofSites(_ images: [Int32]) -> [Int32] { sites.map { siteOfAtom[Int(images[$0])] } }

    var representatives: [[Int32]] = []
    var translations: [[Int32]] = []
    if let first = rarest.first {
      for rotation in LatticeRotation.all(of: cell, tolerance: tolerance) {
        let turned = rotation.apply(positions[first])
        for target in rarest {
          guard let found = images(rotation, positions[target] - turned) else { continue }
          if rotation.isIdentity {
            translations.append(ofSites(found))
            continue
          }
          // Others of the same rotation differ by a pure translation.
          representatives.append(ofSites(found))
          break
        }
      }
    }
    let identity = sites.indices.map(Int32.init)
    translations.sort { $0.lexicographicallyPrecedes($1) }
    self.translations =
      translations.filter { $0 == identity } + translations.filter { $0 != identity }
    self.representatives = [identity] + representatives
  }

  /// Calls `body` with where each site goes, for every operation.
  public func visit(_ body: (_ image: (Int) -> Int) -> Void) {
    for translation in translations {
      for representative in representatives {
        body { Int(translation[Int(representative[$0])]) }
      }
    }
  }
}

/// A proper or improper rotation that maps a lattice onto itself.
struct LatticeRotation {
  /// The images of x, y and z.
  private let columns: [Vector]
  let isIdentity: Bool

  func apply(_ r: Vector) -> Vector { r.x * columns[0] + r.y * columns[1] + r.z * columns[2] }

  /// All rotations of a cell's lattice: every choice of three lattice vectors with the lengths and
  /// angles of the reduced cell's.
  static func all(of cell: Cell, tolerance: Double) -> [LatticeRotation] {
    let short = reducedLattice(cell.vectors)
    guard let basis = try? Cell(short[0], short[1], short[2]).basis() else { return [] }
    // In a reduced lattice no vector as long as the longest has larger coefficients.
    var candidates: [Vector] = []
    for i in -2...2 {
      for j in -2...2 {
        for k in -2...2 {
          candidates.append(
            Double(i) * short[0] + Double(j) * short[1] + Double(k) * short[2])
        }
      }
    }
    let choices = short.map { vector in
      candidates.filter { abs(length($0) - length(vector)) < tolerance }
    }
    var found: [LatticeRotation] = []
    func matches(_ a: Vector, _ b: Vector, _ i: Int, _ j: Int) -> Bool {
      let scale = length(short[i]) + length(short[j])
      return abs(dot(a, b) - dot(short[i], short[j])) < tolerance * scale
    }
    for a in choices[0] {
      for b in choices[1] where matches(a, b, 0, 1) {
        for c in choices[2] where matches(a, c, 0, 2) && matches(b, c, 1, 2) {
          func image(_ r: Vector) -> Vector {
            let s = basis.fractional(r)
            return s.x * a + s.y * b + s.z * c
          }
          let axes = [Vector(1, 0, 0), Vector(0, 1, 0), Vector(0, 0, 1)]
          let columns = axes.map(image)
          let isIdentity = zip(columns, axes).allSatisfy { length($0 - $1) < 1e-6 }
          found.append(LatticeRotation(columns: columns, isIdentity: isIdentity))
        }
      }
    }
    return found
  }
}

/// Finds the atom at a place, periodic images counted.
private struct SiteLookup {
  private let basis: Basis
  private let bins: SIMD3<Int>
  private let tolerance: Double
  private let fractions: [Vector]
  private var atoms: [SIMD3<Int>: [Int32]] = [:]

  init(cell: Cell, positions: [Vector], tolerance: Double) throws(CrystalError) {
    let basis = try cell.basis()
    self.basis = basis
    fractions = positions.map(basis.fractional)
    self.tolerance = tolerance
    // Bins of about half an Å hold one atom each.
    let heights = basis.heights
    bins = SIMD3(
      max(1, Int(min(2 * heights.x, 4096))), max(1, Int(min(2 * heights.y, 4096))),
      max(1, Int(min(2 * heights.z, 4096))))
    for (atom, fraction) in fractions.enumerated() {
      atoms[bin(fraction), default: []].append(Int32(atom))
    }
  }

  func atom(at r: Vector) -> Int? {
    let s = basis.fractional(r)
    if let found = atom(near: s, in: bin(s)) { return found }
    // A place near a bin's face can have its atom in the next bin.
    let margin = Vector(repeating: tolerance) / basis.heights
    for corner in 0..<8 {
      let signs = Vector(
        corner & 1 == 0 ? -1 : 1, corner & 2 == 0 ? -1 : 1, corner & 4 == 0 ? -1 : 1)
      if let found = atom(near: s, in: bin(s + signs * margin)) { return found }
    }
    return nil
  }

  private func atom(near s: Vector, in bin: SIMD3<Int>) -> Int? {
    guard let members = atoms[bin] else { return nil }
    for atom in members {
      var difference = fractions[Int(atom)] - s
      difference -= difference.rounded(.toNearestOrEven)
      let r = basis.cartesian(difference)
      if dot(r, r) < tolerance * tolerance { return Int(atom) }
    }
    return nil
  }

  private func bin(_ s: Vector) -> SIMD3<Int> {
    func place(_ s: Double, _ count: Int) -> Int {
      min(count - 1, Int(wrappedFraction(s) * Double(count)))
    }
    return SIMD3(place(s.x, bins.x), place(s.y, bins.y), place(s.z, bins.z))
  }
}
