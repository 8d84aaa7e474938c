/// The grammar of the filter language, as `:help filter` shows it.
///
/// In EBNF, from weak to strong; blanks may stand between any two words:
///
///     condition  = conjunction { ("||" | "or") conjunction }
///     conjunction = negation { ("&&" | "and") negation }
///     negation   = ("!" | "not") negation | comparison
///     comparison = sum { ("==" | "!=" | "<" | "<=" | ">" | ">=" | "~") sum }
///     sum        = product { ("+" | "-") product }
///     product    = unary { ("*" | "/") unary }
///     unary      = ("-" | "+") unary | primary
///     primary    = number | text | field | function "(" sum ")" | "(" condition ")"
///                | "true" | "false"
///     number     = digits [ "." digits ] [ "e" [ "+" | "-" ] digits ]
///     text       = '"' any but '"' '"' | "'" any but "'" "'"
///
/// Words are taken in any case. A comparison may be chained (`0.2 < eta < 0.5`), which joins its
/// links by and. Text compares by `==`, `!=` and `~` (holds). Comparisons with a number that is not
/// known are false. A whole filter is a condition, or empty, which all sites pass.
enum FilterGrammar {
  /// Lines to read: what is written, and what it means.
  static let lines: [(syntax: String, meaning: String)] =
    [
      ("eta > 0.9", "a filter is a condition that the sites shown pass"),
      ("a == b   a != b", "equal, not equal (also ≠)"),
      ("a < b   a <= b   a > b   a >= b", "comparisons (also ≤ ≥); never with a missing number"),
      ("0.2 < eta <= 0.5", "comparisons may be chained"),
      ("siteType == \"16d\"", "text stands in double or single quotes"),
      ("note ~ \"odd\"", "the text holds the other one"),
      ("p && q   p and q", "both conditions"),
      ("p || q   p or q", "either condition; && binds more"),
      ("!p   not p", "the condition does not hold"), ("( )", "brackets group"),
      ("+ - * /", "arithmetic, as abs(CQ) / 2 > 100"), ("true   false", "conditions too"),
    ]
    + FilterExpression.Function.allCases.map { ("\($0.rawValue)(x)", $0.meaning) }

  /// Grammar, then fields, as lines of a menu; a field's value is its name.
  static func items() -> [MenuItem] {
    lines.map { MenuItem(title: $0.syntax, detail: $0.meaning, lead: "", value: "") }
      + SiteField.allCases.map {
        MenuItem(title: $0.rawValue, detail: $0.meaning, lead: "field", value: $0.rawValue)
      }
  }
}
