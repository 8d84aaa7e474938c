import Crystals
import Screen

/// From atoms to balls on a picture: periodic images into the box, the slab, rotation and zoom,
/// without perspective but with farther balls a little smaller.
struct Camera: Sendable {
  /// Pixels per Å.
  let scale: Double
  /// Depths of the nearest and the farthest corner that matter, in pixels.
  let depths: ClosedRange<Float>
  private let rotation: Screen.Rotation
  private let middle: Vector
  private let size: SIMD2<Double>

  /// Rows that give fractional coordinates, and which of these repeat (1) or not (0).
  private let inverse: (Vector, Vector, Vector)
  private let periodic: Vector
  /// Pixels across, down and in depth of each lattice vector, and of the origin.
  private let steps: (Vector, Vector, Vector)
  private let origin: Vector

  /// The slab as bounds of the fractional coordinate 0, 1 or 2, or of the depth (3) in pixels.
  private let slabAxis: Int
  private let slab: ClosedRange<Double>

  init(_ sight: Sights.Cell, _ frame: CellFrame, middle: Vector, columns: Int, rows: Int) {
    rotation = sight.rotation
    self.middle = middle
    size = SIMD2(Double(columns), Double(rows * 2))
    let radius = frame.radius
    // Corners touch the edge only where the cell is seen along a diagonal.
    scale = max(1, min(size.x, size.y)) / 2 / (radius * 0.96) * sight.zoom
    let offset = rotation(frame.center - middle).z
    let reach = radius * 0.85
    depths = Float((offset - reach) * scale)...Float((offset + reach) * scale)

    let basis = frame.basis
    inverse = (basis.inverse[0], basis.inverse[1], basis.inverse[2])
    periodic = Vector(
      basis.periodic[0] ? 1 : 0, basis.periodic[1] ? 1 : 0, basis.periodic[2] ? 1 : 0)
    let pixels = Vector(scale, -scale, scale)
    steps = (
      sight.rotation(basis.a) * pixels, sight.rotation(basis.b) * pixels,
      sight.rotation(basis.c) * pixels
    )
    origin = Vector(size.x / 2, size.y / 2, 0) - sight.rotation(middle) * pixels

    guard let cut = sight.slab else {
      (slabAxis, slab) = (0, -Double.infinity...Double.infinity)
      return
    }
    var ends = (low: 0.0, high: 1.0)
    if cut.axis == .sight {
      // From the back (0) to the front (1) of the box as it is turned now.
      slabAxis = 3
      let corners = (0..<8).map { sight.rotation(frame.corner($0) - middle).z }
      ends = ((corners.min() ?? 0) * scale, (corners.max() ?? 0) * scale)
    } else {
      slabAxis = cut.axis.rawValue - 1
      ends = (frame.low[slabAxis], frame.high[slabAxis])
    }
    let length = ends.high - ends.low
    slab = ends.low + cut.range.lowerBound * length...ends.low + cut.range.upperBound * length
  }

  /// Where a point is seen: pixels across and down, and depth in pixels.
  func place(_ point: Vector) -> SIMD3<Float> {
    SIMD3<Float>(rotation(point - middle) * Vector(scale, -scale, scale) + Vector(size / 2, 0))
  }

  /// The ball of an atom, moved by lattice vectors into the box; nil outside the slab.
  /// - Parameter radius: In Å.
  @inline(__always)
  func ball(_ position: Vector, radius: Double) -> BallPicture.Ball? {
    var s = Vector(
      (inverse.0 * position).sum(), (inverse.1 * position).sum(), (inverse.2 * position).sum())
    s -= periodic * s.rounded(.down)
    let seen = origin + s.x * steps.0 + s.y * steps.1 + s.z * steps.2
    guard slab.contains(slabAxis == 3 ? seen.z : s[slabAxis]) else { return nil }
    let depth = Float(seen.z)
    let nearness = (depth - depths.lowerBound) / (depths.upperBound - depths.lowerBound)
    return BallPicture.Ball(
      x: Float(seen.x), y: Float(seen.y), depth: depth,
      radius: Float(radius * scale) * (0.84 + 0.2 * min(max(nearness, 0), 1)), ink: 0)
  }
}
