import Crystals

/// Reads the filter language, such as `region==3 && eta>0.8 && siteType=="16d"`.
///
/// From weak to strong: `||`, `&&`, `!`, comparisons (which may be chained: `0.2<eta<0.5`), `+ -`,
/// `* /`, unary minus. `FilterGrammar` has the whole grammar. Comparisons with a number that is not
/// known are false.
struct FilterParser {
  private let tokens: [FilterToken]
  private var at = 0
  private var depth = 0

  /// An expression with what it is, and where it stands, for type errors.
  private struct Typed {
    var expression: FilterExpression
    var kind: Kind
    var column: Int
    enum Kind: Equatable {
      case number, logical
      case textField(SiteField)
      case text(String)
    }
  }

  private init(tokens: [FilterToken]) { self.tokens = tokens }

  /// Parses a filter; nil for one of blanks only. Throws with the column at fault.
  static func parse(_ source: String) throws(FilterError) -> FilterExpression? {
    let tokens = try FilterToken.tokens(of: source)
    guard tokens.count > 1 else { return nil }
    var parser = FilterParser(tokens: tokens)
    let whole = try parser.either()
    guard parser.peek.kind == .end else {
      throw FilterError(
        column: parser.peek.column,
        message: "\(parser.peek.shown) after a complete condition; join with && or ||")
    }
    return try parser.logical(whole)
  }

  private var peek: FilterToken { tokens[min(at, tokens.count - 1)] }

  private mutating func take(_ symbols: String..., words: [String] = []) -> String? {
    switch peek.kind {
    case .symbol(let symbol) where symbols.contains(symbol):
      at += 1
      return symbol
    case .word(let word) where words.contains(word.lowercased()):
      at += 1
      return word
    default: return nil
    }
  }

  private mutating func either() throws(FilterError) -> Typed {
    var left = try both()
    while take("||", words: ["or"]) != nil {
      let right = try both()
      left.expression = .or(try logical(left), try logical(right))
      left.kind = .logical
    }
    return left
  }

  private mutating func both() throws(FilterError) -> Typed {
    var left = try not()
    while take("&&", words: ["and"]) != nil {
      let right = try not()
      left.expression = .and(try logical(left), try logical(right))
      left.kind = .logical
    }
    return left
  }

  private mutating func not() throws(FilterError) -> Typed {
    let column = peek.column
    guard take("!", words: ["not"]) != nil else { return try comparison() }
    try deepen()
    let inner = try not()
    depth -= 1
    return Typed(expression: .not(try logical(inner)), kind: .logical, column: column)
  }

  private mutating func comparison() throws(FilterError) -> Typed {
    var left = try sum()
    let start = left.column
    var chain: FilterExpression?
    while case .symbol(let symbol) = peek.kind,
      symbol == "~" || FilterExpression.Comparison(rawValue: symbol) != nil
    {
      let column = peek.column
      at += 1
      let right = try sum()
      let link = try compare(symbol, column, left, right)
      chain = chain.map { .and($0, link) } ?? link
      left = right
    }
    guard let chain else { return left }
    return Typed(expression: chain, kind: .logical, column: start)
  }

  private func compare(
    _ symbol: String, _ column: Int, _ left: Typed, _ right: Typed
  ) throws(FilterError) -> FilterExpression {
    switch (left.kind, right.kind) {
    case (.textField(let field), .text(let text)):
      return try compareText(symbol, column, field, text, right.column)
    case (.text(let text), .textField(let field)):
      return try compareText(symbol, column, field, text, left.column)
    case (.textField(let field), _):
      throw FilterError(
        column: right.column,
        message: "\(field.rawValue) is text; compare it with text in quotes")
    case (_, .textField(let field)):
      throw FilterError(
        column: left.column, message: "\(field.rawValue) is text; compare it with text in quotes")
    case (.logical, .logical) where symbol == "==":
      return .compare(.equal, left.expression, right.expression)
    case (.logical, .logical) where symbol == "!=":
      return .compare(.unequal, left.expression, right.expression)
    default:
      guard let comparison = FilterExpression.Comparison(rawValue: symbol) else {
        throw FilterError(column: column, message: "'~' (holds) is for text only")
      }
      return .compare(comparison, try number(left), try number(right))
    }
  }

  private func compareText(
    _ symbol: String, _ column: Int, _ field: SiteField, _ text: String, _ textColumn: Int
  ) throws(FilterError) -> FilterExpression {
    let comparison: FilterExpression.TextComparison
    switch symbol {
    case "==": comparison = .equal
    case "!=": comparison = .unequal
    case "~": comparison = .holds
    default:
      throw FilterError(
        column: column, message: "'\(symbol)' does not compare text; use ==, != or ~ (holds)")
    }
    if comparison != .holds {
      if field == .siteType, !SiteType.allCases.contains(where: { $0.label == text }) {
        let known = SiteType.allCases.map(\.label).joined(separator: ", ")
        throw FilterError(
          column: textColumn, message: "no site type \"\(text)\"; there are \(known)")
      }
      if field == .element, Element(symbol: text) == nil {
        throw FilterError(
          column: textColumn, message: "no element \"\(text)\"; a symbol such as \"Li\" is expected"
        )
      }
    }
    return .compareText(field, text, comparison)
  }

  private mutating func sum() throws(FilterError) -> Typed {
    var left = try product()
    while let symbol = take("+", "-") { left = try combine(symbol, left, try product()) }
    return left
  }

  private mutating func product() throws(FilterError) -> Typed {
    var left = try unary()
    while let symbol = take("*", "/") { left = try combine(symbol, left, try unary()) }
    return left
  }

  private func combine(_ symbol: String, _ left: Typed, _ right: Typed) throws(FilterError) -> Typed
  {
    let operation = FilterExpression.Arithmetic(rawValue: symbol) ?? .add
    return Typed(
      expression: .arithmetic(operation, try number(left), try number(right)), kind: .number,
      column: left.column)
  }

  private mutating func unary() throws(FilterError) -> Typed {
    let column = peek.column
    guard let sign = take("-", "+") else { return try primary() }
    try deepen()
    let inner = try number(try unary())
    depth -= 1
    return Typed(expression: sign == "-" ? .negate(inner) : inner, kind: .number, column: column)
  }

  private mutating func primary() throws(FilterError) -> Typed {
    let token = peek
    at += 1
    switch token.kind {
    case .number(let value):
      return Typed(expression: .number(value), kind: .number, column: token.column)
    case .text(let text):
      return Typed(expression: .number(0), kind: .text(text), column: token.column)
    case .symbol("("):
      try deepen()
      let inner = try either()
      try close("(", token.column)
      depth -= 1
      return inner
    case .word(let word):
      if case .symbol("(") = peek.kind { return try call(word, token.column) }
      return try name(word, token.column)
    default:
      at -= 1
      throw FilterError(
        column: token.column,
        message: "found \(token.shown), expected a field, a number or a text in quotes")
    }
  }

  private func name(_ word: String, _ column: Int) throws(FilterError) -> Typed {
    switch word.lowercased() {
    case "true": return Typed(expression: .number(1), kind: .logical, column: column)
    case "false": return Typed(expression: .number(0), kind: .logical, column: column)
    default: break
    }
    guard let field = SiteField(word: word) else {
      let hint = FilterCompletion.nearest(to: word).map { "; did you mean \($0)?" } ?? ""
      throw FilterError(column: column, message: "no field '\(word)'\(hint)")
    }
    switch field.kind {
    case .number: return Typed(expression: .field(field), kind: .number, column: column)
    case .logical: return Typed(expression: .field(field), kind: .logical, column: column)
    case .text: return Typed(expression: .field(field), kind: .textField(field), column: column)
    }
  }

  private mutating func call(_ word: String, _ column: Int) throws(FilterError) -> Typed {
    guard let function = FilterExpression.Function(rawValue: word.lowercased()) else {
      let known = FilterExpression.Function.allCases.map(\.rawValue).joined(separator: ", ")
      throw FilterError(column: column, message: "no function '\(word)'; there are \(known)")
    }
    let open = peek.column
    at += 1
    try deepen()
    let inner = try number(try sum())
    try close("(", open)
    depth -= 1
    return Typed(
      expression: .call(function, inner), kind: function == .missing ? .logical : .number,
      column: column)
  }

  private mutating func close(_ bracket: String, _ column: Int) throws(FilterError) {
    guard take(")") == nil else { return }
    throw FilterError(
      column: peek.column,
      message: "found \(peek.shown), expected ')' for the '\(bracket)' at column \(column + 1)")
  }

  /// Keeps hostile nesting from exhausting the stack.
  private mutating func deepen() throws(FilterError) {
    depth += 1
    if depth > 100 { throw FilterError(column: peek.column, message: "more than 100 levels deep") }
  }

  private func number(_ typed: Typed) throws(FilterError) -> FilterExpression {
    switch typed.kind {
    case .number: return typed.expression
    case .logical:
      throw FilterError(column: typed.column, message: "a condition stands where a number should")
    case .textField(let field):
      throw FilterError(
        column: typed.column, message: "\(field.rawValue) is text, a number is expected")
    case .text(let text):
      throw FilterError(column: typed.column, message: "\"\(text)\" is text, a number is expected")
    }
  }

  private func logical(_ typed: Typed) throws(FilterError) -> FilterExpression {
    switch typed.kind {
    case .logical: return typed.expression
    case .number, .textField:
      throw FilterError(
        column: typed.column, message: "this is no condition; compare it, as in eta>0.9")
    case .text(let text):
      throw FilterError(
        column: typed.column, message: "\"\(text)\" alone is no condition; compare a field with it")
    }
  }
}
