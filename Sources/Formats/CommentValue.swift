import Crystals

extension CommentLine.Entry {
  /// The value with its type made out as ASE does: whole numbers, else reals, else logicals, else
  /// text. A bare key is true.
  var typed: Structure.InfoValue {
    guard let value else { return .logical([true], shape: []) }
    if bracketed { return Self.array(value) }
    if value.hasPrefix("_JSON ") { return Self.json(String(value.dropFirst(6))) }
    let parts = Self.parts(value)
    guard !parts.isEmpty else { return .text([value], shape: []) }
    return Self.plain(parts, shape: parts.count == 1 ? [] : [parts.count])
      ?? .text([value], shape: [])
  }

  /// The content of square brackets: one row, or rows of equal length.
  private static func array(_ content: String) -> Structure.InfoValue {
    let whole = Structure.InfoValue.text(["[\(content)]"], shape: [])
    guard content.contains("[") else {
      let parts = Self.parts(content)
      if parts.isEmpty { return .real([], shape: [0]) }
      if !content.contains("\"") { return plain(parts, shape: [parts.count]) ?? texts(content) }
      return texts(content)
    }
    let rows = content.split(separator: "]").map { row in
      row.drop { $0 == "," || $0 == " " || $0 == "\t" }
    }.filter { !$0.isEmpty }
    guard rows.allSatisfy({ $0.first == "[" && !$0.dropFirst().contains("[") }) else {
      return json("[\(content)]")
    }
    let parts = rows.map { Self.parts(String($0.dropFirst())) }
    guard let width = parts.first?.count, parts.allSatisfy({ $0.count == width }) else {
      return whole
    }
    return plain(parts.flatMap { $0 }, shape: [parts.count, width]) ?? whole
  }

  /// Words in brackets, quoted or not, separated by commas.
  private static func texts(_ content: String) -> Structure.InfoValue {
    if let document = try? JSON.parse(Array("[\(content)]".utf8), extended: true),
      let value = Structure.InfoValue(document)
    {
      return value
    }
    let parts = content.split(separator: ",", omittingEmptySubsequences: false).map { part in
      String(part.drop { $0 == " " })
    }
    return .text(parts, shape: [parts.count])
  }

  private static func json(_ text: String) -> Structure.InfoValue {
    if let document = try? JSON.parse(Array(text.utf8), extended: true),
      let value = Structure.InfoValue(document)
    {
      return value
    }
    return .text([text], shape: [])
  }

  private static func parts(_ value: String) -> [Substring.UTF8View] {
    value.utf8.split { isBlank($0) || $0 == UInt8(ascii: ",") }
  }

  private static func plain(_ parts: [Substring.UTF8View], shape: [Int]) -> Structure.InfoValue? {
    func all<Value>(_ read: (UnsafeBufferPointer<UInt8>) -> Value?) -> [Value]? {
      var values: [Value] = []
      values.reserveCapacity(parts.count)
      for part in parts {
        guard let value = Array(part).withUnsafeBufferPointer(read) else { return nil }
        values.append(value)
      }
      return values
    }
    if let values = all(NumberScanner.integer) { return .integer(values, shape: shape) }
    if let values = all(Self.real) { return .real(values, shape: shape) }
    if let values = all(LogicalScanner.logical) { return .logical(values, shape: shape) }
    return nil
  }

  /// A real; a Fortran exponent counts only after a point, so that a label such as `2D5` stays
  /// text.
  private static func real(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    let fortran = bytes.contains { $0 | 0x20 == UInt8(ascii: "d") }
    if fortran, !bytes.contains(UInt8(ascii: ".")) { return nil }
    return NumberScanner.real(bytes)
  }
}

/// Reads logicals as ASE and QUIP spell them.
enum LogicalScanner {
  static func logical(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
    switch String(decoding: bytes, as: UTF8.self) {
    case "T", "true", "True", "TRUE": true
    case "F", "false", "False", "FALSE": false
    default: nil
    }
  }
}

extension Structure.InfoValue {
  /// A JSON scalar or rectangular array as a value; nil for anything else.
  init?(_ document: JSON) {
    var shape: [Int] = []
    var leaves: [JSON] = []
    func collect(_ node: JSON, depth: Int) -> Bool {
      guard case .array(let items) = node else {
        leaves.append(node)
        return depth == shape.count
      }
      if depth == shape.count {
        guard leaves.isEmpty else { return false }
        shape.append(items.count)
      }
      guard depth < shape.count, shape[depth] == items.count else { return false }
      return items.allSatisfy { collect($0, depth: depth + 1) }
    }
    guard collect(document, depth: 0) else { return nil }
    func all<Value>(_ read: (JSON) -> Value?) -> [Value]? {
      let values = leaves.compactMap(read)
      return values.count == leaves.count ? values : nil
    }
    if leaves.isEmpty {
      self = .real([], shape: shape)
    } else if let values = all(\.logical) {
      self = .logical(values, shape: shape)
    } else if let values = all(\.integer) {
      self = .integer(values, shape: shape)
    } else if let values = all(\.number) {
      self = .real(values, shape: shape)
    } else if let values = all(\.text) {
      self = .text(values, shape: shape)
    } else {
      return nil
    }
  }
}
