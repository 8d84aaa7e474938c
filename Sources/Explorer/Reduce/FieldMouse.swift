import Screen
import Spectra

extension State {
  /// A press or drag on the map puts the field there, the wheel broadens lines; a drag is one step of
  /// undo.
  mutating func handle(_ mouse: Mouse, _ screen: FieldView) -> [Effect] {
    switch mouse.action {
    case .press, .doubleClick:
      guard screen.disc.area.contains(x: mouse.x, y: mouse.y) else { return [] }
      drag = .field
      if provisional == nil { provisional = snapshot }
      pointField(mouse, screen)
    case .drag where drag == .field: pointField(mouse, screen)
    case .wheelUp, .wheelDown:
      guard screen.patternBox.contains(x: mouse.x, y: mouse.y) else { return [] }
      sights.field.lineWidth = LineWidths.step(from: lineWidth, wider: mouse.action == .wheelUp)
    case .drag, .release: break
    }
    return []
  }

  private mutating func pointField(_ mouse: Mouse, _ screen: FieldView) {
    turnField(to: Hemisphere.direction(at: screen.disc.place(x: mouse.x, y: mouse.y)))
  }
}
