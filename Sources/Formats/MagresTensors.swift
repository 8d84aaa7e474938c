import Crystals

/// The `[magres]` block of a magres file: per-atom tensors and their units.
struct MagresTensors {
  /// The tensors kept, with the only unit the format has for each.
  static let units = ["efg": "au", "efg_local": "au", "efg_nonlocal": "au", "ms": "ppm"]

  private struct Row {
    var words: String
    var index: Int
    var line: Int
    var isFused: Bool
  }

  private struct Table {
    var rows: [Row] = []
    var values: [Double] = []
  }

  private var tables: [String: Table] = [:]
  private var units: [String: String] = [:]
  /// Atoms whose tensors only stand in for none, as `MagresWriter` notes them.
  private var absent: [String: [Row]] = [:]

  /// Takes a line of the block: its first word, and all its words up to a limit.
  mutating func read(_ head: Word, _ words: [Word], line: Int, file: String) throws(FormatError) {
    func failure(_ found: String, _ expected: String) -> FormatError {
      FormatError(file: file, line: line, found: found, expected: expected)
    }
    if head.spells("units") {
      guard words.count == 3 else {
        throw failure("\(words.count) fields", "units, a quantity and its unit")
      }
      guard let expected = Self.units[words[1].lowercased] else { return }
      guard words[2].lowercased == expected else {
        throw failure("the unit \(words[2].shown) of \(words[1].shown)", "\"\(expected)\"")
      }
      units[words[1].lowercased] = expected
      return
    }
    guard let name = Self.name(head) else { return }
    // Label and index run into one another where the index has many digits.
    let isFused = words.count == 11
    guard words.count == 12 || isFused else {
      throw failure("\(min(words.count, 13)) fields", "\(name), label, index and nine numbers")
    }
    var index = 0
    if !isFused {
      guard let number = NumberScanner.integer(words[2]) else {
        throw failure(words[2].shown, "the index of an atom")
      }
      index = number
    }
    guard words[1].count < 256 else { throw failure(words[1].shown, "the label of an atom") }
    let values = words.suffix(9).compactMap(\.finite)
    guard values.count == 9 else {
      let wrong = words.suffix(9).first { $0.finite == nil }
      throw failure(wrong?.shown ?? "", "a finite number")
    }
    tables[name, default: Table()].values += values
    tables[name, default: Table()].rows.append(
      Row(words: words[1].text, index: index, line: line, isFused: isFused))
  }

  /// The tensor that a word names; nil for one that is not kept.
  private static func name(_ word: Word) -> String? {
    for name in ["efg", "ms", "efg_local", "efg_nonlocal"] as [StaticString] where word.spells(name)
    {
      return name.description
    }
    return nil
  }

  /// Takes a line of the block `[spinel]`.
  mutating func readAbsent(_ words: [Word], line: Int, file: String) throws(FormatError) {
    guard words[0].spells("absent") else { return }
    guard words.count == 4, words[2].count < 256, let index = NumberScanner.integer(words[3]),
      let name = Self.name(words[1])
    else {
      throw FormatError(
        file: file, line: line, found: "\(words.count) fields",
        expected: "absent, a tensor's name, label and index of an atom")
    }
    absent[name, default: []].append(
      Row(words: words[2].text, index: index, line: line, isFused: false))
  }

  /// The tensors as arrays over the atoms, NaN for atoms without one.
  func arrays(
    of atoms: MagresAtoms
  ) throws(FormatError) -> [String: (values: [Double], unit: String)] {
    var result: [String: (values: [Double], unit: String)] = [:]
    for (name, table) in tables.sorted(by: { $0.key < $1.key }) {
      let needsFused = table.rows.contains(where: \.isFused)
      let fused = needsFused ? atoms.fusedPlaces() : [:]
      var values = [Double](repeating: .nan, count: 9 * atoms.count)
      for (row, entry) in table.rows.enumerated() {
        func failure(_ found: String, _ expected: String) -> FormatError {
          FormatError(file: atoms.file, line: entry.line, found: found, expected: expected)
        }
        let shown = "\(escaped(entry.words, limit: 40))\(entry.isFused ? "" : " \(entry.index)")"
        let found =
          entry.isFused
          ? fused[entry.words].map { Int($0) } : atoms.place(entry.words, entry.index)
        guard let atom = found else {
          throw failure("\(name) of atom \(shown)", "an atom of the [atoms] block")
        }
        guard atom >= 0 else {
          throw failure("\(name) of atom \(shown), which two atoms are", "label and index apart")
        }
        guard values[9 * atom].isNaN else {
          throw failure("\(name) of atom \(shown) a second time", "every atom once")
        }
        for column in 0..<9 { values[9 * atom + column] = table.values[9 * row + column] }
      }
      for entry in absent[name] ?? [] {
        guard let atom = atoms.place(entry.words, entry.index) else { continue }
        for column in 0..<9 { values[9 * atom + column] = .nan }
      }
      // Some files name the unit of the whole tensor only, not of its parts.
      guard let unit = units[name] ?? (name.hasPrefix("efg_") ? units["efg"] : nil) else {
        throw FormatError(
          file: atoms.file, line: table.rows.first?.line, found: "\(name) without a unit",
          expected: "a line \"units \(name) \(Self.units[name] ?? "")\"")
      }
      result[name] = (values, unit)
    }
    return result
  }
}
