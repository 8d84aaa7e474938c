import Crystals
import Glibc

/// The tokens of a crystallographic information file, version 1.1.
///
/// Grammar: S. R. Hall, F. H. Allen, I. D. Brown, Acta Cryst. A 47, 655 (1991), and the IUCr's
/// specification of CIF 1.1.
struct CIFTokens {
  enum Token {
    /// `data_NAME`.
    case block(Word)
    case loop
    /// `_name`.
    case tag(Word)
    /// A value without its quotes; quoted dots and question marks are meant literally.
    case value(Word, isQuoted: Bool)
    case end
  }

  let file: String
  private let bytes: Word
  private var at = 0
  private var lineNow = 1
  /// Line of the token last given, counted from 1.
  private(set) var line = 1

  init(_ bytes: Word, file: String) {
    self.bytes = bytes
    self.file = file
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  func failure(
    _ line: Int? = nil, found: String, expected: String, advice: String = ""
  ) -> FormatError {
    FormatError(
      file: file, line: line ?? self.line, found: found, expected: expected, advice: advice)
  }

  mutating func next() throws(FormatError) -> Token {
    skipBlanks()
    line = lineNow
    guard at < bytes.count else { return .end }
    switch bytes[at] {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .value(try quoted(), isQuoted: true)
    case UInt8(ascii: ";") where at == 0 || bytes[at - 1] == 10:
      return .value(try textField(), isQuoted: true)
    default: break
    }
    let start = at
    while at < bytes.count, !isBlank(bytes[at]) { at += 1 }
    let word = Word(rebasing: bytes[start..<at])
    if word[0] == UInt8(ascii: "_") { return .tag(word) }
    if word.begins(with: "data_") { return .block(Word(rebasing: word[5...])) }
    if word.spells("loop_") { return .loop }
    if word.begins(with: "save_") || word.spells("global_") || word.spells("stop_") {
      throw failure(found: word.shown, expected: "data blocks only, no dictionary")
    }
    return .value(word, isQuoted: false)
  }

  private mutating func skipBlanks() {
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "#") {
        at = lineEnd(bytes, from: at)
      } else if isBlank(bytes[at]) {
        if bytes[at] == 10 { lineNow += 1 }
        at += 1
      } else {
        return
      }
    }
  }

  /// A quote ends where a blank follows it.
  private mutating func quoted() throws(FormatError) -> Word {
    let quote = bytes[at]
    let start = at + 1
    var i = start
    while i < bytes.count, bytes[i] != 10 {
      if bytes[i] == quote, i + 1 == bytes.count || isBlank(bytes[i + 1]) {
        at = i + 1
        return Word(rebasing: bytes[start..<i])
      }
      i += 1
    }
    throw failure(
      found: "an unclosed quote: \(Word(rebasing: bytes[(start - 1)..<i]).shown)",
      expected: "\(escaped(bytes: [quote])) before the end of the line")
  }

  /// From a semicolon at the beginning of a line to the next one there.
  private mutating func textField() throws(FormatError) -> Word {
    let start = at + 1
    var i = start
    while true {
      i = lineEnd(bytes, from: i)
      guard i < bytes.count else {
        throw failure(
          found: "a text field without an end", expected: "a line that begins with ;",
          advice: "the file may be cut short")
      }
      lineNow += 1
      i += 1
      if i < bytes.count, bytes[i] == UInt8(ascii: ";") {
        at = i + 1
        return Word(rebasing: bytes[start..<(i - 1)])
      }
    }
  }
}
