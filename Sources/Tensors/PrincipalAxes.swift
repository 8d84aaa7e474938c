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
    let axes = [vectors.x, vectors.y, vectors.z]
    // Equal magnitudes keep the order in which the solver left them, so the result is reproducible.
    var order = [0, 1, 2].sorted { (abs(values[$0]), $0) < (abs(values[$1]), $1) }
    let (middle, largest) = (values[order[1]], values[order[2]])
    guard abs(largest) >= Self.nullLimit else {
      self.init(vxx: 0, vyy: 0, vzz: 0, frame: .identity)
      return
    }
    if abs(largest) - abs(middle) <= Self.tieLimit * abs(largest), largest < 0, middle > 0 {
      order.swapAt(1, 2)
    }
    let z = Self.canonical(axes[order[2]])
    let x = Self.canonical(axes[order[0]])
    self.init(
      vxx: values[order[0]], vyy: values[order[1]], vzz: values[order[2]],
      frame: Rotation(x: x, y: z.cross(x), z: z))
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
    for component in [axis.z, axis.y, axis.x] where abs(component) > 1e-9 {
      return component < 0 ? -axis : axis
    }
    return axis
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
    if asymmetry < 1e-6 { return (theta, .nan) }
    return (theta, sine < 1e-9 ? 0 : atan2(abs(b.y), abs(b.x)))
  }
}
