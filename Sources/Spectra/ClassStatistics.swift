import CKernels

/// How many sites of each class a bin of a histogram holds, with the moments of two columns, made in
/// one pass over the sites.
///
/// What any range of bins holds, and so any region at any threshold, is a sum over bins; the sites
/// need not be read again.
public struct ClassStatistics: Sendable, Equatable {
  /// The sites of one class.
  public struct Entry: Sendable, Equatable {
    public var count: Int
    /// Of the finite values of the two columns.
    public var first: BinStatistics.Moments
    public var second: BinStatistics.Moments

    public init(
      count: Int = 0, first: BinStatistics.Moments = .init(),
      second: BinStatistics.Moments = .init()
    ) {
      self.count = count
      self.first = first
      self.second = second
    }

    public static func += (a: inout Entry, b: Entry) {
      a.count += b.count
      a.first += b.first
      a.second += b.second
    }
  }

  public let binCount: Int
  public let classCount: Int
  /// `[bin][class][8]`: known values and sum of the first column, of the second; sites, squares of the
  /// first; the second's known values again, its squares.
  private var sums: [Double]

  /// Sums of no sites.
  public init(binCount: Int, classCount: Int) {
    self.binCount = binCount
    self.classCount = min(max(classCount, 0), 128)
    sums = [Double](repeating: 0, count: 8 * binCount * self.classCount)
  }

  /// Sums two columns by bin and class; `bins[site]` as `Histogram.addLocating` gives them. Sites of
  /// classes outside 0..<classCount are left out.
  public init(
    bins: [Int32], binCount: Int, classes: [Int8], classCount: Int, _ first: [Float],
    _ second: [Float]
  ) {
    self.init(binCount: binCount, classCount: classCount)
    add(bins: bins, classes: classes, first, second)
  }

  /// Adds further sites: their bins, classes and two columns.
  public mutating func add(bins: [Int32], classes: [Int8], _ first: [Float], _ second: [Float]) {
    precondition(
      classes.count == bins.count && first.count == bins.count && second.count == bins.count,
      "columns must have one value a site")
    accumulate_classes(
      bins, Int32(binCount), classes, first, second, bins.count, Int32(classCount), &sums)
  }

  /// Adds the sums of further sites, of the same classes and bins.
  public mutating func add(_ other: ClassStatistics) {
    precondition(
      binCount == other.binCount && classCount == other.classCount,
      "statistics of different classes or bins")
    for place in sums.indices { sums[place] += other.sums[place] }
  }

  /// What all bins hold, `[class]`.
  public var total: [Entry] { entries(over: 0..<binCount) }

  /// What a bin holds of a class.
  public subscript(bin: Int, number: Int) -> Entry { entry(at: 8 * (bin * classCount + number)) }

  /// How many sites of a class a bin holds.
  public func count(_ bin: Int, _ number: Int) -> Int {
    Int(sums[8 * (bin * classCount + number) + 4])
  }

  /// What some bins hold, `[class]`.
  public func entries(over bins: some Sequence<Int>) -> [Entry] {
    var found = [Entry](repeating: Entry(), count: classCount)
    for bin in bins {
      for number in found.indices where count(bin, number) > 0 {
        found[number] += self[bin, number]
      }
    }
    return found
  }

  private func entry(at place: Int) -> Entry {
    Entry(
      count: Int(sums[place + 4]),
      first: .init(count: Int(sums[place]), sum: sums[place + 1], squares: sums[place + 5]),
      second: .init(count: Int(sums[place + 2]), sum: sums[place + 3], squares: sums[place + 7]))
  }
}
