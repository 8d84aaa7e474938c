/// The least count of a bin that belongs to a region.
///
/// As a count it depends on how many sites there are and how wide a bin is; as a density it gives
/// the same regions for one structure and for many.
public enum Threshold: Sendable, Hashable {
  /// Sites a bin.
  case counts(Double)
  /// Share of all sites per unit of the observable: sites a bin / (sites · bin width).
  case density(Double)

  /// The paper's threshold, 10 sites a bin.
  public static let standard = Threshold.counts(10)

  /// Sites a bin, for a number of predicted sites and a bin width. A density that came from a whole
  /// number of counts gives that number back: rounding must not put a bin of as many below it.
  public func counts(sites: Int, binWidth: Double) -> Double {
    switch self {
    case .counts(let counts): counts
    case .density(let density):
      Self.withoutRounding(density * Double(sites) * binWidth)
    }
  }

  private static func withoutRounding(_ counts: Double) -> Double {
    let whole = counts.rounded()
    return abs(counts - whole) <= 1e-12 * whole ? whole : counts
  }

  /// Share of all sites per unit of the observable; 0 without sites.
  public func density(sites: Int, binWidth: Double) -> Double {
    switch self {
    case .counts(let counts): sites > 0 && binWidth > 0 ? counts / (Double(sites) * binWidth) : 0
    case .density(let density): density
    }
  }
}
