/// A line of text being typed, scrolled so that the caret is always in sight.
public struct TextField: Widget, Sendable {
  public var prompt: String
  public var text: String
  /// The caret stands before this scalar of the text.
  public var caret: Int
  /// Shown dim while the text is empty, or after it as a suggestion.
  public var hint: String
  /// Scalars of the text that are wrong: shown as errors.
  public var fault: Range<Int>?
  /// Whether the whole text is selected: typing replaces it.
  public var isSelected = false

  public init(
    prompt: String = "", text: String, caret: Int? = nil, hint: String = "",
    fault: Range<Int>? = nil
  ) {
    self.prompt = prompt
    self.text = text
    self.caret = caret ?? text.unicodeScalars.count
    self.hint = hint
    self.fault = fault
  }

  /// The column of a scalar from the left of a line of some columns, the prompt's among them; within
  /// the line also where the scalar is scrolled out of sight.
  public func column(of scalar: Int, in columns: Int) -> Int {
    let start = TextWidth.of(prompt)
    let place = start + width(before: scalar) - offset(in: columns - start)
    return max(0, min(max(start, place), columns - 1))
  }

  private func width(before scalar: Int) -> Int {
    text.unicodeScalars.prefix(max(0, scalar)).reduce(0) { $0 + TextWidth.of($1) }
  }

  /// Columns of the text scrolled out of sight.
  private func offset(in columns: Int) -> Int { max(0, width(before: caret) - columns + 1) }

  public func draw(into frame: inout Frame, in rect: Rect, look: Look) {
    let line = rect.row(0)
    let style = look.style(.input)
    frame.clear(line, style: style)
    let start = frame.draw(
      prompt, x: line.x, y: line.y, style: look.style(.key).on(style.background), in: line)
    let field = Rect(x: start, y: line.y, columns: line.right - start, rows: 1)
    guard !field.isEmpty else { return }
    let scalars = Array(text.unicodeScalars)
    let offset = offset(in: field.columns)
    var x = field.x - offset
    for (index, scalar) in scalars.enumerated() {
      let wrong = fault?.contains(index) ?? false
      x = frame.draw(
        String(scalar), x: x, y: line.y,
        style: wrong
          ? look.style(.error).on(style.background) : isSelected ? style.reversed : style,
        in: field)
    }
    frame.draw(hint, x: x, y: line.y, style: look.style(.dim).on(style.background), in: field)
    let place = field.x + width(before: caret) - offset
    if field.contains(x: place, y: line.y) {
      let cell = frame[place, line.y]
      let caretStyle = look.style(.cursor)
      frame.restyle(
        Rect(
          x: place, y: line.y,
          columns: place + 1 < frame.columns && frame[place + 1, line.y].isContinuation ? 2 : 1,
          rows: 1)
      ) { $0 = caretStyle }
      if cell.isContinuation { frame[place, line.y] = Cell(" ", style: caretStyle) }
    }
  }
}
