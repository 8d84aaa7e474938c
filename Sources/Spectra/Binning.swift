import Glibc

/// Equal bins over a range, as NumPy makes them.
///
/// Edge i is lower + i·width, the last one exactly upper. Bin i holds [edge i, edge i + 1); the last
/// bin holds its upper edge too.
public struct Binning: Sendable, Equatable {
  /// One more than there are bins, increasing.
  public let edges: [Double]

  /// The most bins a histogram may have.
  public static let largestCount = 1_000_000

  /// Makes `count` bins from `lower` to `upper`.
  ///
  /// - Throws: `SpectraError.bins`, `SpectraError.range`.
  public init(lower: Double, upper: Double, count: Int) throws(SpectraError) {
    guard (1...Self.largestCount).contains(count) else { throw .bins(found: count) }
    let width = (upper - lower) / Double(count)
    var edges = (0...count).map { Double($0) * width + lower }
    edges[count] = upper
    // Not only upper > lower: bins of a few units in the last place would share their edges.
    guard width.isFinite, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .range(lower: lower, upper: upper, bins: count)
    }
    self.edges = edges
  }

  /// Makes bins of a width from `lower` until they reach `upper`.
  ///
  /// - Throws: `SpectraError.width`, `SpectraError.range`.
  public init(lower: Double, upper: Double, width: Double) throws(SpectraError) {
    guard width > 0, width.isFinite else { throw .width(found: width) }
    // A range that is a multiple of the width but for rounding gets no bin for the rounding.
    let count = ((upper - lower) / width - 1e-9).rounded(.up)
    guard count <= Double(Self.largestCount) else { throw .width(found: width) }
    guard count >= 1 else { throw .range(lower: lower, upper: upper, bins: 1) }
    try self.init(lower: lower, upper: lower + count * width, count: Int(count))
  }

  /// Makes bins of a width at multiples of it that hold all numbers from `minimum` to `maximum`.
  ///
  /// - Throws: `SpectraError.width`, `SpectraError.range`.
  public init(
    covering minimum: Double, _ maximum: Double, width: Double
  ) throws(SpectraError) {
    guard width > 0, width.isFinite else { throw .width(found: width) }
    let lower = (minimum / width).rounded(.down) * width
    let upper = ((maximum / width).rounded(.down) + 1) * width
    try self.init(lower: lower, upper: upper, width: width)
  }

  /// Makes bins of a width from zero, or below, in steps of ten bins that hold all finite values.
  ///
  /// The bins the program uses where none are asked for; a histogram that grows keeps its bins until
  /// a step is full.
  /// - Throws: `SpectraError.width`, `SpectraError.range`.
  public init(
    steppingOver values: some Sequence<Double>, width: Double
  ) throws(SpectraError) {
    var (low, high) = (0.0, 0.0)
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    let step = 10 * width
    try self.init(
      lower: (low / step).rounded(.down) * step, upper: ((high / step).rounded(.down) + 1) * step,
      width: width)
  }

  /// The width of bins where none is asked for: Freedman and Diaconis' 2·IQR/∛n, rounded to the
  /// nearest (on a logarithmic scale) of 1, 2 and 5 times a power of ten.
  ///
  /// It follows the bulk of the values, so outliers do not coarsen it; of more than 10,000 values an
  /// even sample tells the quartiles. nil where the values do not spread.
  public static func standardWidth(of values: some RandomAccessCollection<Float>) -> Double? {
    let step = max(1, values.count / 10_000)
    var sample: [Float] = []
    for offset in stride(from: 0, to: values.count, by: step) {
      let value = values[values.index(values.startIndex, offsetBy: offset)]
      if value.isFinite { sample.append(value) }
    }
    sample.sort()
    guard sample.count > 1 else { return nil }
    let quartiles = [1, 3].map { Double(sample[(sample.count - 1) * $0 / 4]) }
    let count = Double(values.count)
    let width = 2 * (quartiles[1] - quartiles[0]) / cbrt(count)
    guard width > 0, width.isFinite else { return nil }
    let power = pow(10, floor(log10(width)))
    let digit = width / power
    // The geometric means of neighbouring round numbers.
    let limits = [2, 10, 50].map { ($0 as Double).squareRoot() }
    let round: [Double] = [1, 2, 5, 10]
    return round[limits.count { digit >= $0 }] * power
  }

  /// Bins numbered by themselves: edge i is i; no bins for a count of 0.
  init(numbered count: Int) { edges = (0...max(0, count)).map(Double.init) }

  /// Bins of any widths, with increasing edges.
  init(checked edges: [Double]) { self.edges = edges }

  public var count: Int { edges.count - 1 }
  public var lower: Double { edges[0] }
  public var upper: Double { edges[edges.count - 1] }
  /// The width of a bin; the mean one if they differ.
  public var width: Double { count > 0 ? (upper - lower) / Double(count) : 0 }

  /// Whether the edges are where equal bins have them.
  var isEqual: Bool {
    let step = (upper - lower) / Double(max(count, 1))
    return (0..<count).allSatisfy { edges[$0] == Double($0) * step + lower }
  }

  /// The bin that holds a value; nil outside the range and for NaN.
  public func bin(of value: Double) -> Int? {
    guard count > 0, value >= lower, value <= upper else { return nil }
    var (low, high) = (0, count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }

  /// The bins whose centres lie within a range of values; nil if there are none.
  ///
  /// Carries regions over to a histogram with other bins.
  public func bins(within range: ClosedRange<Double>) -> ClosedRange<Int>? {
    let inside = (0..<count).filter { range.contains((edges[$0] + edges[$0 + 1]) / 2) }
    guard let first = inside.first, let last = inside.last else { return nil }
    return first...last
  }
}
