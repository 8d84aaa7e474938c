/// The mean modulus of a column's finite values, and how many there are; nil where there is none.
/// - Parameter rows: those to look at; nil for all. Rows beyond the column are left out.
public func meanModulus(of column: [Float], rows: [Int32]? = nil) -> (mean: Double, count: Int)? {
  column.withUnsafeBufferPointer { column in
    var sums = SIMD4<Double>.zero
    var counts = SIMD4<Int>.zero
    func add(_ value: Float, _ lane: Int) {
      guard value.isFinite else { return }
      sums[lane] += Double(value.magnitude)
      counts[lane] &+= 1
    }
    if let rows {
      for row in rows where column.indices.contains(Int(row)) { add(column[Int(row)], 0) }
    } else {
      // Four sums in turn, so that no addition waits for the one before.
      for site in column.indices { add(column[site], site & 3) }
    }
    let count = counts.wrappedSum()
    return count > 0 ? (sums.sum() / Double(count), count) : nil
  }
}
