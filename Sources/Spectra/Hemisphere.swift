/// The hemisphere of field directions on a disc: Lambert's azimuthal projection, in which equal solid
/// angles have equal areas.
///
/// z is in the middle, x to the right, y up, and directions across z on the rim of radius 1. A field
/// and its opposite give the same |ω_Q|, so half a sphere is all; just beyond the rim the other half
/// goes on.
public enum Hemisphere {
  /// Where b or its opposite, whichever points up, is on the disc.
  public static func place(of b: SIMD3<Double>) -> SIMD2<Double> {
    let up = b.z < 0 ? -b : b
    let factor = (1 / (1 + up.z)).squareRoot()
    return SIMD2(up.x * factor, up.y * factor)
  }

  /// The unit vector at a place, up to a distance of √2 where z points down.
  public static func direction(at place: SIMD2<Double>) -> SIMD3<Double> {
    let square = min((place * place).sum(), 2)
    let factor = (2 - square).squareRoot()
    return SIMD3(factor * place.x, factor * place.y, 1 - square)
  }

  /// The unit vector an angle away from b on the great circle that leaves its place along a direction
  /// of the disc; beyond the rim the opposite vector, on the other side of the disc.
  public static func step(
    from b: SIMD3<Double>, along way: SIMD2<Double>, angle: (cosine: Double, sine: Double)
  ) -> SIMD3<Double> {
    let up = b.z < 0 ? -b : b
    let place = place(of: up)
    let factor = max(2 - (place * place).sum(), 1e-12).squareRoot()
    let outward = (place * way).sum()
    // The derivative of `direction(at:)` along the way.
    let moved = way * factor - place * (outward / factor)
    let tangent = SIMD3(moved.x, moved.y, -2 * outward)
    let length = (tangent * tangent).sum().squareRoot()
    guard length > 0 else { return up }
    let next = angle.cosine * up + (angle.sine / length) * tangent
    return next.z < -1e-12 ? -next : next
  }
}
