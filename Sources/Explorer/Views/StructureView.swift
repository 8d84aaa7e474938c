import Crystals
import Numbers
import Screen

/// The Structure screen: the cell in 3D, Li coloured by region.
struct StructureView {
  let state: State
  var pictureBox = Rect.zero
  var factsBox = Rect.zero
  var legendBox = Rect.zero
  var siteBox = Rect.zero
  var clustersBox = Rect.zero

  /// Lines under the picture where there is no room beside it.
  private let lineCount: Int

  init(_ state: State, _ area: Rect) {
    self.state = state
    guard area.columns >= 100 else {
      pictureBox = area
      lineCount = area.rows >= 20 ? 4 : area.rows >= 14 ? 3 : 2
      return
    }
    lineCount = 0
    let parts = area.splitColumns([.weight(1, minimum: 50), .fixed(area.columns >= 150 ? 50 : 40)])
    let right = parts[1].splitRows([
      .fixed(6, priority: 1), .fixed(state.spectrum.regions.count + 6, priority: 4),
      .fixed(7, priority: 3), .weight(1, minimum: 5, priority: 2),
    ])
    pictureBox = parts[0]
    (factsBox, legendBox, siteBox, clustersBox) = (right[0], right[1], right[2], right[3])
  }

  var look: Look { state.look }

  /// Where the cell is drawn.
  var pictureArea: Rect { Box.inside(pictureBox).inset(bottom: lineCount) }

  func draw(into frame: inout Frame) {
    let inside = frame.box(
      pictureBox, look.text(title), note: look.text(slabText), focused: true, look: look)
    let area = pictureArea
    guard let scene = StructureScene(state, columns: area.columns, rows: area.rows) else {
      frame.draw(
        state.structures.isEmpty ? "no structure read yet" : "this structure cannot be drawn",
        in: inside, style: look.style(.dim))
      return
    }
    frame.draw(scene.picture, in: area, look: look)
    drawTriad(scene, into: &frame, area)
    drawPick(scene, into: &frame, area)
    if lineCount == 0 {
      drawFacts(scene, into: &frame)
      drawLegend(scene, into: &frame)
      drawSite(into: &frame)
      drawClusters(into: &frame)
    } else {
      drawLines(scene, into: &frame, inside.inset(top: inside.rows - lineCount))
    }
  }

  private var title: String {
    let count = state.structures.count
    guard count > 0 else { return "Structure" }
    return count == 1 ? "Structure" : "Structure \(state.cellPlace) (0–\(count - 1))"
  }

  private var slabText: String {
    guard let slab = state.sights.cell.slab else { return "" }
    let range = slab.range
    func part(_ value: Double) -> String { decimal(min(max(value, 0), 1), places: 2) }
    return "slab \(part(range.lowerBound))–\(part(range.upperBound)) along \(slab.axis.label)"
  }

  /// The lattice vectors and the field in the lower left corner.
  private func drawTriad(_ scene: StructureScene, into frame: inout Frame, _ area: Rect) {
    guard area.columns >= 36, area.rows >= 12 else { return }
    let corner = Rect(x: area.x, y: area.bottom - 6, columns: 12, rows: 6)
    var axes = BallPicture(columns: corner.columns, rows: corner.rows)
    let basis = scene.frame.basis
    let lithe = look.style(.foreground)
    let arms =
      zip(["a", "b", "c"], basis.vectors).map { ($0, $1, lithe) }
      + [("B", state.settings.field.unit, look.style(.threshold))]
    let middle = SIMD3<Double>(6, 6, 0)
    var labels: [(String, SIMD3<Double>, Style)] = []
    for (name, vector, style) in arms {
      let length = (vector * vector).sum().squareRoot()
      guard length > 0 else { continue }
      let seen = state.sights.cell.rotation(vector / length) * SIMD3(1, -1, 1)
      let tip = middle + seen * 4
      axes.line(from: SIMD3<Float>(middle), to: SIMD3<Float>(tip), style.foreground)
      labels.append((name, middle + seen * 5.4, style.bold))
    }
    frame.draw(axes, in: corner, look: look)
    // Labels of directions that coincide stand side by side.
    var taken: Set<SIMD2<Int>> = []
    for (name, place, style) in labels {
      var at = SIMD2(Int(place.x.rounded(.down)), Int((place.y / 2).rounded(.down)))
      while !taken.insert(at).inserted { at.x += 1 }
      frame.draw(name, x: corner.x + at.x, y: corner.y + at.y, style: style, in: corner)
    }
  }

  /// Brackets around the picked site, whatever lies before it.
  private func drawPick(_ scene: StructureScene, into frame: inout Frame, _ area: Rect) {
    guard let ball = scene.picked, ball.x.magnitude < 1e6, ball.y.magnitude < 1e6 else { return }
    let y = area.y + Int((ball.y / 2).rounded(.down))
    let reach = max(1, Int((ball.radius + 0.5).rounded(.up)))
    let middle = area.x + Int(ball.x.rounded(.down))
    let style = look.style(.accent).bold
    frame.draw("[", x: middle - reach, y: y, style: style, in: area)
    frame.draw("]", x: middle + reach, y: y, style: style, in: area)
  }
}
