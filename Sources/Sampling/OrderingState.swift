import LinearAlgebra

/// Which 16d sites hold Li, and what the pair energies make of it: a swap of a Li with a Ti costs
/// one look-up to try, and one pass over the sites to do.
///
/// A state belongs to one run and to one thread.
public final class OrderingState {
  public let interactions: PairInteractions
  public let siteCount: Int
  public let lithiumCount: Int
  /// Σ_{i<j} J_ij over the sites with Li, in eV, kept up to date swap by swap.
  public private(set) var energy: Double

  /// First the sites with Li, then those with Ti.
  private let sites: UnsafeMutablePointer<Int32>
  /// h_i = Σ_j J_ij over the sites j with Li, in eV.
  private let fields: UnsafeMutablePointer<Double>
  /// J_ij, row by row.
  private let energies: UnsafeMutablePointer<Double>

  /// Makes a state of Li on the given sites.
  public init(_ interactions: PairInteractions, lithium: [Int]) {
    let count = interactions.count
    precondition(
      Set(lithium).count == lithium.count && lithium.allSatisfy { (0..<count).contains($0) },
      "different sites of the lattice")
    self.interactions = interactions
    siteCount = count
    lithiumCount = lithium.count
    sites = .allocate(capacity: max(1, count))
    fields = .allocate(capacity: max(1, count))
    energies = .allocate(capacity: max(1, count * count))
    for (entry, value) in interactions.energies.enumerated() { energies[entry] = value }
    let chosen = Set(lithium)
    for (place, site) in (lithium + (0..<count).filter { !chosen.contains($0) }).enumerated() {
      sites[place] = Int32(site)
    }
    energy = 0
    sumAnew()
  }

  /// Makes a state of so many Li at random.
  public convenience init(
    _ interactions: PairInteractions, lithiumCount: Int, using generator: inout SeededGenerator
  ) {
    let order = (0..<interactions.count).shuffled(using: &generator)
    self.init(interactions, lithium: Array(order.prefix(lithiumCount)))
  }

  deinit {
    sites.deallocate()
    fields.deallocate()
    energies.deallocate()
  }

  /// The sites that hold Li, ascending.
  public var lithium: [Int] { (0..<lithiumCount).map { Int(sites[$0]) }.sorted() }

  /// Sums energy and fields over all pairs again; returns by how much the energy was off, in eV.
  @discardableResult
  public func sumAnew() -> Double {
    let kept = energy
    energy = 0
    for site in 0..<siteCount {
      var field = 0.0
      for place in 0..<lithiumCount { field += energies[site * siteCount + Int(sites[place])] }
      fields[site] = field
    }
    for place in 0..<lithiumCount { energy += fields[Int(sites[place])] / 2 }
    return kept - energy
  }

  /// A swap that may be done: places in the list of sites, and the change of energy in eV.
  struct Swap {
    var lithiumPlace: Int
    var titaniumPlace: Int
    var change: Double
  }

  /// Draws a Li and a Ti, every pair as likely as any other.
  @inline(__always)
  func propose(_ generator: inout SeededGenerator) -> Swap {
    // Two numbers from one draw; a bias below 1e-6 of a pair's share.
    let bits = generator.next()
    let first = Int(((bits >> 32) &* UInt64(lithiumCount)) >> 32)
    let titaniumCount = UInt64(siteCount - lithiumCount)
    let second = lithiumCount + Int(((bits & 0xFFFF_FFFF) &* titaniumCount) >> 32)
    let (a, b) = (Int(sites[first]), Int(sites[second]))
    return Swap(
      lithiumPlace: first, titaniumPlace: second,
      change: fields[b] - fields[a] - energies[a * siteCount + b])
  }

  /// Does a proposed swap.
  @inline(__always)
  func accept(_ swap: Swap) {
    let (a, b) = (sites[swap.lithiumPlace], sites[swap.titaniumPlace])
    sites[swap.lithiumPlace] = b
    sites[swap.titaniumPlace] = a
    energy += swap.change
    let (left, joined) = (energies + Int(a) * siteCount, energies + Int(b) * siteCount)
    for site in 0..<siteCount { fields[site] += joined[site] - left[site] }
  }
}
