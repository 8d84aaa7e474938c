/// A symmetric 3×3 tensor in Cartesian components; an EFG is in atomic units.
public struct SymmetricTensor: Sendable, Hashable {
  public var xx: Double
  public var xy: Double
  public var xz: Double
  public var yy: Double
  public var yz: Double
  public var zz: Double

  public init(xx: Double, xy: Double, xz: Double, yy: Double, yz: Double, zz: Double) {
    self.xx = xx
    self.xy = xy
    self.xz = xz
    self.yy = yy
    self.yz = yz
    self.zz = zz
  }

  /// The symmetric traceless tensor of five spherical components.
  public init(_ tensor: SphericalTensor) {
    let isotropic = tensor[2] / 6.0.squareRoot()
    let difference = tensor[4] / 2.0.squareRoot()
    self.init(
      xx: difference - isotropic, xy: tensor[0] / 2.0.squareRoot(),
      xz: tensor[3] / 2.0.squareRoot(), yy: -difference - isotropic,
      yz: tensor[1] / 2.0.squareRoot(), zz: 2 * isotropic)
  }

  /// The tensor v·vᵀ of a vector.
  public init(outerProductOf v: SIMD3<Double>) {
    self.init(
      xx: v.x * v.x, xy: v.x * v.y, xz: v.x * v.z, yy: v.y * v.y, yz: v.y * v.z, zz: v.z * v.z)
  }

  public var trace: Double { xx + yy + zz }

  /// The Frobenius norm, √Σ_ij V_ij².
  public var norm: Double {
    (xx * xx + yy * yy + zz * zz + 2 * (xy * xy + xz * xz + yz * yz)).squareRoot()
  }

  /// Whether no element is NaN or infinite.
  public var isFinite: Bool {
    xx.isFinite && xy.isFinite && xz.isFinite && yy.isFinite && yz.isFinite && zz.isFinite
  }

  /// The six independent elements: xx, xy, xz, yy, yz, zz.
  public var elements: [Double] { [xx, xy, xz, yy, yz, zz] }

  /// The nine elements row by row.
  public var rowMajor: [Double] { [xx, xy, xz, xy, yy, yz, xz, yz, zz] }

  /// The elements in V/Å², of a tensor in atomic units.
  public var inVoltPerSquareAngstrom: SymmetricTensor {
    self * Constants.fieldGradientInVoltPerSquareAngstrom
  }

  /// The tensor in atomic units, of one whose elements are in V/Å².
  public init(voltPerSquareAngstrom tensor: SymmetricTensor) {
    self = tensor * (1 / Constants.fieldGradientInVoltPerSquareAngstrom)
  }

  /// V·v.
  public func apply(_ v: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(
      xx * v.x + xy * v.y + xz * v.z, xy * v.x + yy * v.y + yz * v.z,
      xz * v.x + yz * v.y + zz * v.z)
  }

  /// The value along a direction, bᵀVb.
  public func along(_ b: SIMD3<Double>) -> Double { b.dot(apply(b)) }

  /// The tensor in a rotated system, R V Rᵀ.
  public func rotated(by rotation: Rotation) -> SymmetricTensor {
    let rows = rotation.inverse
    let (a, b, c) = (apply(rows.x), apply(rows.y), apply(rows.z))
    return SymmetricTensor(
      xx: rows.x.dot(a), xy: rows.x.dot(b), xz: rows.x.dot(c), yy: rows.y.dot(b),
      yz: rows.y.dot(c), zz: rows.z.dot(c))
  }

  public static func * (tensor: SymmetricTensor, factor: Double) -> SymmetricTensor {
    SymmetricTensor(
      xx: factor * tensor.xx, xy: factor * tensor.xy, xz: factor * tensor.xz,
      yy: factor * tensor.yy, yz: factor * tensor.yz, zz: factor * tensor.zz)
  }
}

extension SymmetricTensor {
  /// What a file's nine numbers held beyond a symmetric traceless tensor.
  public struct Residue: Sendable, Hashable {
    /// The largest |V_ij − V_ji|/2 in the units of the tensor.
    public var asymmetry: Double
    /// The trace that was removed.
    public var trace: Double
    /// The larger of both, relative to the largest element; 0 for a null tensor.
    public var relative: Double

    /// Whether the numbers are more than 1e-3 off a symmetric traceless tensor.
    public var isConspicuous: Bool { relative > 1e-3 }
  }

  /// The symmetric traceless part of nine row-major numbers, and what was left over.
  ///
  /// - Throws: `TensorError.elements` unless there are nine finite numbers.
  public static func symmetrized(
    rowMajor v: [Double]
  ) throws(TensorError) -> (tensor: SymmetricTensor, residue: Residue) {
    guard v.count == 9 else { throw .elements(found: "\(v.count) numbers") }
    guard let largest = v.map(abs).max(), v.allSatisfy(\.isFinite) else {
      throw .elements(found: v.map { "\($0)" }.joined(separator: " "))
    }
    let third = v[0] / 3 + v[4] / 3 + v[8] / 3
    let tensor = SymmetricTensor(
      xx: v[0] - third, xy: v[1] / 2 + v[3] / 2, xz: v[2] / 2 + v[6] / 2, yy: v[4] - third,
      yz: v[5] / 2 + v[7] / 2, zz: v[8] - third)
    let asymmetry = max(
      abs(v[1] / 2 - v[3] / 2), abs(v[2] / 2 - v[6] / 2), abs(v[5] / 2 - v[7] / 2))
    let relative =
      largest < PrincipalAxes.nullLimit ? 0 : max(asymmetry, abs(3 * third)) / largest
    let residue = Residue(asymmetry: asymmetry, trace: 3 * third, relative: relative)
    return (tensor, residue)
  }
}
