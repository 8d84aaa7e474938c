import Glibc
import Spectra

/// What follows from a site's tensor once the field direction is chosen: ω_Q, θ and φ.
///
/// Everything comes from two invariants of V and the unit vector b, b·V·b and |V·b|², and from the
/// principal values; no tensor is diagonalised.
struct DerivedQuantities: Sendable, Equatable {
  /// The unit vector along the field, in the structures' Cartesian frame.
  let direction: SIMD3<Double>
  /// ω_Q in kHz for b·V·b = 1 a.u.
  let scale: Double
  /// Whether ω_Q is eq. (5) as printed, with the sign of its η term reversed.
  let printedEquation5: Bool
  /// b·V·b = Σ weights[m + 2] · component m.
  let weights: SIMD8<Double>

  init(direction b: SIMD3<Double>, scale: Double, printedEquation5: Bool) {
    direction = b
    self.scale = scale
    self.printedEquation5 = printedEquation5
    let two = 2.0.squareRoot()
    weights = SIMD8(
      two * b.x * b.y, two * b.y * b.z, (3 * b.z * b.z - 1) / 6.0.squareRoot(), two * b.x * b.z,
      (b.x * b.x - b.y * b.y) / two, 0, 0, 0)
  }

  /// The same for another direction of the field, a unit vector.
  func along(_ b: SIMD3<Double>) -> DerivedQuantities {
    DerivedQuantities(direction: b, scale: scale, printedEquation5: printedEquation5)
  }

  /// The five numbers whose dot product with a tensor's components is ω_Q in kHz.
  var splittingWeights: [Double] { (0..<5).map { scale * weights[$0] } }

  /// ω_Q in kHz of the tensor in a row; NaN where there is none.
  func omegaQ(_ components: [[Float]], _ row: Int) -> Float {
    guard let five = five(components, row) else { return .nan }
    return Float(scale * (weights * five).sum())
  }

  /// ω_Q of eq. (5) as printed, with V_zz made positive: the invariant form with its η term's sign
  /// reversed.
  func printedOmegaQ(_ components: [[Float]], _ row: Int, vzz: Float, asymmetry: Float) -> Float {
    guard let five = five(components, row) else { return .nan }
    let invariant = (weights * five).sum()
    let share = projections(five, vzz: Double(vzz), asymmetry: Double(asymmetry))
    // The η term of b·V·b is V_zz/2 · η sin²θ cos 2φ with sin²θ cos 2φ = (b·x)² − (b·y)².
    let eta = asymmetry.magnitude < 1e-6 ? 0 : Double(vzz) * Double(asymmetry) * (share.x - share.y)
    return Float(scale * (vzz < 0 ? eta - invariant : invariant - eta))
  }

  /// ω_Q in kHz of some rows, in the form in use; NaN where there is no tensor.
  func omegaQ(_ components: [[Float]], _ rows: Range<Int>) -> [Float] {
    guard printedEquation5 else { return rows.map { omegaQ(components, $0) } }
    let known = rows.clamped(to: 0..<(components.first?.count ?? 0))
    let own = components.map { Array($0[known]) }
    guard own.count == 5 else { return rows.map { _ in .nan } }
    let (vzz, asymmetry) = principalValues(components: own)
    return rows.map { row in
      let place = row - known.lowerBound
      return vzz.indices.contains(place)
        ? printedOmegaQ(own, place, vzz: vzz[place], asymmetry: asymmetry[place]) : .nan
    }
  }

  /// θ and φ in degrees, folded into 0…90; NaN where they have no meaning.
  func angles(
    _ components: [[Float]], _ row: Int, vzz: Float, asymmetry: Float
  ) -> (theta: Float, phi: Float) {
    guard let five = five(components, row), vzz.magnitude >= 1e-8 else { return (.nan, .nan) }
    let share = projections(five, vzz: Double(vzz), asymmetry: Double(asymmetry))
    let degrees = 180 / Double.pi
    let theta = acos(share.z.squareRoot()) * degrees
    guard asymmetry >= 1e-6 else { return (Float(theta), .nan) }
    let phi = 1 - share.z < 1e-18 ? 0 : atan2(share.y.squareRoot(), share.x.squareRoot()) * degrees
    return (Float(theta), Float(phi))
  }

  /// σ of the invariant ω_Q in kHz; NaN where the model knows none. As `TensorUncertainty`, which
  /// says why.
  func uncertainty(
    _ components: [[Float]], _ row: Int, across: Float, along: Float
  ) -> Float {
    guard !across.isNaN, let five = five(components, row) else { return .nan }
    let projection = (weights * five).sum()
    let square = (five * five).sum()
    let share = square > 0 ? projection * projection / square : 0
    let (perpendicular, parallel) = (Double(across) * Double(across), Double(along) * Double(along))
    let variance = perpendicular * 2 / 3 + (parallel - perpendicular) * share
    return Float(abs(scale) * max(0, variance).squareRoot())
  }

  private func five(_ components: [[Float]], _ row: Int) -> SIMD8<Double>? {
    guard components.count == 5, components[0].count > row else { return nil }
    return SIMD8(
      Double(components[0][row]), Double(components[1][row]), Double(components[2][row]),
      Double(components[3][row]), Double(components[4][row]), 0, 0, 0)
  }

  /// (b·x)², (b·y)², (b·z)² for the principal axes, by the spectral projectors of V.
  private func projections(
    _ five: SIMD8<Double>, vzz: Double, asymmetry: Double
  ) -> (x: Double, y: Double, z: Double) {
    let b = direction
    let two = 2.0.squareRoot()
    let zz = five[2] * 6.0.squareRoot() / 3
    let xx = -zz / 2 + five[4] / two
    let yy = -zz / 2 - five[4] / two
    let (xy, yz, xz) = (five[0] / two, five[1] / two, five[3] / two)
    let u = SIMD3(
      xx * b.x + xy * b.y + xz * b.z, xy * b.x + yy * b.y + yz * b.z,
      xz * b.x + yz * b.y + zz * b.z)
    let first = (b * u).sum()
    let second = (u * u).sum()
    let (vx, vy, vz) = (-vzz * (1 - asymmetry) / 2, -vzz * (1 + asymmetry) / 2, vzz)
    func share(_ own: Double, _ p: Double, _ q: Double) -> Double {
      let gap = (own - p) * (own - q)
      guard gap != 0 else { return 0 }
      return min(max((second - (p + q) * first + p * q) / gap, 0), 1)
    }
    let z = share(vz, vx, vy)
    let x = min(share(vx, vy, vz), 1 - z)
    return (x, max(0, 1 - z - x), z)
  }
}
