import Crystals
import Support
import Testing

@testable import Explorer

/// Random filters that the language can express.
private struct FilterGenerator {
  var random: SplitMix64

  mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

  private static let numbers = SiteField.allCases.filter { $0.kind == .number }
  private static let texts = SiteField.allCases.filter { $0.kind == .text }
  private static let symbols: [FilterExpression.Arithmetic] = [.add, .subtract, .multiply, .divide]
  private static let comparisons: [FilterExpression.Comparison] = [
    .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual,
  ]

  mutating func number(_ depth: Int) -> FilterExpression {
    switch depth > 0 ? below(6) : below(2) {
    case 0:
      return .number(
        pick([0, 1, 2.5, 1e-30, 1e300, 0.1, 16, random.uniform(), 1e6 * random.uniform()]))
    case 1: return .field(pick(Self.numbers))
    case 2: return .negate(number(depth - 1))
    case 3: return .call(pick([.abs, .sqrt, .cos, .sin]), number(depth - 1))
    default: return .arithmetic(pick(Self.symbols), number(depth - 1), number(depth - 1))
    }
  }

  mutating func condition(_ depth: Int) -> FilterExpression {
    switch depth > 0 ? below(9) : below(3) {
    case 0: return .field(.marked)
    case 1: return text()
    case 2: return .compare(pick(Self.comparisons), number(0), number(0))
    case 3: return .not(condition(depth - 1))
    case 4: return .call(.missing, number(depth - 1))
    case 5: return .and(condition(depth - 1), condition(depth - 1))
    case 6: return .or(condition(depth - 1), condition(depth - 1))
    case 7:
      let truth = FilterExpression.number(pick([0, 1]))
      return .compare(
        pick([.equal, .unequal]), condition(depth - 1), pick([truth, condition(depth - 1)]))
    default: return .compare(pick(Self.comparisons), number(depth - 1), number(depth - 1))
    }
  }

  private mutating func text() -> FilterExpression {
    let field = pick(Self.texts)
    let comparison: FilterExpression.TextComparison = pick([.equal, .unequal, .holds])
    let word: String
    switch field {
    case .siteType where comparison != .holds: word = pick(SiteType.allCases).label
    case .element where comparison != .holds: word = pick(["Li", "O", "Ti"])
    default: word = pick(["", "keep", "a \"b\"", "it's", "ω ≤ |x| && (", "e\u{301}", "\u{1B}[m"])
    }
    return .compareText(field, word, comparison)
  }

  /// Text of words of the language and of scalars of all kinds.
  mutating func noise() -> String {
    let words =
      SiteField.allCases.map(\.rawValue)
      + [
        "&&", "||", "!", "==", "!=", "<", "<=", ">", ">=", "~", "(", ")", "+", "-", "*", "/",
        "\"8a\"",
        "'", "\"", "abs(", "missing(", "0.5", "1e", "1e999", ".", "..", "and", "or", "not", "true",
        ",",
        "=", "&", "|", "ω", "≤", "\u{0}", "\u{301}", "👩‍🔬", "\n", "\t", "1e-3", "x",
      ]
    var text = ""
    for _ in 0..<below(12) {
      text += below(8) == 0 ? String(Unicode.Scalar(UInt32(below(0xD7FF))) ?? " ") : pick(words)
      if below(2) == 0 { text += " " }
    }
    return text
  }
}

@Suite("Filters as text") struct FilterTextTests {
  @Test("a printed filter parses to the same expression, for 10,000 random ones", arguments: 0..<10)
  func roundTrip(seed: Int) throws {
    var generator = FilterGenerator(random: SplitMix64(seed: UInt64(seed)))
    for _ in 0..<1000 {
      let expression = generator.condition(generator.below(6))
      let text = "\(expression)"
      try #require(try FilterParser.parse(text) == expression, "\(text)")
    }
  }

  @Test("brackets stand where they are needed and nowhere else")
  func brackets() throws {
    for text in [
      "eta > 0.5 && CQ < 1.0 || marked", "(eta > 0.5 || marked) && !CQ < 1.0",
      "!(eta > 0.5 && marked) || !!marked",
      "CQ - (eta - 1.0) < -(CQ + 1.0) * 2.0", "(eta > 0.5) == marked", "marked && true",
      "tag == 'a \"b\"' || note ~ \"it's\"", "--CQ > abs(eta + 1.0)",
    ] {
      let expression = try #require(try FilterParser.parse(text))
      #expect("\(expression)" == text)
    }
  }

  @Test("10,000 random texts are filters or are refused at a place inside them", arguments: 0..<10)
  func noise(seed: Int) {
    var generator = FilterGenerator(random: SplitMix64(seed: UInt64(100 + seed)))
    for _ in 0..<1000 {
      let text = generator.noise()
      do {
        _ = try FilterParser.parse(text)
      } catch {
        #expect((0...text.unicodeScalars.count).contains(error.column), "\(text.debugDescription)")
        #expect(!error.message.isEmpty)
      }
    }
  }

  @Test(":help filter shows the grammar and all fields; a field chosen joins the filter")
  func help() throws {
    let bench = Bench.sample()
    try bench.command("help filter")
    #expect(bench.text.contains("The filter language"))
    #expect(bench.text.contains("comparisons may be chained"))
    let items = bench.state.items(Menu(.filterHelp))
    #expect(Set(items.map(\.value)).isSuperset(of: SiteField.allCases.map(\.rawValue)))
    for (syntax, _) in FilterGrammar.lines where syntax.contains("eta") || syntax.contains("\"") {
      #expect(throws: Never.self) { try FilterParser.parse(syntax) }
    }
    try bench.keys("text:novelty", "enter", "text:>0.9", "enter")
    #expect(bench.state.settings.filter == "novelty>0.9")
    try bench.command("help me")
    #expect(bench.state.message?.kind == .error)
  }
}
