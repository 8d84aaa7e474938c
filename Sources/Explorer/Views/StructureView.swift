import Screen

/// The Structure screen: the cell in 3D, Li coloured by region.
struct StructureView {
  let state: State
  let box: Rect

  init(_ state: State, _ area: Rect) {
    self.state = state
    box = area
  }

  var look: Look { state.look }

  func draw(into frame: inout Frame) {
    _ = frame.box(box, "Structure", focused: true, look: look)
  }
}

extension State {
  mutating func handle(_ mouse: Mouse, _ screen: StructureView) -> [Effect] { [] }
}
