import Engine
import Figures
import Numbers
import Screen

/// Numbers of how well models do: on their test sets and on the sites on screen.
extension ModelView {
  func label(_ quantity: ParityQuantity) -> String {
    let symbol =
      switch quantity {
      case .correctedTheta: "θ corr."
      case .correctedPhi: "φ corr."
      default: quantity.symbol
      }
    return symbol + (quantity.unit.isEmpty ? "" : " / \(quantity.unit)")
  }

  /// What the model file stores of a quantity on its test set.
  func test(
    _ quantity: ParityQuantity, of model: ModelSummary
  ) -> (error: Double, pearson: Double?)? {
    guard let metrics = model.metrics else { return nil }
    switch quantity {
    case .coupling: return (metrics.coupling.meanAbsoluteError, metrics.coupling.pearson)
    case .asymmetry: return (metrics.asymmetry.meanAbsoluteError, metrics.asymmetry.pearson)
    case .omegaQ: return (metrics.omegaQ.meanAbsoluteError, metrics.omegaQ.pearson)
    case .theta, .phi, .correctedTheta, .correctedPhi: return nil
    }
  }

  // MARK: Agreement

  /// Agreement quantity by quantity: of one model in full, of several side by side.
  func drawAgreement(into frame: inout Frame) {
    let report = state.modelReport
    var note = ""
    if let report {
      note = "\(grouped(report.sites)) sites of \(grouped(report.structures)) structures"
      if report.stride > 1 { note += ", one in \(report.stride)" }
    }
    let title = state.comparedName.map { "Against \($0)" } ?? "Agreement"
    let inside = frame.box(agreementBox, look.text(title), note: note, look: look)
    if state.rivals.count > 1 {
      drawRivals(in: inside, into: &frame)
    } else {
      drawAgreement(in: inside, into: &frame)
    }
    let below =
      report?.subject ?? state.reportAbsence
    let line = Rect(
      x: agreementBox.x + 2, y: agreementBox.bottom - 1, columns: agreementBox.columns - 4, rows: 1)
    frame.draw(
      look.text(" \(below) "), in: line, style: look.style(.warning),
      ellipsis: look.glyphs.ellipsis)
  }

  private func drawAgreement(in inside: Rect, into frame: inout Frame) {
    let rows = agreementRows
    let headings = ["", "test MAE", "r", "N", "here MAE", "RMSE", "r"]
    let widths = [14, 9, 6, 6, 9, 8, 6]
    var table = Table(
      columns: headings.indices.map { place in
        Table.Column(
          headings[place], width: widths[place], alignment: place == 0 ? .left : .right,
          priority: [9, 8, 5, 1, 7, 6, 4][place])
      }, rowCount: rows.count
    ) { [look] row, column in
      let text = rows[row].indices.contains(column) ? rows[row][column] : ""
      return Table.Item(look.text(text), column == 0 ? look.style(.title) : nil)
    }
    table.marksGaps = false
    frame.draw(table, in: inside, look: look)
  }

  /// Name, then test MAE and r, then N, MAE, RMSE and r of the sites on screen.
  private var agreementRows: [[String]] {
    agreementRows(of: state.model, state.modelReport)
  }

  func agreementRows(of model: ModelSummary?, _ report: ModelReport?) -> [[String]] {
    func number(_ value: Double?, _ places: Int) -> String {
      value.map { decimal($0, places: places) } ?? ""
    }
    var rows = ParityQuantity.allCases.map { quantity -> [String] in
      let test = model.flatMap { self.test(quantity, of: $0) }
      let here = report?.agreement[quantity]
      let places = quantity == .omegaQ ? 2 : 3
      return [
        label(quantity), number(test?.error, places), number(test?.pearson, 3),
        here.map { grouped($0.count) } ?? "", number(here?.meanAbsoluteError, places),
        number(here?.rootMeanSquareError, places), number(here?.pearson, 3),
      ]
    }
    rows.append([
      "1 − q̃", number(model?.metrics?.alignmentError, 4), "", "",
      number(report?.metrics.meanAlignmentError, 4),
    ])
    rows.append(["Σ|ΔV_ij| a.u.", "", "", "", number(report?.metrics.meanTensorError, 5)])
    func percent(_ share: Double?) -> String {
      share.map { "\(decimal(100 * $0, places: 1)) %" } ?? ""
    }
    rows.append([
      "within 10 kHz", percent(model?.metrics?.within10kHz), "", "",
      percent(report?.metrics.omegaQ.share(within: 10)),
    ])
    let known = model?.uncertainty?.calibration.alongZ.points
    for level in [0.68, 0.95] {
      rows.append([
        "\(decimal(100 * level, places: 0)) % interval",
        percent(known?.first { $0.expected == level }?.observed), "", "",
        percent(report?.calibration?.points.first { $0.expected == level }?.observed),
      ])
    }
    return rows
  }
}
