import Glibc

/// Round numbers along an axis.
public struct Ticks: Sendable, Equatable {
  /// In rising order, all within the range asked for.
  public var values: [Double]
  /// Decimal places that tell neighbouring ticks apart.
  public var places: Int
  private var isLogarithmic = false

  /// Multiples of 1, 2 or 5 times a power of ten that lie in a range.
  /// - Parameter count: The most ticks wanted; at least one is tried for.
  public init(from lower: Double, to upper: Double, atMost count: Int) {
    let span = upper - lower
    guard span > 0, span.isFinite, lower.isFinite, count > 0 else {
      values = lower.isFinite && lower == upper ? [lower] : []
      places = 0
      return
    }
    var exponent = floor(log10(span / Double(count))) - 1
    var step = 0.0
    search: while true {
      for factor in [1.0, 2, 5] {
        step = factor * pow(10, exponent)
        if floor(upper / step + 1e-9) - ceil(lower / step - 1e-9) + 1 <= Double(count) {
          break search
        }
      }
      exponent += 1
      if exponent > 308 { break }
    }
    values = []
    places = Self.places(of: step)
    var index = ceil(lower / step - 1e-9)
    while index * step <= upper + step * 1e-9, values.count < count {
      values.append(index == 0 ? 0 : index * step)
      index += 1
    }
  }

  /// Whole powers of ten that lie in a range of positive numbers; where it holds fewer than three,
  /// their 2- and 5-fold too, and where that gives fewer than two, ticks as of a linear axis.
  public init(logarithmicFrom lower: Double, to upper: Double, atMost count: Int) {
    self.init(from: lower, to: upper, atMost: count)
    guard lower > 0, upper > lower, upper.isFinite, count > 0 else { return }
    let exponents = Int(floor(log10(lower) + 1e-9))...Int(ceil(log10(upper) - 1e-9))
    for (factors, least) in [([1.0], 3), ([1, 2, 5], 2)] {
      var found: [Double] = []
      for exponent in exponents {
        for factor in factors {
          let value: Double = factor * pow(10, Double(exponent))
          if value >= lower * (1 - 1e-9), value <= upper * (1 + 1e-9) { found.append(value) }
        }
      }
      guard found.count >= least else { continue }
      // Every second, third, … of them, if there are too many.
      let step = (found.count + count - 1) / count
      values = stride(from: 0, to: found.count, by: step).map { found[$0] }
      places = Self.places(of: values[0])
      isLogarithmic = true
      return
    }
  }

  /// The ticks as text.
  public var labels: [String] {
    values.map { decimal($0, places: isLogarithmic ? Self.places(of: $0) : places) }
  }

  /// The decimals that show the first digit of a positive number.
  private static func places(of value: Double) -> Int {
    max(0, min(17, -Int(floor(log10(value) + 1e-9))))
  }
}
