/// Why a histogram or a set of regions cannot be made from what was given.
public enum SpectraError: Error, Equatable, CustomStringConvertible {
  /// A range that is empty, not finite, or too narrow for so many bins.
  case range(lower: Double, upper: Double, bins: Int)
  /// A count of bins that is not 1…`Binning.largestCount`.
  case bins(found: Int)
  /// A bin width that is not positive or makes too many bins.
  case width(found: Double)
  /// A count that is negative, or counts whose sum is beyond an integer.
  case counts(bin: Int, found: Int)
  /// Counts and edges that do not belong together.
  case edges(found: Int, expected: Int)
  /// A region outside the histogram or overlapping another one.
  case region(first: Int, last: Int, bins: Int)

  public var description: String {
    switch self {
    case .range(let lower, let upper, let bins):
      "histogram range: found \(lower) to \(upper) for \(bins) bins; expected finite numbers, the "
        + "lower one first, far enough apart for that many distinct edges"
    case .bins(let found):
      "histogram: found \(found) bins; expected 1 to \(Binning.largestCount)"
    case .width(let found):
      "bin width: found \(found); expected a positive number that makes no more than "
        + "\(Binning.largestCount) bins"
    case .counts(let bin, let found):
      "histogram: found the count \(found) in bin \(bin); expected counts from 0 whose sum is an "
        + "integer of 64 bits"
    case .edges(let found, let expected):
      "histogram: found \(found) edges; expected \(expected), one more than there are bins"
    case .region(let first, let last, let bins):
      "region: found bins \(first) to \(last); expected bins within 0 to \(bins - 1) that belong "
        + "to no other region"
    }
  }
}
