import Engine
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

  /// The histogram of the tensors that some rows are compared with, many of them counted by two
  /// threads; empty where there are none.
  private func referenceCounts(_ rows: Range<Int>, _ binning: Binning) -> [Int] {
    guard !rows.isEmpty, ![.uncertainty, .novelty].contains(settings.observable) else { return [] }
    let tensors = reference
    guard rows.count > 4 * Self.piece else { return histogram(of: tensors, rows, binning).counts }
    let middle = rows.lowerBound + rows.count / 2
    var (first, second) = concurrently {
      histogram(of: tensors, rows.lowerBound..<middle, binning)
    } and: {
      histogram(of: tensors, middle..<rows.upperBound, binning)
    }
    first.add(second)
    return first.counts
  }

  private func histogram(
    of tensors: [[Float]], _ rows: Range<Int>, _ binning: Binning
  ) -> Histogram {
    var histogram = Histogram(binning)
    // Five columns of a piece and what they give stay in a core's cache.
    let piece = Self.piece / 4
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: piece) {
      histogram.add(observed(of: tensors, start..<min(start + piece, rows.upperBound)))
    }
    return histogram
  }

  /// The observable of some tensors.
  private func observed(of tensors: [[Float]], _ rows: Range<Int>) -> [Float] {
    func principal() -> (vzz: [Float], asymmetry: [Float]) {
      principalValues(components: tensors.map { Array($0[rows]) })
    }
    let isModulus = settings.observable == .absoluteOmegaQ
    switch settings.observable {
    case .absoluteOmegaQ, .omegaQ:
      guard settings.printedEquation5 else {
        return Spectra.omegaQ(
          components: tensors, rows: rows, weights: derived.splittingWeights, modulus: isModulus)
      }
      let signed = derived.omegaQ(tensors, rows)
      return isModulus ? signed.map(\.magnitude) : signed
    case .quadrupolarCoupling:
      let scale = Float(isotope.couplingPerAtomicUnit)
      return principal().vzz.map { $0 * scale }
    case .asymmetry: return principal().asymmetry
    case .vzz: return principal().vzz
    case .uncertainty, .novelty: return []
    }
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
