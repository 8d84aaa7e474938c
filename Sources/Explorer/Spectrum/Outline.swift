import Numbers
import Spectra

/// The outline over the histogram: what the sites are compared with, counted in the same bins.
extension State {
  /// The rows the outline counts: those shown that have something to be compared with, or those of
  /// another file.
  var outlineRows: Range<Int> {
    if let comparedFile {
      return rows(of: structures(ofFile: comparedFile), among: 0..<table.count)
    }
    return rowsShown(0..<min(reference[0].count, table.count))
  }

  /// Counts by bin of the outline over some of its rows; empty where there is none.
  func outlineCounts(_ rows: Range<Int>, _ binning: Binning) -> [Int] {
    guard comparedFile == nil else {
      let values = observedValues(rows)
      return rows.isEmpty ? [] : Histogram(of: values.values(at: 0..<values.count), binning).counts
    }
    return referenceCounts(rows, binning)
  }

  /// The histogram of the tensors that some rows are compared with; empty where there are none.
  private func referenceCounts(_ rows: Range<Int>, _ binning: Binning) -> [Int] {
    guard !rows.isEmpty else { return [] }
    let all = reference
    let components = rows == 0..<all[0].count ? all : all.map { Array($0[rows]) }
    let scale = Float(isotope.couplingPerAtomicUnit)
    let isModulus = settings.observable == .absoluteOmegaQ
    let values: [Float]
    switch settings.observable {
    case .absoluteOmegaQ,
      .omegaQ where settings.printedEquation5:
      let signed = derived.omegaQ(components, 0..<rows.count)
      values = isModulus ? signed.map(\.magnitude) : signed
    case .absoluteOmegaQ, .omegaQ:
      values = Spectra.omegaQ(
        components: components, weights: derived.splittingWeights, modulus: isModulus)
    case .quadrupolarCoupling:
      values = principalValues(components: components).vzz.map { $0 * scale }
    case .asymmetry: values = principalValues(components: components).asymmetry
    case .vzz: values = principalValues(components: components).vzz
    case .uncertainty, .novelty: return []
    }
    return Histogram(of: values, binning).counts
  }

  /// Counts what the outline lacks: rows that came, or all where they do not follow those counted.
  mutating func extendOutline() {
    let (wanted, known) = (outlineRows, spectrum.referenceRows)
    guard wanted != known else { return }
    guard !spectrum.reference.isEmpty, wanted.lowerBound == known.lowerBound,
      wanted.upperBound > known.upperBound
    else { return recountOutline() }
    let added = outlineCounts(known.upperBound..<wanted.upperBound, spectrum.binning)
    spectrum.addReference(added, rows: wanted)
  }

  mutating func recountOutline() {
    let rows = outlineRows
    spectrum.takeReference(outlineCounts(rows, spectrum.binning), rows: rows)
  }

  /// Sites of the histogram for one of the outline: other files have other numbers of sites.
  var outlineScale: Double {
    guard comparedFile != nil, spectrum.referenceRows.count > 0 else { return 1 }
    return Double(spectrum.all) / Double(spectrum.referenceRows.count)
  }

  /// What the outline is, for the legend.
  var outlineName: String {
    guard let comparedFile else { return comparedName ?? "reference" }
    return "\(fileName(comparedFile)) × \(decimal(outlineScale, places: 2))"
  }
}
