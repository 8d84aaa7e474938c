import Crystals

/// The columns of an extended-XYZ frame, as its `Properties` name them.
struct ExtendedXYZColumns {
  enum Kind: UInt8 {
    case real, integer, logical, text
  }

  enum Role: UInt8 {
    case species, atomicNumber, position, array
  }

  struct Column {
    var name: String
    var kind: Kind
    var width: Int
    var role: Role
  }

  var columns: [Column]
  /// Fields on a line.
  let width: Int
  /// Whether further fields may follow: true of plain XYZ files only.
  let allowsMore: Bool

  /// The columns of a plain XYZ file: element, x, y, z.
  static let plain = ExtendedXYZColumns(
    columns: [
      Column(name: "species", kind: .text, width: 1, role: .species),
      Column(name: "pos", kind: .real, width: 3, role: .position),
    ], width: 4, allowsMore: true)

  private init(columns: [Column], width: Int, allowsMore: Bool) {
    self.columns = columns
    self.width = width
    self.allowsMore = allowsMore
  }

  /// Reads `name:type:width` triples.
  init(_ properties: String) throws(CommentLine.Failure) {
    func failure(_ found: String, _ expected: String) -> CommentLine.Failure {
      .init(found: "Properties \(found)", expected: expected)
    }
    let fields = properties.split(separator: ":", omittingEmptySubsequences: false)
    guard fields.count % 3 == 0 else {
      throw failure(
        "=\"\(escaped(properties))\"", "triples name:type:width such as species:S:1:pos:R:3")
    }
    var columns: [Column] = []
    var names: Set<Substring> = []
    var total = 0
    for i in stride(from: 0, to: fields.count, by: 3) {
      let (name, letter, count) = (fields[i], fields[i + 1], fields[i + 2])
      guard !name.isEmpty, names.insert(name).inserted else {
        throw failure("with the column \"\(escaped(name))\" twice", "every name once")
      }
      let kinds: [Substring: Kind] = ["R": .real, "I": .integer, "L": .logical, "S": .text]
      guard let kind = kinds[letter] else {
        throw failure("with the type \"\(escaped(letter))\"", "one of S, R, I, L")
      }
      guard let width = Int(count), (1...100_000).contains(width), total + width <= 1_000_000 else {
        throw failure(
          "with \"\(escaped(count))\" fields for \(escaped(name))", "a number from 1 to 100000")
      }
      let role: Role =
        switch (name, kind, width) {
        case ("species", .text, 1): .species
        case ("Z", .integer, 1): .atomicNumber
        case ("pos", .real, 3): .position
        case ("pos", _, _), ("species", _, _):
          throw failure(
            "with \(escaped(name)):\(letter):\(width)",
            name == "pos" ? "pos:R:3" : "species:S:1")
        default: .array
        }
      columns.append(Column(name: String(name), kind: kind, width: width, role: role))
      total += width
    }
    guard columns.contains(where: { $0.role == .position }) else {
      throw failure("without a pos column", "pos:R:3 among them")
    }
    if columns.contains(where: { $0.role == .species }) {
      // Symbols rule where both stand; the numbers are kept as an array.
      for i in columns.indices where columns[i].role == .atomicNumber { columns[i].role = .array }
    } else if !columns.contains(where: { $0.role == .atomicNumber }) {
      throw failure("without a species column", "species:S:1 or Z:I:1 among them")
    }
    self.init(columns: columns, width: total, allowsMore: false)
  }

  /// The columns' names, for messages.
  var summary: String {
    columns.map { $0.width == 1 ? escaped($0.name) : "\(escaped($0.name))×\($0.width)" }
      .joined(separator: " ")
  }
}
