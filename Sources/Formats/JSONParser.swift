import Crystals

extension JSON {
  /// Arrays and objects may nest this deep.
  public static let depthLimit = 200

  /// Reads a document (RFC 8259, strictly: no comments, no trailing commas, no repeated names).
  ///
  /// `extended` also takes Python's `NaN`, `Infinity` and `-Infinity`. Throws `badData` with the
  /// line; the column stands in the message.
  public static func parse(_ bytes: [UInt8], file: String = "", extended: Bool = false)
    throws(FormatError) -> JSON
  {
    var result = Result<JSON, FormatError>.success(.null)
    bytes.withUnsafeBufferPointer { bytes in
      var parser = JSONParser(bytes: bytes, file: file, extended: extended)
      do throws(FormatError) {
        result = .success(try parser.document())
      } catch {
        result = .failure(error)
      }
    }
    return try result.get()
  }
}

private struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  let file: String
  let extended: Bool
  var at = 0

  init(bytes: UnsafeBufferPointer<UInt8>, file: String, extended: Bool) {
    self.bytes = bytes
    self.file = file
    self.extended = extended
  }

  mutating func document() throws(FormatError) -> JSON {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    let value = try self.value(depth: 0)
    skipBlanks()
    guard at == bytes.count else { throw failure("the end of the document") }
    return value
  }

  private mutating func skipBlanks() {
    while at < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[at]) { at += 1 }
  }

  private func failure(_ expected: String, found: String? = nil) -> FormatError {
    let before = bytes[..<min(at, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let column = before.count - ((before.lastIndex(of: 0x0A) ?? -1) + 1) + 1
    let what =
      found
      ?? (at < bytes.count
        ? "\"\(escaped(bytes: bytes[at...].prefix(12), limit: 12))\"" : "the end of the file")
    return FormatError(
      file: file, line: line, found: "\(what) at column \(column)", expected: expected)
  }

  private mutating func value(depth: Int) throws(FormatError) -> JSON {
    skipBlanks()
    guard at < bytes.count else { throw failure("a JSON value") }
    guard depth < JSON.depthLimit else {
      throw failure(
        "at most \(JSON.depthLimit) levels of nesting", found: "deeper nesting")
    }
    switch bytes[at] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), 48...57:
      if extended, take("-Infinity") { return .double(-.infinity) }
      return try number()
    default:
      if take("true") { return .bool(true) }
      if take("false") { return .bool(false) }
      if take("null") { return .null }
      if extended, take("NaN") { return .double(.nan) }
      if extended, take("Infinity") { return .double(.infinity) }
      throw failure("a JSON value")
    }
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard at + length <= bytes.count else { return false }
    for i in 0..<length where bytes[at + i] != word.utf8Start[i] { return false }
    at += length
    return true
  }

  private mutating func object(depth: Int) throws(FormatError) -> JSON {
    at += 1
    var members: [JSON.Member] = []
    var names: Set<String> = []
    skipBlanks()
    if take("}") { return .object([]) }
    while true {
      skipBlanks()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
        throw failure("a name in double quotes")
      }
      let start = at
      let name = try string()
      guard names.insert(name).inserted else {
        at = start
        throw failure("every name once", found: "\"\(escaped(name))\" a second time")
      }
      skipBlanks()
      guard take(":") else { throw failure("a colon after the name") }
      members.append(.init(name, try value(depth: depth + 1)))
      skipBlanks()
      if take("}") { return .object(members) }
      guard take(",") else { throw failure("a comma or the object's closing brace") }
    }
  }

  private mutating func array(depth: Int) throws(FormatError) -> JSON {
    at += 1
    var items: [JSON] = []
    skipBlanks()
    if take("]") { return .array([]) }
    while true {
      items.append(try value(depth: depth + 1))
      skipBlanks()
      if take("]") { return .array(items) }
      guard take(",") else { throw failure("a comma or the array's closing bracket") }
    }
  }

  private mutating func number() throws(FormatError) -> JSON {
    let start = at
    _ = take("-")
    let first = at
    func isDigit(_ i: Int) -> Bool { i < bytes.count && (48...57).contains(bytes[i]) }
    while isDigit(at) { at += 1 }
    guard at > first, at == first + 1 || bytes[first] != 48 else {
      at = first
      throw failure("a number without leading zeros")
    }
    var isWhole = true
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      isWhole = false
      at += 1
      guard isDigit(at) else { throw failure("a digit after the point") }
      while isDigit(at) { at += 1 }
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") {
        at += 1
      }
      guard isDigit(at) else { throw failure("a digit in the exponent") }
      while isDigit(at) { at += 1 }
    }
    let text = UnsafeBufferPointer(rebasing: bytes[start..<at])
    if isWhole, let value = NumberScanner.integer(text) { return .int(value) }
    guard let value = NumberScanner.real(text) else {
      at = start
      throw failure("a number of fewer digits")
    }
    guard value.isFinite else {
      at = start
      throw failure("a number within the range of double precision")
    }
    return .double(value)
  }

  private mutating func string() throws(FormatError) -> String {
    at += 1
    let start = at
    // Most strings hold no escapes and can be taken as they are.
    while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\"),
      bytes[at] >= 0x20
    {
      at += 1
    }
    var content: [UInt8] = []
    let plain = UnsafeBufferPointer(rebasing: bytes[start..<at])
    if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
      guard let text = String(validating: plain, as: UTF8.self) else {
        at = start
        throw failure("UTF-8 text", found: "bytes that are not UTF-8")
      }
      at += 1
      return text
    }
    content.append(contentsOf: plain)
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") {
        guard let text = String(validating: content, as: UTF8.self) else {
          at = start
          throw failure("UTF-8 text", found: "bytes that are not UTF-8")
        }
        at += 1
        return text
      }
      guard byte >= 0x20 else { throw failure("an escape such as \\n inside a string") }
      if byte == UInt8(ascii: "\\") {
        try escape(into: &content)
      } else {
        content.append(byte)
        at += 1
      }
    }
    throw failure("the string's closing quote")
  }

  private mutating func escape(into content: inout [UInt8]) throws(FormatError) {
    let simple: [UInt8: UInt8] = [
      0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D,
      0x74: 0x09,
    ]
    let start = at
    at += 1
    guard at < bytes.count else { throw failure("the rest of an escape") }
    if let byte = simple[bytes[at]] {
      content.append(byte)
      at += 1
      return
    }
    at = start
    var unit = try hexadecimal()
    if (0xD800..<0xDC00).contains(unit) {
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else {
        at = start
        throw failure("a surrogate pair")
      }
      unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(unit) else {
      at = start
      throw failure("a Unicode scalar")
    }
    content.append(contentsOf: Array(String(Character(scalar)).utf8))
  }

  /// The four hexadecimal digits after `\u`.
  private mutating func hexadecimal() throws(FormatError) -> UInt32 {
    guard take("\\u"), at + 4 <= bytes.count else {
      throw failure("one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u and four digits")
    }
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue, bytes[at] < 0x80 else {
        throw failure("four hexadecimal digits")
      }
      unit = unit * 16 + UInt32(digit)
      at += 1
    }
    return unit
  }
}
