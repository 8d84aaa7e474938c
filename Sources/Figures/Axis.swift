import Glibc
import Numbers

/// A direction of a panel: what it shows, from where to where, linear or logarithmic.
public struct Axis: Sendable {
  public var label: Label
  public let lower: Double
  public let upper: Double
  public let isLogarithmic: Bool
  /// The most ticks that have room.
  public var tickCount: Int
  /// Whether ticks are numbered; the marginal panels of a shared axis leave that to their neighbour.
  public var isNumbered = true

  /// An axis of a range; one that is empty, not finite or, where logarithmic, not positive becomes
  /// 0…1 (1…10).
  public init(
    _ label: Label, _ range: ClosedRange<Double>, isLogarithmic: Bool = false, tickCount: Int = 6
  ) {
    self.label = label
    self.isLogarithmic = isLogarithmic
    self.tickCount = tickCount
    let (low, high) = (range.lowerBound, range.upperBound)
    let isUsable =
      low.isFinite && high.isFinite && high - low > 1e-12 * max(abs(low), abs(high))
      && (high - low).isFinite && (!isLogarithmic || low > 0)
    (lower, upper) = isUsable ? (low, high) : isLogarithmic ? (1, 10) : (0, 1)
  }

  /// An axis that holds all finite values with some room at its ends.
  /// - Parameter includingZero: starts at 0 where no value is below.
  public init(
    _ label: Label, covering values: some Sequence<Double>, isLogarithmic: Bool = false,
    includingZero: Bool = false, margin: Double = 0.05, tickCount: Int = 6
  ) {
    let usable = values.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
    var low = usable.min() ?? (isLogarithmic ? 1 : 0)
    var high = usable.max() ?? (isLogarithmic ? 10 : 1)
    if isLogarithmic {
      let room = max(pow(high / low, margin), 1.05)
      (low, high) = (low / room, high * room)
    } else {
      if includingZero { (low, high) = (min(0, low), max(0, high)) }
      let room = margin * (high - low > 0 ? high - low : max(abs(high), 1))
      if !(includingZero && low == 0) { low -= room }
      high += room
    }
    self.init(
      label, low...max(low, high), isLogarithmic: isLogarithmic, tickCount: tickCount)
  }

  /// Where along the axis a value lies, 0…1; beyond for values outside, NaN for none.
  public func share(of value: Double) -> Double {
    guard isLogarithmic else { return (value - lower) / (upper - lower) }
    return value > 0 ? log(value / lower) / log(upper / lower) : .nan
  }

  public var ticks: Ticks {
    isLogarithmic
      ? Ticks(logarithmicFrom: lower, to: upper, atMost: tickCount)
      : Ticks(from: lower, to: upper, atMost: tickCount)
  }

  /// Places of small ticks between those of a logarithmic axis.
  var minorTicks: [Double] {
    guard isLogarithmic, upper / lower < 1e5 else { return [] }
    let exponents = Int(floor(log10(lower)))...Int(ceil(log10(upper)))
    return exponents.flatMap { exponent in (1...9).map { Double($0) * pow(10, Double(exponent)) } }
      .filter { $0 >= lower && $0 <= upper }
  }
}
