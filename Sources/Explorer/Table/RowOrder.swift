/// Sorts rows by columns of numbers: stable, NaN last, a radix sort of the bits.
enum RowOrder {
  /// Sorts rows so that the first key decides, then the second, and so on; ties keep their order.
  static func sort(_ rows: inout [Int32], by keys: [SortKey], in columns: SiteColumns) {
    for key in keys.reversed() { sort(&rows, by: key, in: columns) }
  }

  private static func sort(_ rows: inout [Int32], by key: SortKey, in columns: SiteColumns) {
    let count = columns.count
    guard rows.count > 1 else { return }
    let values = UnsafeMutablePointer<Float>.allocate(capacity: max(1, count))
    defer { values.deallocate() }
    columns.fill(key.field, rows: 0..<count, into: values)
    let isText = key.field.kind == .text
    var pairs = rows.map { row in
      Pair(key: bits(values[Int(row)], descending: key.descending, zeroLast: isText), row: row)
    }
    radixSort(&pairs)
    for i in rows.indices { rows[i] = pairs[i].row }
  }

  struct Pair {
    var key: UInt32
    var row: Int32
  }

  /// Bits that ascend as the order wants: NaN (and, for text, no word) always last.
  static func bits(_ value: Float, descending: Bool, zeroLast: Bool) -> UInt32 {
    if value.isNaN || (zeroLast && value == 0) { return .max }
    let raw = (value + 0).bitPattern
    let ascending = raw & 0x8000_0000 != 0 ? ~raw : raw | 0x8000_0000
    return descending ? ~ascending : ascending
  }

  /// Three passes over 11, 11 and 10 bits; passes in which all keys agree are left out.
  static func radixSort(_ pairs: inout [Pair]) {
    let count = pairs.count
    guard count > 64 else {
      insertionSort(&pairs)
      return
    }
    var other = [Pair](repeating: Pair(key: 0, row: 0), count: count)
    for shift: UInt32 in [0, 11, 22] {
      var starts = [Int](repeating: 0, count: 2048)
      pairs.withUnsafeBufferPointer { source in
        for pair in source { starts[Int(pair.key >> shift & 2047)] += 1 }
      }
      if starts.contains(count) { continue }
      var sum = 0
      for digit in 0..<2048 {
        let size = starts[digit]
        starts[digit] = sum
        sum += size
      }
      pairs.withUnsafeBufferPointer { source in
        other.withUnsafeMutableBufferPointer { target in
          starts.withUnsafeMutableBufferPointer { starts in
            for pair in source {
              let digit = Int(pair.key >> shift & 2047)
              target[starts[digit]] = pair
              starts[digit] += 1
            }
          }
        }
      }
      swap(&pairs, &other)
    }
  }

  private static func insertionSort(_ pairs: inout [Pair]) {
    for i in pairs.indices.dropFirst() {
      var j = i
      while j > 0, pairs[j - 1].key > pairs[j].key {
        pairs.swapAt(j, j - 1)
        j -= 1
      }
    }
  }
}
