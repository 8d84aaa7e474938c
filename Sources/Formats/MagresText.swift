import Crystals

/// Reads the text that CASTEP wrote as a .magres file before the format had blocks.
///
/// It names no lattice, so that the structure has no cell; numbers have four decimals. Sections
/// begin with `Atom: LABEL INDEX` between two rules, and an atom may have several.
struct MagresText {
  private var lines: TextLines
  private var labels: [String] = []
  private var indices: [Int] = []
  /// Lines that first name each atom.
  private var firstLines: [Int] = []
  /// NaN for atoms whose coordinates have not come yet.
  private var positions: [Vector] = []
  /// Nine columns an atom, NaN for atoms without; the last atoms may be missing.
  private var tensors: [String: [Double]] = [:]
  private var places: [String: Int32] = [:]

  /// The label and index of a section's first line; nil for any other line.
  static func header(_ line: TextLine) -> (label: Word, index: Int)? {
    guard line.bytes.begins(with: "atom:") else { return nil }
    let words = line.fields(4)
    guard words.count == 2 || words.count == 3, words[1].count < 256 else { return nil }
    let (label, number) = words.count == 3 ? (words[1], words[2]) : words[1].fused
    guard !label.isEmpty, let index = NumberScanner.integer(number) else { return nil }
    return (label, index)
  }

  /// Reads the one structure of a file. Throws `badData`.
  static func structure(_ lines: TextLines) throws(FormatError) -> Structure {
    var reader = MagresText(lines: lines)
    try reader.readSections()
    return try reader.structure()
  }

  private init(lines: TextLines) { self.lines = lines }

  private mutating func readSections() throws(FormatError) {
    var present: Int?
    while let line = try lines.next() {
      if let (label, index) = Self.header(line) {
        present = section(of: label, index, line: line.number)
      } else if line.bytes.begins(with: "perturbing atom:") {
        // Couplings between two atoms follow.
        present = nil
      } else if let atom = present {
        try read(line, of: atom)
      }
    }
  }

  private mutating func section(of label: Word, _ index: Int, line: Int) -> Int {
    let key = "\(label.text) \(index)"
    if let place = places[key] { return Int(place) }
    places[key] = Int32(labels.count)
    labels.append(label.text)
    indices.append(index)
    firstLines.append(line)
    positions.append(Vector(repeating: .nan))
    return labels.count - 1
  }

  private mutating func read(_ line: TextLine, of atom: Int) throws(FormatError) {
    let words = line.fields(8)
    // After label and index, which may have run into one another.
    let place = words.prefix(3).firstIndex { $0.spells("coordinates") }
    if let place, place > 0 {
      let numbers = words[(place + 1)...].prefix(3).compactMap(\.finite)
      guard words.count == place + 5, numbers.count == 3 else {
        throw lines.failure(
          found: line.bytes.shown, expected: "label, index, Coordinates, three numbers and A")
      }
      guard words[place + 4].spells("a") else {
        throw lines.failure(found: "coordinates in \(words[place + 4].shown)", expected: "A, for Å")
      }
      positions[atom] = Vector(numbers[0], numbers[1], numbers[2])
    } else if words.count == 3, words[0].spells("total"), words[1].spells("shielding"),
      words[2].spells("tensor")
    {
      try readTensor("ms", of: atom)
    } else if words.count == 2, words[0].spells("total"), words[1].spells("tensor") {
      try readTensor("efg", of: atom)
    }
  }

  private mutating func readTensor(_ name: String, of atom: Int) throws(FormatError) {
    guard tensor(name, of: atom) == nil else {
      throw lines.failure(found: "a second \(name) tensor of an atom", expected: "one each")
    }
    var values: [Double] = []
    for row in 0..<3 {
      guard let line = try lines.nextFilled() else {
        throw lines.failure(
          found: "the end of the file after \(row) rows of a tensor", expected: "three",
          advice: "the file may be cut short")
      }
      let numbers = line.fields(4).map(\.finite)
      guard numbers.count == 3, numbers.allSatisfy({ $0 != nil }) else {
        throw lines.failure(
          found: line.bytes.shown, expected: "row \(row + 1) of a tensor: three finite numbers")
      }
      values += numbers.compactMap { $0 }
    }
    let missing = 9 * atom - (tensors[name]?.count ?? 0)
    if missing > 0 {
      tensors[name, default: []] += repeatElement(.nan, count: missing)
    }
    if missing >= 0 {
      tensors[name, default: []] += values
    } else {
      tensors[name]?.replaceSubrange(9 * atom..<9 * atom + 9, with: values)
    }
  }

  private func tensor(_ name: String, of atom: Int) -> ArraySlice<Double>? {
    guard let values = tensors[name], values.count > 9 * atom, !values[9 * atom].isNaN else {
      return nil
    }
    return values[9 * atom..<9 * atom + 9]
  }

  private func structure() throws(FormatError) -> Structure {
    func failure(_ atom: Int, _ found: String, _ expected: String) -> FormatError {
      lines.failure(
        firstLines[atom],
        found: "atom \(escaped(labels[atom], limit: 40)) \(indices[atom]) \(found)",
        expected: expected, advice: "the file may be cut short")
    }
    var elements: [Element] = []
    let names = tensors.keys.sorted()
    for (atom, label) in labels.enumerated() {
      guard !positions[atom].x.isNaN else {
        throw failure(atom, "without coordinates", "a line of Coordinates")
      }
      let element = Array(label.utf8).withUnsafeBufferPointer { MagresAtoms.element($0) }
      guard let element else { throw failure(atom, "of no element", "a label such as Li") }
      elements.append(element)
      for name in names where tensor(name, of: atom) == nil {
        throw failure(atom, "without the \(name) tensor that others have", "one an atom")
      }
    }
    var structure = Structure(
      cell: .none, elements: elements, positions: positions,
      arrays: [
        "labels": .text(labels, columns: 1), "indices": .integer(indices, columns: 1),
      ], origin: .init(file: lines.file, frame: 0, line: firstLines.first ?? 1))
    for (name, values) in tensors {
      structure.arrays[name] = .real(values, columns: 9)
      structure.info["\(name)_unit"] = .text([MagresTensors.units[name] ?? ""], shape: [])
    }
    return structure
  }
}
