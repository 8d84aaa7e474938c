/// A proper rotation, or the frame it turns the laboratory frame into.
///
/// The columns are the images of the laboratory's x, y and z axes: `rotation.apply(v)` is R·v, and
/// for a frame R turns components along the frame's axes into laboratory components.
public struct Rotation: Sendable, Equatable {
  /// The first column.
  public var x: SIMD3<Double>
  /// The second column.
  public var y: SIMD3<Double>
  /// The third column.
  public var z: SIMD3<Double>

  /// Makes a rotation from its columns, which must be orthonormal and right-handed.
  public init(x: SIMD3<Double>, y: SIMD3<Double>, z: SIMD3<Double>) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// Makes a rotation from nine row-major elements; nil for another count.
  public init?(rowMajor elements: [Double]) {
    guard elements.count == 9 else { return nil }
    x = SIMD3(elements[0], elements[3], elements[6])
    y = SIMD3(elements[1], elements[4], elements[7])
    z = SIMD3(elements[2], elements[5], elements[8])
  }

  /// The rotation by an angle in radians about an axis of unit length, counterclockwise.
  public init(about axis: SIMD3<Double>, cosine: Double, sine: Double) {
    func turned(_ v: SIMD3<Double>) -> SIMD3<Double> {
      cosine * v + sine * axis.cross(v) + (1 - cosine) * axis.dot(v) * axis
    }
    x = turned(SIMD3(1, 0, 0))
    y = turned(SIMD3(0, 1, 0))
    z = turned(SIMD3(0, 0, 1))
  }

  public static let identity = Rotation(x: SIMD3(1, 0, 0), y: SIMD3(0, 1, 0), z: SIMD3(0, 0, 1))

  /// R·v.
  public func apply(_ v: SIMD3<Double>) -> SIMD3<Double> { v.x * x + v.y * y + v.z * z }

  /// Rᵀ·v: for a frame, the components of v along its axes.
  public func components(of v: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(x.dot(v), y.dot(v), z.dot(v))
  }

  /// The inverse rotation, Rᵀ.
  public var inverse: Rotation {
    Rotation(x: SIMD3(x.x, y.x, z.x), y: SIMD3(x.y, y.y, z.y), z: SIMD3(x.z, y.z, z.z))
  }

  /// The determinant, +1 for a proper rotation.
  public var determinant: Double { x.cross(y).dot(z) }

  /// The nine elements row by row.
  public var rowMajor: [Double] { [x.x, y.x, z.x, x.y, y.y, z.y, x.z, y.z, z.z] }

  /// The rotation that does `right` first, then `left`.
  public static func * (left: Rotation, right: Rotation) -> Rotation {
    Rotation(x: left.apply(right.x), y: left.apply(right.y), z: left.apply(right.z))
  }
}

extension SIMD3<Double> {
  func dot(_ other: SIMD3<Double>) -> Double { (self * other).sum() }

  func cross(_ b: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(y * b.z - z * b.y, z * b.x - x * b.z, x * b.y - y * b.x)
  }

  var length: Double { dot(self).squareRoot() }
}
