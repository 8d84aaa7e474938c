import Crystals
import Glibc
import Screen

/// The pictures of the Site screen: the coordination polyhedron with the tensor's axes, and ω_Q
/// against the field direction.
extension SiteView {
  func drawPolyhedron(_ inspection: SiteInspection, into frame: inout Frame) {
    let corners = inspection.surroundings.corners
    let kinds = Set(corners.map(\.element.symbol)).sorted().joined(separator: ",")
    let name =
      corners.isEmpty ? "Surroundings" : "\(inspection.element.symbol)\(kinds)\(corners.count)"
    let inside = frame.box(polyhedronBox, name, note: "x y z: EFG axes, b: field", look: look)
    guard inside.columns >= 8, inside.rows >= 4 else { return }
    let canvas = polyhedron(inspection, columns: inside.columns, rows: inside.rows)
    frame.draw(canvas, in: inside, look: look)
  }

  private func polyhedron(_ inspection: SiteInspection, columns: Int, rows: Int) -> BrailleCanvas {
    var canvas = BrailleCanvas(columns: columns, rows: rows)
    let corners = inspection.surroundings.corners
    let reach = corners.reduce(1.8) { max($0, $1.distance) }
    let rotation = Screen.Rotation.identity.turned(
      pitch: state.sights.site.pitch, yaw: state.sights.site.yaw)
    let projection = Projection(
      rotation: rotation, center: .zero, fitting: reach * 1.45, zoom: state.sights.site.zoom,
      width: canvas.width, height: canvas.height)
    drawEdges(corners, projection, on: &canvas)
    drawAxes(inspection, length: reach, projection, on: &canvas)
    // Atoms from back to front, so that nearer ones cover farther ones.
    var atoms: [(point: SIMD3<Double>, element: Element, radius: Double)] = corners.map {
      ($0.displacement, $0.element, 0.2)
    }
    atoms.append((.zero, inspection.element, 0.26))
    let projected = atoms.map { projection($0.point) }
    for index in farthestFirst(projected) {
      let (place, atom) = (projected[index], atoms[index])
      let nearness = 1 + 0.15 * place.depth / reach
      canvas.disc(
        place.x, place.y, radius: max(1.2, atom.radius * projection.scale * nearness),
        look.theme.color(atom.element.role), rim: 1)
    }
    return canvas
  }

  /// Edges of the polyhedron: pairs of corners closer than any diagonal.
  private func drawEdges(
    _ corners: [Surroundings.Corner], _ projection: Projection, on canvas: inout BrailleCanvas
  ) {
    guard !corners.isEmpty else { return }
    let mean = corners.reduce(0) { $0 + $1.distance } / Double(corners.count)
    let color = look.theme.color(.wireframe)
    for (i, a) in corners.enumerated() {
      for b in corners.dropFirst(i + 1) {
        let apart = a.displacement - b.displacement
        guard (apart * apart).sum().squareRoot() < 1.78 * mean else { continue }
        let (from, to) = (projection(a.displacement), projection(b.displacement))
        canvas.line(from.x, from.y, to.x, to.y, color, dash: from.depth + to.depth < 0 ? 2 : 0)
      }
    }
  }

  /// The tensor's axes, as long as their principal values say, and the field direction.
  private func drawAxes(
    _ inspection: SiteInspection, length: Double, _ projection: Projection,
    on canvas: inout BrailleCanvas
  ) {
    let axes = inspection.predicted.axes
    func draw(_ name: String, _ axis: SIMD3<Double>, _ part: Double, _ style: Style, both: Bool) {
      let tip = projection(axis * (length * part))
      let end = projection(both ? axis * (-length * part) : .zero)
      canvas.line(end.x, end.y, tip.x, tip.y, style.foreground)
      canvas.note(name, x: tip.x, y: tip.y, style: style)
    }
    if axes.hasOrientation {
      let largest = axes.vzz.magnitude
      let parts = [
        (axes.vxx, axes.frame.x, "x"), (axes.vyy, axes.frame.y, "y"), (axes.vzz, axes.frame.z, "z"),
      ]
      for (value, axis, name) in parts {
        let part = 0.45 + 0.75 * value.magnitude / largest
        draw(name, axis, part, look.style(name == "z" ? .accent : .success).bold, both: true)
      }
    }
    draw("b", inspection.basis.field.unit, 1.35, look.style(.threshold).bold, both: false)
  }

  /// ω_Q while the field turns from its present direction about the laboratory's x, y and z.
  func drawRotation(_ inspection: SiteInspection, into frame: inout Frame) {
    let inside = frame.box(
      rotationBox, look.text("ω_Q / kHz, field turned about x, y, z"),
      note: look.text("0° = present field"), look: look)
    let tensor = inspection.predicted.tensor
    guard tensor.isFinite else {
      frame.draw("no prediction", in: inside, alignment: .center, style: look.style(.dim))
      return
    }
    let scale = inspection.predicted.isotope.splittingPerAtomicUnit
    let b = inspection.basis.field.unit
    var series: [Plot.Series] = []
    for (axis, name) in ["x", "y", "z"].enumerated() {
      let points = stride(from: -90.0, through: 90, by: 3).map { angle -> (x: Double, y: Double) in
        let turned = turn(b, about: axis, by: angle * .pi / 180)
        let weights = DerivedQuantities(
          direction: turned, scale: scale, printedEquation5: false
        ).splittingWeights
        return (angle, (0..<5).reduce(0.0) { $0 + weights[$1] * tensor[$1] })
      }
      let colors = look.theme.regions
      series.append(
        Plot.Series(
          name, points: points,
          color: colors.isEmpty ? look.theme.color(.accent) : colors[axis % colors.count],
          dash: [0, 3, 1][axis]))
    }
    var plot = Plot(series: series)
    plot.xRange = -90...90
    plot.xLabel = look.text("°")
    plot.markers = [0]
    plot.levels = [0]
    plot.showsLegend = true
    frame.draw(plot, in: inside, look: look)
  }

  private func turn(_ b: SIMD3<Double>, about axis: Int, by angle: Double) -> SIMD3<Double> {
    let (c, s) = (cos(angle), sin(angle))
    switch axis {
    case 0: return SIMD3(b.x, c * b.y - s * b.z, s * b.y + c * b.z)
    case 1: return SIMD3(c * b.x + s * b.z, b.y, c * b.z - s * b.x)
    default: return SIMD3(c * b.x - s * b.y, s * b.x + c * b.y, b.z)
    }
  }
}

extension Element {
  /// The theme's role for atoms of this element.
  var role: Role {
    switch self {
    case .lithium: .lithium
    case .oxygen: .oxygen
    case .titanium: .titanium
    default: .otherElement
    }
  }
}
