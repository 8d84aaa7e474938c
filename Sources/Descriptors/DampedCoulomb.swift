import Glibc

/// The damped Coulomb potential φ(r) = erfc(αr)/r and its derivatives, switched off at a radius.
///
/// With B₀ = φ and B_{n+1} = −B_n′/r the second and third derivatives of φ at a displacement are
/// B₂ x_a x_b − B₁ δ_ab and so on (the real-space half of Ewald's sum). r^{2n+1} B_n is smooth and
/// is read from a table; the same table serves every path, so that all agree to the last digit.
struct DampedCoulomb: Sendable {
  let radius: Double
  private let perLength: Double
  /// r³B₁, r⁵B₂, r⁷B₃ times the switch at each node, and a spare.
  private let nodes: [SIMD4<Double>]
  private static let intervals = 4096

  init(damping: Double, radius: Double, smoothing: Double) {
    self.radius = radius
    perLength = Double(Self.intervals) / radius
    let slope = 2 * damping / Double.pi.squareRoot()
    nodes = (0...Self.intervals + 1).map { node in
      let r = Double(node) * radius / Double(Self.intervals)
      if r >= radius { return .zero }
      // All powers of r multiplied through: B_n r^{2n+1} has no singularity at 0.
      let x = damping * r
      let gauss = slope * r * exp(-x * x)
      let b1 = erfc(x) + gauss
      let b2 = 3 * b1 + 2 * x * x * gauss
      let b3 = 5 * b2 + 4 * x * x * x * x * gauss
      let start = radius - smoothing
      let factor = r <= start ? 1 : 0.5 * (1 + cos(.pi * (r - start) / smoothing))
      return factor * SIMD4(b1, b2, b3, 0)
    }
  }

  /// B₁, B₂ and B₃ at a distance below the radius.
  @inline(__always)
  func callAsFunction(_ r: Double) -> SIMD4<Double> {
    let place = r * perLength
    let node = min(Int(place), Self.intervals)
    let part = place - Double(node)
    return nodes.withUnsafeBufferPointer { nodes in
      let value = nodes[node] + part * (nodes[node + 1] - nodes[node])
      let inverse = 1 / r
      let square = inverse * inverse
      let cube = square * inverse
      return value * SIMD4(cube, cube * square, cube * square * square, 0)
    }
  }
}
