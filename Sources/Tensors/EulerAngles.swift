import Glibc

/// Euler angles of a tensor's axes in radians, intrinsic rotations, in TensorView's ranges.
///
/// Active: α 0..<2π, β 0…π/2, γ 0..<π. Passive angles describe the inverse rotation: α 0..<π,
/// β 0…π/2, γ 0..<2π. A tensor's axes have no sign, so four sets describe the same tensor; the one
/// within the ranges is given. Where the ranges still leave a choice: γ = 0 (passive: γ = 0) for
/// β = 0, and the smaller α (passive: γ) for β = π/2.
public struct EulerAngles: Sendable, Hashable {
  /// The axes turned about, of the frame as turned so far.
  public enum Convention: String, Sendable, Hashable, CaseIterable { case zyz, zxz }

  /// Whether the angles turn the laboratory frame onto the principal axes or back.
  public enum Sense: String, Sendable, Hashable, CaseIterable { case active, passive }

  public let alpha: Double
  public let beta: Double
  public let gamma: Double
  public let convention: Convention
  public let sense: Sense

  public init(of frame: Rotation, convention: Convention = .zyz, sense: Sense = .active) {
    // Turning the frame by π about its own x axis brings z to the upper half.
    let flip: Double = frame.z.z < 0 ? -1 : 1
    let (x, y, z) = (frame.x, flip * frame.y, flip * frame.z)
    let sine = (z.x * z.x + z.y * z.y).squareRoot()
    let beta = sine < 1e-9 ? 0 : atan2(sine, z.z)
    let quarter: Double = convention == .zyz ? 0 : .pi / 2
    var alpha: Double
    var gamma: Double
    if beta == 0 {
      alpha = wrapped(atan2(x.y, x.x), to: .pi)
      gamma = 0
    } else {
      alpha = wrapped(atan2(z.y, z.x) + quarter, to: 2 * .pi)
      gamma = wrapped(atan2(y.z, -x.z) - quarter, to: .pi)
      if z.z < 1e-9, alpha >= .pi {
        alpha = wrapped(alpha - .pi, to: .pi)
        gamma = wrapped(-gamma, to: .pi)
      }
    }
    if sense == .passive {
      (alpha, gamma) =
        beta == 0
        ? (wrapped(-alpha, to: .pi), 0)
        : (wrapped(.pi - gamma, to: .pi), wrapped(.pi - alpha, to: 2 * .pi))
    }
    self.alpha = alpha
    self.beta = beta
    self.gamma = gamma
    self.convention = convention
    self.sense = sense
  }

  /// α, β, γ in degrees.
  public var degrees: [Double] { [alpha, beta, gamma].map { $0 * 180 / .pi } }

  /// The rotation the angles stand for: the frame if active, its inverse if passive.
  public var rotation: Rotation {
    let middle = convention == .zyz ? SIMD3<Double>(0, 1, 0) : SIMD3(1, 0, 0)
    return turn(SIMD3(0, 0, 1), alpha) * turn(middle, beta) * turn(SIMD3(0, 0, 1), gamma)
  }
}

private func turn(_ axis: SIMD3<Double>, _ angle: Double) -> Rotation {
  Rotation(about: axis, cosine: cos(angle), sine: sin(angle))
}

/// An angle modulo a period, within 0..<period; rounding just below the period counts as 0.
private func wrapped(_ angle: Double, to period: Double) -> Double {
  let rest = angle - period * (angle / period).rounded(.down)
  return rest < 1e-9 || period - rest < 1e-9 ? 0 : rest
}
