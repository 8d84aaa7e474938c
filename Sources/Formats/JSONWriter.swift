extension JSON {
  /// The document as UTF-8: on one line, or indented by two spaces with short arrays of numbers and
  /// texts kept on their line.
  ///
  /// Doubles are written shortest so that they read back the same; NaN and infinities, which JSON
  /// lacks, become null.
  public func bytes(indented: Bool = false) -> [UInt8] {
    var output: [UInt8] = []
    write(to: &output, level: indented ? 0 : nil)
    if indented { output.append(UInt8(ascii: "\n")) }
    return output
  }

  /// Appends the document to bytes; `level` is the depth of indentation, nil for a single line.
  public func write(to output: inout [UInt8], level: Int? = nil) {
    switch self {
    case .null: output.append(text: "null")
    case .bool(let value): output.append(text: value ? "true" : "false")
    case .int(let value): output.append(text: String(value))
    case .double(let value): output.append(text: value.isFinite ? value.description : "null")
    case .string(let value): Self.write(value, to: &output)
    case .array(let items):
      let isFlat = items.allSatisfy { $0.items == nil && $0.members == nil }
      Self.write(items, "[", "]", level: isFlat ? nil : level, to: &output) { item, level, output in
        item.write(to: &output, level: level)
      }
    case .object(let members):
      Self.write(members, "{", "}", level: level, to: &output) { member, level, output in
        Self.write(member.name, to: &output)
        output.append(text: level == nil ? ":" : ": ")
        member.value.write(to: &output, level: level)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], _ open: String, _ close: String, level: Int?, to output: inout [UInt8],
    _ body: (Item, Int?, inout [UInt8]) -> Void
  ) {
    output.append(text: open)
    let inner = level.map { $0 + 1 }
    for (i, item) in items.enumerated() {
      if i > 0 { output.append(UInt8(ascii: ",")) }
      output.append(indent: inner)
      body(item, inner, &output)
    }
    if !items.isEmpty { output.append(indent: level) }
    output.append(text: close)
  }

  private static func write(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): output.append(text: "\\\"")
      case UInt8(ascii: "\\"): output.append(text: "\\\\")
      case 0x0A: output.append(text: "\\n")
      case 0x0D: output.append(text: "\\r")
      case 0x09: output.append(text: "\\t")
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        output.append(text: "\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}

extension [UInt8] {
  mutating func append(text: String) { append(contentsOf: text.utf8) }

  fileprivate mutating func append(indent level: Int?) {
    guard let level else { return }
    append(UInt8(ascii: "\n"))
    append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
  }
}
