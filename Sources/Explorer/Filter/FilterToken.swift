/// A word of the filter language and where it begins.
struct FilterToken: Equatable {
  enum Kind: Equatable {
    case number(Double)
    case text(String)
    case word(String)
    case symbol(String)
    case end
  }
  var kind: Kind
  var column: Int

  /// How the token reads in an error.
  var shown: String {
    switch kind {
    case .number(let value): "the number \(value)"
    case .text(let text): "the text \"\(text)\""
    case .word(let word): "'\(word)'"
    case .symbol(let symbol): "'\(symbol)'"
    case .end: "the end"
    }
  }

  /// Cuts a filter into tokens; the last is `.end`.
  static func tokens(of source: String) throws(FilterError) -> [FilterToken] {
    let characters = source.unicodeScalars.map { Character($0) }
    var tokens: [FilterToken] = []
    var at = 0
    while at < characters.count {
      let start = at
      let character = characters[at]
      if character.isWhitespace {
        at += 1
        continue
      }
      if isDigit(character)
        || (character == "." && at + 1 < characters.count && isDigit(characters[at + 1]))
      {
        tokens.append(FilterToken(kind: try number(characters, &at), column: start))
      } else if character == "\"" || character == "'" {
        tokens.append(FilterToken(kind: try text(characters, &at), column: start))
      } else if character.isLetter || character == "_" {
        while at < characters.count,
          characters[at].isLetter || isDigit(characters[at]) || characters[at] == "_"
        {
          at += 1
        }
        tokens.append(FilterToken(kind: .word(String(characters[start..<at])), column: start))
      } else {
        tokens.append(FilterToken(kind: .symbol(try symbol(characters, &at)), column: start))
      }
    }
    tokens.append(FilterToken(kind: .end, column: characters.count))
    return tokens
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

  private static func number(_ characters: [Character], _ at: inout Int) throws(FilterError) -> Kind
  {
    let start = at
    func digits() { while at < characters.count, isDigit(characters[at]) { at += 1 } }
    digits()
    if at < characters.count, characters[at] == "." {
      at += 1
      digits()
    }
    if at < characters.count, characters[at] == "e" || characters[at] == "E" {
      var after = at + 1
      if after < characters.count, characters[after] == "+" || characters[after] == "-" {
        after += 1
      }
      if after < characters.count, isDigit(characters[after]) {
        at = after
        digits()
      }
    }
    if at < characters.count, characters[at].isLetter {
      var end = at
      while end < characters.count, characters[end].isLetter || isDigit(characters[end]) {
        end += 1
      }
      let word = String(characters[start..<end])
      throw FilterError(column: start, message: "'\(word)' is no number; quote text: \"\(word)\"")
    }
    let word = String(characters[start..<at])
    guard let value = Double(word), value.isFinite else {
      throw FilterError(column: start, message: "'\(word)' is no finite number")
    }
    return .number(value)
  }

  private static func text(_ characters: [Character], _ at: inout Int) throws(FilterError) -> Kind {
    let quote = characters[at]
    let start = at
    at += 1
    while at < characters.count, characters[at] != quote { at += 1 }
    guard at < characters.count else {
      throw FilterError(column: start, message: "this text has no closing \(quote)")
    }
    at += 1
    return .text(String(characters[start + 1..<at - 1]))
  }

  private static func symbol(_ characters: [Character], _ at: inout Int) throws(FilterError)
    -> String
  {
    let character = characters[at]
    let next: Character? = at + 1 < characters.count ? characters[at + 1] : nil
    switch (character, next) {
    case ("&", "&"), ("|", "|"), ("=", "="), ("!", "="), ("<", "="), (">", "="):
      at += 2
      return String([character, next ?? " "])
    case ("≤", _):
      at += 1
      return "<="
    case ("≥", _):
      at += 1
      return ">="
    case ("≠", _):
      at += 1
      return "!="
    case ("−", _):
      at += 1
      return "-"
    case ("=", _): throw FilterError(column: at, message: "'=' sets nothing; compare with '=='")
    case ("&", _): throw FilterError(column: at, message: "'&' alone; both conditions: '&&'")
    case ("|", _): throw FilterError(column: at, message: "'|' alone; either condition: '||'")
    case ("!", _), ("<", _), (">", _), ("+", _), ("-", _), ("*", _), ("/", _), ("(", _), (")", _),
      ("~", _), (",", _):
      at += 1
      return String(character)
    default:
      throw FilterError(
        column: at,
        message: "'\(character)' has no meaning; use == != < <= > >= && || ! + - * / ( )")
    }
  }
}
