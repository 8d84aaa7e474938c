import Glibc

/// Evaluates a filter on blocks of rows, one column operation at a time.
struct FilterEvaluation {
  static let block = 4096
  private let columns: SiteColumns
  private var spare: [UnsafeMutablePointer<Float>] = []

  /// Calls `keep` with every row that passes, in ascending order.
  static func rows(
    passing expression: FilterExpression, in columns: SiteColumns, keep: (Int) -> Void
  ) {
    var evaluation = FilterEvaluation(columns: columns)
    defer { for buffer in evaluation.spare { buffer.deallocate() } }
    var start = 0
    while start < columns.count {
      let rows = start..<min(columns.count, start + block)
      let values = evaluation.evaluate(expression, rows)
      for i in 0..<rows.count where values[i] != 0 { keep(start + i) }
      evaluation.spare.append(values)
      start = rows.upperBound
    }
  }

  private init(columns: SiteColumns) { self.columns = columns }

  private mutating func buffer() -> UnsafeMutablePointer<Float> {
    spare.popLast() ?? .allocate(capacity: Self.block)
  }

  /// The values of an expression: conditions are 1 or 0. The caller owns the buffer.
  private mutating func evaluate(
    _ expression: FilterExpression, _ rows: Range<Int>
  ) -> UnsafeMutablePointer<Float> {
    let count = rows.count
    switch expression {
    case .number(let value):
      let values = buffer()
      values.update(repeating: Float(value), count: count)
      return values
    case .field(let field):
      let values = buffer()
      columns.fill(field, rows: rows, into: values)
      return values
    case .bins(let range):
      let columns = columns
      return map(.field(columns.observable.field), rows) {
        range.contains(columns.bin(of: $0)) ? 1 : 0
      }
    case .negate(let inner): return map(inner, rows) { -$0 }
    case .not(let inner): return map(inner, rows) { $0 == 0 ? 1 : 0 }
    case .call(let function, let inner):
      switch function {
      case .abs: return map(inner, rows) { $0.magnitude }
      case .sqrt: return map(inner, rows) { $0.squareRoot() }
      case .cos: return map(inner, rows) { cosf($0 * .pi / 180) }
      case .sin: return map(inner, rows) { sinf($0 * .pi / 180) }
      case .missing: return map(inner, rows) { $0.isNaN ? 1 : 0 }
      }
    case .arithmetic(let operation, let left, let right):
      switch operation {
      case .add: return zip(left, right, rows) { $0 + $1 }
      case .subtract: return zip(left, right, rows) { $0 - $1 }
      case .multiply: return zip(left, right, rows) { $0 * $1 }
      case .divide: return zip(left, right, rows) { $0 / $1 }
      }
    case .compare(let comparison, let left, let right):
      switch comparison {
      case .equal: return zip(left, right, rows) { $0 == $1 ? 1 : 0 }
      case .unequal: return zip(left, right, rows) { $0 < $1 || $0 > $1 ? 1 : 0 }
      case .less: return zip(left, right, rows) { $0 < $1 ? 1 : 0 }
      case .lessOrEqual: return zip(left, right, rows) { $0 <= $1 ? 1 : 0 }
      case .greater: return zip(left, right, rows) { $0 > $1 ? 1 : 0 }
      case .greaterOrEqual: return zip(left, right, rows) { $0 >= $1 ? 1 : 0 }
      }
    case .compareText(let field, let text, let comparison):
      var codes = Set<Float>()
      for (code, word) in columns.words(of: field) {
        let matches =
          comparison == .holds ? text.isEmpty || word.contains(text) : word == text
        if matches { codes.insert(code) }
      }
      let wanted: Float = comparison == .unequal ? 0 : 1
      return map(.field(field), rows) { codes.contains($0) ? wanted : 1 - wanted }
    case .and(let left, let right): return zip(left, right, rows) { $0 != 0 && $1 != 0 ? 1 : 0 }
    case .or(let left, let right): return zip(left, right, rows) { $0 != 0 || $1 != 0 ? 1 : 0 }
    }
  }

  @inline(__always)
  private mutating func map(
    _ inner: FilterExpression, _ rows: Range<Int>, _ transform: (Float) -> Float
  ) -> UnsafeMutablePointer<Float> {
    let values = evaluate(inner, rows)
    for i in 0..<rows.count { values[i] = transform(values[i]) }
    return values
  }

  @inline(__always)
  private mutating func zip(
    _ left: FilterExpression, _ right: FilterExpression, _ rows: Range<Int>,
    _ combine: (Float, Float) -> Float
  ) -> UnsafeMutablePointer<Float> {
    let values = evaluate(left, rows)
    let others = evaluate(right, rows)
    for i in 0..<rows.count { values[i] = combine(values[i], others[i]) }
    spare.append(others)
    return values
  }
}
