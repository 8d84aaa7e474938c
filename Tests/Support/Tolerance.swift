/// The largest difference of two arrays relative to the largest number of the reference.
///
/// Infinite if the counts differ or a number is not finite, so that `< tolerance` fails. A
/// reference of nothing but zeros gives the absolute difference.
public func relativeDeviation(_ found: [Double], _ reference: [Double]) -> Double {
  guard found.count == reference.count else { return .infinity }
  var scale = 0.0
  var largest = 0.0
  for (a, b) in zip(found, reference) {
    guard a.isFinite, b.isFinite else { return .infinity }
    scale = max(scale, abs(b))
    largest = max(largest, abs(a - b))
  }
  return scale > 0 ? largest / scale : largest
}

/// The largest difference of two single-precision arrays relative to the largest reference number.
public func relativeDeviation(_ found: [Float], _ reference: [Float]) -> Double {
  relativeDeviation(found.map(Double.init), reference.map(Double.init))
}

/// The difference of two numbers relative to the reference; absolute where that is 0.
public func relativeDeviation(_ found: Double, _ reference: Double) -> Double {
  relativeDeviation([found], [reference])
}

/// Whether two arrays agree within a tolerance relative to the largest reference number.
public func agree(_ found: [Double], _ reference: [Double], within tolerance: Double) -> Bool {
  relativeDeviation(found, reference) <= tolerance
}

/// Whether two numbers agree within a relative tolerance.
public func agree(_ found: Double, _ reference: Double, within tolerance: Double) -> Bool {
  relativeDeviation(found, reference) <= tolerance
}
