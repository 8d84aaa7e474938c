import Crystals

/// The forms structures are read from.
public enum StructureFormat: Sendable, CaseIterable {
  case extendedXYZ, magres, poscar, cif, castepCell

  /// What messages call the form.
  public var name: String {
    switch self {
    case .extendedXYZ: "extended XYZ"
    case .magres: "magres"
    case .poscar: "POSCAR"
    case .cif: "CIF"
    case .castepCell: "CASTEP .cell"
    }
  }

  /// The form that goes with the name of a file; nil for a name that says nothing.
  public init?(named file: String) {
    let name = file.split(separator: "/").last.map(String.init)?.lowercased() ?? ""
    switch name.split(separator: ".").last {
    case "xyz", "extxyz": self = .extendedXYZ
    case "magres": self = .magres
    case "cif", "mcif": self = .cif
    case "cell": self = .castepCell
    case "vasp", "poscar", "contcar": self = .poscar
    default:
      guard name.hasPrefix("poscar") || name.hasPrefix("contcar") else { return nil }
      self = .poscar
    }
  }

  /// The form of a file by its first bytes, and by its name where these do not tell; nil for none.
  init?(start: Word, isWhole: Bool, named file: String) {
    // A line cut off by the end of the piece tells nothing.
    let end = isWhole ? start.count : start.lastIndex(of: 10).map { $0 + 1 } ?? 0
    let bytes = Word(rebasing: start[..<end])
    if Self.isPOSCAR(bytes) {
      self = .poscar
    } else if let found = Self.marked(bytes) {
      self = found
    } else if let named = Self(named: file) {
      self = named
    } else if Self.isCounted(bytes) {
      self = .extendedXYZ
    } else {
      return nil
    }
  }

  /// Up to so many first lines, without outer blanks.
  private static func lines(_ bytes: Word, _ limit: Int) -> [TextLine] {
    var lines = TextLines(bytes, file: "")
    var result: [TextLine] = []
    while result.count < limit, let line = try? lines.next() { result.append(line) }
    return result
  }

  /// Whether a scale and three vectors follow a first line, whatever that is: even a number.
  private static func isPOSCAR(_ bytes: Word) -> Bool {
    let lines = lines(bytes, 5)
    guard lines.count == 5, lines[1].fields(1).first?.finite != nil else { return false }
    return lines[2...].allSatisfy { line in
      let words = line.fields(3)
      return words.count == 3 && words.allSatisfy { $0.finite != nil }
    }
  }

  /// The form whose marks stand at the beginning of a line.
  private static func marked(_ bytes: Word) -> StructureFormat? {
    if isCounted(bytes) { return .extendedXYZ }
    var lines = TextLines(bytes, file: "")
    var isFirst = true
    while let line = try? lines.next() {
      if line.bytes.begins(with: "#$magres") { return .magres }
      if line.bytes.isEmpty || line.bytes.begins(with: "#") { continue }
      if line.bytes.begins(with: "%block") { return .castepCell }
      if isFirst, line.bytes.begins(with: "data_") { return .cif }
      if let block = MagresBlock.opened(by: line.bytes),
        ["calculation", "atoms", "magres", "magres_old"].contains(block.name)
      {
        return .magres
      }
      if MagresText.header(line) != nil { return .magres }
      isFirst = false
    }
    return nil
  }

  /// Whether the first filled line is a whole number, or digits at least.
  private static func isCounted(_ bytes: Word) -> Bool {
    var lines = TextLines(bytes, file: "")
    guard let first = (try? lines.nextFilled()) ?? nil else { return false }
    return first.bytes.allSatisfy { (48...57).contains($0) }
  }
}
