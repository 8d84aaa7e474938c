import Screen

/// The Outliers screen: sites ranked by how odd they are.
struct OutliersView {
  let state: State
  let box: Rect

  init(_ state: State, _ area: Rect) {
    self.state = state
    box = area
  }

  var look: Look { state.look }

  var tableArea: Rect { Box.inside(box) }

  func draw(into frame: inout Frame) {
    _ = frame.box(box, "Outliers", focused: true, look: look)
  }
}

extension State {
  mutating func handle(_ mouse: Mouse, _ screen: OutliersView) -> [Effect] { [] }
}
