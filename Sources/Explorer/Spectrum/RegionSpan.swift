import Spectra

/// A region as an interval of the observable, with what its sites have in common there.
struct RegionSpan: Sendable, Equatable {
  /// Counted from 1.
  var number: Int
  var lower: Double
  var upper: Double
  /// Mean and standard deviation (the count as divisor) of the observable over the region's sites.
  var mean: Double
  var deviation: Double
  /// The ends as far as values can lie beyond them, else infinite: 0 bounds a modulus, 0 and 1
  /// bound η and novelty.
  var lowerEdge: Double
  var upperEdge: Double

  init(_ region: Region, of observable: Observable, _ moments: BinStatistics.Moments) {
    number = region.number
    (lower, upper) = (region.lower, region.upper)
    (mean, deviation) = (moments.mean, moments.deviation)
    let natural = observable.naturalRange
    let least = natural?.lowerBound ?? (observable.isSigned ? -.infinity : 0)
    let most = natural?.upperBound ?? .infinity
    lowerEdge = lower > least ? lower : -.infinity
    upperEdge = upper < most ? upper : .infinity
  }

  /// How far outside the interval a value lies; 0 inside.
  func gap(to value: Double) -> Double { max(0, lower - value, value - upper) }
}

extension RegionLookup {
  /// The region a value lies in; for a value in none, the nearest by its edge.
  func nearestSpan(to value: Double) -> RegionSpan? {
    guard value.isFinite else { return nil }
    let region = region(of: Float(value))
    if region > 0, let own = spans.first(where: { $0.number == Int(region) }) { return own }
    return spans.min { $0.gap(to: value) < $1.gap(to: value) }
  }

  /// |z|: how many standard deviations a value is from the mean of its region, or of the nearest
  /// one if it lies in none; NaN without a region or without spread.
  ///
  /// A region is an interval, so no far value widens its standard deviation: there is no need for
  /// a robust one.
  func deviations(of value: Float) -> Float {
    guard let span = nearestSpan(to: Double(value)), span.deviation > 0 else { return .nan }
    return Float((Double(value) - span.mean).magnitude / span.deviation)
  }

  /// How far a value is from the nearest edge of its region, or of any region if it lies in none,
  /// in the observable's unit; NaN without an edge.
  ///
  /// Small numbers are the sites that a slightly different threshold would classify otherwise.
  func edgeDistance(of value: Float) -> Float {
    let value = Double(value)
    guard let span = nearestSpan(to: value) else { return .nan }
    let distance = min((value - span.lowerEdge).magnitude, (span.upperEdge - value).magnitude)
    return distance.isFinite ? Float(distance) : .nan
  }
}
