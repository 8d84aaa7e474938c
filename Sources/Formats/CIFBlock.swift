import Crystals

/// One data block of a crystallographic information file, as far as it has been read.
struct CIFBlock {
  let name: String
  let line: Int
  let file: String
  private(set) var lengths = [Double?](repeating: nil, count: 3)
  private(set) var angles = [Double?](repeating: nil, count: 3)
  private(set) var cellLine = 0
  /// Operators under the present name and under the former, with their lines.
  private(set) var operators: [[Operator]] = [[], []]
  private(set) var spaceGroup: (name: String, line: Int)?
  private(set) var elements: [Element] = []
  var fractions: [Vector] = []
  private(set) var labels: [String] = []
  private(set) var lines: [Int32] = []

  struct Operator {
    var symmetry: SymmetryOperator
    /// Its spelling, for messages.
    var word: String
    var line: Int
  }

  init(name: String, line: Int, file: String) {
    self.name = name
    self.line = line
    self.file = file
  }

  func failure(
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
    operators[former].append(Operator(symmetry: symmetry, word: word.shown, line: line))
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
}
