/// The observable of some rows: a column of the table, shared, or its moduli.
struct ObservedValues: RandomAccessCollection, Sendable {
  private let column: [Float]
  private let rows: Range<Int>
  private let isModulus: Bool

  /// Rows that the column does not have are left out.
  init(_ column: [Float], _ rows: Range<Int>, isModulus: Bool = false) {
    self.column = column
    self.rows = rows.clamped(to: 0..<column.count)
    self.isModulus = isModulus
  }

  var startIndex: Int { 0 }
  var endIndex: Int { rows.count }

  subscript(place: Int) -> Float {
    let value = column[rows.lowerBound + place]
    return isModulus ? value.magnitude : value
  }

  /// Some of the values, by their places from 0.
  func values(at places: Range<Int>) -> [Float] {
    let part = column[rows.lowerBound + places.lowerBound..<rows.lowerBound + places.upperBound]
    return isModulus ? part.map(\.magnitude) : Array(part)
  }

  /// The smallest and the largest finite value, or 0 where they are on one side of it.
  var bounds: (low: Float, high: Float) {
    // Four at a time, so that no comparison waits for the one before; NaN loses each of them.
    var low = SIMD4<Float>.zero
    var high = low
    column.withUnsafeBufferPointer { column in
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: 4) {
        for lane in 0..<Swift.min(4, rows.upperBound - start) {
          let value = column[start + lane]
          low[lane] = value < low[lane] ? value : low[lane]
          high[lane] = value > high[lane] ? value : high[lane]
        }
      }
    }
    var (lowest, highest) = (low.min(), high.max())
    if !(lowest > -.infinity && highest < .infinity) {
      let finite = column[rows].filter(\.isFinite)
      (lowest, highest) = (Swift.min(0, finite.min() ?? 0), Swift.max(0, finite.max() ?? 0))
    }
    return isModulus ? (0, Swift.max(-lowest, highest)) : (lowest, highest)
  }
}
