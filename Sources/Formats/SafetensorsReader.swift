import Crystals

extension Safetensors {
  /// Reads a file. Throws `unreadable`, `inputOutput`, and what `parse` throws.
  public static func read(_ file: String) throws(FormatError) -> Safetensors {
    try parse(FileBytes.read(file), file: file)
  }

  /// Reads from bytes; arrays keep the order of their data.
  ///
  /// Throws `badData` for a truncated file, an absurd or malformed header, unknown types, offsets
  /// that overlap, leave gaps, do not fit the shape or reach beyond the file, and repeated names.
  public static func parse(_ bytes: [UInt8], file: String = "") throws(FormatError) -> Safetensors {
    func failure(_ found: String, _ expected: String) -> FormatError {
      FormatError(
        file: file, found: found, expected: expected,
        advice: "the file is damaged or no safetensors file")
    }
    guard bytes.count >= 8 else {
      throw failure("\(bytes.count) bytes", "a header length of 8 bytes and a header")
    }
    guard bytes[..<8].contains(where: { $0 < 9 || $0 > 126 }) else {
      throw failure("a text file", "a safetensors file")
    }
    let declared = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) }
    guard declared <= UInt64(longestHeader), declared <= UInt64(bytes.count - 8) else {
      throw failure(
        "a header length of \(declared) bytes",
        "at most the \(min(bytes.count - 8, longestHeader)) that follow")
    }
    let dataStart = 8 + Int(declared)
    guard bytes[8..<dataStart].first == UInt8(ascii: "{") else {
      throw failure("a header that does not begin with {", "a JSON object")
    }
    let header: JSON
    do throws(FormatError) {
      header = try JSON.parse(Array(bytes[8..<dataStart]), file: file)
    } catch {
      throw failure("in the header, \(error.found)", error.expected)
    }
    guard let members = header.members else { throw failure("no JSON object", "one as the header") }

    var result = Safetensors()
    var entries: [Entry] = []
    for member in members {
      if member.name == "__metadata__" {
        for item in try texts(member.value, failure) { result.metadata[item.0] = item.1 }
      } else {
        entries.append(try Entry(member, dataCount: bytes.count - dataStart, failure))
      }
    }
    entries.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
    var end = 0
    for entry in entries {
      guard entry.begin == end else {
        throw failure(
          "data of \"\(escaped(entry.name))\" at byte \(entry.begin)",
          "byte \(end), without \(entry.begin < end ? "overlaps" : "gaps")")
      }
      end = entry.end
    }
    guard end == bytes.count - dataStart else {
      throw failure(
        "\(bytes.count - dataStart) bytes of data", "\(end), as the header describes")
    }
    for entry in entries {
      let values = bytes.withUnsafeBytes { raw in
        Values(
          typeName: entry.type,
          UnsafeRawBufferPointer(rebasing: raw[(dataStart + entry.begin)..<(dataStart + entry.end)])
        )
      }
      guard let values else {
        throw failure(
          "a logical in \"\(escaped(entry.name))\" that is neither 0 nor 1", "0 or 1")
      }
      result.tensors.append(Tensor(entry.name, shape: entry.shape, values))
    }
    return result
  }

  private static func texts(_ value: JSON, _ failure: (String, String) -> FormatError)
    throws(FormatError) -> [(String, String)]
  {
    guard let members = value.members else {
      throw failure("__metadata__ that is no object", "an object of texts")
    }
    var result: [(String, String)] = []
    for member in members {
      guard let text = member.value.text else {
        throw failure("__metadata__ \"\(escaped(member.name))\" that is no text", "a text")
      }
      result.append((member.name, text))
    }
    return result
  }

  /// What the header says of one array.
  private struct Entry {
    let name: String
    let type: String
    let shape: [Int]
    let begin: Int
    let end: Int

    init(_ member: JSON.Member, dataCount: Int, _ failure: (String, String) -> FormatError)
      throws(FormatError)
    {
      let name = "\"\(escaped(member.name))\""
      self.name = member.name
      guard let type = member.value["dtype"]?.text, let width = Values.widths[type] else {
        let found = member.value["dtype"]?.text.map { "\"\(escaped($0))\"" } ?? "none"
        throw failure(
          "\(name) of dtype \(found)", "one of F64, F32, I64, I32, I8, U8, BOOL")
      }
      self.type = type
      guard let shape = member.value["shape"]?.integers, shape.allSatisfy({ $0 >= 0 }) else {
        throw failure("\(name) without a shape", "an array of whole numbers, none negative")
      }
      self.shape = shape
      var size = width
      for length in shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: length)
        guard !overflow else {
          throw failure("\(name) of shape \(shape)", "a shape that fits into the file")
        }
        size = product
      }
      guard let offsets = member.value["data_offsets"]?.integers, offsets.count == 2,
        offsets[0] >= 0, offsets[1] >= offsets[0]
      else { throw failure("\(name) without data_offsets", "a beginning and an end") }
      guard offsets[1] <= dataCount else {
        throw failure(
          "data of \(name) up to byte \(offsets[1])", "at most \(dataCount), where the file ends")
      }
      guard offsets[1] - offsets[0] == size else {
        throw failure(
          "\(offsets[1] - offsets[0]) bytes of data of \(name)",
          "\(size) for shape \(shape) of \(type)")
      }
      (begin, end) = (offsets[0], offsets[1])
    }
  }
}
