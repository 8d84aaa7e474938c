/// How often intervals of a stated probability hold the reference: expected against observed
/// coverage.
///
/// Sites of one structure are not independent, so the statistical error of the observed coverage is
/// taken from the number of structures: binomial, √(p(1 − p)/structures).
public struct CalibrationCurve: Sendable, Equatable {
  /// One level of probability.
  public struct Point: Sendable, Equatable {
    /// The probability the intervals are made for, 0…1.
    public var expected: Double
    /// The share of sites whose reference lies inside, 0…1; NaN of no sites.
    public var observed: Double

    public init(expected: Double, observed: Double) {
      self.expected = expected
      self.observed = observed
    }
  }

  /// The levels, ascending.
  public var points: [Point]
  /// N, the sites judged.
  public var count: Int
  /// The structures these sites are of.
  public var structures: Int

  public init(points: [Point], count: Int, structures: Int) {
    self.points = points
    self.count = count
    self.structures = structures
  }

  /// Counts errors inside their intervals; sites without a finite error or σ are left out.
  ///
  /// - Parameters:
  ///   - errors: predicted minus reference, one a site, in the unit of `uncertainties`.
  ///   - uncertainties: σ of each site.
  ///   - factors: the half-widths of the intervals in units of σ.
  ///   - structures: the structure each site belongs to.
  public init(
    errors: [Double], uncertainties: [Double], factors: CoverageFactors, structures: [Int]
  ) {
    precondition(
      errors.count == uncertainties.count && errors.count == structures.count,
      "one σ and one structure an error")
    let judged = errors.indices.filter { errors[$0].isFinite && uncertainties[$0].isFinite }
    points = zip(CoverageFactors.levels, factors.factors).map { level, factor in
      let inside = judged.count { abs(errors[$0]) <= factor * uncertainties[$0] }
      return Point(expected: level, observed: Double(inside) / Double(judged.count))
    }
    count = judged.count
    self.structures = Set(judged.map { structures[$0] }).count
  }

  /// The binomial standard error of the observed coverage where `expected` is true.
  public func standardError(expected: Double) -> Double {
    (expected * (1 - expected) / Double(structures)).squareRoot()
  }
}
