import Crystals

/// Reads the lattice and the atoms of a CASTEP .cell file; everything else in it is passed over.
///
/// Kinds of an element such as `Li:8a` become the per-atom array `castep_custom_species`.
struct CastepCellReader {
  private var lines: TextLines
  private var cell: Cell?
  private var atoms: Atoms?

  private struct Atoms {
    var isFractional: Bool
    var line: Int
    var scale = 1.0
    var elements: [Element] = []
    var coordinates: [Vector] = []
    var species: [String] = []
    var hasKinds = false

    /// Keeps the species of the atom last added once one has been told apart; nil for a plain one.
    mutating func note(_ kind: String?, _ element: Element) {
      if kind != nil, !hasKinds {
        hasKinds = true
        species = elements.dropLast().map(\.symbol)
      }
      if hasKinds { species.append(kind ?? element.symbol) }
    }
  }

  /// Reads the one structure of a file. Throws `badData`.
  static func structure(_ lines: TextLines) throws(FormatError) -> Structure {
    var reader = CastepCellReader(lines: lines)
    return try reader.read()
  }

  private init(lines: TextLines) { self.lines = lines }

  private mutating func read() throws(FormatError) -> Structure {
    while let line = try nextLine() {
      guard line.bytes.begins(with: "%") else { continue }
      let words = line.fields(3)
      guard words[0].spells("%block"), words.count == 2 else {
        throw lines.failure(found: line.bytes.shown, expected: "%BLOCK and a name")
      }
      try readBlock(words[1], opening: line.number)
    }
    guard let cell else {
      throw lines.failure(
        1, found: "no lattice", expected: "%BLOCK lattice_cart or lattice_abc",
        advice: "the file may be cut short")
    }
    let firstLine = atoms?.line ?? 1
    guard var atoms = atoms.take(), !atoms.elements.isEmpty else {
      throw lines.failure(
        firstLine, found: "no atoms", expected: "%BLOCK positions_frac or positions_abs",
        advice: "the file may be cut short")
    }
    let v = cell.vectors
    // In place: a second list of positions would be most of the memory taken.
    for atom in atoms.coordinates.indices {
      let s = atoms.coordinates[atom]
      atoms.coordinates[atom] =
        atoms.isFractional ? s.x * v[0] + s.y * v[1] + s.z * v[2] : s * atoms.scale
    }
    var structure = Structure(
      cell: cell, elements: atoms.elements, positions: atoms.coordinates,
      origin: .init(file: lines.file, frame: 0, line: atoms.line))
    if atoms.hasKinds {
      structure.arrays["castep_custom_species"] = .text(atoms.species, columns: 1)
    }
    return structure
  }

  /// The next line without remarks, blank ones left out.
  private mutating func nextLine() throws(FormatError) -> TextLine? {
    while let line = try lines.next() {
      let content = line.upTo("!#;")
      if content.bytes.isEmpty || content.fields(1)[0].spells("comment") { continue }
      return content
    }
    return nil
  }

  private mutating func readBlock(_ name: Word, opening: Int) throws(FormatError) {
    func failure(_ found: String, _ expected: String) -> FormatError {
      lines.failure(found: found, expected: expected)
    }
    let isCartesian = name.spells("lattice_cart")
    let isParameters = name.spells("lattice_abc")
    let isFractional = name.spells("positions_frac")
    let isAbsolute = name.spells("positions_abs")
    if isCartesian || isParameters, cell != nil {
      throw failure("a second lattice", "one lattice a file")
    }
    if isFractional || isAbsolute {
      guard atoms == nil else { throw failure("a second block of positions", "one a file") }
      atoms = Atoms(isFractional: isFractional, line: opening)
    }
    var rows: [Vector] = []
    var unit: LengthUnit?
    var isFirst = true
    while let line = try nextLine() {
      let words = line.fields(32)
      if words[0].spells("%endblock") {
        guard words.count == 2, words[1].lowercased == name.lowercased else {
          throw failure(line.bytes.shown, "%ENDBLOCK \(escaped(bytes: name, limit: 40))")
        }
        let scale = (unit ?? .angstrom).angstroms
        if isCartesian { try setLattice(rows.map { $0 * scale }, opening: opening) }
        if isParameters { try setParameters(rows, scale, opening: opening) }
        if isAbsolute { atoms?.scale = scale }
        return
      }
      if words[0].spells("%block") {
        throw failure(
          line.bytes.shown, "%ENDBLOCK \(escaped(bytes: name, limit: 40)) for line \(opening) first"
        )
      }
      defer { isFirst = false }
      if isFirst, words.count == 1, isCartesian || isParameters || isAbsolute {
        guard let found = LengthUnit(words[0]) else {
          throw failure("the unit \(words[0].shown)", "ang, bohr, a0, nm, cm or m")
        }
        unit = found
      } else if isCartesian || isParameters {
        let numbers = words.compactMap(\.finite)
        guard words.count == 3, numbers.count == 3, rows.count < (isCartesian ? 3 : 2) else {
          throw failure(
            line.bytes.shown,
            isCartesian ? "three vectors of three numbers" : "a, b, c, then α, β, γ")
        }
        rows.append(Vector(numbers[0], numbers[1], numbers[2]))
      } else if isFractional || isAbsolute {
        try readAtom(words, line)
      }
    }
    throw lines.failure(
      found: "the end of the file in the block that line \(opening) opens",
      expected: "%ENDBLOCK \(escaped(bytes: name, limit: 40))", advice: "the file may be cut short")
  }

  private mutating func setLattice(_ rows: [Vector], opening: Int) throws(FormatError) {
    guard rows.count == 3 else {
      throw lines.failure(found: "\(rows.count) lattice vectors", expected: "three")
    }
    let found = Cell(rows[0], rows[1], rows[2])
    try found.check(file: lines.file, line: opening)
    cell = found
  }

  private mutating func setParameters(
    _ rows: [Vector], _ scale: Double, opening: Int
  ) throws(FormatError) {
    guard rows.count == 2,
      let found = CellParameters(lengths: rows[0] * scale, angles: rows[1]).cell
    else {
      throw lines.failure(
        opening, found: "lengths and angles that close no cell", expected: "a, b, c, then α, β, γ")
    }
    try found.check(file: lines.file, line: opening)
    cell = found
  }

  private mutating func readAtom(_ words: [Word], _ line: TextLine) throws(FormatError) {
    let numbers = words.dropFirst().prefix(3).compactMap(\.finite)
    guard numbers.count == 3 else {
      throw lines.failure(found: line.bytes.shown, expected: "an element and three finite numbers")
    }
    let kind = words[0].firstIndex(of: UInt8(ascii: ":"))
    let symbol = Word(rebasing: words[0][..<(kind ?? words[0].count)])
    let number = NumberScanner.integer(symbol).flatMap { UInt8(exactly: $0) }
    guard
      let element = number.flatMap({ Element(rawValue: $0) })
        ?? ElementTable.shared.element(symbol) ?? ElementTable.shared.element(label: symbol)
    else {
      throw lines.failure(found: words[0].shown, expected: "the symbol of an element, such as Li")
    }
    guard !words.dropFirst(4).contains(where: { $0.begins(with: "mixture") }) else {
      throw lines.failure(
        found: "a mixture of atoms on one site", expected: "fully occupied sites",
        advice: "put an ordered arrangement of atoms in its place")
    }
    guard words[0].count < 256, atoms?.elements.count ?? 0 < ExtendedXYZReader.largestFrame else {
      throw lines.failure(found: "an atom too many or too long", expected: "a usable structure")
    }
    atoms?.elements.append(element)
    atoms?.coordinates.append(Vector(numbers[0], numbers[1], numbers[2]))
    atoms?.note(kind == nil ? nil : words[0].text, element)
  }
}
