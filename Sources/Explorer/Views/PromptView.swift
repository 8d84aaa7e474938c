import Numbers
import Screen

func drawPrompt(_ prompt: Prompt, _ state: State, _ line: Rect, into frame: inout Frame) {
  frame.draw(prompt.textField(in: line.columns, state.look), in: line, look: state.look)
}

extension Prompt {
  fileprivate func textField(in columns: Int, _ look: Look) -> Screen.TextField {
    var line = Screen.TextField(
      prompt: " " + look.text(label(in: columns)), text: field.text, caret: field.caret)
    if field.scalars.isEmpty { line.hint = look.text(Prompt.hint(purpose)) }
    line.isSelected = field.isSelected
    if let error {
      let end = field.scalars.count
      line.fault = min(error.column, end)..<end
    }
    return line
  }

  /// The label, without what stands in brackets where the text would have no room.
  func label(in columns: Int) -> String {
    guard TextWidth.of(label) + 16 > columns, let bracket = label.firstIndex(of: "(") else {
      return label
    }
    return String(label[..<bracket])
  }

  static func hint(_ purpose: Purpose) -> String {
    switch purpose {
    case .filter: "eta>0.9 && siteType==\"16d\"   Tab completes, empty shows all, :help filter"
    case .command: "a command; Tab completes, ↑ recalls"
    case .argument: ""
    }
  }
}

/// The line above a prompt: what is wrong with the text, else the words that fit.
func drawCompletions(
  _ prompt: Prompt, _ state: State, _ layout: ScreenLayout, into frame: inout Frame
) {
  let look = state.look
  let line = Rect(x: 0, y: layout.footer.y - 1, columns: layout.footer.columns, rows: 1)
  if let error = prompt.error {
    drawError(error, above: line, prompt.textField(in: line.columns, look), look, into: &frame)
    return
  }
  guard !prompt.completions.isEmpty else { return }
  frame.clear(line, style: look.style(.popup))
  // The window of words that holds the chosen one.
  let chosen = prompt.chosen ?? 0
  var first = chosen
  var used = TextWidth.of(visible(prompt.completions[chosen])) + 2
  while first > 0 {
    let width = TextWidth.of(visible(prompt.completions[first - 1])) + 2
    if used + width > line.columns * 2 / 3 { break }
    used += width
    first -= 1
  }
  var x = 1
  for (place, word) in prompt.completions.enumerated().dropFirst(first) {
    let style = place == prompt.chosen ? look.style(.cursor) : look.style(.popup)
    x = frame.draw(" \(visible(word)) ", x: x, y: line.y, style: style, in: line)
    if x >= line.right { break }
  }
}

/// An arrow to where the text of a prompt goes wrong, and what is wrong there: beside the arrow, or
/// above it where it has no room.
private func drawError(
  _ error: FilterError, above line: Rect, _ field: Screen.TextField, _ look: Look,
  into frame: inout Frame
) {
  let popup = look.style(.popup)
  let style = look.style(.error).on(popup.background)
  let text = look.text(error.message)
  let width = TextWidth.of(text)
  let column = field.column(of: error.column, in: line.columns)
  frame.clear(line, style: popup)
  frame.draw(look.glyphs == .ascii ? "v" : "▾", in: line.inset(left: column), style: style)
  if column + 2 + width <= line.columns {
    frame.draw(text, in: line.inset(left: column + 2), style: style)
  } else if width + 1 < column {
    frame.draw(text, in: line.inset(left: column - 1 - width), style: style)
  } else {
    let inside = max(1, line.columns - 2)
    let rows = min(wrapped(text, columns: inside).count, 3)
    let box = Rect(x: line.x, y: max(0, line.y - rows), columns: line.columns, rows: rows)
    frame.clear(box, style: popup)
    frame.draw(paragraph: text, in: box.inset(left: 1, right: 1), style: style)
  }
}
