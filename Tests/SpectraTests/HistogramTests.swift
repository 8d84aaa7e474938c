import Spectra
import Support
import Testing

@Suite("Histograms")
struct HistogramTests {
  /// The bin of a value by looking at every edge.
  func binByDefinition(_ value: Float, _ edges: [Double]) -> Int32 {
    let x = Double(value)
    guard let last = edges.last, x >= edges[0], x <= last else { return -1 }
    if x == last { return Int32(edges.count - 2) }
    return Int32((0..<edges.count - 1).first { edges[$0] <= x && x < edges[$0 + 1] } ?? -1)
  }

  static let ranges: [(Double, Double, Int)] = [
    (0, 140, 70), (0, 1, 10), (-0.3, 0.7, 7), (-130, 130, 333), (1e6, 1e6 + 1, 3), (0, 1e-30, 11),
    (-1e30, 1e30, 64), (5, 6, 1), (0.1, 0.8, 1000), (16_777_216, 16_777_240, 12),
  ]

  @Test("values land where a search of the edges puts them, on every edge and beside it")
  func edges() throws {
    for (lower, upper, count) in Self.ranges {
      let binning = try Binning(lower: lower, upper: upper, count: count)
      var values: [Float] = []
      for edge in binning.edges {
        let near = Float(edge)
        values += [near, near.nextUp, near.nextDown]
      }
      var random = SplitMix64(seed: UInt64(count))
      values += (0..<500).map { _ in
        Float(lower + (upper - lower) * random.uniform(-0.1...1.1))
      }
      var histogram = Histogram(binning)
      let found = histogram.addLocating(values)
      let expected = values.map { binByDefinition($0, binning.edges) }
      #expect(found == expected, "\(lower) to \(upper), \(count)")
      for bin in 0..<count {
        #expect(histogram.counts[bin] == expected.count { $0 == Int32(bin) })
      }
      #expect(histogram.outOfRange == expected.count { $0 == -1 })
      #expect(Histogram(of: values, binning) == histogram)
      #expect(Histogram(of: values.map(Double.init), binning) == histogram)
    }
  }

  @Test("columns of any length are counted in full", arguments: [0, 1, 7, 8, 9, 15, 16, 17, 100])
  func lengths(count: Int) throws {
    let binning = try Binning(lower: 0, upper: 1, count: 4)
    let values = (0..<count).map { Float($0 % 10) / 10 }
    var histogram = Histogram(binning)
    #expect(histogram.addLocating(values) == values.map { binByDefinition($0, binning.edges) })
    #expect(histogram.total == count)
  }

  @Test("NaN is counted apart and infinities are out of range, wherever they stand")
  func notFinite() throws {
    let binning = try Binning(lower: -1, upper: 1, count: 2)
    for position in 0..<17 {
      for (bad, missing) in [(Float.nan, 1), (.infinity, 0), (-.infinity, 0)] {
        var values = [Float](repeating: 0.5, count: 17)
        values[position] = bad
        var histogram = Histogram(binning)
        let bins = histogram.addLocating(values)
        #expect(bins[position] == -1 && bins.count { $0 == 1 } == 16)
        #expect(histogram.withoutPrediction == missing && histogram.outOfRange == 1 - missing)
        #expect(histogram.counts == [0, 16] && histogram.total == 17)
      }
    }
  }

  @Test("edges are those of numpy.linspace")
  func linspace() throws {
    // numpy.linspace(0, 1, 11), numpy.linspace(-0.3, 0.7, 8)
    let tenths = try Binning(lower: 0, upper: 1, count: 10).edges
    #expect(
      tenths == [
        0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5, 0.6000000000000001, 0.7000000000000001, 0.8,
        0.9, 1,
      ])
    let binning = try Binning(lower: -0.3, upper: 0.7, count: 7)
    #expect(binning.edges.last == 0.7 && binning.edges.count == 8)
  }

  @Test("a bin width gives bins up to the range's end and no bin for rounding")
  func width() throws {
    #expect(try Binning(lower: 0, upper: 0.3, width: 0.1).count == 3)
    #expect(try Binning(lower: 0, upper: 140, width: 2).count == 70)
    let uneven = try Binning(lower: 0, upper: 1, width: 0.3)
    #expect(uneven.count == 4 && abs(uneven.upper - 1.2) < 1e-15)
    let covering = try Binning(covering: -3.2, 6, width: 2)
    #expect(covering.lower == -4 && covering.upper == 8)
    #expect(try Binning(covering: 5, 5, width: 1).count == 1)
  }

  @Test("impossible ranges, counts and widths are refused with a reason")
  func refusals() {
    let ranges: [(Double, Double, Int)] = [
      (1, 1, 5), (2, 1, 5), (.nan, 1, 5), (0, .infinity, 5), (-1e308, 1e308, 2), (0, 1, 0),
      (0, 1, -1), (0, 1, Int.max), (1e16, 1e16 + 4, 100),
    ]
    for (lower, upper, count) in ranges {
      let error = #expect(throws: SpectraError.self) {
        try Binning(lower: lower, upper: upper, count: count)
      }
      #expect(error?.description.contains("expected") == true)
    }
    for width in [0, -1, .nan, .infinity, 1e-300] {
      #expect(throws: SpectraError.self) { try Binning(lower: 0, upper: 1, width: width) }
      #expect(throws: SpectraError.self) { try Binning(covering: 0, 1, width: width) }
    }
    #expect(throws: SpectraError.self) { try Binning(covering: .nan, 1, width: 1) }
    #expect(throws: SpectraError.self) { try Histogram(counts: [1, -1]) }
    #expect(throws: SpectraError.self) { try Histogram(counts: [Int.max, 1]) }
    #expect(throws: SpectraError.self) { try Histogram(counts: [1, 1], edges: [0, 1]) }
    #expect(throws: SpectraError.self) { try Histogram(counts: [1, 1], edges: [0, 1, 1]) }
  }

  @Test("unequal bins given by their edges are filled by their edges")
  func unequalBins() throws {
    var histogram = try Histogram(counts: [0, 0, 0], edges: [0, 1, 10, 100])
    let values: [Float] = [0, 0.9, 1, 5, 9.9, 10, 99, 100, 101, .nan]
    #expect(histogram.addLocating(values) == [0, 0, 1, 1, 1, 2, 2, 2, -1, -1])
    #expect(histogram.counts == [2, 3, 3])
    var empty = try Histogram(counts: [])
    #expect(empty.addLocating([1, .nan]) == [-1, -1] && empty.total == 2)
  }

  @Test("a range of values finds the bins whose centres it holds")
  func binsWithin() throws {
    let binning = try Binning(lower: 0, upper: 10, count: 10)
    #expect(binning.bins(within: 2...5) == 2...4)
    #expect(binning.bins(within: 2.4...2.45) == nil)
    #expect(binning.bins(within: -9...99) == 0...9)
  }

  @Test("sums by bin are those of the sites in the bin, and add up over batches")
  func statistics() throws {
    var random = SplitMix64(seed: 41)
    let count = 1003
    let values = (0..<count).map { _ in Float(random.uniform(-0.1...1.1)) }
    var column = (0..<count).map { _ in Float(random.uniform()) }
    for site in stride(from: 0, to: count, by: 50) { column[site] = .nan }
    let types = (0..<count).map { _ in Int8.random(in: -1...4, using: &random) }
    let binning = try Binning(lower: 0, upper: 1, count: 8)
    var histogram = Histogram(binning)
    let bins = histogram.addLocating(values)
    let (second, third) = (column.map { 2 - $0 * $0 }, column.map { $0 - 0.3 })
    func part(_ range: Range<Int>) -> BinStatistics {
      var part = BinStatistics(binCount: 8, valueCounts: [4])
      part.add(
        bins: Array(bins[range]), Array(column[range]), Array(second[range]), Array(third[range]),
        categories: [Array(types[range])])
      return part
    }
    let found = part(0..<count)

    let region = 2...5
    let inside = (0..<count).filter { region.contains(Int(bins[$0])) }
    for (number, column) in [column, second, third].enumerated() {
      let finite = inside.map { Double(column[$0]) }.filter(\.isFinite)
      let moments = found.moments(column: number, over: region)
      #expect(moments.count == finite.count)
      #expect(agree(moments.sum, finite.reduce(0, +), within: 1e-12))
      let mean = finite.reduce(0, +) / Double(finite.count)
      let variance = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(finite.count)
      #expect(agree(moments.deviation, variance.squareRoot(), within: 1e-9))
    }
    let tally = (0..<4).map { type in inside.count { types[$0] == Int8(type) } }
    #expect(found.tally(column: 0, over: region) == tally)

    var pieces = part(0..<333)
    pieces.add(part(333..<count))
    for value in 0..<4 {
      #expect(pieces.tally(column: 0, of: value) == found.tally(column: 0, of: value))
      let byBin = (0..<8).map { bin in
        (0..<count).count { bins[$0] == Int32(bin) && types[$0] == Int8(value) }
      }
      #expect(found.tally(column: 0, of: value) == byBin)
    }
    let (whole, sum) = (
      found.moments(column: 1, over: region), pieces.moments(column: 1, over: region)
    )
    #expect(sum.count == whole.count && agree(sum.sum, whole.sum, within: 1e-13))
    // A value that is not known leaves the site out of all three.
    let known = try #require(inside.first { column[$0].isFinite })
    column[known] = .infinity
    #expect(part(0..<count).moments(column: 2, over: region).count == whole.count - 1)
  }
}
