import Screen

/// The Field screen: the field direction on a map, and powder patterns.
struct FieldView {
  let state: State
  let box: Rect

  init(_ state: State, _ area: Rect) {
    self.state = state
    box = area
  }

  var look: Look { state.look }

  func draw(into frame: inout Frame) {
    _ = frame.box(box, "Field", focused: true, look: look)
  }
}

extension State {
  mutating func handle(_ mouse: Mouse, _ screen: FieldView) -> [Effect] { [] }
}
