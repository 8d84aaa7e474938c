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
  /// Whether sites trained on are compared too, where the others are known.
  var takesAll = false
  var curve: LearningCurveReading?
  /// Nil where the files hold no tensors, and before it is made.
  private(set) var report: ModelReport?
  private(set) var basis: ModelReport.Basis?
  /// The request whose answer is awaited.
  private(set) var pending: (id: Int, basis: ModelReport.Basis)?

  /// The plots there are, in the order of the paper's figures.
  static let plots: [Card] =
    [.omegaQ, .coupling, .asymmetry, .theta, .phi].map { Card.parity($0) }
    + [.calibration, .learningCurve]

  /// Notes that a report is asked for.
  mutating func await(_ id: Int, _ basis: ModelReport.Basis) { pending = (id, basis) }

  /// Takes a report, unless a newer one is awaited; nil where no site has a tensor to compare with.
  mutating func take(_ report: ModelReport?, request: Int) {
    guard let pending, pending.id == request else { return }
    self.report = report
    basis = pending.basis
    self.pending = nil
  }

  mutating func forgetReport() {
    report = nil
    basis = nil
    pending = nil
  }
}

extension State {
  /// Asks for a comparison with the files' tensors where it is out of date and in sight.
  mutating func reportModel() -> [Effect] {
    guard view == .model, table.count > 0 else { return [] }
    let wanted = ModelReport.Basis(
      generation: generation, rowCount: table.count, field: fieldRevision,
      relation: model?.relation ?? .unknown, takesAll: modelPane.takesAll)
    guard wanted != modelPane.basis, wanted != modelPane.pending?.basis else { return [] }
    if isWorking, let pending = modelPane.pending, pending.basis.generation == generation {
      return []
    }
    let id = nextRequest
    nextRequest += 1
    modelPane.await(id, wanted)
    let request = ModelReport.Request(
      table: table, isotope: isotope, field: settings.field, factors: model?.uncertainty?.factors,
      relation: wanted.relation, takesAll: wanted.takesAll,
      conventions: "model \(model?.name ?? "unknown"), \(conventions)")
    return [
      .compute(
        Computation(.modelReport, id: id) { isStale in
          let report = ModelReport(request, isStale: isStale)
          return isStale() ? nil : .modelReport(report)
        })
    ]
  }
}
