import Crystals

/// Writes structures as extended XYZ that ASE and OVITO read, and that reads back the same here.
public enum ExtendedXYZWriter {
  /// One structure as bytes.
  ///
  /// Columns are the species, the positions, then the arrays named in `columns`, or all arrays in
  /// alphabetical order. Info follows in alphabetical order. Numbers are written shortest so that
  /// they read back the same; NaN as `nan`.
  public static func bytes(_ structure: Structure, columns: [String]? = nil) -> [UInt8] {
    var output: [UInt8] = []
    write(structure, columns: columns, to: &output)
    return output
  }

  /// Several structures, one after the other.
  public static func bytes(_ structures: [Structure], columns: [String]? = nil) -> [UInt8] {
    var output: [UInt8] = []
    for structure in structures { write(structure, columns: columns, to: &output) }
    return output
  }

  /// Appends one structure to bytes.
  public static func write(
    _ structure: Structure, columns: [String]? = nil, to output: inout [UInt8]
  ) {
    let names = columns ?? structure.arrays.keys.sorted()
    let arrays = names.compactMap { name in
      structure.arrays[name].map { (name: columnName(name), array: $0) }
    }
    .filter { $0.array.holds(structure.count) && !["species", "pos"].contains($0.name) }

    output.append(text: "\(structure.count)\n")
    writeHeader(structure, arrays, to: &output)
    for atom in 0..<structure.count {
      output.append(text: structure.elements[atom].symbol)
      let r = structure.positions[atom]
      for axis in 0..<3 {
        output.append(UInt8(ascii: " "))
        output.append(text: r[axis].description)
      }
      for (_, array) in arrays { array.write(atom, to: &output) }
      output.append(UInt8(ascii: "\n"))
    }
  }

  private static func writeHeader(
    _ structure: Structure, _ arrays: [(name: String, array: Structure.AtomArray)],
    to output: inout [UInt8]
  ) {
    let cell = structure.cell
    if cell.vectors.contains(where: { $0 != .zero }) {
      let numbers = cell.vectors.flatMap { [$0.x, $0.y, $0.z] }.map(\.description)
      output.append(text: "Lattice=\"\(numbers.joined(separator: " "))\" ")
    }
    var properties = "Properties=species:S:1:pos:R:3"
    for (name, array) in arrays { properties += ":\(name):\(array.letter):\(array.width)" }
    output.append(text: properties)
    let flags = cell.periodic.map { $0 ? "T" : "F" }.joined(separator: " ")
    output.append(text: " pbc=\"\(flags)\"")
    let reserved: Set<String> = ["Lattice", "Properties", "pbc"]
    for key in structure.info.keys.sorted() where !key.isEmpty && !reserved.contains(key) {
      guard let value = structure.info[key] else { continue }
      output.append(text: " " + quoted(oneLine(key)) + "=" + value.text(key: key))
    }
    output.append(UInt8(ascii: "\n"))
  }

  /// A name that can stand among the `Properties`.
  private static func columnName(_ name: String) -> String {
    let safe = name.unicodeScalars.map { scalar -> Character in
      let isSafe =
        scalar.isASCII
        ? scalar.value > 0x20 && scalar.value != 0x7F
          && !":=\"'{}[],\\".unicodeScalars.contains(scalar)
        : !scalar.properties.isWhitespace
      return isSafe ? Character(scalar) : "_"
    }
    return safe.isEmpty ? "_" : String(safe)
  }

  /// Quotes as ASE does, and escapes what ends a quote.
  fileprivate static func quoted(_ text: String) -> String {
    let special =
      text.isEmpty
      || text.unicodeScalars.contains { scalar in
        scalar.properties.isWhitespace || "\"'{}[]=,\\".unicodeScalars.contains(scalar)
      }
    guard special else { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}

/// Text with its line breaks, which would end a line, as blanks.
func oneLine(_ text: String) -> String { String(text.map { $0.isNewline ? " " : $0 }) }

extension Structure.AtomArray {
  fileprivate var width: Int {
    switch self {
    case .real(_, let columns), .integer(_, let columns), .logical(_, let columns),
      .text(_, let columns):
      columns
    }
  }

  fileprivate var letter: String {
    switch self {
    case .real: "R"
    case .integer: "I"
    case .logical: "L"
    case .text: "S"
    }
  }

  /// Whether there are values for so many atoms.
  fileprivate func holds(_ count: Int) -> Bool {
    let values =
      switch self {
      case .real(let values, _): values.count
      case .integer(let values, _): values.count
      case .logical(let values, _): values.count
      case .text(let values, _): values.count
      }
    return width > 0 && values == count * width
  }

  fileprivate func write(_ atom: Int, to output: inout [UInt8]) {
    for i in (atom * width)..<((atom + 1) * width) {
      output.append(UInt8(ascii: " "))
      switch self {
      case .real(let values, _): output.append(text: values[i].description)
      case .integer(let values, _): output.append(text: String(values[i]))
      case .logical(let values, _): output.append(UInt8(ascii: values[i] ? "T" : "F"))
      case .text(let values, _):
        // A field is one word.
        let word = String(values[i].map { $0.isWhitespace ? "_" : $0 })
        output.append(text: word.isEmpty ? "_" : word)
      }
    }
  }
}

extension Structure.InfoValue {
  /// The value as the comment line holds it, quoted.
  fileprivate func text(key: String) -> String {
    switch self {
    case .real(let values, let shape): Self.plain(values.map(\.description), shape, key)
    case .integer(let values, let shape): Self.plain(values.map(\.description), shape, key)
    case .logical(let values, let shape): Self.plain(values.map { $0 ? "T" : "F" }, shape, key)
    case .text(let values, let shape): Self.quoted(values, shape)
    }
  }

  private static func plain(_ words: [String], _ shape: [Int], _ key: String) -> String {
    switch shape {
    case []: return words.first ?? "nan"
    case [1]: return "[\(words[0])]"
    case [words.count] where !words.isEmpty: return "\"\(words.joined(separator: " "))\""
    case [3, 3] where words.count == 9 && ExtendedXYZHeader.matrixKeys.contains(key):
      let columns = [0, 3, 6, 1, 4, 7, 2, 5, 8].map { words[$0] }
      return "\"\(columns.joined(separator: " "))\""
    default:
      // Python's spellings, which ASE's reader takes.
      let spellings = [
        "nan": "NaN", "inf": "Infinity", "-inf": "-Infinity", "T": "true", "F": "false",
      ]
      return json(words.map { spellings[$0] ?? $0 }, shape)
    }
  }

  private static func quoted(_ values: [String], _ shape: [Int]) -> String {
    // ASE stumbles over empty quotes.
    if shape.isEmpty, let text = values.first, !text.isEmpty {
      // What would read back as something else goes through JSON.
      let entry = CommentLine.Entry(key: "", value: text)
      let isOneLine = !text.contains(where: \.isNewline)
      if isOneLine, entry.typed == .text([text], shape: []) {
        return ExtendedXYZWriter.quoted(text)
      }
    }
    return json(values.map { String(decoding: JSON.string($0).bytes(), as: UTF8.self) }, shape)
  }

  /// ASE's way of writing what the comment line has no form for.
  private static func json(_ leaves: [String], _ shape: [Int]) -> String {
    func nested(_ leaves: ArraySlice<String>, _ shape: ArraySlice<Int>) -> String {
      guard let count = shape.first else { return leaves.first ?? "null" }
      let stride = count > 0 ? leaves.count / count : 0
      let rows = (0..<count).map { row in
        let start = leaves.startIndex + row * stride
        return nested(leaves[start..<(start + stride)], shape.dropFirst())
      }
      return "[\(rows.joined(separator: ", "))]"
    }
    return ExtendedXYZWriter.quoted("_JSON " + nested(leaves[...], shape[...]))
  }
}
