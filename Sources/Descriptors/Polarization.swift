import Crystals
import Dispatch

/// λ=2 features of point charges and of the dipoles they induce: what a field gradient is made of
/// beyond the reach of the density.
///
/// Every atom j carries the charge q of its species and a dipole along the field that all charges
/// within the radius make there, E_j = Σ_k q_k B₁ (x_j − x_k). A site's features are, for each
/// species, the second derivatives at the site of the potentials of unit charges on that species'
/// atoms, and of their dipoles μ_j = E_j: polarisabilities are left to the regression. Charges act
/// by a damped Coulomb potential, so all is local and the cost is linear in the number of atoms.
public struct Polarization: Sendable, Equatable {
  public let hyperparameters: PolarizationHyperparameters
  private let species: [Element]
  private let speciesOfElement: [UInt8]
  private let coulomb: DampedCoulomb

  /// The fields of all atoms of a structure, in e/Å².
  public struct Fields: Sendable {
    let vectors: [Vector]
  }

  /// - Throws: `DescriptorError.hyperparameter`.
  public init(
    _ hyperparameters: PolarizationHyperparameters, species: [Element]
  ) throws(DescriptorError) {
    try hyperparameters.validate(speciesCount: species.count)
    self.hyperparameters = hyperparameters
    self.species = species
    var places = [UInt8](repeating: .max, count: 256)
    for (place, element) in species.enumerated() { places[Int(element.rawValue)] = UInt8(place) }
    speciesOfElement = places
    coulomb = DampedCoulomb(
      damping: hyperparameters.damping, radius: hyperparameters.radius,
      smoothing: hyperparameters.smoothing)
  }

  public static func == (a: Polarization, b: Polarization) -> Bool {
    a.hyperparameters == b.hyperparameters && a.species == b.species
  }

  /// The cutoff that a finder of neighbours needs, in Å.
  public var searchRadius: Double { hyperparameters.radius }
  public var columnCount: Int { hyperparameters.columnCount }

  /// Atoms whose neighbours are listed at once.
  private static let chunk = 64

  /// The fields at all atoms.
  /// - Parameters:
  ///   - threads: how many share the work on a structure of many atoms.
  ///   - mayContinue: asked now and then; after a no the other fields are left zero.
  /// - Throws: `DescriptorError` for elements without a charge and neighbours that cannot be found.
  public func fields(
    of structure: Structure, finder: NeighborFinder? = nil, threads: Int = 1,
    mayContinue: @Sendable () -> Bool = { true }
  ) throws(DescriptorError) -> Fields {
    let finder = try prepared(finder, structure)
    let charges = try charges(structure)
    guard threads > 1, structure.count >= Self.sharedCount else {
      return Fields(
        vectors: try fields(0..<structure.count, charges, finder, mayContinue))
    }
    let size = (structure.count + threads - 1) / threads
    let parts = Parts(count: threads)
    DispatchQueue.concurrentPerform(iterations: threads) { part in
      let atoms = min(part * size, charges.count)..<min((part + 1) * size, charges.count)
      parts.results[part] = Result { () throws(DescriptorError) in
        try fields(atoms, charges, finder, mayContinue)
      }
    }
    var vectors: [Vector] = []
    vectors.reserveCapacity(structure.count)
    for part in 0..<threads { vectors += try parts.results[part].get() }
    return Fields(vectors: vectors)
  }

  /// Structures of fewer atoms are not worth sharing.
  private static let sharedCount = 20_000

  /// One slot a thread; each writes its own only.
  private final class Parts: @unchecked Sendable {
    let results: UnsafeMutableBufferPointer<Result<[Vector], DescriptorError>>

    init(count: Int) {
      results = .allocate(capacity: count)
      results.initialize(repeating: .success([]))
    }

    deinit {
      results.deinitialize()
      results.deallocate()
    }
  }

  private func fields(
    _ range: Range<Int>, _ charges: [Double], _ finder: NeighborFinder,
    _ mayContinue: () -> Bool
  ) throws(DescriptorError) -> [Vector] {
    var vectors = [Vector](repeating: .zero, count: range.count)
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.chunk) {
      guard mayContinue() else { break }
      let atoms = start..<min(range.upperBound, start + Self.chunk)
      let list = try neighbors(of: atoms, finder)
      for (place, atom) in atoms.enumerated() {
        var field = Vector.zero
        for pair in list.range(place) {
          let d = list.displacements[pair]
          let charge = charges[Int(list.neighbors[pair])]
          // A positive charge pushes away from itself.
          field -= charge * coulomb((d * d).sum().squareRoot())[0] * d
        }
        vectors[atom - range.lowerBound] = field
      }
    }
    return vectors
  }

  /// The features of some atoms, `[(5 * centre + m + 2) * columnCount + column]` with first a column
  /// of charges for each species and then one of dipoles, in e/Å³ and e/Å⁵ times Å².
  /// - Throws: `DescriptorError` for elements without a charge and neighbours that cannot be found.
  public func features(
    of structure: Structure, centers: [Int], fields: Fields, finder: NeighborFinder? = nil
  ) throws(DescriptorError) -> [Double] {
    let finder = try prepared(finder, structure)
    let kinds = try kinds(structure)
    let count = species.count
    var features = [Double](repeating: 0, count: 5 * centers.count * columnCount)
    var sums = [SIMD8<Double>](repeating: .zero, count: columnCount)
    for start in stride(from: 0, to: centers.count, by: Self.chunk) {
      let part = centers[start..<min(centers.count, start + Self.chunk)]
      let list = try neighbors(of: part, finder)
      for site in 0..<part.count {
        for column in sums.indices { sums[column] = .zero }
        for pair in list.range(site) {
          let atom = Int(list.neighbors[pair])
          // From the source to the site.
          let x = -list.displacements[pair]
          let b = coulomb((x * x).sum().squareRoot())
          let dipole = fields.vectors[atom]
          let kind = kinds[atom]
          let square = Self.harmonics(x, x)
          sums[kind] += b[1] * square
          sums[count + kind] +=
            b[2] * (dipole * x).sum() * square - 2 * b[1] * Self.harmonics(dipole, x)
        }
        for (column, sum) in sums.enumerated() {
          for mu in 0..<5 {
            features[(5 * (start + site) + mu) * columnCount + column] = sum[mu]
          }
        }
      }
    }
    return features
  }

  /// The spherical components m = −2…2 of (u vᵀ + v uᵀ)/2 without its trace, and three zeros.
  @inline(__always)
  private static func harmonics(_ u: Vector, _ v: Vector) -> SIMD8<Double> {
    let root2 = 1.4142135623730951
    let root6 = 2.449489742783178
    return SIMD8(
      (u.x * v.y + u.y * v.x) / root2, (u.y * v.z + u.z * v.y) / root2,
      (2 * u.z * v.z - u.x * v.x - u.y * v.y) / root6, (u.x * v.z + u.z * v.x) / root2,
      (u.x * v.x - u.y * v.y) / root2, 0, 0, 0)
  }

  private func prepared(
    _ finder: NeighborFinder?, _ structure: Structure
  ) throws(DescriptorError) -> NeighborFinder {
    if let finder { return finder }
    do throws(CrystalError) {
      return try NeighborFinder(structure, cutoff: searchRadius)
    } catch { throw .neighbors(error) }
  }

  private func neighbors(
    of atoms: some Collection<Int>, _ finder: NeighborFinder
  ) throws(DescriptorError) -> NeighborList {
    do throws(CrystalError) {
      return try finder.neighbors(of: atoms, within: searchRadius)
    } catch { throw .neighbors(error) }
  }

  private func kinds(_ structure: Structure) throws(DescriptorError) -> [Int] {
    var kinds: [Int] = []
    kinds.reserveCapacity(structure.count)
    for (atom, element) in structure.elements.enumerated() {
      let kind = speciesOfElement[Int(element.rawValue)]
      guard kind != .max else {
        throw .unlistedSpecies(
          origin: structure.origin, atom: atom, element: element, role: .neighbor, listed: species)
      }
      kinds.append(Int(kind))
    }
    return kinds
  }

  private func charges(_ structure: Structure) throws(DescriptorError) -> [Double] {
    try kinds(structure).map { hyperparameters.charges[$0] }
  }
}
