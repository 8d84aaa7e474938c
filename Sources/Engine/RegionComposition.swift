import Crystals
import Spectra

/// What sites a part of a histogram holds, such as a region, beside what all of it holds.
///
/// Sites whose value is out of range or not known are in neither.
public struct RegionComposition: Sendable, Equatable {
  /// By number of the `SiteEnvironment`: counts, bond lengths (`first`) and Li distances (`second`).
  public let part: [ClassStatistics.Entry]
  public let whole: [ClassStatistics.Entry]

  /// Takes sums as `environmentStatistics` makes them.
  public init(part: [ClassStatistics.Entry], whole: [ClassStatistics.Entry]) {
    precondition(
      part.count == SiteEnvironment.all.count && whole.count == part.count,
      "one entry for each class")
    self.part = part
    self.whole = whole
  }

  /// The composition of some bins.
  public init(_ statistics: ClassStatistics, over bins: some Sequence<Int>) {
    self.init(part: statistics.entries(over: bins), whole: statistics.total)
  }

  /// Sites of the part and of the whole.
  public var partCount: Int { part.reduce(0) { $0 + $1.count } }
  public var wholeCount: Int { whole.reduce(0) { $0 + $1.count } }

  /// Whether site types are known at all.
  public var isKnown: Bool {
    let other = SiteEnvironment.numbers(of: .other)
    return whole.indices.contains { whole[$0].count > 0 && !other.contains($0) }
  }

  /// The site types that the whole holds, in their order.
  public var siteTypes: [SiteType] {
    SiteType.allCases.filter { type in
      SiteEnvironment.numbers(of: type).contains { whole[$0].count > 0 }
    }
  }

  /// How a site type is represented in the part.
  public func enrichment(of type: SiteType) -> Enrichment {
    enrichment(SiteEnvironment.numbers(of: type), partCount, wholeCount)
  }

  /// How sites with so many Li around them are represented among those of their type in the part,
  /// whose Li are known; nil for a type without.
  public func lithiumShare(_ lithium: Int, around type: SiteType) -> Enrichment? {
    let known = SiteEnvironment.countedNumbers(of: type)
    guard lithium >= 0, lithium < known.count else { return nil }
    let number = known.lowerBound + lithium
    return enrichment(number...number, count(part, known), count(whole, known))
  }

  /// The numbers of Li around sites of a type that the whole holds, from 0 to the largest.
  public func lithiumCounts(around type: SiteType) -> Range<Int> {
    let known = SiteEnvironment.countedNumbers(of: type)
    guard let last = known.last(where: { whole[$0].count > 0 }) else { return 0..<0 }
    return 0..<last - known.lowerBound + 1
  }

  /// Bond lengths of the sites of a type in Å.
  public func bondLength(of type: SiteType) -> MeanShift {
    shift(SiteEnvironment.numbers(of: type), \.first)
  }

  /// Mean distances of the sites of a type to the Li counted around them, in Å.
  public func lithiumDistance(of type: SiteType) -> MeanShift {
    shift(SiteEnvironment.numbers(of: type), \.second)
  }

  func enrichment(_ numbers: some Sequence<Int>, _ partCount: Int, _ wholeCount: Int) -> Enrichment
  {
    Enrichment(
      found: count(part, numbers), part: partCount, ofClass: count(whole, numbers),
      whole: wholeCount)
  }

  func count(_ entries: [ClassStatistics.Entry], _ numbers: some Sequence<Int>) -> Int {
    numbers.reduce(0) { $0 + entries[$1].count }
  }

  func shift(
    _ numbers: some Sequence<Int>,
    _ column: KeyPath<ClassStatistics.Entry, BinStatistics.Moments>
  ) -> MeanShift {
    var (inside, all) = (BinStatistics.Moments(), BinStatistics.Moments())
    for number in numbers {
      inside += part[number][keyPath: column]
      all += whole[number][keyPath: column]
    }
    return MeanShift(part: inside, whole: all)
  }
}

extension SiteTable {
  /// Counts, bond lengths and Li distances of some rows by bin and `SiteEnvironment`;
  /// `bins[row - rows.lowerBound]` as `Histogram.addLocating` gives them.
  public func environmentStatistics(
    _ rows: Range<Int>, bins: [Int32], binCount: Int
  ) -> ClassStatistics {
    func part(_ column: [Float]) -> [Float] {
      rows.count == column.count ? column : Array(column[rows])
    }
    return ClassStatistics(
      bins: bins, binCount: binCount, classes: SiteEnvironment.numbers(self, rows),
      classCount: SiteEnvironment.all.count, part(bondLength), part(lithiumDistance))
  }
}
