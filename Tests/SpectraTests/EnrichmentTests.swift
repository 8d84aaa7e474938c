import Spectra
import Support
import Testing

@Suite("Classes of sites in parts of a histogram")
struct EnrichmentTests {
  @Test("sums by bin and class are those of the sites, and add up over batches")
  func classStatistics() {
    var random = SplitMix64(seed: 5)
    let count = 1003
    let bins = (0..<count).map { _ in Int32.random(in: -1...7, using: &random) }
    let classes = (0..<count).map { _ in Int8.random(in: -1...4, using: &random) }
    var first = (0..<count).map { _ in Float(random.uniform()) }
    let second = (0..<count).map { $0 % 3 == 0 ? .nan : Float(random.uniform()) }
    first[17] = .infinity
    func statistics(_ range: Range<Int>) -> ClassStatistics {
      ClassStatistics(
        bins: Array(bins[range]), binCount: 8, classes: Array(classes[range]), classCount: 4,
        Array(first[range]), Array(second[range]))
    }
    let found = statistics(0..<count)
    var pieces = statistics(0..<401)
    pieces.add(statistics(401..<count))
    for range in [2...5, 0...7] {
      let entries = found.entries(over: range)
      #expect(entries.count == 4)
      for number in 0..<4 {
        let inside = (0..<count).filter {
          range.contains(Int(bins[$0])) && classes[$0] == Int8(number)
        }
        #expect(entries[number].count == inside.count)
        #expect(pieces.entries(over: range)[number].count == inside.count)
        for (column, moments) in [(first, entries[number].first), (second, entries[number].second)]
        {
          let finite = inside.map { Double(column[$0]) }.filter(\.isFinite)
          #expect(moments.count == finite.count)
          #expect(agree(moments.sum, finite.reduce(0, +), within: 1e-12))
          #expect(agree(moments.squares, finite.reduce(0) { $0 + $1 * $1 }, within: 1e-12))
        }
      }
    }
    #expect(pieces.total.map(\.count) == found.total.map(\.count))
  }

  /// scipy.stats.chi2_contingency([[k, n-k], [K-k, N-n-K+k]], correction=False,
  /// lambda_="log-likelihood").
  @Test("G is that of SciPy's table of class and part")
  func logLikelihood() {
    let cases: [(Int, Int, Int, Int, Double)] = [
      (80, 100, 250, 1000, 152.2957189912665),
      (0, 119, 8856, 11808, 333.5976148716624),
      (250, 1390, 2952, 11808, 44.02210438839654),
      (6, 100, 20, 1000, 6.33018977701454),
      (119, 119, 2952, 11808, 333.5976148716625),
    ]
    for (found, part, ofClass, whole, expected) in cases {
      let enrichment = Enrichment(found: found, part: part, ofClass: ofClass, whole: whole)
      #expect(agree(enrichment.logLikelihood, expected, within: 1e-10), "\(found) of \(part)")
    }
  }

  @Test("a part like the whole is no finding, nor is a class of a few sites; a large excess is")
  func clear() {
    #expect(!Enrichment(found: 25, part: 100, ofClass: 250, whole: 1000).isClear)
    // Ten times as many as expected, but four sites.
    #expect(!Enrichment(found: 4, part: 100, ofClass: 4, whole: 1000).isClear)
    #expect(Enrichment(found: 80, part: 100, ofClass: 250, whole: 1000).isClear)
    #expect(Enrichment(found: 0, part: 100, ofClass: 250, whole: 1000).isClear)
    // Certain, but off by a twentieth only.
    #expect(!Enrichment(found: 52_500, part: 100_000, ofClass: 500_000, whole: 1_000_000).isClear)
    // The whole itself, and nothing.
    #expect(!Enrichment(found: 250, part: 1000, ofClass: 250, whole: 1000).isClear)
    #expect(!Enrichment(found: 0, part: 0, ofClass: 250, whole: 1000).isClear)
  }

  @Test("among equal ratios the class with more sites is the stronger")
  func tinyClasses() {
    let small = Enrichment(found: 6, part: 100, ofClass: 20, whole: 1000)
    let large = Enrichment(found: 60, part: 100, ofClass: 200, whole: 1000)
    #expect(small.ratio == large.ratio)
    #expect(large.logLikelihood > 9 * small.logLikelihood)
  }

  @Test("a shift of means has the square of its Student ratio as strength")
  func shift() {
    func moments(_ values: [Double]) -> BinStatistics.Moments {
      .init(
        count: values.count, sum: values.reduce(0, +), squares: values.reduce(0) { $0 + $1 * $1 })
    }
    let part = (0..<50).map { 2.03 + 0.001 * Double($0 % 5) }
    let rest = (0..<450).map { 2.00 + 0.001 * Double($0 % 7) }
    let shift = MeanShift(part: moments(part), whole: moments(part + rest))
    let all = part + rest
    let mean = all.reduce(0, +) / 500
    let spread = (all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 500).squareRoot()
    let gap = part.reduce(0, +) / 50 - rest.reduce(0, +) / 450
    let ratio = gap / (spread * (1.0 / 50 + 1.0 / 450).squareRoot())
    #expect(agree(shift.strength, ratio * ratio, within: 1e-6))
    #expect(agree(shift.difference, part.reduce(0, +) / 50 - mean, within: 1e-9))
    #expect(shift.isClear(least: 0.005))
    #expect(!shift.isClear(least: 0.5))
    #expect(MeanShift(part: moments(all), whole: moments(all)).strength == 0)
    #expect(MeanShift(part: moments([]), whole: moments(all)).strength == 0)
    let equal = Array(repeating: 2.0, count: 40)
    #expect(MeanShift(part: moments(equal), whole: moments(equal + equal)).strength == 0)
  }
}
