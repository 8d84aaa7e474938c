import Crystals

/// One data block of a crystallographic information file.
struct CIFBlock {
  let name: String
  let line: Int
  let file: String
  private var lengths = [Double?](repeating: nil, count: 3)
  private var angles = [Double?](repeating: nil, count: 3)
  private var cellLine = 0
  /// Operators under the present name and under the former, with their lines.
  private var operators: [[(symmetry: SymmetryOperator, word: String, line: Int)]] = [[], []]
  private var spaceGroup: (name: String, line: Int)?
  private var elements: [Element] = []
  private var fractions: [Vector] = []
  private var labels: [String] = []
  private var lines: [Int32] = []

  /// More images than this are refused before they are made.
  static let largestExpansion = 10_000_000

  init(name: String, line: Int, file: String) {
    self.name = name
    self.line = line
    self.file = file
  }

  private func failure(
    _ line: Int, _ found: String, _ expected: String, advice: String = ""
  ) -> FormatError {
    FormatError(file: file, line: line, found: found, expected: expected, advice: advice)
  }

  /// Takes a value that is no site's.
  mutating func read(
    _ item: CIFItem, _ word: Word, isQuoted: Bool, line: Int
  ) throws(FormatError) {
    switch item {
    case .length(let axis):
      lengths[axis] = try parameter(word, line, lengths[axis], "a length of the cell in Å")
    case .angle(let axis):
      angles[axis] = try parameter(word, line, angles[axis], "an angle of the cell in degrees")
    case .symmetryOperator: try add(word, line, former: 0)
    case .formerOperator: try add(word, line, former: 1)
    case .spaceGroup:
      let isKnown = isQuoted || !(word.spells("?") || word.spells("."))
      let name = String(decoding: word.prefix(64).filter { !isBlank($0) }, as: UTF8.self)
      if isKnown, name.uppercased() != "P1", name.uppercased() != "P111" {
        spaceGroup = (name, line)
      }
    case .spaceGroupNumber:
      if let number = NumberScanner.integer(word), number != 1, spaceGroup == nil {
        spaceGroup = ("number \(number)", line)
      }
    default: break
    }
  }

  private mutating func parameter(
    _ word: Word, _ line: Int, _ known: Double?, _ expected: String
  ) throws(FormatError) -> Double {
    guard known == nil else {
      throw failure(line, "\(expected) a second time", "one cell a data block")
    }
    guard let value = Self.number(word) else { throw failure(line, word.shown, expected) }
    cellLine = line
    return value
  }

  private mutating func add(_ word: Word, _ line: Int, former: Int) throws(FormatError) {
    guard let symmetry = SymmetryOperator(word) else {
      throw failure(line, word.shown, "a symmetry operator such as '-x, y+1/2, z'")
    }
    guard operators[former].count < SymmetryGroup.largestCount else {
      throw failure(
        line, "more than \(SymmetryGroup.largestCount) symmetry operators", "at most that many")
    }
    operators[former].append((symmetry, word.shown, line))
  }

  /// A finite number, its uncertainty in brackets left out.
  private static func number(_ word: Word) -> Double? {
    guard let bracket = word.firstIndex(of: UInt8(ascii: "(")) else { return word.finite }
    let digits = word[(bracket + 1)...].dropLast()
    guard word.last == UInt8(ascii: ")"), digits.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Word(rebasing: word[..<bracket]).finite
  }

  /// Takes a row of the loop of sites.
  mutating func add(_ site: CIFSite) throws(FormatError) {
    if site.isDummy { return }
    let shown = (site.label ?? site.symbol)?.shown ?? "a site"
    var position = Vector.zero
    for (axis, word) in site.fractions.enumerated() {
      guard let word, let value = Self.number(word), abs(value) < 1e6 else {
        throw failure(
          site.line, "\(shown) with \(word?.shown ?? "no number") along \(["x", "y", "z"][axis])",
          "a fractional coordinate")
      }
      position[axis] = value
    }
    if let word = site.occupancy {
      guard let value = Self.number(word) else {
        throw failure(site.line, "\(shown) with occupancy \(word.shown)", "a number")
      }
      guard abs(value - 1) < 1e-6 else {
        throw failure(
          site.line, "\(shown) with occupancy \(escaped(bytes: word, limit: 40))",
          "fully occupied sites", advice: "put an ordered arrangement of atoms in its place")
      }
    }
    guard let element = Self.element(site) else {
      throw failure(site.line, "\(shown) of no element", "a symbol such as Li or Ti4+")
    }
    guard elements.count < ExtendedXYZReader.largestFrame else {
      throw failure(site.line, "more than \(elements.count) sites", "at most that many")
    }
    elements.append(element)
    fractions.append(position)
    let label = (site.label ?? site.symbol).map { Word(rebasing: $0.prefix(256)) }
    labels.append(label?.text ?? "")
    lines.append(Int32(clamping: site.line))
  }

  private static func element(_ site: CIFSite) -> Element? {
    let table = ElementTable.shared
    if let symbol = site.symbol {
      let letters = Word(rebasing: symbol.prefix { (97...122).contains($0 | 0x20) })
      if letters.spells("d") || letters.spells("t") { return Element(rawValue: 1) }
      return table.element(letters) ?? table.element(label: symbol)
    }
    return site.label.flatMap { table.element(label: $0) }
  }

  /// The block's structure; nil for a block without sites.
  func structure(frame: Int) throws(FormatError) -> Structure? {
    guard !elements.isEmpty else { return nil }
    let cell = try cell()
    let chosen = operators[0].isEmpty ? operators[1] : operators[0]
    if chosen.isEmpty, let spaceGroup {
      throw failure(
        spaceGroup.line, "the space group \(escaped(spaceGroup.name)) without its operators",
        "a loop of _space_group_symop_operation_xyz", advice: "write the file in P1")
    }
    var structure = Structure(
      cell: cell, elements: [], positions: [],
      info: name.isEmpty ? [:] : ["name": .text([name], shape: [])],
      origin: .init(file: file, frame: frame, line: line))
    let v = cell.vectors
    func cartesian(_ s: Vector) -> Vector { s.x * v[0] + s.y * v[1] + s.z * v[2] }
    let isIdentity = chosen.count == 1 && chosen[0].symmetry.key == SymmetryOperator.identity.key
    if chosen.isEmpty || isIdentity {
      // Coordinates outside the cell stay there.
      structure.elements = elements
      structure.positions = fractions.map(cartesian)
      structure.arrays["labels"] = .text(labels, columns: 1)
      return structure
    }
    let group = try group(chosen, cell)
    guard let basis = try? cell.basis() else { return nil }
    var names: [String] = []
    for (site, s) in fractions.enumerated() {
      guard let orbit = group.orbit(of: s, in: basis, tolerance: CIFReader.mergeDistance) else {
        throw failure(
          Int(lines[site]),
          "\(escaped(labels[site], limit: 40)) near a special position but not on it",
          "images either apart or within \(CIFReader.mergeDistance) Å",
          advice: "give its coordinates with more digits")
      }
      structure.elements += repeatElement(elements[site], count: orbit.count)
      structure.positions += orbit.map(cartesian)
      names += repeatElement(labels[site], count: orbit.count)
    }
    structure.arrays["labels"] = .text(names, columns: 1)
    return structure
  }

  private func cell() throws(FormatError) -> Cell {
    let known = (lengths + angles).compactMap { $0 }
    guard known.count == 6 else {
      throw failure(
        line, "atoms, but \(known.count) of the cell's 6 lengths and angles",
        "_cell_length_a … _cell_angle_gamma")
    }
    let parameters = CellParameters(
      lengths: Vector(known[0], known[1], known[2]), angles: Vector(known[3], known[4], known[5]))
    guard let cell = parameters.cell else {
      throw failure(
        cellLine, "a cell of \(known.map(\.description).joined(separator: ", "))",
        "lengths above 0 and angles that close a cell")
    }
    try cell.check(file: file, line: cellLine)
    return cell
  }

  private func group(
    _ chosen: [(symmetry: SymmetryOperator, word: String, line: Int)], _ cell: Cell
  ) throws(FormatError) -> SymmetryGroup {
    let first = chosen.first?.line ?? line
    guard elements.count <= Self.largestExpansion / chosen.count else {
      throw failure(
        first, "\(chosen.count) symmetry operators for \(elements.count) sites",
        "at most \(Self.largestExpansion) images")
    }
    do throws(CommentLine.Failure) {
      return try SymmetryGroup(
        chosen.map(\.symmetry), vectors: cell.vectors, words: chosen.map(\.word))
    } catch {
      throw failure(first, error.found, error.expected)
    }
  }
}
