/// What is to say of a column over the rows of a list.
public struct ColumnStatistics: Sendable, Equatable {
  var field: SiteField
  /// Rows of the list.
  var rows: Int
  /// Rows whose number is known.
  var known: Int
  var mean = Double.nan
  /// Standard deviation with the count as divisor.
  var deviation = Double.nan
  /// Least value, lower quartile, median, upper quartile, largest value.
  var quantiles: [Double] = []
  /// Counts of equal bins from the least to the largest value; empty without spread.
  var counts: [Int] = []
  /// Words and how many rows carry each, most frequent first; for text columns.
  var words: [(word: String, count: Int)] = []

  /// - Parameter list: table rows; nil for all.
  init(_ field: SiteField, list: [Int32]?, columns: SiteColumns) {
    self.field = field
    rows = list?.count ?? columns.count
    var all = [Float](repeating: .nan, count: columns.count)
    all.withUnsafeMutableBufferPointer { buffer in
      if let start = buffer.baseAddress {
        columns.fill(field, rows: 0..<columns.count, into: start)
      }
    }
    var values = list.map { $0.map { all[Int($0)] } } ?? all
    values.removeAll { $0.isNaN }
    known = values.count
    if field.kind == .text {
      countWords(values, columns)
      return
    }
    guard known > 0 else { return }
    let sum = values.reduce(0.0) { $0 + Double($1) }
    mean = sum / Double(known)
    let mean = mean
    let squares = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    deviation = (squares / Double(known)).squareRoot()
    sortAscending(&values)
    quantiles = [0, 0.25, 0.5, 0.75, 1].map { quantile($0, values) }
    countBins(values)
  }

  private mutating func countWords(_ values: [Float], _ columns: SiteColumns) {
    var counts: [Float: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    words = columns.words(of: field).compactMap { code, word in
      counts[code].map { (word.isEmpty ? "(none)" : word, $0) }
    }
    words.sort { ($1.1, $0.0) < ($0.1, $1.0) }
  }

  private mutating func countBins(_ sorted: [Float]) {
    guard let low = sorted.first, let high = sorted.last, low < high, high.isFinite, low.isFinite
    else { return }
    let bins = 40
    counts = Array(repeating: 0, count: bins)
    let scale = Double(bins) / (Double(high) - Double(low))
    for value in sorted {
      counts[min(Int((Double(value) - Double(low)) * scale), bins - 1)] += 1
    }
  }

  /// Linear interpolation between order statistics, as NumPy's default.
  private func quantile(_ part: Double, _ sorted: [Float]) -> Double {
    let place = part * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    let rest = place - Double(below)
    return Double(sorted[below]) * (1 - rest) + Double(sorted[above]) * rest
  }

  private func sortAscending(_ values: inout [Float]) {
    var pairs = values.map {
      RowOrder.Pair(key: RowOrder.bits($0, descending: false, zeroLast: false), row: 0)
    }
    RowOrder.radixSort(&pairs)
    for place in values.indices {
      let key = pairs[place].key
      values[place] = Float(bitPattern: key & 0x8000_0000 != 0 ? key & 0x7FFF_FFFF : ~key)
    }
  }

  public static func == (a: ColumnStatistics, b: ColumnStatistics) -> Bool {
    a.field == b.field && a.rows == b.rows && a.known == b.known && a.quantiles == b.quantiles
      && a.counts == b.counts && a.words.elementsEqual(b.words) { $0 == $1 }
  }
}

extension State {
  mutating func openStatistics() {
    guard settings.columns.indices.contains(sitesPane.column) else { return }
    let field = settings.columns[sitesPane.column]
    overlay = .statistics(
      ColumnStatistics(field, list: list.rows, columns: columns([field])))
  }
}
