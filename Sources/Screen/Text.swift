/// Where text stands in the space given to it.
public enum Alignment: Hashable, Sendable { case left, center, right }

/// A piece of text in one style.
public struct Span: Hashable, Sendable {
  public var text: String
  public var style: Style
  public init(_ text: String, _ style: Style) {
    self.text = text
    self.style = style
  }
}

extension Frame {
  /// Draws text from a column on, clipped to the frame and to `clip`; returns the column after it.
  ///
  /// What cannot be shown is escaped as by `visible(_:)`, so text from files is safe here. A
  /// double-width character that would be cut in half is replaced by a blank.
  @discardableResult
  public mutating func draw(
    _ text: some StringProtocol, x: Int, y: Int, style: Style, in clip: Rect
  )
    -> Int
  {
    let area = clip.intersection(bounds)
    var x = x
    for scalar in text.unicodeScalars {
      switch Visibility.of(scalar) {
      case .shown:
        let wide = TextWidth.isWide(scalar.value)
        put(scalar, wide: wide, x: x, y: y, style: style, in: area)
        x += wide ? 2 : 1
      case .combining: add(mark: scalar, before: x, y: y, in: area)
      case .dropped: break
      case .caret, .code:
        for letter in Visibility.escape(scalar).unicodeScalars {
          put(letter, wide: false, x: x, y: y, style: style, in: area)
          x += 1
        }
      }
    }
    return x
  }

  /// Draws text from a column on, clipped to the frame.
  @discardableResult
  public mutating func draw(_ text: some StringProtocol, x: Int, y: Int, style: Style) -> Int {
    draw(text, x: x, y: y, style: style, in: bounds)
  }

  /// Draws text in one row of a rectangle; what does not fit ends in an ellipsis.
  public mutating func draw(
    _ text: some StringProtocol, in rect: Rect, row: Int = 0, alignment: Alignment = .left,
    style: Style, ellipsis: String = "…"
  ) {
    let line = rect.row(row)
    guard !line.isEmpty else { return }
    let shown = shortened(String(text), to: line.columns, ellipsis: ellipsis)
    let room = line.columns - TextWidth.of(shown)
    let offset =
      switch alignment {
      case .left: 0
      case .center: room / 2
      case .right: room
      }
    draw(shown, x: line.x + offset, y: line.y, style: style, in: line)
  }

  /// Draws styled pieces one after another in one row of a rectangle; returns the column after.
  @discardableResult
  public mutating func draw(
    _ spans: [Span], in rect: Rect, row: Int = 0, alignment: Alignment = .left
  ) -> Int {
    let line = rect.row(row)
    guard !line.isEmpty else { return rect.x }
    let room = max(0, line.columns - spans.reduce(0) { $0 + TextWidth.of($1.text) })
    var x = line.x
    switch alignment {
    case .left: break
    case .center: x += room / 2
    case .right: x += room
    }
    for span in spans { x = draw(span.text, x: x, y: line.y, style: span.style, in: line) }
    return x
  }

  /// Draws a paragraph broken at spaces; returns the number of rows it took or would take.
  @discardableResult
  public mutating func draw(paragraph text: String, in rect: Rect, style: Style) -> Int {
    let lines = wrapped(text, columns: rect.columns)
    for (row, line) in lines.enumerated() { draw(line, in: rect, row: row, style: style) }
    return lines.count
  }

  private mutating func put(
    _ scalar: Unicode.Scalar, wide: Bool, x: Int, y: Int, style: Style, in area: Rect
  ) {
    if !wide {
      if area.contains(x: x, y: y) { self[x, y] = Cell(scalar, style: style) }
    } else if area.contains(x: x, y: y), area.contains(x: x + 1, y: y) {
      self[x, y] = Cell(scalar, style: style)
      self[x + 1, y] = .continuation(style: style)
    } else {
      for x in x...x + 1 where area.contains(x: x, y: y) { self[x, y] = Cell(" ", style: style) }
    }
  }

  /// Puts a combining mark over the character before column x; a second mark is left out.
  private mutating func add(mark: Unicode.Scalar, before x: Int, y: Int, in area: Rect) {
    var x = x - 1
    if area.contains(x: x, y: y), self[x, y].isContinuation { x -= 1 }
    guard area.contains(x: x, y: y) else { return }
    let index = y * columns + x
    if cells[index].mark == 0, cells[index].scalar != 0 { cells[index].mark = mark.value }
  }
}

/// The text, or as much of it as fits followed by an ellipsis.
public func shortened(_ text: String, to columns: Int, ellipsis: String = "…") -> String {
  guard TextWidth.of(text) > columns else { return text }
  let mark = TextWidth.of(ellipsis) <= columns ? ellipsis : ""
  var room = columns - TextWidth.of(mark)
  var kept = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    let width = TextWidth.of(scalar)
    guard width <= room else { break }
    kept.append(scalar)
    room -= width
  }
  return String(kept) + mark
}

/// The text broken at spaces (and inside words longer than a line); newlines end a line.
public func wrapped(_ text: String, columns: Int) -> [String] {
  guard columns > 0 else { return [] }
  var lines: [String] = []
  for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
    var (line, width) = ("", 0)
    for word in paragraph.split(separator: " ") {
      var rest = String(word)
      if width > 0, width + 1 + TextWidth.of(rest) > columns {
        lines.append(line)
        (line, width) = ("", 0)
      }
      while width == 0, TextWidth.of(rest) > columns {
        let head = shortened(rest, to: columns, ellipsis: "")
        if head.isEmpty { break }
        lines.append(head)
        rest = String(rest.unicodeScalars.dropFirst(head.unicodeScalars.count))
      }
      line += width > 0 ? " " + rest : rest
      width = TextWidth.of(line)
    }
    lines.append(line)
  }
  return lines
}
