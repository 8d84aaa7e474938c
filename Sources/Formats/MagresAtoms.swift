import Crystals

/// The `[atoms]` block of a magres file.
struct MagresAtoms {
  let file: String
  private var lattice: (numbers: [Double], line: Int)?
  private var elements: [Element] = []
  private var positions: [Vector] = []
  private(set) var labels: [String] = []
  private(set) var indices: [Int] = []
  /// Lines of the first atom and of the units.
  private var firstLine = 0
  private var units: [String: (unit: LengthUnit, line: Int)] = [:]
  private var places: [String: Int32] = [:]

  init(file: String) { self.file = file }

  var count: Int { elements.count }

  /// Takes a line of the block: its first word, and all its words up to a limit.
  mutating func read(_ head: Word, _ words: [Word], line: Int) throws(FormatError) {
    let file = file
    func failure(_ found: String, _ expected: String) -> FormatError {
      FormatError(file: file, line: line, found: found, expected: expected)
    }
    if head.spells("units") {
      guard words.count == 3 else {
        throw failure("\(words.count) fields", "units, a quantity and its unit")
      }
      guard words[1].spells("lattice") || words[1].spells("atom") else { return }
      guard let unit = LengthUnit(words[2]) else {
        throw failure("the unit \(words[2].shown) of \(words[1].shown)", "Angstrom or Bohr")
      }
      units[words[1].lowercased] = (unit, line)
    } else if head.spells("lattice") {
      guard lattice == nil else { throw failure("a second lattice", "one lattice a structure") }
      let numbers = words.dropFirst().compactMap(\.finite)
      guard words.count == 10, numbers.count == 9 else {
        throw failure(
          "a lattice of \(min(words.count - 1, 13)) fields, \(numbers.count) of them finite numbers",
          "nine: the vectors a, b, c one after the other")
      }
      lattice = (numbers, line)
    } else if head.spells("atom") {
      try readAtom(words, line: line, failure)
    }
  }

  private mutating func readAtom(
    _ words: [Word], line: Int, _ failure: (String, String) -> FormatError
  ) throws(FormatError) {
    // Label and index run into one another where the index has many digits.
    let isFused = words.count == 6
    guard words.count == 7 || isFused else {
      throw failure(
        "\(min(words.count, 13)) fields", "atom, species, label, index and three coordinates")
    }
    guard let element = Self.element(words[1]) else {
      throw failure("the species \(words[1].shown)", "the symbol of an element, such as Li")
    }
    var label = words[2]
    var number = words[2]
    if isFused {
      (label, number) = label.fused
    } else {
      number = words[3]
    }
    guard let index = NumberScanner.integer(number), index >= 0, !label.isEmpty, label.count < 256
    else { throw failure("\(words[2].shown) and \(number.shown)", "a label and a whole number") }
    var position = Vector.zero
    for axis in 0..<3 {
      let word = words[words.count - 3 + axis]
      guard let value = word.finite else { throw failure(word.shown, "a finite coordinate") }
      position[axis] = value
    }
    guard count < ExtendedXYZReader.largestFrame else {
      throw failure("more than \(count) atoms", "at most that many")
    }
    let name = label.text
    guard places.updateValue(Int32(count), forKey: Self.key(name, index)) == nil else {
      throw failure("atom \(escaped(name, limit: 40)) \(index) a second time", "every atom once")
    }
    if elements.isEmpty { firstLine = line }
    elements.append(element)
    positions.append(position)
    labels.append(name)
    indices.append(index)
  }

  /// The element of a species or label.
  static func element(_ species: Word) -> Element? {
    // CASTEP tells kinds of an element apart as in Li:8a.
    let symbol = Word(rebasing: species.prefix { $0 != UInt8(ascii: ":") })
    return ElementTable.shared.element(symbol) ?? ElementTable.shared.element(label: symbol)
  }

  private static func key(_ label: String, _ index: Int) -> String { "\(label) \(index)" }

  /// The atom of a label and an index; nil for an unknown one.
  func place(_ label: String, _ index: Int) -> Int? {
    places[Self.key(label, index)].map { Int($0) }
  }

  /// Atoms by label and index written as one word; −1 where two share it.
  func fusedPlaces() -> [String: Int32] {
    var result: [String: Int32] = [:]
    for atom in 0..<count {
      let name = "\(labels[atom])\(indices[atom])"
      if result.updateValue(Int32(atom), forKey: name) != nil { result[name] = -1 }
    }
    return result
  }

  /// The structure in Å, with `labels` and `indices`.
  func structure() throws(FormatError) -> Structure {
    guard count > 0 else {
      throw FormatError(
        file: file, line: 1, found: "an [atoms] block without atoms", expected: "at least one atom")
    }
    let length = try unit(of: "atom", line: firstLine)
    var cell = Cell.none
    if let lattice {
      let scale = try unit(of: "lattice", line: lattice.line).angstroms
      let v = lattice.numbers.map { $0 * scale }
      cell = Cell(Vector(v[0], v[1], v[2]), Vector(v[3], v[4], v[5]), Vector(v[6], v[7], v[8]))
      try cell.check(file: file, line: lattice.line)
    }
    let scale = length.angstroms
    return Structure(
      cell: cell, elements: elements,
      positions: length == .angstrom ? positions : positions.map { $0 * scale },
      arrays: ["labels": .text(labels, columns: 1), "indices": .integer(indices, columns: 1)],
      origin: .init(file: file, frame: 0, line: firstLine))
  }

  private func unit(of quantity: String, line: Int) throws(FormatError) -> LengthUnit {
    guard let unit = units[quantity]?.unit else {
      throw FormatError(
        file: file, line: line, found: "\(quantity) without a unit",
        expected: "a line \"units \(quantity) Angstrom\"")
    }
    return unit
  }
}

extension Word {
  /// Label and index that run into one another: the index is all the digits at the end.
  var fused: (label: Word, index: Word) {
    let digits = reversed().prefix { (48...57).contains($0) }.count
    return (
      Word(rebasing: self[..<(count - digits)]), Word(rebasing: self[(count - digits)...])
    )
  }
}

/// A unit of length that structure files name.
enum LengthUnit {
  case angstrom, bohr, nanometre, metre, centimetre

  init?(_ word: Word) {
    if word.spells("angstrom") || word.spells("ang") || word.spells("a") {
      self = .angstrom
    } else if word.spells("bohr") || word.spells("a0") || word.spells("au") {
      self = .bohr
    } else if word.spells("nm") {
      self = .nanometre
    } else if word.spells("m") {
      self = .metre
    } else if word.spells("cm") {
      self = .centimetre
    } else {
      return nil
    }
  }

  /// One unit in Å (CODATA 2022).
  var angstroms: Double {
    switch self {
    case .angstrom: 1
    case .bohr: 0.529177210544
    case .nanometre: 10
    case .metre: 1e10
    case .centimetre: 1e8
    }
  }
}

extension Cell {
  /// Refuses vectors that are not finite or span no volume, naming the line they stand in.
  func check(file: String, line: Int) throws(FormatError) {
    do throws(CrystalError) {
      _ = try basis()
    } catch {
      throw FormatError(file: file, line: line, found: "\(error)")
    }
  }
}
