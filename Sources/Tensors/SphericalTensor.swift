/// The five spherical components of a symmetric traceless tensor, in atomic units.
///
/// Order m = −2…2: (√2 V_xy, √2 V_yz, (2V_zz − V_xx − V_yy)/√6, √2 V_xz, (V_xx − V_yy)/√2), so that
/// the norm of the five equals the Frobenius norm of V.
public struct SphericalTensor: Sendable, Hashable {
  public var components: (Double, Double, Double, Double, Double) {
    (storage[0], storage[1], storage[2], storage[3], storage[4])
  }
  private var storage: SIMD8<Double>

  public init(_ m2: Double, _ m1: Double, _ zero: Double, _ p1: Double, _ p2: Double) {
    storage = SIMD8(m2, m1, zero, p1, p2, 0, 0, 0)
  }

  /// The component of index 0…4, that is m = index − 2.
  public subscript(index: Int) -> Double {
    get { storage[index] }
    set { storage[index] = newValue }
  }
}
