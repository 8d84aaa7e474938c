import Glibc

/// Principal values and axes of an EFG tensor in NQR order, |V_zz| ≥ |V_yy| ≥ |V_xx|.
///
/// If |V_zz| and |V_yy| agree within 1e-9, the positive one is V_zz. A tensor with
/// |V_zz| < 1e-8 a.u. is null: all values 0 and no orientation. A tensor that is not finite has
/// NaN values and no orientation.
public struct PrincipalAxes: Sendable, Equatable {
  /// The principal value smallest in magnitude, in the tensor's units.
  public let vxx: Double
  /// The middle principal value.
  public let vyy: Double
  /// The principal value largest in magnitude, signed.
  public let vzz: Double
  /// The axes as columns in laboratory components, right-handed; identity without orientation.
  ///
  /// The last component of an axis that exceeds 1e-9 in magnitude is positive for z and x; y = z × x.
  public let frame: Rotation

  /// Below this magnitude of V_zz in a.u. a tensor counts as null.
  public static let nullLimit = 1e-8
  /// Below this relative gap two principal values are taken for too close to tell their axes.
  public static let ambiguityLimit = 0.05
  /// Within this relative difference |V_zz| and |V_yy| count as equal.
  public static let tieLimit = 1e-9

  public init(of tensor: SymmetricTensor) {
    guard tensor.isFinite else {
      self.init(vxx: .nan, vyy: .nan, vzz: .nan, frame: .identity)
      return
    }
    let (values, vectors) = tensor.eigen()
    var x = (value: values.x, axis: vectors.x)
    var y = (value: values.y, axis: vectors.y)
    var z = (value: values.z, axis: vectors.z)
    // Values of equal magnitude stay in the solver's order, so the result is reproducible.
    if abs(x.value) > abs(y.value) { swap(&x, &y) }
    if abs(y.value) > abs(z.value) { swap(&y, &z) }
    if abs(x.value) > abs(y.value) { swap(&x, &y) }
    guard abs(z.value) >= Self.nullLimit else {
      self.init(vxx: 0, vyy: 0, vzz: 0, frame: .identity)
      return
    }
    let isTie = abs(z.value) - abs(y.value) <= Self.tieLimit * abs(z.value)
    if isTie, z.value < 0, y.value > 0 { swap(&y, &z) }
    let (up, side) = (Self.canonical(z.axis), Self.canonical(x.axis))
    self.init(
      vxx: x.value, vyy: y.value, vzz: z.value,
      frame: Rotation(x: side, y: up.cross(side), z: up))
  }

  public init(of tensor: SphericalTensor) { self.init(of: SymmetricTensor(tensor)) }

  init(vxx: Double, vyy: Double, vzz: Double, frame: Rotation) {
    self.vxx = vxx
    self.vyy = vyy
    self.vzz = vzz
    self.frame = frame
  }

  /// η = (V_xx − V_yy)/V_zz, 0…1; 0 for a null tensor, NaN for one that is not finite (eq. 4).
  public var asymmetry: Double {
    if vzz.isNaN { return .nan }
    return vzz == 0 ? 0 : min(max((vxx - vyy) / vzz, 0), 1)
  }

  /// The sign of V_zz, +1 or −1; +1 for a null tensor. Multiplying the whole tensor with it makes
  /// V_zz ≥ 0 and changes neither η, nor the axes, nor |ω_Q|.
  public var sign: Double { vzz < 0 ? -1 : 1 }

  /// Whether V_zz is too small to have a meaning.
  public var isNull: Bool { vzz == 0 }

  /// Whether the axes mean anything: false for a null tensor and for one that is not finite.
  public var hasOrientation: Bool { vzz != 0 && !vzz.isNaN }

  /// (|V_zz| − |V_yy|)/|V_zz|, equal to (1 − η)/2; 0 without orientation.
  public var gapZY: Double { hasOrientation ? max(0, (abs(vzz) - abs(vyy)) / abs(vzz)) : 0 }

  /// (|V_yy| − |V_xx|)/|V_zz|, equal to η; 0 without orientation.
  public var gapYX: Double { hasOrientation ? max(0, (abs(vyy) - abs(vxx)) / abs(vzz)) : 0 }

  /// Whether two principal values are so close that their axes may change places.
  public var isAmbiguous: Bool { min(gapZY, gapYX) < Self.ambiguityLimit }

  /// The same axes for the sign-fixed tensor, V_zz ≥ 0.
  public var signFixed: PrincipalAxes {
    PrincipalAxes(vxx: sign * vxx, vyy: sign * vyy, vzz: sign * vzz, frame: frame)
  }

  /// The axis pointing so that its last component above 1e-9 in magnitude is positive.
  private static func canonical(_ axis: SIMD3<Double>) -> SIMD3<Double> {
    if abs(axis.z) > 1e-9 { return axis.z < 0 ? -axis : axis }
    if abs(axis.y) > 1e-9 { return axis.y < 0 ? -axis : axis }
    return axis.x < 0 ? -axis : axis
  }
}

extension PrincipalAxes {
  /// The direction of a field in the principal axes, folded into one octant.
  ///
  /// `theta`: angle between field and z axis, 0…π/2; `phi`: azimuth from the x axis, 0…π/2, in
  /// radians. Both NaN without orientation; phi NaN for η < 1e-6, and 0 where the field lies on z.
  public func angles(to field: FieldDirection) -> (theta: Double, phi: Double) {
    guard hasOrientation else { return (.nan, .nan) }
    let b = frame.components(of: field.unit)
    let sine = (b.x * b.x + b.y * b.y).squareRoot()
    let theta = atan2(sine, abs(b.z))
    // Not `asymmetry`, which is clamped to 0 where reassigned axes have x and y exchanged.
    if abs(vxx - vyy) < 1e-6 * abs(vzz) { return (theta, .nan) }
    return (theta, sine < 1e-9 ? 0 : atan2(abs(b.y), abs(b.x)))
  }
}
