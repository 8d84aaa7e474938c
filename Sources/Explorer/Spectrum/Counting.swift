import Crystals
import Engine
import Spectra

extension State {
  /// Counts all sites anew: for new bins, values, structures or layers.
  mutating func recount() {
    let rows = rowsShown(0..<table.count)
    let values = observedValues(rows)
    spectrum.take(settings.observable, counts(rows, values, binning(for: values)), settings)
    recountOutline()
    structuresCounted = structures.count
    regionRevision += 1
    clampRegionsPane()
  }

  /// Counts all sites anew while they come: the cursor stays on the first region if it is there, and
  /// cursor and brush otherwise keep their values.
  mutating func recountInPlace() {
    let (before, bin, brush) = (spectrum.binning, regionsPane.bin, regionsPane.brush)
    let isOnFirst = brush == nil && spectrum.regions.first?.peakBin == bin
    recount()
    if isOnFirst { regionsPane.bin = spectrum.regions.first?.peakBin ?? 0 }
    guard spectrum.binning != before, !isOnFirst else { return }
    func moved(_ bin: Int) -> Int {
      let middle = before.lower + (Double(bin) + 0.5) * before.width
      let place = ((middle - spectrum.binning.lower) / spectrum.binning.width).rounded(.down)
      return place.isFinite ? Int(min(max(place, 0), Double(max(0, spectrum.binCount - 1)))) : 0
    }
    func moved(_ range: ClosedRange<Int>) -> ClosedRange<Int> {
      let first = spectrum.edgeNumber(before.lower + Double(range.lowerBound) * before.width)
      let end = spectrum.edgeNumber(before.lower + Double(range.upperBound + 1) * before.width)
      let last = max(0, spectrum.binCount - 1)
      return min(first, last)...min(max(first, end - 1), last)
    }
    regionsPane.bin = moved(bin)
    regionsPane.brush = brush.map(moved)
    if let start = regionsPane.brushStart { regionsPane.brushStart = moved(start) }
    if case .bins(let bins) = sitesPane.list.scope { sitesPane.list.scope = .bins(moved(bins)) }
  }

  /// Counts sites that came in addition; all anew where they do not fit the range.
  mutating func count(added: Range<Int>) {
    let rows = rowsShown(added)
    guard !rows.isEmpty else { return extendOutline() }
    let values = observedValues(rows)
    let fits = settings.range != nil || settings.observable.naturalRange != nil || fits(values)
    // Bins that follow the values are looked at again each time the sites have doubled in number.
    let isWidthOld = settings.binWidth == nil && table.count >= 2 * spectrum.countAtLastRecount
    guard added.lowerBound > 0, fits, !isWidthOld, !areLayersOld else { return recountInPlace() }
    spectrum.add(counts(rows, values, spectrum.binning), settings)
    extendOutline()
    regionRevision += 1
  }

  /// More bins than this would not fit any screen; what lies beyond is out of range.
  static let mostBins = 4000

  /// Those of some rows that belong to the structures shown.
  func rowsShown(_ rows: Range<Int>) -> Range<Int> {
    structuresShown.map { self.rows(of: $0, among: rows) } ?? rows
  }

  /// The observable of some rows.
  func observedValues(_ rows: Range<Int>) -> ObservedValues {
    switch settings.observable {
    case .absoluteOmegaQ: ObservedValues(omegaQ, rows, isModulus: true)
    case .omegaQ: ObservedValues(omegaQ, rows)
    case .quadrupolarCoupling: ObservedValues(table.quadrupolarCoupling, rows)
    case .asymmetry: ObservedValues(table.asymmetry, rows)
    case .vzz: ObservedValues(table.vzz, rows)
    case .uncertainty:
      ObservedValues(
        rows.map { [derived] in
          derived.uncertainty(
            table.components, $0, across: table.uncertaintyAcross[$0],
            along: table.uncertaintyAlong[$0])
        }, 0..<rows.count)
    case .novelty: ObservedValues(table.novelty, rows)
    }
  }

  /// Finds the class of sites from a row on; the field and the bins leave it alone.
  mutating func classifySites(from first: Int) {
    siteClasses.removeLast(max(0, siteClasses.count - first))
    siteClasses += SiteEnvironment.numbers(table, siteClasses.count..<table.count)
  }

  /// The bins to use for some values.
  private func binning(for values: ObservedValues) -> Binning {
    let width =
      settings.binWidth ?? Binning.standardWidth(of: values) ?? settings.observable.standardBinWidth
    let range =
      settings.range ?? settings.observable.naturalRange ?? automaticRange(values, width: width)
    let upper = min(range.upperBound, range.lowerBound + width * Double(State.mostBins))
    do { return try Binning(lower: range.lowerBound, upper: upper, width: width) } catch {
      return spectrum.binning
    }
  }

  /// A range in steps of ten bins that holds all finite values, and zero.
  private func automaticRange(_ values: ObservedValues, width: Double) -> ClosedRange<Double> {
    let (low, high) = values.bounds
    let step = width * 10
    // Far outliers are left out of range rather than squeezing all others into a few columns.
    let most = step * Double(State.mostBins / 20)
    let lower = max(min(0, (Double(low) / step).rounded(.down) * step), -most)
    return lower...min(max(lower + step, ((Double(high) / step).rounded(.down) + 1) * step), most)
  }

  private func fits(_ values: ObservedValues) -> Bool {
    let needed = automaticRange(values, width: spectrum.binning.width)
    return needed.lowerBound >= spectrum.binning.lower
      && needed.upperBound <= spectrum.binning.upper
  }

  /// Evaluates ω_Q of the rows from `first` on for the field in use.
  mutating func evaluateOmegaQ(from first: Int) {
    let derived = derived
    var values: [Float] = []
    swap(&values, &omegaQ)
    if first == 0, !derived.printedEquation5 {
      Spectra.omegaQ(components: table.components, weights: derived.splittingWeights, into: &values)
    } else {
      values.removeLast(max(0, values.count - first))
      values.reserveCapacity(table.count)
      if derived.printedEquation5 {
        for row in first..<table.count {
          values.append(
            derived.printedOmegaQ(
              table.components, row, vzz: table.vzz[row], asymmetry: table.asymmetry[row]))
        }
      } else {
        let added = table.components.map { Array($0[first...]) }
        values += Spectra.omegaQ(components: added, weights: derived.splittingWeights)
      }
    }
    swap(&values, &omegaQ)
  }
}
