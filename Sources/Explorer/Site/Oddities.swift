import Numbers

/// Why a site is odd, in words: one line a score, with the numbers they are made of.
struct Oddities: Sendable {
  struct Line: Sendable, Equatable {
    var text: String
    /// Whether the score is far from what is usual among the sites.
    var isRemarkable = false
  }

  private(set) var lines: [Line] = []

  /// A score this many times its median is remarkable.
  private static let muchLarger: Float = 2
  /// More standard deviations than this are remarkable.
  private static let farFromMean: Float = 2
  /// Novelties from which a site counts as unlike most training environments, and as unlike all.
  private static let unlikeTraining: Float = 0.05
  private static let unlikeAnything: Float = 0.2

  init(of row: Int, in state: State) {
    let columns = state.columns([
      .uncertainty, .novelty, .zInRegion, .edgeDistance, .error, .region,
      state.settings.observable.field,
    ])
    lines = [
      uncertainty(columns.value(.uncertainty, row: row), state),
      novelty(columns.value(.novelty, row: row), row, state),
    ]
    lines += place(row, columns, state)
    lines.append(residual(columns.value(.error, row: row), state))
  }

  /// "3.1 × the median", where the median is known.
  private func factor(_ value: Float, _ score: OutlierScore, _ state: State) -> (Float, String)? {
    guard let statistics = state.statistics(of: score), statistics.known > 0 else {
      return nil
    }
    let median = Float(statistics.quantiles[2])
    guard median > 0 else { return nil }
    return (value / median, "\(decimal(Double(value / median), places: 1)) × the median")
  }

  private func uncertainty(_ value: Float, _ state: State) -> Line {
    guard !value.isNaN else { return Line(text: "σ not known: the model gives none") }
    var line = Line(text: "σ \(tableNumber(value, places: 2)) kHz")
    if let (times, words) = factor(value, .uncertainty, state) {
      line.text += ", \(words)"
      line.isRemarkable = times >= Self.muchLarger
    }
    return line
  }

  private func novelty(_ value: Float, _ row: Int, _ state: State) -> Line {
    guard !value.isNaN else { return Line(text: "novelty not known: the model gives none") }
    let words =
      value < 0.01
      ? "as in training"
      : value < Self.unlikeTraining
        ? "close to training"
        : value < Self.unlikeAnything ? "unlike most of training" : "like nothing in training"
    var line = Line(
      text: "novelty \(tableNumber(value, places: 3)), \(words)",
      isRemarkable: value >= Self.unlikeTraining)
    let nearest = state.table.nearest[row]
    if nearest.structure >= 0 {
      line.text += "; most like training \(nearest.structure):\(nearest.atom)"
    }
    return line
  }

  /// Where the observable lies among the regions: standard deviations from a mean, and an edge.
  private func place(_ row: Int, _ columns: SiteColumns, _ state: State) -> [Line] {
    let observable = state.settings.observable
    let value = columns.value(observable.field, row: row)
    let unit = observable.unit.isEmpty ? "" : " \(observable.unit)"
    let places = observable.field.fractionDigits
    guard !value.isNaN else { return [Line(text: "no prediction")] }
    let shown = "\(observable.heading) \(tableNumber(value, places: places))\(unit)"
    guard let span = state.spectrum.lookup.nearestSpan(to: Double(value)) else {
      return [Line(text: "\(shown); there are no regions")]
    }
    let isOwn = columns.value(.region, row: row) > 0
    let region = isOwn ? "region \(span.number)" : "region \(span.number), the nearest"
    let deviations = columns.value(.zInRegion, row: row)
    var first = Line(text: "\(shown)\(isOwn ? "" : ", in no region")")
    if !deviations.isNaN {
      let side = Double(value) < span.mean ? "below" : "above"
      first.text += "; \(tableNumber(deviations, places: 1)) σ \(side) the mean of \(region)"
      first.isRemarkable = deviations >= Self.farFromMean || !isOwn
    }
    let distance = columns.value(.edgeDistance, row: row)
    guard !distance.isNaN else { return [first] }
    let edge =
      (Double(value) - span.lowerEdge).magnitude < (span.upperEdge - Double(value)).magnitude
      ? span.lowerEdge : span.upperEdge
    let side = isOwn ? "inside" : "outside"
    return [
      first,
      Line(
        text: "\(tableNumber(distance, places: places))\(unit) \(side) the edge at "
          + "\(number(edge, digits: places))\(unit)",
        isRemarkable: isOwn && Double(distance) < state.spectrum.binning.width),
    ]
  }

  private func residual(_ value: Float, _ state: State) -> Line {
    let other = state.comparedName
    guard !value.isNaN else {
      return Line(
        text: other.map { "no tensor by \($0) yet" } ?? "the file holds no tensor to compare with")
    }
    let whose = other.map { "the tensor by \($0)" } ?? "the file's tensor"
    var line = Line(text: "off \(whose) by \(tableNumber(value, places: 2)) kHz in ω_Q")
    if let (times, words) = factor(value, .residual, state) {
      line.text += ", \(words)"
      line.isRemarkable = times >= Self.muchLarger
    }
    return line
  }
}
