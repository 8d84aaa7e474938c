import Crystals

/// The key–value pairs of an extended-XYZ comment line.
struct CommentLine {
  struct Entry {
    var key: String
    /// The value without its outer quotes and escapes; nil for a key that stands alone.
    var value: String?
    /// Whether the value was written in square brackets, whose content is in `value`.
    var bracketed = false
  }

  struct Failure: Error {
    var found: String
    var expected: String
  }

  var entries: [Entry] = []

  /// Splits a line as ASE does: `key=value`, values in `"…"`, `'…'`, `{…}` or `[…]`, backslash
  /// before a character that is meant literally, blanks around `=` allowed, bare keys allowed.
  init(_ line: UnsafeBufferPointer<UInt8>) throws(Failure) {
    var scanner = Scanner(line: line)
    scanner.skipBlanks()
    while !scanner.atEnd {
      let (key, _) = try scanner.word(stopsAtEquals: true)
      scanner.skipBlanks()
      guard scanner.take(UInt8(ascii: "=")) else {
        entries.append(Entry(key: key, value: nil))
        continue
      }
      guard !key.isEmpty else {
        throw Failure(found: "a value without a key in the comment line", expected: "key=value")
      }
      scanner.skipBlanks()
      let (value, bracketed) = try scanner.word(stopsAtEquals: false)
      entries.append(Entry(key: key, value: value, bracketed: bracketed))
      scanner.skipBlanks()
    }
  }

  private struct Scanner {
    let line: UnsafeBufferPointer<UInt8>
    var at = 0

    init(line: UnsafeBufferPointer<UInt8>) { self.line = line }

    var atEnd: Bool { at >= line.count }

    mutating func skipBlanks() {
      while at < line.count, isBlank(line[at]) { at += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
      guard at < line.count, line[at] == byte else { return false }
      at += 1
      return true
    }

    /// One key or value, and whether all of it stood in square brackets.
    mutating func word(stopsAtEquals: Bool) throws(Failure) -> (String, Bool) {
      var bytes: [UInt8] = []
      if !stopsAtEquals, at < line.count, line[at] == UInt8(ascii: "[") {
        let content = try brackets()
        if atEnd || isBlank(line[at]) { return (String(decoding: content, as: UTF8.self), true) }
        bytes = content
      }
      while at < line.count {
        let byte = line[at]
        switch byte {
        case UInt8(ascii: "\\"):
          at += 1
          if at < line.count { bytes.append(line[at]) }
          at += 1
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
          bytes += try quoted(until: byte)
        case UInt8(ascii: "{"):
          bytes += try quoted(until: UInt8(ascii: "}"))
        case UInt8(ascii: "["):
          bytes += try brackets()
        case UInt8(ascii: "=") where stopsAtEquals:
          return (String(decoding: bytes, as: UTF8.self), false)
        case _ where isBlank(byte):
          return (String(decoding: bytes, as: UTF8.self), false)
        default:
          bytes.append(byte)
          at += 1
        }
      }
      return (String(decoding: bytes, as: UTF8.self), false)
    }

    private mutating func quoted(until close: UInt8) throws(Failure) -> [UInt8] {
      let start = at
      at += 1
      var bytes: [UInt8] = []
      while at < line.count {
        let byte = line[at]
        at += 1
        if byte == close { return bytes }
        if byte == UInt8(ascii: "\\"), at < line.count {
          bytes.append(line[at])
          at += 1
        } else {
          bytes.append(byte)
        }
      }
      throw Failure(
        found: "an unclosed quote: \(escaped(bytes: line[start...], limit: 40))",
        expected: "\(escaped(bytes: [close])) before the end of the comment line")
    }

    /// The content of balanced square brackets, inner brackets and quotes kept as they are.
    private mutating func brackets() throws(Failure) -> [UInt8] {
      let start = at
      var depth = 0
      var inQuotes = false
      while at < line.count {
        let byte = line[at]
        at += 1
        if inQuotes {
          if byte == UInt8(ascii: "\\"), at < line.count { at += 1 }
          if byte == UInt8(ascii: "\"") { inQuotes = false }
        } else if byte == UInt8(ascii: "\"") {
          inQuotes = true
        } else if byte == UInt8(ascii: "[") {
          depth += 1
        } else if byte == UInt8(ascii: "]") {
          depth -= 1
          if depth == 0 { return Array(line[(start + 1)..<(at - 1)]) }
        }
      }
      throw Failure(
        found: "an unclosed bracket: \(escaped(bytes: line[start...], limit: 40))",
        expected: "] before the end of the comment line")
    }
  }
}

/// Whether a byte separates fields.
@inline(__always)
func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }
