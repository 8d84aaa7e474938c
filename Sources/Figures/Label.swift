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
    // From an accent to the end of its letter.
    var back = 0.0
    for run in runs {
      let level = run.level == .base ? 0 : (run.level == .below ? 0.24 : -0.36) * size
      let scale = run.level == .base ? size : size * Self.smallness
      for piece in Self.pieces(run.text) {
        let wanted = level - piece.rise * scale
        let along = back - piece.overlap * scale
        back = piece.overlap == 0 ? 0 : (piece.overlap - Self.tildeWidth) * scale
        let shift = wanted - offset
        offset = wanted
        if run.level == .base && shift == 0 && along == 0 {
          result += escapedXML(piece.text)
          continue
        }
        let sideways = along == 0 ? "" : " dx=\"\(coordinate(along))\""
        let small = run.level == .base ? "" : " font-size=\"\(coordinate(scale))\""
        result += "<tspan\(sideways) dy=\"\(coordinate(shift))\"\(small)>"
        result += "\(escapedXML(piece.text))</tspan>"
      }
    }
    return result
  }

  /// A part of a run; `rise` above the line and `overlap` with what stands before, in font sizes.
  private struct Piece {
    var text: String
    var rise = 0.0
    var overlap = 0.0
  }

  private static let tildeWidth = 0.333

  /// A run with its tildes as pieces of their own: fonts set the combining tilde into capitals.
  private static func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var plain = ""
    for scalar in text.unicodeScalars {
      guard scalar == "\u{303}", let base = plain.unicodeScalars.last else {
        plain.unicodeScalars.append(scalar)
        continue
      }
      let isCapital = base.properties.isUppercase
      pieces.append(Piece(text: plain))
      pieces.append(
        Piece(
          text: "\u{2DC}", rise: isCapital ? 0.17 : 0,
          overlap: (width(base) + tildeWidth) / 2))
      plain = ""
    }
    return plain.isEmpty ? pieces : pieces + [Piece(text: plain)]
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
