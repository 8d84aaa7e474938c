import Crystals

/// What the comment line of an extended-XYZ frame says: cell, columns, and everything else.
struct ExtendedXYZHeader {
  var cell: Cell
  var columns: ExtendedXYZColumns
  var info: [String: Structure.InfoValue] = [:]

  /// Keys whose nine values in a row are a 3×3 matrix, column after column.
  static let matrixKeys: Set<String> = ["virial", "stress"]

  init(_ line: UnsafeBufferPointer<UInt8>) throws(CommentLine.Failure) {
    var trimmed = line
    while let last = trimmed.last, isBlank(last) {
      trimmed = UnsafeBufferPointer(rebasing: trimmed.dropLast())
    }
    cell = .none
    columns = .plain
    // Plain XYZ: whatever stands there is a remark.
    guard trimmed.contains(UInt8(ascii: "=")) else {
      if !trimmed.isEmpty {
        info["comment"] = .text([String(decoding: trimmed, as: UTF8.self)], shape: [])
      }
      return
    }
    var lattice: [Vector]?
    var periodic: [Bool]?
    for entry in try CommentLine(trimmed).entries {
      switch entry.key {
      case "Lattice": lattice = try Self.lattice(entry)
      case "Properties": columns = try ExtendedXYZColumns(entry.value ?? "")
      case "pbc": periodic = try Self.periodic(entry)
      default:
        var value = entry.typed
        if Self.matrixKeys.contains(entry.key) { value = Self.matrix(value) }
        info[entry.key] = value
      }
    }
    let flags = periodic ?? Array(repeating: lattice != nil, count: 3)
    if let lattice {
      cell = Cell(lattice[0], lattice[1], lattice[2], periodic: flags)
    } else if flags.contains(true) {
      throw .init(found: "pbc along a direction, but no Lattice", expected: "Lattice=\"…\" too")
    }
  }

  private static func lattice(_ entry: CommentLine.Entry) throws(CommentLine.Failure) -> [Vector] {
    let values: [Double]? =
      switch entry.typed {
      case .real(let values, _): values
      case .integer(let values, _): values.map(Double.init)
      default: nil
      }
    guard let v = values, v.count == 9 || v.count == 3, v.allSatisfy(\.isFinite) else {
      throw .init(
        found: "Lattice=\"\(escaped(entry.value ?? "", limit: 60))\"",
        expected: "nine finite numbers: the vectors a, b, c in Å, one after the other")
    }
    if v.count == 3 {
      return [Vector(v[0], 0, 0), Vector(0, v[1], 0), Vector(0, 0, v[2])]
    }
    return [Vector(v[0], v[1], v[2]), Vector(v[3], v[4], v[5]), Vector(v[6], v[7], v[8])]
  }

  /// `T T F`, `[True, True, False]`, `1 1 0`, `TTF`, or one flag for all.
  private static func periodic(_ entry: CommentLine.Entry) throws(CommentLine.Failure) -> [Bool] {
    var flags: [Bool] = []
    switch entry.typed {
    case .logical(let values, _): flags = values
    case .integer(let values, _) where values.allSatisfy { $0 == 0 || $0 == 1 }:
      flags = values.map { $0 == 1 }
    case .text(let words, _):
      let letters = (words.first ?? "").uppercased()
      if letters.count == 3, letters.allSatisfy({ $0 == "T" || $0 == "F" }) {
        flags = letters.map { $0 == "T" }
      }
    default: break
    }
    if flags.count == 1 { flags = Array(repeating: flags[0], count: 3) }
    guard flags.count == 3 else {
      throw .init(
        found: "pbc=\"\(escaped(entry.value ?? "", limit: 40))\"",
        expected: "three flags such as pbc=\"T T F\"")
    }
    return flags
  }

  private static func matrix(_ value: Structure.InfoValue) -> Structure.InfoValue {
    func transposed<Value>(_ v: [Value]) -> [Value] {
      [v[0], v[3], v[6], v[1], v[4], v[7], v[2], v[5], v[8]]
    }
    switch value {
    case .real(let v, let shape) where shape == [9]: return .real(transposed(v), shape: [3, 3])
    case .integer(let v, let shape) where shape == [9]:
      return .integer(transposed(v), shape: [3, 3])
    default: return value
    }
  }
}
