import CKernels

/// The order of compact λ-SOAP features for a number of channels and a largest angular momentum.
///
/// Pairs l1 ≤ l2 come in lexicographic order. Within l1 < l2 all (q1, q2) follow with q2 fastest,
/// times √2 for the pair (l2, l1) that is not stored; within l1 = l2 only q1 ≤ q2, times √2 where
/// q1 < q2. So dot products of compact features are inner products over all pairs and channels.
public struct FeatureLayout: Sendable, Hashable {
  /// A pair of angular momenta, the place of its features and its couplings.
  public struct Pair: Sendable, Hashable {
    public let l1: Int
    public let l2: Int
    /// The first feature of this pair.
    public let offset: Int
    /// The number of its features.
    public let count: Int
    public let couplings: [ClebschGordan.Entry]
  }

  /// The number K of channels of each angular momentum.
  public let channelCount: Int
  public let maximumAngular: Int
  /// The pairs (l, l) of λ = 0.
  public let lambda0Pairs: [Pair]
  /// The pairs of λ = 2 with even l1 + l2.
  public let lambda2Pairs: [Pair]
  /// The number D₀ of λ=0 features of a site.
  public let lambda0Count: Int
  /// The number D₂ of λ=2 features of a site and component.
  public let lambda2Count: Int

  let couplingEntries: [coupling_entry]

  public init(channelCount: Int, maximumAngular: Int) {
    precondition(channelCount >= 0)
    precondition(DescriptorHyperparameters.angularMomenta.contains(maximumAngular))
    self.channelCount = channelCount
    self.maximumAngular = maximumAngular
    lambda0Pairs = Self.pairs(lambda: 0, channelCount, maximumAngular)
    lambda2Pairs = Self.pairs(lambda: 2, channelCount, maximumAngular)
    lambda0Count = lambda0Pairs.reduce(0) { $0 + $1.count }
    lambda2Count = lambda2Pairs.reduce(0) { $0 + $1.count }
    couplingEntries = lambda2Pairs.flatMap { pair in
      pair.couplings.map {
        coupling_entry(
          m1: UInt8($0.m1), m2: UInt8($0.m2), mu: UInt8($0.mu), unused: 0, value: Float($0.value))
      }
    }
  }

  private static func pairs(lambda: Int, _ channels: Int, _ maximumAngular: Int) -> [Pair] {
    var pairs: [Pair] = []
    var offset = 0
    for l1 in 0...maximumAngular {
      for l2 in l1...maximumAngular {
        let couplings = ClebschGordan(l1: l1, l2: l2, lambda: lambda).entries
        if couplings.isEmpty { continue }
        let count = l1 == l2 ? channels * (channels + 1) / 2 : channels * channels
        pairs.append(Pair(l1: l1, l2: l2, offset: offset, count: count, couplings: couplings))
        offset += count
      }
    }
    return pairs
  }

  /// Calls `body` with the λ=2 pairs as the C kernels take them.
  func withCouplingPairs<R>(_ body: (UnsafeBufferPointer<coupling_pair>) -> R) -> R {
    couplingEntries.withUnsafeBufferPointer { entries in
      var next = entries.baseAddress
      let pairs = lambda2Pairs.map { pair in
        defer { next = next.map { $0 + pair.couplings.count } }
        return coupling_pair(
          l1: Int32(pair.l1), l2: Int32(pair.l2), offset: Int32(pair.offset),
          entry_count: Int32(pair.couplings.count), entries: next)
      }
      return pairs.withUnsafeBufferPointer(body)
    }
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.channelCount == b.channelCount && a.maximumAngular == b.maximumAngular
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(channelCount)
    hasher.combine(maximumAngular)
  }
}
