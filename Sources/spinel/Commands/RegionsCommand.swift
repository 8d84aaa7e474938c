import ArgumentParser
import Crystals
import Engine
import Explorer
import Figures
import Formats
import Screen
import Spectra
import Tensors

struct RegionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regions",
    abstract: "Histogram of an observable and its peak regions.",
    discussion: """
      The most prominent peaks of the histogram grow to both sides down to the threshold.

      Example:
        spinel predict cells.extxyz --model li.safetensors -o cells.safetensors
        spinel regions cells.safetensors --peaks 5 --threshold 10 --json
      """)

  @Argument(help: "A result file of `predict`: .safetensors, .json, .csv or .extxyz.")
  var results: String?
  @Option(help: ArgumentHelp("Numbers to count instead, one a line.", valueName: "file"))
  var values: String?
  @Option(help: ArgumentHelp("Counts to use instead, a JSON array.", valueName: "file"))
  var counts: String?
  @Option(help: "omegaQ, absOmegaQ, CQ, eta or Vzz.")
  var observable: CountedObservable = .absOmegaQ
  @Option(help: "Number of bins over the range.")
  var bins: Int?
  @Option(
    help: "Width of a bin in kHz (eta: 1, Vzz: a.u.); default: 2 IQR/cbrt(n), rounded.")
  var binWidth: Double?
  @Option(
    help: ArgumentHelp("Range of the histogram.", valueName: "lo,hi"),
    transform: RegionsCommand.parseRange)
  var range: ClosedRange<Double>?
  @Option(help: "Peaks kept.")
  var peaks = 5
  @Option(help: "Least count of a bin in a region.")
  var threshold = 10.0
  @Flag(help: "Let no edge bin be a peak, as SciPy.")
  var unpaddedEdges = false
  @Flag(help: "Print JSON.")
  var json = false
  @Option(help: ArgumentHelp("Draw the histogram into a file.", valueName: "file"))
  var svg: String?
  @OptionGroup var field: FieldOption
  @OptionGroup var isotopes: IsotopeOption

  func validate() throws {
    guard [results, values, counts].compactMap({ $0 }).count == 1 else {
      throw ValidationError("Give one input: a result file, --values FILE or --counts FILE.")
    }
    if counts != nil, bins != nil || binWidth != nil || range != nil {
      throw ValidationError("--counts brings its own bins; leave --bins, --bin-width, --range out.")
    }
    if bins != nil, binWidth != nil {
      throw ValidationError("Give --bins or --bin-width, not both.")
    }
    if let bins, !(1...Binning.largestCount).contains(bins) {
      throw ValidationError("--bins is \(bins); expected 1 to \(Binning.largestCount).")
    }
    if let width = binWidth, !(width > 0 && width.isFinite) {
      throw ValidationError("--bin-width is \(width); expected a positive number.")
    }
    guard peaks >= 1 else { throw ValidationError("--peaks is \(peaks); expected 1 or more.") }
    guard threshold >= 0, threshold.isFinite else {
      throw ValidationError("--threshold is \(threshold); expected 0 or more.")
    }
  }

  private static func parseRange(_ text: String) throws -> ClosedRange<Double> {
    let parts = text.split(separator: ",").map { Double($0) }
    guard parts.count == 2, let low = parts[0], let high = parts[1], low < high, low.isFinite,
      high.isFinite
    else { throw ValidationError("--range is \(text); expected two numbers lo,hi with lo < hi.") }
    return low...high
  }

  func run() throws {
    let (histogram, sites) = try makeHistogram()
    let settings = RegionSet.Settings(
      peaks: peaks, threshold: .counts(threshold), paddedEdges: !unpaddedEdges)
    let found = RegionSet(of: histogram, settings)
    if let svg {
      let figure = HistogramFigure(
        histogram, found, threshold: threshold, xLabel: Label(axisLabel),
        caption: "\(axisLabel), \(histogram.total) sites", inks: Theme.standard.regionInks)
      try AtomicFile.write(Array(figure.svg.utf8), to: svg)
    }
    let compositions = sites.map { $0.compositions(of: found) } ?? []
    if json {
      try output(document(histogram, found, compositions).bytes(indented: true))
    } else {
      try output(table(histogram, found, compositions))
    }
    if let sites { warnOfSeveralNuclei(sites.table) }
  }

  private var axisLabel: String { counts == nil ? observable.label : "bin" }

  /// Sites of a result with the bin of each.
  private struct LocatedSites {
    var table: SiteTable
    var bins: [Int32]

    /// What sites each region holds; empty where no site type is known.
    func compositions(of found: RegionSet) -> [RegionComposition] {
      // Regions as bins, and one more bin for all sites that are in none.
      let places = bins.map { Int32(found.region(ofBin: $0)) }
      let statistics = table.environmentStatistics(
        0..<table.count, bins: places, binCount: found.regions.count + 1)
      let compositions = found.regions.map {
        RegionComposition(statistics, over: CollectionOfOne($0.number))
      }
      return compositions.allSatisfy(\.isKnown) ? compositions : []
    }
  }

  /// The histogram, and the sites counted where a result holds them.
  private func makeHistogram() throws -> (Histogram, LocatedSites?) {
    if let counts {
      let found = try JSON.parse(FileBytes.read(counts), file: counts)
      guard let numbers = found.integers else {
        throw FormatError(
          file: counts, found: "JSON that is no array of integers",
          expected: "an array of counts such as [0, 3, 12]")
      }
      return (try Histogram(counts: numbers), nil)
    }
    if let values {
      let numbers = try NumberList.read(values)
      return (Histogram(of: numbers, try binning(numbers)), nil)
    }
    let conventions = ResultConventions(field: field.field, isotopes: isotopes.isotope)
    let sites = try ResultReader.read(results ?? "")
    let column = sites.map { observable.value(of: $0, conventions) }
    var histogram = Histogram(try binning(column))
    let bins = histogram.add(column)
    return (histogram, LocatedSites(table: SiteTable(sites, conventions), bins: bins))
  }

  /// Couplings of different nuclei differ by orders of magnitude: regions of all together mean little.
  private func warnOfSeveralNuclei(_ sites: SiteTable) {
    let nuclei = Set(sites.element).sorted().map(\.symbol)
    guard nuclei.count > 1 else { return }
    report(
      "spinel: warning: \(escaped(results ?? "")) holds sites of \(nuclei.joined(separator: ", ")), "
        + "counted together; predict with the model of one nucleus for regions of its own")
  }

  /// The bins asked for; by default of the standard width over all values.
  private func binning(_ numbers: [Double]) throws -> Binning {
    let finite = numbers.lazy.filter(\.isFinite)
    let width =
      binWidth
      ?? Binning.standardWidth(of: numbers.map { Float($0) }, otherwise: observable.binWidth)
    if let range {
      guard let bins else {
        return try Binning(lower: range.lowerBound, upper: range.upperBound, width: width)
      }
      return try Binning(lower: range.lowerBound, upper: range.upperBound, count: bins)
    }
    if let bins {
      let (low, high) = (min(0, finite.min() ?? 0), finite.max() ?? 0)
      return try Binning(lower: low, upper: high > low ? high : low + 1, count: bins)
    }
    if observable == .eta { return try Binning(lower: 0, upper: 1, width: width) }
    return try Binning(steppingOver: finite, width: width)
  }

  private func document(
    _ histogram: Histogram, _ found: RegionSet, _ compositions: [RegionComposition]
  ) -> JSON {
    let regions = found.regions.enumerated().map { place, region -> JSON in
      let members: [JSON.Member] = [
        .init("number", .int(region.number)), .init("rank", .int(region.rank)),
        .init("peakBin", .int(region.peakBin)), .init("prominence", .int(region.prominence)),
        .init("firstBin", .int(region.firstBin)), .init("lastBin", .int(region.lastBin)),
        .init("lower", .double(region.lower)), .init("upper", .double(region.upper)),
        .init("count", .int(region.count)),
      ]
      return .object(members + (compositions.isEmpty ? [] : compositions[place].json))
    }
    // Counts and values may be of anything.
    let subject: [JSON.Member] =
      results == nil ? [] : [.init("observable", .string(observable.rawValue))]
    return .object(
      ResultDocument.opening(
        ResultConventions(field: field.field, isotopes: isotopes.isotope), elements: []) + subject
        + [
          .init("peaks", .int(peaks)), .init("threshold", .double(threshold)),
          .init("edges", JSON(histogram.edges)), .init("counts", JSON(histogram.counts)),
          .init("outOfRange", .int(histogram.outOfRange)),
          .init("withoutPrediction", .int(histogram.withoutPrediction)),
          .init("regions", .array(regions)), .init("binRegion", JSON(found.binRegion)),
          .init("unclassified", .int(found.unclassified)),
        ])
  }

  private func table(
    _ histogram: Histogram, _ found: RegionSet, _ compositions: [RegionComposition]
  ) -> String {
    var rows = [["region", "from", "to", "sites", "%", "prominence", "rank"]]
    let total = max(1, histogram.total)
    for region in found.regions {
      rows.append([
        "\(region.number)", fixed(region.lower, 2), fixed(region.upper, 2), "\(region.count)",
        fixed(100 * Double(region.count) / Double(total), 1), "\(region.prominence)",
        "\(region.rank)",
      ])
    }
    let sums = """
      classified \(found.classified) + unclassified \(found.unclassified) \
      + out of range \(found.outOfRange) + without prediction \(found.withoutPrediction) \
      = \(histogram.total)
      """
    let findings = zip(found.regions, compositions).compactMap { region, composition in
      composition.sentence.map { "region \(region.number): \($0)\n" }
    }
    return """
      \(axisLabel): \(histogram.binning.count) bins of \(fixed(histogram.binning.width, 3)), \
      threshold \(fixed(threshold, 2)), at most \(peaks) peaks
      \(aligned(rows))
      \(sums)
      \(findings.joined())
      """
  }
}
