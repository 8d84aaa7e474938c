import Glibc

/// A small random generator (SplitMix64, Steele et al. 2014): one seed, the same numbers everywhere.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// The generator of one part of a work, such as a structure or a run; parts may then be done in
  /// any order and by any thread.
  public init(seed: UInt64, part: Int) {
    var mixer = SeededGenerator(seed: seed)
    state = mixer.next() &+ UInt64(truncatingIfNeeded: part) &* 0xD1B5_4A32_D192_ED03
    // Neighbouring parts must not share a stretch of numbers.
    state = next()
  }

  @inlinable
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number drawn uniformly from 0..<1.
  @inlinable
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number drawn uniformly between two bounds.
  public mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A number of the normal distribution with mean 0 and standard deviation 1 (Box and Muller 1958).
  public mutating func normal() -> Double {
    // 1 − u is never 0, so that the logarithm is finite.
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }
}
