import Glibc

/// The factors of a search with their bounds, and the hyperparameters they start from.
public struct SearchSpace: Sendable, Equatable {
  /// What the factors do not vary stays as it is here.
  public let start: Hyperparameters
  public let factors: [FactorBounds]

  /// Makes a space of factors between their usual bounds, or those given.
  ///
  /// - Throws: `option` for no factors or more than there are designs for, a factor twice, bounds of
  ///   a factor not searched and bounds no search can have; `hyperparameter` where values within
  ///   the bounds make no model.
  public init(
    start: Hyperparameters, factors: [SearchFactor], bounds: [FactorBounds] = []
  ) throws(RegressionError) {
    try start.validate()
    guard BoxBehnken.factorCounts.contains(factors.count) else {
      throw .option(name: "factors", found: "\(factors.count)", expected: "1 to 7 at a time")
    }
    for (place, factor) in factors.enumerated() where factors.firstIndex(of: factor) != place {
      throw .option(
        name: "factors", found: "\(factor.rawValue) twice", expected: "each factor once")
    }
    for (place, bound) in bounds.enumerated() {
      guard factors.contains(bound.factor) else {
        let names = factors.map(\.rawValue).joined(separator: ", ")
        throw .option(
          name: "bounds", found: "bounds of \(bound.factor.rawValue), which is no factor searched",
          expected: "one of \(names)")
      }
      guard bounds.firstIndex(where: { $0.factor == bound.factor }) == place else {
        throw .option(
          name: "bounds", found: "\(bound.factor.rawValue) twice", expected: "each factor once")
      }
      try Self.validate(bound)
    }
    self.start = start
    self.factors = factors.map { factor in
      if let given = bounds.first(where: { $0.factor == factor }) { return given }
      let usual = factor.usualBounds(start)
      return FactorBounds(factor, lower: usual.lower, upper: usual.upper)
    }
    for bound in self.factors { try Self.validate(bound) }
    // What hyperparameters must obey is monotone in each of them, so the corners tell of all points.
    for corner in 0..<(1 << factors.count) {
      let values = self.factors.enumerated().map { place, bound in
        corner >> place & 1 == 0 ? bound.lower : bound.upper
      }
      try hyperparameters(at: values).validate()
    }
  }

  private static func validate(_ bound: FactorBounds) throws(RegressionError) {
    let (factor, lower, upper) = (bound.factor, bound.lower, bound.upper)
    func refusal(_ expected: String) -> RegressionError {
      .option(
        name: "bounds of \(factor.rawValue)", found: "\(lower):\(upper)", expected: expected)
    }
    // Not-a-number fails the comparison.
    guard lower < upper, lower.isFinite, upper.isFinite else {
      throw refusal("the lower bound below the upper one, both finite")
    }
    if factor.isLogarithmic, lower <= 0 { throw refusal("bounds above 0") }
    if factor.isInteger {
      guard abs(lower) < 1e6, abs(upper) < 1e6, lower == lower.rounded(), upper == upper.rounded()
      else { throw refusal("whole numbers") }
    }
  }

  /// The hyperparameters with the factors at these values.
  public func hyperparameters(at values: [Double]) -> Hyperparameters {
    var result = start
    for (bound, value) in zip(factors, values) { bound.factor.set(value, in: &result) }
    return result
  }

  /// The start's own values; nil where it leaves a factor out or lies outside the bounds.
  public var startValues: [Double]? {
    var values: [Double] = []
    for bound in factors {
      guard let value = bound.factor.value(in: start), value >= bound.lower, value <= bound.upper
      else { return nil }
      values.append(value)
    }
    return values
  }

  /// The whole space as the first box of a search.
  var box: SearchBox {
    let ends = factors.map { ($0.scaled($0.lower), $0.scaled($0.upper)) }
    return SearchBox(
      center: ends.map { ($0.0 + $0.1) / 2 }, halfWidths: ends.map { ($0.1 - $0.0) / 2 })
  }

  /// The values at coded coordinates of a box: within bounds, whole numbers where only these make
  /// sense, else of four significant digits, so that the same point always has the same numbers.
  func values(at coded: [Double], in box: SearchBox) -> [Double] {
    factors.indices.map { place in
      let bound = factors[place]
      let value = bound.unscaled(box.center[place] + coded[place] * box.halfWidths[place])
      let rounded = bound.factor.isInteger ? value.rounded() : roundedToFourDigits(value)
      return min(bound.upper, max(bound.lower, rounded))
    }
  }

  /// The coded coordinates of values in a box.
  func coded(_ values: [Double], in box: SearchBox) -> [Double] {
    factors.indices.map { place in
      (factors[place].scaled(values[place]) - box.center[place]) / box.halfWidths[place]
    }
  }

  /// A box of half the widths around values, moved to lie within the bounds; whole numbers keep a
  /// neighbour on either side.
  func halved(_ box: SearchBox, around values: [Double]) -> SearchBox {
    let whole = self.box
    var result = box
    for place in factors.indices {
      let least = factors[place].factor.isInteger ? 1.0 : 0
      let half = min(whole.halfWidths[place], max(least, box.halfWidths[place] / 2))
      let room = whole.halfWidths[place] - half
      let center = factors[place].scaled(values[place])
      result.halfWidths[place] = half
      result.center[place] = min(
        whole.center[place] + room, max(whole.center[place] - room, center))
    }
    return result
  }
}

/// A part of a search space, in coordinates in which the search takes equal steps.
struct SearchBox: Sendable, Equatable {
  var center: [Double]
  var halfWidths: [Double]
}

extension FactorBounds {
  /// The coordinate the search takes equal steps in.
  func scaled(_ value: Double) -> Double { factor.isLogarithmic ? log10(value) : value }

  func unscaled(_ coordinate: Double) -> Double {
    factor.isLogarithmic ? pow(10, coordinate) : coordinate
  }
}

/// The nearest number of four significant decimal digits.
func roundedToFourDigits(_ value: Double) -> Double { rounded(value, digits: 4) }

/// The nearest number of some significant decimal digits.
func rounded(_ value: Double, digits: Int) -> Double {
  guard value.isFinite, value != 0 else { return value }
  let shift = digits - 1 - Int(log10(abs(value)).rounded(.down))
  guard abs(shift) <= 22 else { return value }
  // Powers of ten up to 10²² are exact, so one division or product rounds once.
  var power = 1.0
  for _ in 0..<abs(shift) { power *= 10 }
  return shift >= 0 ? (value * power).rounded() / power : (value / power).rounded() * power
}
