extension FilterExpression: CustomStringConvertible {
  /// The filter as text that parses to the same expression, with no more brackets than it needs.
  ///
  /// `bins`, the scope of a list and no part of the language, reads `bins(3…5)`. A text with both
  /// kinds of quotes, which no filter can hold, comes in double quotes.
  var description: String { text(.either, in: .condition) }

  /// How tightly an operator binds; operands that bind less tightly stand in brackets.
  private enum Strength: Int, Comparable {
    case either, both, not, comparison, sum, product, unary, primary

    static func < (a: Strength, b: Strength) -> Bool { a.rawValue < b.rawValue }
    var next: Strength { Strength(rawValue: rawValue + 1) ?? .primary }
  }

  /// What a place takes: numbers stand for true and false in conditions.
  private enum Place { case condition, number }

  private var strength: Strength {
    switch self {
    case .or: .either
    case .and: .both
    case .not: .not
    case .compare, .compareText: .comparison
    case .arithmetic(.add, _, _), .arithmetic(.subtract, _, _): .sum
    case .arithmetic: .product
    case .negate: .unary
    case .number, .field, .call, .bins: .primary
    }
  }

  /// Whether the expression can only be a condition.
  private var isCondition: Bool {
    switch self {
    case .number, .negate, .arithmetic: false
    case .field(let field): field.kind == .logical
    case .call(let function, _): function == .missing
    case .compare, .compareText, .bins, .not, .and, .or: true
    }
  }

  /// The text for a place where at least such a strength is needed.
  private func text(_ least: Strength, in place: Place) -> String {
    let bare = bareText(in: place)
    return strength < least ? "(\(bare))" : bare
  }

  private func bareText(in place: Place) -> String {
    switch self {
    case .number(let value): place == .condition ? (value == 0 ? "false" : "true") : "\(value)"
    case .field(let field): field.rawValue
    case .negate(let inner): "-" + inner.text(.unary, in: .number)
    case .call(let function, let inner): "\(function.rawValue)(\(inner.text(.sum, in: .number)))"
    case .arithmetic(let operation, let left, let right):
      left.text(strength, in: .number) + " \(operation.rawValue) "
        + right.text(strength.next, in: .number)
    case .compare(let comparison, let left, let right):
      compared(comparison, left, right)
    case .compareText(let field, let text, let comparison):
      "\(field.rawValue) \(comparison.symbol) \(Self.quoted(text))"
    case .bins(let bins): "bins(\(bins.lowerBound)…\(bins.upperBound))"
    case .not(let inner): "!" + inner.text(.not, in: .condition)
    case .and(let left, let right):
      left.text(.both, in: .condition) + " && " + right.text(.not, in: .condition)
    case .or(let left, let right):
      left.text(.either, in: .condition) + " || " + right.text(.both, in: .condition)
    }
  }

  private func compared(
    _ comparison: Comparison, _ left: FilterExpression, _ right: FilterExpression
  ) -> String {
    let place: Place = left.isCondition || right.isCondition ? .condition : .number
    return left.text(.sum, in: place) + " \(comparison.rawValue) " + right.text(.sum, in: place)
  }

  private static func quoted(_ text: String) -> String {
    text.unicodeScalars.contains("\"") && !text.unicodeScalars.contains("'")
      ? "'\(text)'" : "\"\(text)\""
  }
}

extension FilterExpression.TextComparison {
  /// The operator of the language.
  var symbol: String {
    switch self {
    case .equal: "=="
    case .unequal: "!="
    case .holds: "~"
    }
  }
}
