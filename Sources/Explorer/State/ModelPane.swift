import Engine
import Figures
import Tensors

/// What the Model screen shows.
struct ModelPane: Sendable {
  /// One thing to look at; where there is room, several stand side by side.
  enum Card: Sendable, Hashable {
    case facts
    case parity(ParityQuantity)
    case calibration, learningCurve
  }

  var card = Card.facts
  /// The first line of the facts in sight.
  var top = 0
  var curve: LearningCurveReading?
  /// The place of the model on screen.
  var model = 0
  /// The reports of the models of the nucleus, by place: none where there is nothing to compare with,
  /// and before they are made.
  fileprivate(set) var reports: [Int: ModelReport] = [:]
  private(set) var basis: ModelReport.Basis?
  /// The request whose answer is awaited.
  private(set) var pending: (id: Int, basis: ModelReport.Basis)?

  /// The plots there are, in the order of the paper's figures.
  static let plots: [Card] =
    [.omegaQ, .coupling, .asymmetry, .theta, .phi].map { Card.parity($0) }
    + [.calibration, .learningCurve]

  /// Notes that reports are asked for.
  mutating func await(_ id: Int, _ basis: ModelReport.Basis) { pending = (id, basis) }

  /// Takes reports, unless newer ones are awaited.
  mutating func take(_ reports: [Int: ModelReport], request: Int) {
    guard let pending, pending.id == request else { return }
    self.reports = reports
    basis = pending.basis
    self.pending = nil
  }

  mutating func forgetReports() {
    reports = [:]
    basis = nil
    pending = nil
  }
}

extension State {
  /// The reports of the models of the nucleus, by place; none while they are of another comparison.
  var modelReports: [Int: ModelReport] {
    modelPane.basis?.comparison.model == comparedModel ? modelPane.reports : [:]
  }

  /// The report of the model on screen.
  var modelReport: ModelReport? { modelReports[modelPane.model] }

  /// Why there is no report.
  var reportAbsence: String {
    if modelPane.pending != nil { return "comparing" }
    if let comparedName { return "no tensors by \(comparedName) yet" }
    return table.count == 0
      ? "no sites yet" : "these files hold no tensors of their own to compare with"
  }

  /// The sites of a model of the nucleus on screen, with what they are compared with.
  func comparedSites(ofModel place: Int) -> SiteTable {
    guard let shown else { return table }
    let prediction = Prediction(nucleus: shown.nucleus, model: place)
    var sites = prediction == shown ? table : hiddenTables[prediction] ?? SiteTable()
    if comparedModel != nil { sites.reference = reference }
    return sites
  }

  /// Asks how the models of the nucleus compare with the files' tensors, or with the model chosen,
  /// where that is out of date and in sight.
  mutating func reportModels() -> [Effect] {
    guard view == .model, table.count > 0 else { return [] }
    // A model is not compared with itself.
    let places = rivals.isEmpty ? [modelPane.model] : rivals.filter { $0 != comparedModel }
    let tables = places.map { comparedSites(ofModel: $0) }
    let known = places.map { models.indices.contains($0) ? models[$0] : nil }
    let wanted = ModelReport.Basis(
      generation: generation, rowCounts: tables.map(\.count), field: fieldRevision,
      relations: known.map { $0?.relation ?? .unknown }, takesAll: sights.comparesTrained,
      comparison: comparisonBasis)
    guard wanted != modelPane.basis, wanted != modelPane.pending?.basis else { return [] }
    if isWorking, let pending = modelPane.pending, pending.basis.generation == generation,
      pending.basis.comparison.model == wanted.comparison.model
    {
      return []
    }
    let id = nextRequest
    nextRequest += 1
    modelPane.await(id, wanted)
    var requests: [Int: ModelReport.Request] = [:]
    for (number, place) in places.enumerated() {
      let model = known[number]
      requests[place] = ModelReport.Request(
        table: tables[number], isotope: isotope, field: settings.field,
        factors: model?.uncertainty?.factors, relation: wanted.relations[number],
        takesAll: wanted.takesAll, other: comparedName,
        conventions: conventions(of: model))
    }
    return [
      .compute(
        Computation(.modelReport, id: id) { [requests] isStale in
          var reports: [Int: ModelReport] = [:]
          for (place, request) in requests where !isStale() {
            reports[place] = ModelReport(request, isStale: isStale)
          }
          return isStale() ? nil : .modelReports(reports)
        })
    ]
  }
}
