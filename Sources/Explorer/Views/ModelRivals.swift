import Figures
import Numbers
import Screen

extension State {
  /// The models of the nucleus on screen, the one shown first.
  var rivalsInOrder: [Int] {
    let shown = modelPlace
    return rivals.filter { $0 == shown } + rivals.filter { $0 != shown }
  }

  /// All models: those of the nucleus on screen first, and of these the one shown.
  var modelsInOrder: [Int] {
    let own = rivalsInOrder
    return own + models.indices.filter { !own.contains($0) }
  }
}

/// The agreement of several models of one nucleus, side by side.
extension ModelView {
  private static let labelColumns = 14
  private static let numberColumns = 8
  /// Two numbers of a model, with the gap before each.
  private static let groupColumns = 2 * (numberColumns + 1)

  /// Columns of the box in which so many models stand side by side.
  static func agreementColumns(models: Int) -> Int { 2 + labelColumns + models * groupColumns }

  /// Of every model there is room for its error on its test set and here, the model shown first.
  func drawRivals(in inside: Rect, into frame: inout Frame) {
    let room = max(1, (inside.columns - Self.labelColumns) / Self.groupColumns)
    let places = Array(state.rivalsInOrder.prefix(room))
    drawNames(places, hidden: state.rivals.count - places.count, in: inside, into: &frame)
    // Each model is judged on the sites it was not trained on, where these are known.
    let rows = places.map { place -> [[String]] in
      let report = state.modelReports[place]
      return agreementRows(of: state.models[place], report)
        + [["sites", "", "", "", report.map { grouped($0.sites) } ?? ""]]
    }
    let labels = rows.first.map { $0.map { $0.first ?? "" } } ?? []
    let here = look.text(state.comparedModel == nil ? "here MAE" : "mean |Δ|")
    let compared = state.comparedModel
    var table = Table(
      columns: [Table.Column("", width: Self.labelColumns, priority: 9)]
        + places.indices.flatMap { number in
          ["test MAE", here].map {
            Table.Column(
              $0, width: Self.numberColumns, alignment: .right, priority: max(0, 8 - number))
          }
        }, rowCount: labels.count
    ) { [look] row, column in
      guard column > 0 else { return Table.Item(look.text(labels[row]), look.style(.title)) }
      let (number, isHere) = ((column - 1) / 2, column % 2 == 0)
      let cells = rows[number][row]
      // The columns of the table of one model: its test error is the second, that here the fifth.
      let place = isHere ? 4 : 1
      let text =
        isHere && places[number] == compared
        ? "–" : cells.indices.contains(place) ? cells[place] : ""
      let style = look.style(.foreground)
      return Table.Item(look.text(text), number == 0 ? style.bold : style)
    }
    table.selectedRow = nil
    frame.draw(table, in: inside.inset(top: 1), look: look)
  }

  /// The models' names over their numbers, and how many had no room.
  private func drawNames(
    _ places: [Int], hidden: Int, in inside: Rect, into frame: inout Frame
  ) {
    let line = inside.row(0)
    if hidden > 0 {
      let first = Rect(x: line.x, y: line.y, columns: Self.labelColumns, rows: 1)
      frame.draw("V: \(hidden) more", in: first, style: look.style(.dim))
    }
    for (number, place) in places.enumerated() {
      let cell = Rect(
        x: line.x + Self.labelColumns + number * Self.groupColumns + 1, y: line.y,
        columns: Self.groupColumns - 1, rows: 1
      ).intersection(line)
      let style = look.style(number == 0 ? .accent : .foreground)
      frame.draw(
        look.text(visible(state.models[place].name)), in: cell, alignment: .right,
        style: number == 0 ? style.bold : style, ellipsis: look.glyphs.ellipsis)
    }
  }
}
