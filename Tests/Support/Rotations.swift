import Tensors

/// A small seeded random generator (SplitMix64), the same numbers on every machine.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number drawn uniformly from 0..<1.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number drawn uniformly from a range.
  public mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A number of roughly the normal distribution of mean 0 and standard deviation 1.
  ///
  /// The sum of twelve uniform numbers: its tails end at ±6, which tests can live with.
  public mutating func normal() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += uniform() }
    return sum
  }

  /// A vector whose direction is uniform on the unit sphere.
  public mutating func direction() -> SIMD3<Double> {
    while true {
      let v = SIMD3(uniform(-1...1), uniform(-1...1), uniform(-1...1))
      let square = (v * v).sum()
      if square > 0.01, square <= 1 { return v / square.squareRoot() }
    }
  }

  /// A proper rotation of random axis and angle: two random directions made orthogonal.
  public mutating func rotation() -> Rotation {
    let z = direction()
    while true {
      let other = direction()
      let across = other - (other * z).sum() * z
      let length = (across * across).sum().squareRoot()
      if length > 0.1 {
        let x = across / length
        return Rotation(x: x, y: crossProduct(z, x), z: z)
      }
    }
  }

  /// A symmetric traceless tensor of random orientation with components of order `scale`.
  public mutating func tensor(scale: Double = 0.01) -> SphericalTensor {
    SphericalTensor(
      scale * normal(), scale * normal(), scale * normal(), scale * normal(), scale * normal())
  }
}

/// The vector product a × b.
public func crossProduct(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
  SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}
