import Glibc

/// A rotation in space, as the matrix whose rows are the screen's right, up and towards-you axes.
public struct Rotation: Sendable, Hashable {
  public var right: SIMD3<Double>
  public var up: SIMD3<Double>
  public var towards: SIMD3<Double>

  public static let identity = Rotation(
    right: SIMD3(1, 0, 0), up: SIMD3(0, 1, 0), towards: SIMD3(0, 0, 1))

  public init(right: SIMD3<Double>, up: SIMD3<Double>, towards: SIMD3<Double>) {
    self.right = right
    self.up = up
    self.towards = towards
  }

  /// A look from the tip of one direction, another pointing upwards as far as it can.
  public init(towards: SIMD3<Double>, upwards: SIMD3<Double>) {
    self.init(
      right: SIMD3(
        upwards.y * towards.z - upwards.z * towards.y,
        upwards.z * towards.x - upwards.x * towards.z,
        upwards.x * towards.y - upwards.y * towards.x), up: .zero, towards: towards)
    let length = (towards * towards).sum()
    up = upwards - towards * ((upwards * towards).sum() / max(length, .leastNormalMagnitude))
    self = orthonormalized
  }

  /// A point's components along right, up and towards-you.
  public func callAsFunction(_ point: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3((right * point).sum(), (up * point).sum(), (towards * point).sum())
  }

  /// Turned further about the screen's axes: about right by `pitch`, about up by `yaw`, about
  /// towards-you by `roll`, in radians; positive turns are counter-clockwise seen from the axis' tip.
  public func turned(pitch: Double = 0, yaw: Double = 0, roll: Double = 0) -> Rotation {
    func mix(_ a: SIMD3<Double>, _ b: SIMD3<Double>, _ angle: Double)
      -> (SIMD3<Double>, SIMD3<Double>)
    { (a * cos(angle) - b * sin(angle), a * sin(angle) + b * cos(angle)) }
    var turned = self
    (turned.up, turned.towards) = mix(turned.up, turned.towards, pitch)
    (turned.towards, turned.right) = mix(turned.towards, turned.right, yaw)
    (turned.right, turned.up) = mix(turned.right, turned.up, roll)
    return turned.orthonormalized
  }

  /// Freed of the rounding errors of many turns.
  private var orthonormalized: Rotation {
    func unit(_ v: SIMD3<Double>) -> SIMD3<Double> { v / (v * v).sum().squareRoot() }
    let x = unit(right)
    let y = unit(up - x * (x * up).sum())
    let z = SIMD3(
      x.y * y.z - x.z * y.y, x.z * y.x - x.x * y.z, x.x * y.y - x.y * y.x)
    return Rotation(right: x, up: y, towards: z)
  }
}

/// From space to the dots of a canvas, without perspective.
public struct Projection: Sendable, Hashable {
  public var rotation: Rotation
  /// The point shown in the middle of the canvas.
  public var center: SIMD3<Double>
  /// Dots per unit of length.
  public var scale: Double
  /// Size of the canvas in dots.
  public var width: Double
  public var height: Double

  public init(
    rotation: Rotation, center: SIMD3<Double>, scale: Double, width: Int, height: Int
  ) {
    self.rotation = rotation
    self.center = center
    self.scale = scale
    self.width = Double(width)
    self.height = Double(height)
  }

  /// A projection in which a ball around the centre just fits.
  public init(
    rotation: Rotation, center: SIMD3<Double>, fitting radius: Double, zoom: Double = 1,
    width: Int, height: Int
  ) {
    let room = Double(max(1, min(width, height))) / 2
    self.init(
      rotation: rotation, center: center, scale: radius > 0 ? room / radius * zoom : 1,
      width: width, height: height)
  }

  /// A point's place on the canvas in dots and its depth, larger nearer to the eye.
  public func callAsFunction(_ point: SIMD3<Double>) -> Projected {
    let seen = rotation(point - center)
    return Projected(
      x: width / 2 + seen.x * scale, y: height / 2 - seen.y * scale, depth: seen.z)
  }
}

/// A point as projected: dots across, dots down, and depth, larger nearer to the eye.
public struct Projected: Sendable, Hashable {
  public var x: Double
  public var y: Double
  public var depth: Double

  public init(x: Double, y: Double, depth: Double) {
    self.x = x
    self.y = y
    self.depth = depth
  }
}

/// Indices from the farthest to the nearest, the order to draw in.
public func farthestFirst(_ points: [Projected]) -> [Int] {
  points.indices.sorted { points[$0].depth < points[$1].depth }
}
