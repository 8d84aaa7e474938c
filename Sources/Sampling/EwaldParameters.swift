import Glibc

/// How an Ewald sum is split into its two halves and where each is cut off.
public struct EwaldParameters: Sendable, Equatable {
  /// α in 1/Å: the real-space half falls off as erfc(αr), the reciprocal one as exp(−k²/4α²).
  public var splitting: Double
  /// Å.
  public var realCutoff: Double
  /// 1/Å.
  public var reciprocalCutoff: Double

  public init(splitting: Double, realCutoff: Double, reciprocalCutoff: Double) {
    self.splitting = splitting
    self.realCutoff = realCutoff
    self.reciprocalCutoff = reciprocalCutoff
  }

  /// A pair of the real-space half costs about as much as so many terms of the reciprocal one.
  private static let costRatio = 6.0

  /// Parameters that keep the cut-off terms below an accuracy at the least cost.
  ///
  /// Both halves are cut at the same s = α r_c = k_c/2α, so that they lose alike. s is the
  /// smallest for which the root mean square of what is left out of the second derivatives of the
  /// potential, for charges at random places (after Kolafa and Perram 1992), is below `accuracy`.
  /// - Parameters:
  ///   - charges: in units of e.
  ///   - volume: of the cell in Å³.
  ///   - accuracy: in e/Å³, and e/Å for potentials.
  ///   - splitting: α in 1/Å; chosen by cost if nil.
  public init(charges: [Double], volume: Double, accuracy: Double, splitting: Double? = nil) {
    let count = Double(max(1, charges.count))
    let charge = max(1e-3, (charges.reduce(0) { $0 + $1 * $1 } / count).squareRoot())
    let balanced = pow(Self.costRatio * .pi * .pi * .pi * count / (volume * volume), 1 / 6.0)
    let alpha = splitting ?? balanced
    let goal = max(accuracy, 1e-15)
    var s = 1.5
    while s < 8 {
      // Both halves leave out the same: 4 q α √(ρ α s) exp(−s²).
      let tail = 4 * charge * alpha * (count / volume * alpha * s).squareRoot() * exp(-s * s)
      // Potentials lack the two derivatives.
      if tail * max(1, 1 / (4 * s * s * alpha * alpha)) <= goal { break }
      s += 0.02
    }
    self.init(splitting: alpha, realCutoff: s / alpha, reciprocalCutoff: 2 * alpha * s)
  }
}
