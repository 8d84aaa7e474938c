import Engine
import Spectra

/// The histogram of some sites with what their bins hold, counted in one pass.
struct SiteCounts: Sendable {
  var histogram: Histogram
  /// Moments of |C_Q|, η and the observable; the tally of the layers bars are divided into.
  var statistics: BinStatistics
  /// Site types, Li around them, bond lengths and Li distances.
  var environments: ClassStatistics
  /// The tensors predictions are compared with; nil where there are none.
  var reference: Histogram?

  /// Columns of the statistics.
  enum Column { static let coupling = 0, asymmetry = 1, observable = 2 }

  /// Counts of no sites.
  init(_ binning: Binning, layers: Int = 0, hasReference: Bool = false) {
    histogram = Histogram(binning)
    statistics = BinStatistics(
      binCount: binning.count, valueCounts: layers > 0 ? [layers] : [])
    environments = ClassStatistics(
      binCount: binning.count, classCount: SiteEnvironment.all.count)
    reference = hasReference ? Histogram(binning) : nil
  }

  /// Adds the counts of other sites in the same bins.
  mutating func add(_ other: SiteCounts) {
    histogram.add(other.histogram)
    statistics.add(other.statistics)
    environments.add(other.environments)
    if let added = other.reference { reference?.add(added) }
  }
}

extension State {
  /// Sites counted together: their columns stay in a core's cache from one sum to the next.
  private static let piece = 1 << 15

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
    let (layers, structureCount) = (layersCounted, max(1, structures.count))
    var counts = SiteCounts(binning, layers: layers, hasReference: hasReference)
    for start in stride(from: places.lowerBound, to: places.upperBound, by: Self.piece) {
      let part = start..<min(start + Self.piece, places.upperBound)
      let partRows = rows.lowerBound + part.lowerBound..<rows.lowerBound + part.upperBound
      let observed = values.values(at: part)
      let bins = counts.histogram.addLocating(observed)
      let layer = table.structure[layers > 0 ? partRows : 0..<0].map {
        Int8(max(0, min(Int($0) * layers / structureCount, layers - 1)))
      }
      counts.statistics.add(
        bins: bins, table.quadrupolarCoupling[partRows].map(\.magnitude),
        Array(table.asymmetry[partRows]), observed, categories: layers > 0 ? [layer] : [])
      counts.environments.add(
        bins: bins, classes: Array(siteClasses[partRows]), Array(table.bondLength[partRows]),
        Array(table.lithiumDistance[partRows]))
      counts.reference?.add(referenceValues(partRows))
    }
    return counts
  }

  /// How many layers are tallied: site types are told from the environments.
  private var layersCounted: Int { settings.stacking == .structure ? layerLabels.count : 0 }

  /// Whether sites have tensors to be compared with that the observable can be told from.
  var hasReference: Bool {
    settings.observable.isOfTensor && table.count > 0
      && table.reference.allSatisfy { $0.count == table.count }
  }

  /// The observable of the tensors the files hold.
  private func referenceValues(_ rows: Range<Int>) -> [Float] {
    let components = table.reference.map { Array($0[rows]) }
    switch settings.observable {
    case .absoluteOmegaQ, .omegaQ:
      return Spectra.omegaQ(
        components: components, weights: derived.splittingWeights,
        modulus: settings.observable == .absoluteOmegaQ)
    case .quadrupolarCoupling:
      let scale = Float(isotope.couplingPerAtomicUnit)
      return principalValues(components: components).vzz.map { $0 * scale }
    case .asymmetry: return principalValues(components: components).asymmetry
    case .vzz: return principalValues(components: components).vzz
    case .uncertainty, .novelty: return []
    }
  }
}
