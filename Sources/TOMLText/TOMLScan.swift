/// Looks through a text for what the parser would stop the program at, up to the first thing that is
/// no TOML, where the parser stops by itself.
struct TOMLScan {
  private let scalars: [Unicode.Scalar]
  private var at = 0
  private var line = 1
  /// Arrays open at this place.
  private var depth = 0
  /// The scalar before, white space and comments left out.
  private var previous: Unicode.Scalar = "\n"
  /// Whether a number, or what looks like one, has begun.
  private var isNumber = false

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// Throws for line breaks other than newlines, table headers without a name, a `}` where the value
  /// of an array should be, and dates and times, which no file of the program has a use for.
  mutating func refuseDangerous() throws(TOMLTextError) {
    while let scalar = peek {
      switch scalar {
      case "\n": advance()
      case "#": while let next = peek, next != "\n" { try pass(next) }
      case "\"", "'":
        try string(scalar)
        previous = scalar
      case "[" where depth == 0 && previous == "\n": try header()
      case "[", "]":
        depth = max(0, depth + (scalar == "[" ? 1 : -1))
        try pass(scalar)
        previous = scalar
      case "}" where previous == "[" || previous == ",":
        throw refusal("a } where a value of the array should be")
      case "-" where isNumber && previous != "e" && previous != "E", ":" where isNumber:
        throw refusal("a date or time")
      default:
        if scalar == "=" || scalar == "," || isBlank(scalar) { isNumber = false }
        let isFirst = !isNumber && at > 0 && !isNameOrNumber(scalars[at - 1])
        if ("0"..."9").contains(scalar), isFirst || at == 0 { isNumber = true }
        try pass(scalar)
        if !isBlank(scalar) { previous = scalar }
      }
      // Inside an array a line break separates nothing.
      if scalar == "\n", depth == 0 { previous = "\n" }
      if scalar == "\n" { isNumber = false }
    }
  }

  private var peek: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  private mutating func advance() {
    if scalars[at] == "\n" { line += 1 }
    at += 1
  }

  private mutating func pass(_ scalar: Unicode.Scalar) throws(TOMLTextError) {
    switch scalar.value {
    case 0x0B, 0x0C, 0x85, 0x2028, 0x2029:
      throw refusal("a line break other than a newline")
    default: advance()
    }
  }

  private func refusal(_ problem: String) -> TOMLTextError {
    TOMLTextError(line: line, problem: problem)
  }

  /// `[` or `[[` at the beginning of a line, up to where the name begins.
  private mutating func header() throws(TOMLTextError) {
    advance()
    try skipBlanks()
    if peek == "[" {
      advance()
      try skipBlanks()
    }
    switch peek ?? "\n" {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "\"", "'", "]": previous = "["
    default: throw refusal("a [ without the name of a table after it")
    }
  }

  private mutating func skipBlanks() throws(TOMLTextError) {
    while let next = peek, next != "\n", next != "\r", isBlank(next) { try pass(next) }
  }

  /// A string from its quote to the end, or to the end of the line where that is missing.
  private mutating func string(_ quote: Unicode.Scalar) throws(TOMLTextError) {
    let isLong = at + 2 < scalars.count && scalars[at + 1] == quote && scalars[at + 2] == quote
    for _ in 0..<(isLong ? 3 : 1) { advance() }
    var quotes = 0
    while let next = peek {
      if next == "\n", !isLong { return }
      if next == quote {
        advance()
        quotes += 1
        if !isLong { return }
        continue
      }
      if quotes >= 3 { return }
      quotes = 0
      advance()
      if next == "\\", quote == "\"", peek != nil { advance() }
    }
  }

  private func isNameOrNumber(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "+": true
    default: false
    }
  }

  /// What the parser passes over: white space of all kinds and invisible marks.
  private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
  }
}
