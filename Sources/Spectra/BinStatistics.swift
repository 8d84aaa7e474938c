import CKernels

/// Sums of site columns for each bin of a histogram, made in one pass over the sites.
///
/// The statistics of any range of bins, and so of any region at any threshold, are sums over bins;
/// the sites need not be read again.
public struct BinStatistics: Sendable, Equatable {
  /// Count, sum and sum of squares of the finite numbers among some values.
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

  /// A column of small integers, such as site types or counts of neighbours.
  public struct Categories: Sendable {
    /// One number a site; outside 0..<count it has no meaning and is left out.
    public var values: [Int8]
    /// How many different values are counted.
    public var count: Int

    public init(_ values: [Int8], count: Int) {
      self.values = values
      self.count = count
    }
  }

  public let binCount: Int
  /// `moments[column][bin]`.
  public private(set) var moments: [[Moments]]
  /// `tallies[column][bin][value]`: how many sites of a bin have that value.
  public private(set) var tallies: [[[Int]]]

  /// Sums columns by bin; `bins[site]` as `Histogram.addLocating` gives them.
  public init(
    bins: [Int32], binCount: Int, columns: [[Float]], categories: [Categories] = []
  ) {
    precondition(
      columns.allSatisfy { $0.count == bins.count }
        && categories.allSatisfy { $0.values.count == bins.count },
      "columns must have one value a site")
    precondition(bins.allSatisfy { $0 < binCount }, "bins must be within the histogram")
    self.binCount = binCount
    moments = columns.map { column in
      var sums = [Double](repeating: 0, count: 4 * binCount)
      accumulate_moments(bins, column, bins.count, &sums)
      return (0..<binCount).map {
        Moments(count: Int(sums[4 * $0]), sum: sums[4 * $0 + 1], squares: sums[4 * $0 + 2])
      }
    }
    tallies = categories.map { column in
      let width = min(max(column.count, 0), 128)
      var counts = [Int64](repeating: 0, count: binCount * width)
      accumulate_tallies(bins, column.values, bins.count, Int32(width), &counts)
      return (0..<binCount).map { bin in
        counts[bin * width..<(bin + 1) * width].map { Int($0) }
      }
    }
  }

  /// Adds the sums of further sites, of the same columns and bins.
  public mutating func add(_ other: BinStatistics) {
    precondition(
      binCount == other.binCount && moments.count == other.moments.count
        && tallies.count == other.tallies.count, "statistics of different columns or bins")
    for column in moments.indices {
      for bin in 0..<binCount { moments[column][bin] += other.moments[column][bin] }
    }
    for column in tallies.indices {
      for bin in 0..<binCount {
        for value in tallies[column][bin].indices {
          tallies[column][bin][value] += other.tallies[column][bin][value]
        }
      }
    }
  }

  /// The moments of a column over some bins, such as a region's `firstBin...lastBin`.
  public func moments(column: Int, over bins: some Sequence<Int>) -> Moments {
    bins.reduce(into: Moments()) { $0 += moments[column][$1] }
  }

  /// How many sites of some bins have each value of a category column.
  public func tally(column: Int, over bins: some Sequence<Int>) -> [Int] {
    var total = [Int](repeating: 0, count: tallies[column].first?.count ?? 0)
    for bin in bins {
      for value in total.indices { total[value] += tallies[column][bin][value] }
    }
    return total
  }
}
