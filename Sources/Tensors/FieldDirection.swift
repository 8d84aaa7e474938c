/// The direction of the static magnetic field, a unit vector in laboratory components.
public struct FieldDirection: Sendable, Hashable {
  public let unit: SIMD3<Double>

  /// The direction of a vector of any length.
  ///
  /// - Throws: `TensorError.fieldDirection` for the zero vector and numbers that are not finite.
  public init(_ x: Double, _ y: Double, _ z: Double) throws(TensorError) {
    guard let unit = Self.normalized(SIMD3(x, y, z)) else {
      throw .fieldDirection(found: "\(x),\(y),\(z)")
    }
    self.unit = unit
  }

  private init(unit: SIMD3<Double>) { self.unit = unit }

  /// The laboratory's z axis, the paper's choice.
  public static let z = FieldDirection(unit: SIMD3(0, 0, 1))

  /// The normal of a lattice plane: h·a* + k·b* + l·c* of a cell with the lattice vectors a, b, c.
  ///
  /// - Throws: `TensorError.latticePlane` for indices that are all zero, a cell without volume, or
  ///   numbers that are not finite.
  public init(
    h: Double, k: Double, l: Double, cell a: SIMD3<Double>, _ b: SIMD3<Double>, _ c: SIMD3<Double>
  ) throws(TensorError) {
    let found = "\(h),\(k),\(l) in the cell (\(a), \(b), \(c))"
    let volume = a.cross(b).dot(c)
    // Relative to the edges: a flat cell of large vectors has no reciprocal lattice either.
    guard abs(volume) > 1e-10 * a.length * b.length * c.length else {
      throw .latticePlane(found: found)
    }
    let normal = h * b.cross(c) + k * c.cross(a) + l * a.cross(b)
    guard let unit = Self.normalized(volume < 0 ? -normal : normal) else {
      throw .latticePlane(found: found)
    }
    self.unit = unit
  }

  /// Reads three numbers separated by commas or blanks, `0,0,1`.
  ///
  /// - Throws: `TensorError.fieldDirection` for anything else and for the zero vector.
  public init(parsing text: String) throws(TensorError) {
    let parts = text.split { $0 == "," || $0 == " " }
    let numbers = parts.compactMap { Double($0) }
    guard parts.count == 3, numbers.count == 3 else { throw .fieldDirection(found: text) }
    guard let unit = Self.normalized(SIMD3(numbers[0], numbers[1], numbers[2])) else {
      throw .fieldDirection(found: text)
    }
    self.unit = unit
  }

  /// The five numbers whose dot product with a tensor's spherical components is bᵀVb.
  public var weights: SphericalTensor {
    SphericalTensor(SymmetricTensor(outerProductOf: unit))
  }

  /// The five numbers, m = −2…2, whose dot product with a tensor's spherical components in a.u. is
  /// the signed ω_Q in kHz.
  public func splittingWeights(for isotope: Isotope) -> [Double] {
    (isotope.splittingPerAtomicUnit * weights).array
  }

  private static func normalized(_ v: SIMD3<Double>) -> SIMD3<Double>? {
    let largest = max(abs(v.x), abs(v.y), abs(v.z))
    guard largest > 0, v.x.isFinite, v.y.isFinite, v.z.isFinite else { return nil }
    // Scaled first, so that squares of huge or tiny numbers stay in range.
    let scaled = v / largest
    return scaled / scaled.length
  }
}
