import CKernels

/// Sums of three site columns for each bin of a histogram, made in one pass over the sites.
///
/// The statistics of any range of bins, and so of any region at any threshold, are sums over bins;
/// the sites need not be read again.
public struct BinStatistics: Sendable, Equatable {
  /// Count, sum and sum of squares of some values.
  public struct Moments: Sendable, Equatable {
    public var count = 0
    public var sum = 0.0
    public var squares = 0.0

    public init(count: Int = 0, sum: Double = 0, squares: Double = 0) {
      self.count = count
      self.sum = sum
      self.squares = squares
    }

    /// NaN of no values.
    public var mean: Double { sum / Double(count) }
    /// Standard deviation with the count as divisor; NaN of no values.
    public var deviation: Double {
      max(0, squares / Double(count) - mean * mean).squareRoot()
    }

    public static func += (a: inout Moments, b: Moments) {
      a.count += b.count
      a.sum += b.sum
      a.squares += b.squares
    }
  }

  public let binCount: Int
  /// How many different values each category column has, at most 128.
  public let valueCounts: [Int]
  /// `[bin][8]`: sites whose three values are finite, three sums; the sites again, three sums of
  /// squares.
  private var sums: [Double]
  /// `counts[column][bin * valueCounts[column] + value]`.
  private var counts: [[Int64]]

  /// Sums of no sites.
  /// - Parameter valueCounts: how many different values each category column has.
  public init(binCount: Int, valueCounts: [Int] = []) {
    self.binCount = binCount
    self.valueCounts = valueCounts.map { min(max($0, 0), 128) }
    sums = Array(repeating: 0, count: 8 * binCount)
    counts = self.valueCounts.map { Array(repeating: 0, count: $0 * binCount) }
  }

  /// Adds sites: their bins as `Histogram.addLocating` gives them, three columns, and categories.
  ///
  /// Moments are of the sites whose three values are finite.
  public mutating func add(
    bins: [Int32], _ a: [Float], _ b: [Float], _ c: [Float], categories: [[Int8]] = []
  ) {
    precondition(
      a.count == bins.count && b.count == bins.count && c.count == bins.count
        && categories.count == valueCounts.count
        && categories.allSatisfy { $0.count == bins.count },
      "columns must have one value a site")
    accumulate_moments(bins, Int32(binCount), a, b, c, bins.count, &sums)
    for (column, values) in categories.enumerated() {
      accumulate_tallies(
        bins, Int32(binCount), values, bins.count, Int32(valueCounts[column]), &counts[column])
    }
  }

  /// Adds the sums of further sites, of the same columns and bins.
  public mutating func add(_ other: BinStatistics) {
    precondition(
      binCount == other.binCount && valueCounts == other.valueCounts,
      "statistics of different columns or bins")
    for place in sums.indices { sums[place] += other.sums[place] }
    for column in counts.indices {
      for place in counts[column].indices { counts[column][place] += other.counts[column][place] }
    }
  }

  /// The moments of a column, 0…2, in a bin.
  public func moments(column: Int, bin: Int) -> Moments {
    let place = 8 * bin
    return Moments(
      count: Int(sums[place]), sum: sums[place + 1 + column], squares: sums[place + 5 + column])
  }

  /// The moments of a column over some bins, such as a region's `firstBin...lastBin`.
  public func moments(column: Int, over bins: some Sequence<Int>) -> Moments {
    bins.reduce(into: Moments()) { $0 += moments(column: column, bin: $1) }
  }

  /// How many sites of each bin have a value of a category column; none where there is no such
  /// column or value.
  public func tally(column: Int, of value: Int) -> [Int] {
    guard valueCounts.indices.contains(column), 0..<valueCounts[column] ~= value else {
      return Array(repeating: 0, count: binCount)
    }
    return (0..<binCount).map { Int(counts[column][$0 * valueCounts[column] + value]) }
  }

  /// How many sites of some bins have each value of a category column.
  public func tally(column: Int, over bins: some Sequence<Int>) -> [Int] {
    let width = valueCounts[column]
    var total = [Int](repeating: 0, count: width)
    for bin in bins {
      for value in 0..<width { total[value] += Int(counts[column][bin * width + value]) }
    }
    return total
  }
}
