/// A frame of lines with a title at its left and a note at its right.
public struct Box: Widget, Sendable {
  public var title: String
  /// Shown at the right end of the top line, where there is room.
  public var note: String
  public var focused: Bool
  /// Draws with the popup's colours and clears the inside.
  public var popup: Bool

  public init(_ title: String = "", note: String = "", focused: Bool = false, popup: Bool = false) {
    self.title = title
    self.note = note
    self.focused = focused
    self.popup = popup
  }

  /// The rectangle inside the lines.
  public static func inside(_ rect: Rect) -> Rect {
    rect.inset(left: 1, top: 1, right: 1, bottom: 1)
  }

  public func draw(into frame: inout Frame, in rect: Rect, look: Look) {
    let glyphs = look.glyphs
    let line = look.style(popup ? .popupBorder : focused ? .borderFocused : .border)
    if popup { frame.clear(rect, style: look.style(.popup)) }
    guard rect.columns >= 2, rect.rows >= 2 else { return }
    let (right, bottom) = (rect.right - 1, rect.bottom - 1)
    for x in rect.x...right {
      frame[x, rect.y] = Cell(glyphs.horizontal, style: line)
      frame[x, bottom] = Cell(glyphs.horizontal, style: line)
    }
    for y in rect.y...bottom {
      frame[rect.x, y] = Cell(glyphs.vertical, style: line)
      frame[right, y] = Cell(glyphs.vertical, style: line)
    }
    for (corner, place) in zip(
      glyphs.corners,
      [(rect.x, rect.y), (right, rect.y), (rect.x, bottom), (right, bottom)])
    {
      frame[place.0, place.1] = Cell(corner, style: line)
    }
    let top = rect.row(0).inset(left: 2, right: 2)
    var room = top.columns
    let ground = line.background
    if !title.isEmpty, room >= 3 {
      let text = shortened(title, to: room - 2, ellipsis: glyphs.ellipsis)
      frame.draw(
        " \(text) ", in: top, style: look.style(focused ? .accent : .title).on(ground).bold)
      room -= TextWidth.of(text) + 2
    }
    if !note.isEmpty, room >= TextWidth.of(note) + 3 {
      frame.draw(" \(note) ", in: top, alignment: .right, style: look.style(.dim).on(ground))
    }
  }
}

extension Frame {
  /// Draws a box and returns the rectangle inside it.
  @discardableResult
  public mutating func box(
    _ rect: Rect, _ title: String = "", note: String = "", focused: Bool = false, look: Look
  ) -> Rect {
    draw(Box(title, note: note, focused: focused), in: rect, look: look)
    return Box.inside(rect)
  }

  /// Draws a popup window in the middle of a rectangle and returns the rectangle inside it.
  public mutating func popup(
    in rect: Rect, columns: Int, rows: Int, _ title: String = "", note: String = "", look: Look
  ) -> Rect {
    let window = rect.centered(columns: columns, rows: rows)
    draw(Box(title, note: note, focused: true, popup: true), in: window, look: look)
    return Box.inside(window)
  }
}
