import Screen

/// The Model screen: what the model is and how good.
struct ModelView {
  let state: State
  let box: Rect

  init(_ state: State, _ area: Rect) {
    self.state = state
    box = area
  }

  var look: Look { state.look }

  func draw(into frame: inout Frame) {
    _ = frame.box(box, "Model", focused: true, look: look)
  }
}

extension State {
  mutating func handle(_ mouse: Mouse, _ screen: ModelView) -> [Effect] { [] }
}
