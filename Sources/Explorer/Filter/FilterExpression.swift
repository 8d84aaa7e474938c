/// A filter as a tree, with every name resolved and every type checked.
indirect enum FilterExpression: Sendable, Equatable {
  case number(Double)
  case field(SiteField)
  case negate(FilterExpression)
  case call(Function, FilterExpression)
  case arithmetic(Arithmetic, FilterExpression, FilterExpression)
  case compare(Comparison, FilterExpression, FilterExpression)
  /// A text field against a text; the comparison is `==`, `!=` or `~` (holds).
  case compareText(SiteField, String, TextComparison)
  /// Whether the observable lies in some bins of the histogram.
  case bins(ClosedRange<Int>)
  case not(FilterExpression)
  case and(FilterExpression, FilterExpression)
  case or(FilterExpression, FilterExpression)

  enum Arithmetic: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
  }

  enum Comparison: String, Sendable {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  enum TextComparison: Sendable { case equal, unequal, holds }
  enum Function: String, CaseIterable, Sendable {
    case abs, sqrt, cos, sin, missing

    var meaning: String {
      switch self {
      case .abs: "modulus"
      case .sqrt: "square root"
      case .cos, .sin: "of an angle in degrees"
      case .missing: "true where the number is not known"
      }
    }
  }

  /// The fields the filter reads.
  var fields: Set<SiteField> {
    switch self {
    case .number: []
    case .field(let field): [field]
    case .bins: [.region]
    case .compareText(let field, _, _): [field]
    case .negate(let inner), .call(_, let inner), .not(let inner): inner.fields
    case .arithmetic(_, let left, let right), .compare(_, let left, let right),
      .and(let left, let right), .or(let left, let right):
      left.fields.union(right.fields)
    }
  }
}
