import LinearAlgebra

/// One sampled ordering of a cell.
public struct SampledOrdering: Sendable, Equatable {
  /// The 16d sites that hold Li, ascending.
  public var lithium: [Int]
  /// Σ of the pair energies, in model eV.
  public var energy: Double

  public init(lithium: [Int], energy: Double) {
    self.lithium = lithium
    self.energy = energy
  }
}

/// The lowest orderings seen, of those that symmetry makes equal one.
public struct DistinctOrderings: Sendable {
  private let symmetry: SpaceGroup
  /// A random number for each site; the sum over an ordering's sites is its fingerprint.
  private let marks: [UInt64]
  private let limit: Int
  /// Kept orderings, the lowest energy first.
  public private(set) var lowest: [SampledOrdering] = []
  private var keys: [UInt64] = []
  /// Fingerprints of placements looked at, so that coming back to one costs little.
  private var isSeen: Set<UInt64> = []

  /// Keeps up to `limit` orderings.
  public init(symmetry: SpaceGroup, siteCount: Int, limit: Int) {
    self.symmetry = symmetry
    self.limit = limit
    var generator = SeededGenerator(seed: 0x5EED)
    marks = (0..<siteCount).map { _ in generator.next() }
  }

  /// An ordering of a higher energy than this would not be kept.
  public var threshold: Double {
    guard lowest.count >= limit else { return .infinity }
    return lowest.last.map { $0.energy - 1e-9 } ?? -.infinity
  }

  /// The same number for orderings that an operation turns into each other, different ones for
  /// others but for a chance of 2⁻⁶⁴ or so.
  public func key(of lithium: [Int]) -> UInt64 {
    var smallest = UInt64.max
    for translation in symmetry.translations {
      for representative in symmetry.representatives {
        var sum: UInt64 = 0
        for site in lithium { sum &+= marks[Int(translation[Int(representative[site])])] }
        smallest = min(smallest, sum)
      }
    }
    return smallest
  }

  /// Keeps an ordering if it is low enough and new; says whether it did.
  @discardableResult
  public mutating func add(_ ordering: SampledOrdering) -> Bool {
    guard limit > 0, ordering.energy < threshold else { return false }
    let plain = ordering.lithium.reduce(into: UInt64(0)) { $0 &+= marks[$1] }
    guard isSeen.insert(plain).inserted else { return false }
    let key = key(of: ordering.lithium)
    guard !keys.contains(key) else { return false }
    let place = lowest.firstIndex { $0.energy > ordering.energy } ?? lowest.count
    lowest.insert(ordering, at: place)
    keys.insert(key, at: place)
    if lowest.count > limit {
      lowest.removeLast()
      keys.removeLast()
    }
    return true
  }
}
