/// The five spherical components of a symmetric traceless tensor, in atomic units.
///
/// Order m = −2…2: (√2 V_xy, √2 V_yz, (2V_zz − V_xx − V_yy)/√6, √2 V_xz, (V_xx − V_yy)/√2), so that
/// the norm of the five equals the Frobenius norm of V, and the dot product of two fives equals the
/// element-by-element product of the two tensors.
public struct SphericalTensor: Sendable, Hashable {
  public var components: (Double, Double, Double, Double, Double) {
    (storage[0], storage[1], storage[2], storage[3], storage[4])
  }
  private var storage: SIMD8<Double>

  public init(_ m2: Double, _ m1: Double, _ zero: Double, _ p1: Double, _ p2: Double) {
    storage = SIMD8(m2, m1, zero, p1, p2, 0, 0, 0)
  }

  /// Makes a tensor from its components in the order m = −2…2; nil for another count than five.
  public init?(_ components: some Collection<Double>) {
    guard components.count == 5 else { return nil }
    storage = .zero
    for (index, value) in components.enumerated() { storage[index] = value }
  }

  private init(storage: SIMD8<Double>) { self.storage = storage }

  public static let zero = SphericalTensor(0, 0, 0, 0, 0)

  /// The component of index 0…4, that is m = index − 2.
  public subscript(index: Int) -> Double {
    get {
      precondition((0..<5).contains(index), "a spherical tensor has the components 0…4")
      return storage[index]
    }
    set {
      precondition((0..<5).contains(index), "a spherical tensor has the components 0…4")
      storage[index] = newValue
    }
  }

  /// The components as an array, m = −2…2.
  public var array: [Double] { (0..<5).map { storage[$0] } }

  /// Whether no component is NaN or infinite.
  public var isFinite: Bool { (0..<5).allSatisfy { storage[$0].isFinite } }

  /// The Frobenius norm of the tensor.
  public var norm: Double { dot(self).squareRoot() }

  /// The sum of products of equal components, Σ_ij A_ij B_ij.
  public func dot(_ other: SphericalTensor) -> Double { (storage * other.storage).sum() }

  /// The tensor in a rotated system, R V Rᵀ.
  public func rotated(by rotation: Rotation) -> SphericalTensor {
    SphericalTensor(SymmetricTensor(self).rotated(by: rotation))
  }

  public static func + (a: SphericalTensor, b: SphericalTensor) -> SphericalTensor {
    SphericalTensor(storage: a.storage + b.storage)
  }

  public static func - (a: SphericalTensor, b: SphericalTensor) -> SphericalTensor {
    SphericalTensor(storage: a.storage - b.storage)
  }

  public static func * (factor: Double, a: SphericalTensor) -> SphericalTensor {
    SphericalTensor(storage: factor * a.storage)
  }

  public static prefix func - (a: SphericalTensor) -> SphericalTensor {
    SphericalTensor(storage: -a.storage)
  }
}

extension SphericalTensor {
  /// The rank-2 part of a symmetric tensor; a trace is left out.
  public init(_ tensor: SymmetricTensor) {
    self.init(
      2.0.squareRoot() * tensor.xy,
      2.0.squareRoot() * tensor.yz,
      ((tensor.zz - tensor.xx) + (tensor.zz - tensor.yy)) / 6.0.squareRoot(),
      2.0.squareRoot() * tensor.xz,
      (tensor.xx - tensor.yy) / 2.0.squareRoot())
  }
}
