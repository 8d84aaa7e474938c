/// Measures of agreement between reference and predicted numbers.
///
/// Pairs with a number that is not finite are left out; without a pair left the result is NaN.
public enum Statistics {
  /// Mean of |predicted − reference|.
  public static func meanAbsoluteError(_ reference: [Double], _ predicted: [Double]) -> Double {
    mean(differences(reference, predicted).map(abs))
  }

  /// Square root of the mean of (predicted − reference)².
  public static func rootMeanSquareError(_ reference: [Double], _ predicted: [Double]) -> Double {
    mean(differences(reference, predicted).map { $0 * $0 }).squareRoot()
  }

  /// The share of pairs with |predicted − reference| ≤ band, 0…1.
  public static func share(
    within band: Double, _ reference: [Double], _ predicted: [Double]
  ) -> Double {
    mean(differences(reference, predicted).map { abs($0) <= band ? 1 : 0 })
  }

  /// Pearson's correlation coefficient r, −1…1; NaN where one side does not vary.
  public static func pearson(_ reference: [Double], _ predicted: [Double]) -> Double {
    let pairs = finitePairs(reference, predicted)
    let meanX = mean(pairs.map(\.0))
    let meanY = mean(pairs.map(\.1))
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (x, y) in pairs {
      xx += (x - meanX) * (x - meanX)
      yy += (y - meanY) * (y - meanY)
      xy += (x - meanX) * (y - meanY)
    }
    guard xx > 0, yy > 0 else { return .nan }
    return min(1, max(-1, xy / (xx.squareRoot() * yy.squareRoot())))
  }

  /// Mean of numbers; NaN of none.
  public static func mean(_ numbers: [Double]) -> Double {
    numbers.reduce(0, +) / Double(numbers.count)
  }

  /// Standard deviation with the count as divisor (ddof = 0); NaN of none.
  public static func standardDeviation(_ numbers: [Double]) -> Double {
    let centre = mean(numbers)
    return mean(numbers.map { ($0 - centre) * ($0 - centre) }).squareRoot()
  }

  private static func differences(_ reference: [Double], _ predicted: [Double]) -> [Double] {
    finitePairs(reference, predicted).map { $0.1 - $0.0 }
  }

  private static func finitePairs(_ a: [Double], _ b: [Double]) -> [(Double, Double)] {
    precondition(a.count == b.count, "reference and prediction must be of one length")
    return zip(a, b).filter { $0.0.isFinite && $0.1.isFinite }
  }
}
