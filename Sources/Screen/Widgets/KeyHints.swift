/// The keys valid now and what they do, in one line; what does not fit is left out from the end.
public struct KeyHints: Widget, Sendable {
  public var hints: [(keys: String, action: String)]

  public init(_ hints: [(keys: String, action: String)]) { self.hints = hints }

  public func draw(into frame: inout Frame, in rect: Rect, look: Look) {
    let line = rect.row(0)
    var x = line.x + 1
    for hint in hints {
      let width = TextWidth.of(hint.keys) + 1 + TextWidth.of(hint.action)
      guard x + width <= line.right else { break }
      x = frame.draw(hint.keys, x: x, y: line.y, style: look.style(.key), in: line)
      x = frame.draw(" " + hint.action, x: x, y: line.y, style: look.style(.dim), in: line) + 2
    }
  }
}
