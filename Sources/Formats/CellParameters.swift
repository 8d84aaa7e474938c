import Crystals
import Glibc

/// A cell as lengths and angles.
struct CellParameters {
  /// a, b, c in Å.
  var lengths: Vector
  /// α, β, γ in degrees.
  var angles: Vector

  /// The cell with a along x and b in the xy plane; nil where no cell has such numbers.
  var cell: Cell? {
    for axis in 0..<3 {
      guard lengths[axis] > 0, lengths[axis].isFinite, angles[axis] > 0, angles[axis] < 180 else {
        return nil
      }
    }
    let cosines = Vector(Self.cosine(angles.x), Self.cosine(angles.y), Self.cosine(angles.z))
    let sine = angles.z == 90 ? 1 : sin(angles.z * .pi / 180)
    let x = cosines.y
    let y = (cosines.x - cosines.y * cosines.z) / sine
    let rest = 1 - x * x - y * y
    guard rest > 0 else { return nil }
    return Cell(
      Vector(lengths.x, 0, 0), lengths.y * Vector(cosines.z, sine, 0),
      lengths.z * Vector(x, y, rest.squareRoot()))
  }

  /// Exact where the angle is right.
  private static func cosine(_ degrees: Double) -> Double {
    degrees == 90 ? 0 : cos(degrees * .pi / 180)
  }
}
