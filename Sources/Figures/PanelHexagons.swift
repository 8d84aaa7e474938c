extension Panel {
  /// Counts of pairs of values in hexagons, the darker the more: for more points than marks can show.
  ///
  /// - Parameter radius: from a hexagon's centre to its corners, in points.
  /// - Returns: the largest count.
  @discardableResult
  public mutating func hexagons(
    _ x: [Double], _ y: [Double], _ ink: Ink, radius: Double = 2
  ) -> Int {
    let width = 3.0.squareRoot() * radius
    var counts: [SIMD2<Int>: Int] = [:]
    for (x, y) in zip(x, y) {
      let place = place(x, y)
      guard place.x >= area.x, place.x <= area.right, place.y >= area.y, place.y <= area.bottom
      else { continue }
      counts[
        Self.hexagon(of: (place - Place(area.x, area.y)) / Place(width, radius)), default: 0] +=
        1
    }
    let most = counts.values.max() ?? 0
    // In a fixed order, so that equal data give equal files.
    for (cell, count) in counts.sorted(by: { ($0.key.y, $0.key.x) < ($1.key.y, $1.key.x) }) {
      let shift = cell.y % 2 == 0 ? 0 : 0.5
      let center = Place(
        area.x + (Double(cell.x) + shift) * width, area.y + 1.5 * radius * Double(cell.y))
      let corners = [(0.0, -1.0), (0.5, -0.5), (0.5, 0.5), (0, 1), (-0.5, 0.5), (-0.5, -0.5)].map {
        center + Place($0.0 * width, $0.1 * radius)
      }
      let share = (Double(count) / Double(most)).squareRoot()
      content.path(corners, isClosed: true, fill: ink, opacity: 0.12 + 0.88 * share)
    }
    return most
  }

  /// Column and row of the hexagon whose centre is nearest; lengths in units of a hexagon's width
  /// and of the radius.
  private static func hexagon(of place: Place) -> SIMD2<Int> {
    let nearest = (place.y / 1.5).rounded()
    let candidates = [nearest - 1, nearest, nearest + 1].map { row -> (SIMD2<Int>, Double) in
      let isEven = Int(row) % 2 == 0
      let column = (place.x - (isEven ? 0 : 0.5)).rounded()
      let across = (place.x - column - (isEven ? 0 : 0.5)) * 3.0.squareRoot()
      let down = place.y - 1.5 * row
      return (SIMD2(Int(column), Int(row)), across * across + down * down)
    }
    return (candidates.min { $0.1 < $1.1 } ?? candidates[1]).0
  }
}
