import Glibc

/// A unit quaternion, scalar first: q v q* turns principal-axis components into laboratory ones.
public struct Quaternion: Sendable, Hashable {
  public var w: Double
  public var x: Double
  public var y: Double
  public var z: Double

  public init(w: Double, x: Double, y: Double, z: Double) {
    self.w = w
    self.x = x
    self.y = y
    self.z = z
  }

  public static let identity = Quaternion(w: 1, x: 0, y: 0, z: 0)

  /// The quaternion of a rotation, by Shepperd's choice of the largest pivot.
  ///
  /// Normalised, and of the two signs the one whose first non-zero component is positive.
  /// Source: S. W. Shepperd, J. Guid. Control 1, 223 (1978).
  public init(_ rotation: Rotation) {
    let (a, b, c) = (rotation.x, rotation.y, rotation.z)
    let (xx, yy, zz) = (a.x, b.y, c.z)
    let trace = xx + yy + zz
    let largest = max(trace, xx, yy, zz)
    if largest == trace {
      self.init(w: 1 + trace, x: b.z - c.y, y: c.x - a.z, z: a.y - b.x)
    } else if largest == xx {
      self.init(w: b.z - c.y, x: 1 + xx - yy - zz, y: a.y + b.x, z: c.x + a.z)
    } else if largest == yy {
      self.init(w: c.x - a.z, x: a.y + b.x, y: 1 + yy - xx - zz, z: b.z + c.y)
    } else {
      self.init(w: a.y - b.x, x: c.x + a.z, y: b.z + c.y, z: 1 + zz - xx - yy)
    }
    let norm = dot(self).squareRoot()
    // A matrix that is no rotation (NaN, say) has no quaternion; components stay as they are.
    guard norm > 0 else { return }
    let first = [w, x, y, z].first { abs($0) > 1e-12 * norm } ?? 1
    self = self * (first < 0 ? -1 / norm : 1 / norm)
  }

  /// The components w, x, y, z.
  public var array: [Double] { [w, x, y, z] }

  public var conjugate: Quaternion { Quaternion(w: w, x: -x, y: -y, z: -z) }

  /// The four-component dot product; plain eq. 9, which means little unless frames are aligned.
  public func dot(_ other: Quaternion) -> Double {
    w * other.w + x * other.x + y * other.y + z * other.z
  }

  /// The dot product with the best of the other's equivalents under the tensor's symmetry D₂, ½…1.
  ///
  /// Axes of a tensor have no sign: turning its frame by π about an own axis changes nothing. The
  /// largest |q · (other k)| over the four such k is the q̃ of eq. 9 with that freedom removed.
  public func alignment(with other: Quaternion) -> Double {
    let relative = conjugate * other
    return min(1, max(abs(relative.w), abs(relative.x), abs(relative.y), abs(relative.z)))
  }

  /// The smallest angle in radians that brings one tensor's axes onto another's, 0…2π/3.
  public func misorientation(from other: Quaternion) -> Double {
    // The half angle's tangent keeps small angles exact, where acos would lose half the digits.
    let relative = conjugate * other
    let squares = [relative.w, relative.x, relative.y, relative.z].map { $0 * $0 }.sorted()
    return 2 * atan2((squares[0] + squares[1] + squares[2]).squareRoot(), squares[3].squareRoot())
  }

  /// The rotation of this quaternion, which must be of unit length.
  public var rotation: Rotation {
    Rotation(
      x: SIMD3(1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)),
      y: SIMD3(2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)),
      z: SIMD3(2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)))
  }

  /// The Hamilton product: the rotation that does `b` first, then `a`.
  public static func * (a: Quaternion, b: Quaternion) -> Quaternion {
    Quaternion(
      w: a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
      x: a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
      y: a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
      z: a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w)
  }

  static func * (q: Quaternion, factor: Double) -> Quaternion {
    Quaternion(w: factor * q.w, x: factor * q.x, y: factor * q.y, z: factor * q.z)
  }
}

extension PrincipalAxes {
  /// The quaternion that turns principal-axis components into laboratory components.
  public var quaternion: Quaternion { Quaternion(frame) }
}
