import Crystals

/// Reads the text that CASTEP wrote as a .magres file before the format had blocks.
///
/// It names no lattice, so that the structure has no cell; numbers have four decimals. Sections
/// begin with `Atom: LABEL INDEX` between two rules, and an atom may have several.
struct MagresText {
  private struct Atom {
    var label: String
    var index: Int
    var line: Int
    var position: Vector?
    var tensors: [String: [Double]] = [:]
  }

  private var lines: TextLines
  private var atoms: [Atom] = []
  private var places: [String: Int] = [:]

  /// The label and index of a section's first line; nil for any other line.
  static func header(_ line: TextLine) -> (label: Word, index: Int)? {
    guard line.bytes.begins(with: "atom:") else { return nil }
    let words = line.fields(4)
    guard words.count == 3, let index = NumberScanner.integer(words[2]), words[1].count < 256 else {
      return nil
    }
    return (words[1], index)
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
    if let place = places[key] { return place }
    places[key] = atoms.count
    atoms.append(Atom(label: label.text, index: index, line: line))
    return atoms.count - 1
  }

  private mutating func read(_ line: TextLine, of atom: Int) throws(FormatError) {
    let words = line.fields(8)
    if words.count >= 3, words[2].spells("coordinates") {
      let numbers = words.dropFirst(3).prefix(3).compactMap(\.finite)
      guard words.count == 7, numbers.count == 3 else {
        throw lines.failure(
          found: line.bytes.shown, expected: "label, index, Coordinates, three numbers and A")
      }
      guard words[6].spells("a") else {
        throw lines.failure(found: "coordinates in \(words[6].shown)", expected: "A, for Å")
      }
      atoms[atom].position = Vector(numbers[0], numbers[1], numbers[2])
    } else if words.count == 3, words[0].spells("total"), words[1].spells("shielding"),
      words[2].spells("tensor")
    {
      try readTensor("ms", of: atom)
    } else if words.count == 2, words[0].spells("total"), words[1].spells("tensor") {
      try readTensor("efg", of: atom)
    }
  }

  private mutating func readTensor(_ name: String, of atom: Int) throws(FormatError) {
    guard atoms[atom].tensors[name] == nil else {
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
    atoms[atom].tensors[name] = values
  }

  private func structure() throws(FormatError) -> Structure {
    func failure(_ atom: Atom, _ found: String, _ expected: String) -> FormatError {
      lines.failure(
        atom.line, found: "atom \(escaped(atom.label, limit: 40)) \(atom.index) \(found)",
        expected: expected, advice: "the file may be cut short")
    }
    var elements: [Element] = []
    var positions: [Vector] = []
    let names = Set(atoms.flatMap(\.tensors.keys)).sorted()
    var values: [String: [Double]] = [:]
    for atom in atoms {
      guard let position = atom.position else {
        throw failure(atom, "without coordinates", "a line of Coordinates")
      }
      let element = Array(atom.label.utf8).withUnsafeBufferPointer { label -> Element? in
        let symbol = Word(rebasing: label.prefix { $0 != UInt8(ascii: ":") })
        return ElementTable.shared.element(symbol) ?? ElementTable.shared.element(label: symbol)
      }
      guard let element else { throw failure(atom, "of no element", "a label such as Li") }
      for name in names {
        guard let tensor = atom.tensors[name] else {
          throw failure(atom, "without the \(name) tensor that others have", "one an atom")
        }
        values[name, default: []] += tensor
      }
      elements.append(element)
      positions.append(position)
    }
    var structure = Structure(
      cell: .none, elements: elements, positions: positions,
      arrays: [
        "labels": .text(atoms.map(\.label), columns: 1),
        "indices": .integer(atoms.map(\.index), columns: 1),
      ], origin: .init(file: lines.file, frame: 0, line: atoms.first?.line ?? 1))
    for name in names {
      structure.arrays[name] = .real(values[name] ?? [], columns: 9)
      structure.info["\(name)_unit"] = .text([MagresTensors.units[name] ?? ""], shape: [])
    }
    return structure
  }
}
