import Engine
import Figures
import Numbers
import Screen

/// One line of the facts of the Model screen.
struct FactLine: Sendable, Equatable {
  enum Kind: Sendable { case title, fact }
  var kind = Kind.fact
  /// Padded to its column.
  var name: String
  /// Padded to theirs, one a model.
  var values: [String]
  /// The model of the nucleus on screen among `values`; nil where there is one column.
  var current: Int?

  func spans(_ look: Look) -> [Span] {
    if kind == .title { return [Span(look.text(name), look.style(.title).bold)] }
    return [Span(look.text(name), look.style(.dim))]
      + values.enumerated().map { place, value in
        let style = look.style(.foreground)
        return Span(look.text(value), place == current ? style.bold : style)
      }
  }
}

/// What the models are, and the numbers of their agreement.
extension ModelView {
  private static let nameColumns = 15
  private static let leastValueColumns = 13

  /// Facts of the model on screen, or of all models side by side where there is room.
  func factLines(columns: Int) -> [FactLine] {
    guard let model = state.model else {
      return wrapped("waiting for the model", columns: columns).map {
        FactLine(name: $0, values: [])
      }
    }
    let room = columns - Self.nameColumns
    let isSideBySide =
      state.models.count > 1 && room / state.models.count >= Self.leastValueColumns
    let models = isSideBySide ? state.models : [model]
    let told = models.map { sections(of: $0) }
    guard told.contains(where: { !$0.isEmpty }) else {
      return wrapped(
        "a result was opened, not a model: what made its tensors is not known here",
        columns: columns
      ).map { FactLine(name: $0, values: []) }
    }
    var lines: [FactLine] = []
    if isSideBySide {
      lines.append(
        line("", models.map { visible($0.name) }, room, current: models.firstIndex(of: model)))
    }
    for title in ordered(told.map { $0.map(\.title) }) {
      if !lines.isEmpty { lines.append(FactLine(name: "", values: [])) }
      lines.append(FactLine(kind: .title, name: title, values: []))
      let facts = told.map { $0.first { $0.title == title }?.facts ?? [] }
      for name in ordered(facts.map { $0.map(\.name) }) {
        let values = facts.map { list in
          list.first { $0.name == name }.map { visible($0.value) } ?? "–"
        }
        if isSideBySide {
          lines.append(line(name, values, room, current: models.firstIndex(of: model)))
        } else {
          for (row, part) in wrapped(values[0], columns: room).enumerated() {
            lines.append(line(row == 0 ? name : "", [part], room, current: nil))
          }
        }
      }
    }
    return lines
  }

  private func line(
    _ name: String, _ values: [String], _ room: Int, current: Int?
  ) -> FactLine {
    let width = room / max(1, values.count)
    func cut(_ text: String, _ columns: Int) -> String {
      shortened(text, to: columns - 1, ellipsis: look.glyphs.ellipsis).padding(to: columns)
    }
    return FactLine(
      name: cut(name, Self.nameColumns),
      values: values.count == 1 ? values : values.map { cut($0, width) }, current: current)
  }

  /// The names of several lists, each once, in the order they first come.
  private func ordered(_ lists: [[String]]) -> [String] {
    var seen = Set<String>()
    return lists.joined().filter { seen.insert($0).inserted }
  }

  /// What the file says, after the agreement where that has no place of its own.
  private func sections(of model: ModelSummary) -> [ModelSummary.Section] {
    var sections: [ModelSummary.Section] = []
    if agreementBox.isEmpty {
      if model == state.model, let report = state.modelPane.report {
        sections.append(
          .init(
            "These sites, MAE (r)",
            ParityQuantity.allCases.compactMap { quantity in
              report.agreement[quantity].map {
                .init(label(quantity), score($0.meanAbsoluteError, $0.pearson, quantity.places))
              }
            } + [
              .init("sites", "\(grouped(report.sites)) of \(report.structures) structures"),
              .init("these are", report.subject),
            ]))
      }
      if let test = model.metrics {
        let quantities: [ParityQuantity] = [.coupling, .asymmetry, .omegaQ]
        sections.append(
          .init(
            "Test set, MAE (r)",
            quantities.compactMap { quantity in
              self.test(quantity, of: model).map {
                .init(label(quantity), score($0.error, $0.pearson, quantity.places))
              }
            } + [.init("environments", grouped(test.count))]))
      }
    }
    return sections + model.sections
  }

  private func score(_ error: Double, _ pearson: Double?, _ places: Int) -> String {
    let r = pearson.map { " (\(decimal($0, places: 3)))" } ?? ""
    return decimal(error, places: places) + r
  }

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
  private func test(
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

  /// Agreement on the model's test set and on the sites on screen, quantity by quantity.
  func drawAgreement(into frame: inout Frame) {
    let report = state.modelPane.report
    var note = ""
    if let report {
      note = "\(grouped(report.sites)) sites of \(grouped(report.structures)) structures"
      if report.stride > 1 { note += ", one in \(report.stride)" }
    }
    let inside = frame.box(agreementBox, "Agreement", note: note, look: look)
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
    table.selectedRow = nil
    frame.draw(table, in: inside, look: look)
    let below =
      report?.subject
      ?? (state.modelPane.pending != nil
        ? "comparing" : "these files hold no tensors of their own: only the test set is known")
    let line = Rect(
      x: agreementBox.x + 2, y: agreementBox.bottom - 1, columns: agreementBox.columns - 4, rows: 1)
    frame.draw(
      look.text(" \(below) "), in: line, style: look.style(.warning),
      ellipsis: look.glyphs.ellipsis)
  }

  /// Name, then test MAE and r, then N, MAE, RMSE and r of the sites on screen.
  private var agreementRows: [[String]] {
    let report = state.modelPane.report
    let model = state.model
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
