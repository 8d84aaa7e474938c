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
    guard state.model != nil else {
      return wrapped("waiting for the model", columns: columns).map {
        FactLine(name: $0, values: [])
      }
    }
    let room = columns - Self.nameColumns
    let isSideBySide =
      state.models.count > 1 && room / state.models.count >= Self.leastValueColumns
    let places = isSideBySide ? state.modelsInOrder : state.modelPlace.map { [$0] } ?? []
    let told = places.map { sections(ofModel: $0) }
    guard told.contains(where: { !$0.isEmpty }) else {
      return wrapped(
        "a result was opened, not a model: what made its tensors is not known here",
        columns: columns
      ).map { FactLine(name: $0, values: []) }
    }
    var lines: [FactLine] = []
    if isSideBySide {
      lines.append(
        line("", places.map { visible(state.models[$0].name) }, room, current: 0))
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
          lines.append(line(name, values, room, current: 0))
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
  private func sections(ofModel place: Int) -> [ModelSummary.Section] {
    let model = state.models[place]
    var sections: [ModelSummary.Section] = []
    if agreementBox.isEmpty {
      if let rivals = rivalSection { sections.append(rivals) }
      if let report = state.modelReports[place] {
        sections.append(
          .init(
            state.comparedName.map { "Against \($0), MAE (r)" } ?? "These sites, MAE (r)",
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

  /// ω_Q of every model of the nucleus in a line each, where their agreement has no place of its own.
  private var rivalSection: ModelSummary.Section? {
    guard state.rivals.count > 1 else { return nil }
    let quantity = ParityQuantity.omegaQ
    return .init(
      "\(label(quantity)), MAE: test · here",
      state.rivalsInOrder.map { place in
        let model = state.models[place]
        let errors = [
          test(quantity, of: model)?.error,
          state.modelReports[place]?.agreement[quantity]?.meanAbsoluteError,
        ]
        return .init(
          visible(model.name),
          errors.map { $0.map { decimal($0, places: quantity.places) } ?? "–" }
            .joined(separator: " · "))
      })
  }

  private func score(_ error: Double, _ pearson: Double?, _ places: Int) -> String {
    let r = pearson.map { " (\(decimal($0, places: 3)))" } ?? ""
    return decimal(error, places: places) + r
  }
}
