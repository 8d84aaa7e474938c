import Engine
import Spectra

/// The histogram of some sites with what their bins hold, counted in one pass.
struct SiteCounts: Sendable {
  var histogram: Histogram
  /// Moments of |C_Q|, η and the observable; the tally of the layers bars are divided into.
  var statistics: BinStatistics
  /// Site types, Li around them, bond lengths and Li distances.
  var environments: ClassStatistics

  /// Columns of the statistics.
  enum Column { static let coupling = 0, asymmetry = 1, observable = 2 }

  /// Counts of no sites.
  init(_ binning: Binning, layers: Int = 0) {
    histogram = Histogram(binning)
    statistics = BinStatistics(
      binCount: binning.count, valueCounts: layers > 0 ? [layers] : [])
    environments = ClassStatistics(
      binCount: binning.count, classCount: SiteEnvironment.all.count)
  }

  /// Adds the counts of other sites in the same bins.
  mutating func add(_ other: SiteCounts) {
    histogram.add(other.histogram)
    statistics.add(other.statistics)
    environments.add(other.environments)
  }
}

extension State {
  /// Sites counted together: their columns stay in a core's cache from one sum to the next.
  static let piece = 1 << 15

  /// Counts some rows in the bins of a binning, many of them by two threads.
  /// - Parameter values: the observable of the rows.
  func counts(_ rows: Range<Int>, _ values: ObservedValues, _ binning: Binning) -> SiteCounts {
    guard rows.count > 4 * Self.piece else {
      return countsInPieces(rows, values, 0..<rows.count, binning)
    }
    let middle = rows.count / 2
    var (first, second) = concurrently {
      countsInPieces(rows, values, 0..<middle, binning)
    } and: {
      countsInPieces(rows, values, middle..<rows.count, binning)
    }
    first.add(second)
    return first
  }

  /// Counts the rows at some places among `rows`, one piece after the other.
  private func countsInPieces(
    _ rows: Range<Int>, _ values: ObservedValues, _ places: Range<Int>, _ binning: Binning
  ) -> SiteCounts {
    var counts = SiteCounts(binning, layers: tallied)
    for start in stride(from: places.lowerBound, to: places.upperBound, by: Self.piece) {
      let part = start..<min(start + Self.piece, places.upperBound)
      let partRows = rows.lowerBound + part.lowerBound..<rows.lowerBound + part.upperBound
      let observed = values.values(at: part)
      let bins = counts.histogram.addLocating(observed)
      counts.statistics.add(
        bins: bins, table.quadrupolarCoupling[partRows].map(\.magnitude),
        Array(table.asymmetry[partRows]), observed,
        categories: layers(ofRows: partRows).map { [$0] } ?? [])
      counts.environments.add(
        bins: bins, classes: Array(siteClasses[partRows]), Array(table.bondLength[partRows]),
        Array(table.lithiumDistance[partRows]))
    }
    return counts
  }

  /// How many layers are tallied: site types are told from the environments.
  private var tallied: Int {
    switch settings.stacking {
    case .none, .siteType: 0
    case .structure, .file: layerLabels.count
    }
  }
}
