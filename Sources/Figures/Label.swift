/// A short text with subscripts and superscripts.
///
/// Literals are read as `C_Q`, `V_{zz}` (subscripts) and `10^3`, `R^{-3}` (superscripts); text from
/// outside goes through `init(plain:)`, which gives no character a meaning.
public struct Label: Sendable, Equatable, ExpressibleByStringLiteral {
  private enum Level: Sendable { case base, below, above }
  private var runs: [Run] = []

  private struct Run: Sendable, Equatable {
    var text: String
    var level: Level
  }

  public init(stringLiteral text: String) { self.init(text) }

  /// Reads a text with `_` and `^`.
  public init(_ text: String) {
    var rest = Array(text)[...]
    var plain = ""
    while let character = rest.popFirst() {
      guard character == "_" || character == "^", let next = rest.first else {
        plain.append(character)
        continue
      }
      if !plain.isEmpty { runs.append(Run(text: plain, level: .base)) }
      plain = ""
      var raised = String(next)
      rest.removeFirst()
      if next == "{" {
        let inner = rest.prefix { $0 != "}" }
        rest = rest.dropFirst(inner.count + 1)
        raised = String(inner)
      }
      runs.append(Run(text: raised, level: character == "_" ? .below : .above))
    }
    if !plain.isEmpty { runs.append(Run(text: plain, level: .base)) }
  }

  /// A text without any markup.
  public init(plain text: String) { runs = text.isEmpty ? [] : [Run(text: text, level: .base)] }

  public static func + (a: Label, b: Label) -> Label {
    var sum = a
    sum.runs += b.runs
    return sum
  }

  public var isEmpty: Bool { runs.allSatisfy { $0.text.isEmpty } }

  /// The characters alone.
  public var text: String { runs.map(\.text).joined() }

  private static let smallness = 0.74

  /// The runs as the content of a `text` element.
  func spans(size: Double) -> String {
    var result = ""
    var offset = 0.0
    for run in runs {
      let wanted = run.level == .base ? 0 : (run.level == .below ? 0.24 : -0.36) * size
      let shift = wanted - offset
      offset = wanted
      if run.level == .base && shift == 0 {
        result += escapedXML(run.text)
      } else {
        let small =
          run.level == .base ? "" : " font-size=\"\(coordinate(size * Self.smallness))\""
        result += "<tspan dy=\"\(coordinate(shift))\"\(small)>\(escapedXML(run.text))</tspan>"
      }
    }
    return result
  }

  /// About how wide the label is in points, by the proportions of Helvetica.
  public func width(size: Double = Figure.fontSize) -> Double {
    runs.reduce(0) { sum, run in
      let scale = run.level == .base ? size : size * Self.smallness
      return sum + run.text.unicodeScalars.reduce(0) { $0 + Self.width($1) } * scale
    }
  }

  /// The width of a character in units of the font size.
  private static func width(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "'", "|": 0.24
    case " ", ".", ",", ":", ";", "!", "/", "f", "t", "I", "(", ")", "[", "]", "·": 0.3
    case "r", "-", "°": 0.36
    case "m", "w", "W", "M", "%", "@", "ω": 0.84
    case "A"..."Z": 0.69
    case "+", "=", "<", ">", "±", "−", "–", "≤", "≥": 0.59
    default: scalar.properties.generalCategory == .nonspacingMark ? 0 : 0.56
    }
  }
}
