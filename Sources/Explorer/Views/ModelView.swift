import Numbers
import Screen

/// The Model screen: what the model is, how good it was on its test set, and how it compares with
/// the files' own tensors.
struct ModelView {
  let state: State
  /// Empty where the facts are one of the cards.
  let factsBox: Rect
  /// Empty where the agreement stands among the facts.
  let agreementBox: Rect
  /// Where the cards in sight stand.
  let cardBoxes: [Rect]
  /// What can be shown, in order.
  let cards: [ModelPane.Card]

  init(_ state: State, _ area: Rect) {
    self.state = state
    var plots = area
    // Of several models the names take a line, and the numbers of sites another.
    let (models, agreement) = (state.rivals.count, state.rivals.count > 1 ? 17 : 15)
    if area.columns >= 150 {
      let width = max(62, min(88, ModelView.agreementColumns(models: models)))
      let parts = area.splitColumns([.fixed(width), .weight(1, minimum: 60)])
      let left = parts[0].splitRows([
        .fixed(agreement, priority: 2), .weight(1, minimum: 6, priority: 1),
      ])
      (agreementBox, factsBox, plots) = (left[0], left[1], parts[1])
    } else if area.columns >= 100 {
      let parts = area.splitColumns([.fixed(44), .weight(1, minimum: 50)])
      let right = parts[1].splitRows([
        .fixed(agreement, priority: 1), .weight(1, minimum: 10, priority: 2),
      ])
      (factsBox, agreementBox, plots) = (parts[0], right[0], right[1])
    } else if area.columns >= 70 {
      let parts = area.splitColumns([.fixed(36), .weight(1, minimum: 30)])
      (factsBox, agreementBox, plots) = (parts[0], .zero, parts[1])
    } else {
      (factsBox, agreementBox) = (.zero, .zero)
    }
    cards = (factsBox.isEmpty ? [.facts] : []) + ModelPane.plots
    let across = factsBox.isEmpty ? 1 : max(1, min(3, plots.columns / 36))
    let down = factsBox.isEmpty ? 1 : max(1, min(2, plots.rows / 18))
    let each = Pane.weight(1)
    cardBoxes = plots.splitRows(Array(repeating: each, count: down)).flatMap {
      $0.splitColumns(Array(repeating: each, count: across))
    }
  }

  var look: Look { state.look }

  /// The card chosen; where the facts have a place of their own, the first plot for them.
  var chosen: Int { cards.firstIndex(of: state.modelPane.card) ?? 0 }

  /// The cards in sight: as many as there is room for, the chosen one among them.
  private var shown: ArraySlice<ModelPane.Card> {
    let first = max(0, chosen - cardBoxes.count + 1)
    return cards[first..<min(cards.count, first + cardBoxes.count)]
  }

  func draw(into frame: inout Frame) {
    if !factsBox.isEmpty { drawFacts(in: factsBox, isChosen: false, into: &frame) }
    if !agreementBox.isEmpty { drawAgreement(into: &frame) }
    for (place, card) in zip(shown.indices, shown) {
      let box = cardBoxes[place - shown.startIndex]
      let isChosen = place == chosen && cardBoxes.count > 1 || factsBox.isEmpty
      switch card {
      case .facts: drawFacts(in: box, isChosen: isChosen, into: &frame)
      case .parity(let quantity): drawParity(quantity, in: box, isChosen, into: &frame)
      case .calibration: drawCalibration(in: box, isChosen, into: &frame)
      case .learningCurve: drawLearningCurve(in: box, isChosen, into: &frame)
      }
    }
  }

  /// The card whose box holds a place.
  fileprivate func card(atX x: Int, y: Int) -> ModelPane.Card? {
    zip(cardBoxes, shown).first { $0.0.contains(x: x, y: y) }?.1
  }

  /// Where facts are drawn: in their box or on their card.
  private var factsArea: Rect { factsBox.isEmpty ? cardBoxes.first ?? .zero : factsBox }

  /// The largest first line that leaves no room empty below the facts.
  var lastTop: Int {
    let inside = Box.inside(factsArea).inset(left: 1, right: 1)
    return max(0, factLines(columns: inside.columns).count - inside.rows)
  }

  private func drawFacts(in box: Rect, isChosen: Bool, into frame: inout Frame) {
    let name = state.model.map { visible($0.name) } ?? "Model"
    let inside = frame.box(
      box, look.text(name), note: modelNote, focused: isChosen, look: look
    ).inset(left: 1, right: 1)
    let lines = factLines(columns: inside.columns)
    let top = min(max(0, state.modelPane.top), max(0, lines.count - inside.rows))
    for row in 0..<min(inside.rows, lines.count - top) {
      frame.draw(lines[top + row].spans(look), in: inside, row: row)
    }
    if lines.count > inside.rows {
      frame.draw(
        ScrollBar(first: top, visible: inside.rows, total: lines.count),
        in: Rect(x: box.right - 1, y: inside.y, columns: 1, rows: inside.rows), look: look)
    }
  }

  private var modelNote: String {
    let count = state.models.count
    guard count > 1, let place = state.modelPlace else { return "" }
    return "\(place + 1) of \(count)"
  }
}

extension State {
  mutating func scrollFacts(by step: Int) {
    let last = ModelView(self, ScreenLayout(self).main).lastTop
    modelPane.top = min(max(0, modelPane.top + step), last)
  }

  mutating func handle(_ mouse: Mouse, _ screen: ModelView) -> [Effect] {
    let isOnFacts = screen.factsBox.contains(x: mouse.x, y: mouse.y)
    switch mouse.action {
    case .press, .doubleClick:
      if let card = screen.card(atX: mouse.x, y: mouse.y) { modelPane.card = card }
    case .wheelUp: isOnFacts ? scrollFacts(by: -3) : stepCard(by: -1)
    case .wheelDown: isOnFacts ? scrollFacts(by: 3) : stepCard(by: 1)
    case .drag, .release: break
    }
    return []
  }
}
