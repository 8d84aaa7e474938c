import Glibc

/// How a class of sites is represented in a part of a set, against the whole set.
public struct Enrichment: Sendable, Equatable {
  /// Sites of the class in the part, and sites in the part.
  public var found: Int
  public var part: Int
  /// Sites of the class in the whole set, and sites in the whole set.
  public var ofClass: Int
  public var whole: Int

  public init(found: Int, part: Int, ofClass: Int, whole: Int) {
    self.found = found
    self.part = part
    self.ofClass = ofClass
    self.whole = whole
  }

  /// What the part would hold of the class if it were like the whole set.
  public var expected: Double { Double(part) * Double(ofClass) / Double(whole) }

  /// The class's share of the part over its share of the whole set; NaN of an empty class.
  public var ratio: Double { Double(found) / expected }

  /// The statistic G = 2 Σ O ln(O/E) of the table of class and part: twice the logarithm of how much
  /// likelier the counts are with their own share than with that of the whole set.
  ///
  /// By chance alone it is spread as χ² with one degree of freedom, also for small counts; it grows
  /// with the count and with the ratio, so that a class of a few sites does not outdo a large one.
  public var logLikelihood: Double {
    let (k, n) = (Double(found), Double(part))
    let (classes, all) = (Double(ofClass), Double(whole))
    func term(_ observed: Double, _ expected: Double) -> Double {
      observed > 0 && expected > 0 ? observed * log(observed / expected) : 0
    }
    let (others, rest) = (all - classes, all - n)
    return 2
      * (term(k, n * classes / all) + term(n - k, n * others / all)
        + term(classes - k, rest * classes / all) + term(others - n + k, rest * others / all))
  }

  /// Whether the difference is worth saying: no chance among some hundred classes looked at, at
  /// least five sites there or missing, and a share that is off by a tenth.
  public var isClear: Bool {
    part > 0 && part < whole && max(Double(found), expected) >= 5
      && (ratio >= 1.1 || ratio <= 1 / 1.1) && logLikelihood >= Self.leastStrength
  }

  /// χ² of one degree of freedom above which chance goes once in ten thousand.
  public static let leastStrength = 15.1
}

/// How the mean of a quantity over a part of a set differs from that over the whole set.
public struct MeanShift: Sendable, Equatable {
  public var part: BinStatistics.Moments
  public var whole: BinStatistics.Moments

  public init(part: BinStatistics.Moments, whole: BinStatistics.Moments) {
    self.part = part
    self.whole = whole
  }

  /// Mean of the part minus mean of the whole set; NaN where either is empty.
  public var difference: Double { part.mean - whole.mean }

  /// (difference of the part's mean from the rest's over its standard error)², to be held against χ²
  /// with one degree of freedom as `Enrichment.logLikelihood` is; 0 without a rest or a spread.
  public var strength: Double {
    let rest = BinStatistics.Moments(
      count: whole.count - part.count, sum: whole.sum - part.sum,
      squares: whole.squares - part.squares)
    guard part.count > 0, rest.count > 0 else { return 0 }
    let error =
      whole.deviation * (1 / Double(part.count) + 1 / Double(rest.count)).squareRoot()
    // A column of equal values has no spread but that of rounding.
    guard whole.deviation > 1e-6 * whole.mean.magnitude else { return 0 }
    let ratio = (part.mean - rest.mean) / error
    return ratio * ratio
  }

  /// Whether the difference is worth saying: at least five sites, no chance, a fifth of the spread,
  /// and no less than `least`.
  public func isClear(least: Double) -> Bool {
    part.count >= 5 && strength >= Enrichment.leastStrength
      && difference.magnitude >= max(least, 0.2 * whole.deviation)
  }
}
