/// The keys valid now and what they do, in one line; what does not fit is left out from the end, but
/// never the one entry that leads to all others.
public struct KeyHints: Widget, Sendable {
  public var hints: [(keys: String, action: String)]

  /// The action that is shown even where it does not fit in its turn.
  public var essential: String?

  public init(_ hints: [(keys: String, action: String)], essential: String? = nil) {
    self.hints = hints
    self.essential = essential
  }

  public func draw(into frame: inout Frame, in rect: Rect, look: Look) {
    let line = rect.row(0)
    func width(_ hint: (keys: String, action: String)) -> Int {
      TextWidth.of(hint.keys) + 1 + TextWidth.of(hint.action)
    }
    let keptIndex = hints.firstIndex { $0.action == essential }
    var x = line.x + 1
    var isFull = false
    for (index, hint) in hints.enumerated() {
      let reserve = keptIndex.map { $0 > index ? width(hints[$0]) + 2 : 0 } ?? 0
      if index != keptIndex {
        isFull = isFull || x + width(hint) + reserve > line.right
        if isFull { continue }
      } else if x + width(hint) > line.right {
        continue
      }
      x = frame.draw(hint.keys, x: x, y: line.y, style: look.style(.key), in: line)
      x = frame.draw(" " + hint.action, x: x, y: line.y, style: look.style(.dim), in: line) + 2
    }
  }
}
