import Crystals
import Screen

/// The box a structure is shown in: its cell, or the smallest one around atoms without a cell.
struct CellFrame: Sendable {
  let basis: Basis
  /// Fractional coordinates of the box.
  let low: Vector
  let high: Vector
  /// Whether the file has a cell to draw.
  let hasCell: Bool

  /// Nil where there is no box to be had.
  init?(_ structure: Structure) {
    // A cell nobody can use is as good as none.
    guard let found = (try? structure.cell.basis()) ?? (try? Crystals.Cell.none.basis()) else {
      return nil
    }
    basis = found
    let periodic = basis.periodic
    hasCell = periodic.contains(true)
    var (low, high) = (Vector.zero, Vector(repeating: 1))
    if periodic.contains(false) {
      var (least, most) = (Vector(repeating: .infinity), Vector(repeating: -.infinity))
      for position in structure.positions {
        let s = basis.fractional(position)
        guard max(s.x.magnitude, s.y.magnitude, s.z.magnitude) < Self.farthest else { continue }
        least = pointwiseMin(least, s)
        most = pointwiseMax(most, s)
      }
      for direction in 0..<3 where !periodic[direction] && least[direction] <= most[direction] {
        (low[direction], high[direction]) = (least[direction], most[direction])
      }
    }
    (self.low, self.high) = (low, high)
  }

  /// Atoms farther off, in Å, are not looked for.
  static let farthest = 1e9

  var center: Vector { basis.cartesian((low + high) / 2) }

  /// The corner with the low (bit 0) or high (bit 1) coordinate along a, b, c (bits 0, 1, 2).
  func corner(_ bits: Int) -> Vector {
    basis.cartesian(
      Vector(
        bits & 1 == 0 ? low.x : high.x, bits & 2 == 0 ? low.y : high.y,
        bits & 4 == 0 ? low.z : high.z))
  }

  /// The twelve edges as pairs of corners.
  static let edges: [(Int, Int)] = (0..<8).flatMap { corner in
    [1, 2, 4].filter { corner & $0 == 0 }.map { (corner, corner | $0) }
  }

  /// How far the corners are from the middle, in Å.
  var radius: Double {
    let middle = center
    let farthest =
      (0..<8).map { corner in
        let r = self.corner(corner) - middle
        return (r * r).sum().squareRoot()
      }.max() ?? 0
    return farthest.isFinite ? max(farthest, 1.5) : 1.5
  }
}
