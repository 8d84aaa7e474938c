/// Writes comma-separated tables (RFC 4180), as spreadsheets and pandas read them.
public struct CSV: Sendable {
  /// One cell of a row.
  public enum Field: Sendable, Equatable {
    case text(String)
    case integer(Int)
    /// Written shortest so that it reads back the same; NaN leaves the cell empty.
    case real(Double)
    /// Written shortest for single precision; NaN leaves the cell empty.
    case single(Float)
    case empty
  }

  /// The table so far.
  public private(set) var bytes: [UInt8] = []
  private let width: Int

  /// Begins a table with its line of column names.
  public init(columns: [String]) {
    width = columns.count
    write(columns.map { .text($0) })
  }

  /// Adds a row, which must have as many fields as there are columns.
  public mutating func append(_ row: [Field]) {
    precondition(row.count == width, "a row has one field a column")
    write(row)
  }

  /// Takes the bytes written so far, so that a long table can be written in pieces.
  public mutating func takeBytes() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  private mutating func write(_ row: [Field]) {
    for (i, field) in row.enumerated() {
      if i > 0 { bytes.append(UInt8(ascii: ",")) }
      switch field {
      case .text(let text): write(text, isAlone: row.count == 1)
      case .integer(let value): bytes.append(text: String(value))
      case .real(let value): if !value.isNaN { bytes.append(text: value.description) }
      case .single(let value): if !value.isNaN { bytes.append(text: value.description) }
      case .empty: break
      }
    }
    bytes.append(text: "\r\n")
  }

  /// Quotes what would otherwise be taken apart; a lone empty cell too, or its line would be blank.
  private mutating func write(_ text: String, isAlone: Bool) {
    let special: Set<UInt8> = [
      UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D,
    ]
    let needsQuotes =
      text.utf8.contains { special.contains($0) } || text.utf8.first == 0x20
      || text.utf8.last == 0x20 || text.isEmpty && isAlone
    guard needsQuotes else {
      bytes.append(text: text)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
