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

  /// Sites a bin, for a number of predicted sites and a bin width.
  public func counts(sites: Int, binWidth: Double) -> Double {
    switch self {
    case .counts(let counts): counts
    case .density(let density): density * Double(sites) * binWidth
    }
  }

  /// Share of all sites per unit of the observable; 0 without sites.
  public func density(sites: Int, binWidth: Double) -> Double {
    switch self {
    case .counts(let counts): sites > 0 && binWidth > 0 ? counts / (Double(sites) * binWidth) : 0
    case .density(let density): density
    }
  }
}
