/// The half-widths of a model's intervals in units of the standard uncertainty σ.
///
/// The factor of 68 % is 1: σ is *defined* as the half-width that holds 68 % of errors. Errors of
/// regression have heavier tails than a normal distribution, so the others are not its 0.67, 1.65
/// and 1.97 but quantiles of |error| / σ over structures that the predicting model did not know.
public struct CoverageFactors: Sendable, Equatable {
  /// The probabilities that intervals are given for, ascending.
  public static let levels = [0.5, 0.68, 0.9, 0.95]

  /// One factor a level, ascending.
  public let factors: [Double]

  /// - Parameter factors: one finite number above 0 a level, not descending; nil for others.
  public init?(_ factors: [Double]) {
    guard factors.count == Self.levels.count, factors.allSatisfy({ $0 > 0 && $0.isFinite }),
      zip(factors, factors.dropFirst()).allSatisfy({ $0 <= $1 })
    else { return nil }
    self.factors = factors
  }

  /// The half-width of the interval that holds 95 % of errors, in units of σ.
  public var ninetyFivePercent: Double { factors[3] }
}
