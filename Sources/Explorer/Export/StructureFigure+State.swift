import Crystals
import Figures
import Numbers
import Screen

extension State {
  /// The cell on the Structure screen as a figure, in the theme's colours.
  var structureFigure: StructureFigure? {
    // In pixels; two rows of pixels to a row.
    let side = 600
    guard let scene = StructureScene(self, columns: side, rows: side / 2) else { return nil }
    let picture = scene.picture
    let range = picture.depths.upperBound - picture.depths.lowerBound
    let paper = Color(hex: 0xFFFFFF)
    let balls = picture.balls.map { ball in
      let ink = picture.inks[Int(ball.ink)]
      let nearness = min(max((ball.depth - picture.depths.lowerBound) / range, 0), 1)
      let fog = ink.isFaint ? 0.85 : 0.45 * (1 - Double(nearness))
      return StructureFigure.Ball(
        place: Figures.Place(Double(ball.x), Double(ball.y)), radius: Double(ball.radius),
        nearness: Double(ball.depth), ink: Ink(ink.color.blended(with: paper, fog).rgb))
    }
    let corners = (0..<8).map { scene.camera.place(scene.frame.corner($0)) }
    let farthest = corners.indices.min { corners[$0].z < corners[$1].z } ?? 0
    let edges = CellFrame.edges.map { from, to in
      StructureFigure.Edge(
        from: Figures.Place(Double(corners[from].x), Double(corners[from].y)),
        to: Figures.Place(Double(corners[to].x), Double(corners[to].y)),
        isBehind: from == farthest || to == farthest)
    }
    let arms = zip(["a", "b", "c"], scene.frame.basis.vectors) + [("B0", settings.field.unit)]
    let axes = arms.map { name, vector in
      let length = max((vector * vector).sum().squareRoot(), .leastNormalMagnitude)
      let seen = sights.cell.rotation(vector / length)
      return (name: name, tip: Figures.Place(seen.x, -seen.y))
    }
    return StructureFigure(
      side: Double(side), balls: balls, edges: scene.frame.hasCell ? edges : [], axes: axes,
      legend: legendEntries(scene.counts), caption: "structure \(cellPlace), \(conventions)")
  }

  private func legendEntries(_ counts: [SiteGroup: Int]) -> [StructureFigure.Entry] {
    let unit = settings.observable.unit
    let digits = settings.observable.fractionDigits(binWidth: spectrum.binning.width)
    return siteGroups.compactMap { group in
      guard let count = counts[group], count > 0, !sights.cell.hidden.contains(group) else {
        return nil
      }
      var name = group.label
      if let region = spectrum.regions.first(where: { $0.number == group.number }) {
        let range =
          "\(decimal(region.lower, places: digits))–\(decimal(region.upper, places: digits))"
        name = "\(region.number): \(range)" + (unit.isEmpty ? "" : " \(unit)")
      }
      return StructureFigure.Entry(
        ink: Ink(look.theme.regionStyle(group.number).foreground.rgb),
        text: "\(name) (\(grouped(count)))")
    }
  }
}
