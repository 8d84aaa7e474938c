import Crystals

/// Writes structures with their tensors as magres files that MagresView, ASE and Soprano open.
///
/// The programs want a tensor of every atom: an atom without one gets zeros, and the block
/// `[spinel]`, which they pass over, says so; read here it has none again. Numbers are written
/// shortest so that they read back the same.
public enum MagresWriter {
  /// One structure as bytes; the format holds no more.
  ///
  /// Tensors are those arrays among `tensors` that have nine real columns: `efg`, `efg_local`,
  /// `efg_nonlocal` in atomic units, `ms` in ppm. `labels` and `indices` are kept where they tell the
  /// atoms apart. The lattice of a structure that repeats along some direction is written; the
  /// format cannot say along which.
  /// - Parameter calculation: what produced the tensors, as lines `calc_…` of `[calculation]`.
  public static func bytes(
    _ structure: Structure, tensors: [String] = ["efg", "efg_local", "efg_nonlocal", "ms"],
    calculation: [(key: String, value: String)] = []
  ) -> [UInt8] {
    var output: [UInt8] = []
    func add(_ line: String) { output.append(text: line + "\n") }
    let names = atomNames(structure)
    add("#$magres-abinitio-v1.0")
    if !calculation.isEmpty {
      add("[calculation]")
      for (key, value) in calculation { add("\(word(key)) \(oneLine(value))") }
      add("[/calculation]")
    }
    add("[atoms]")
    if structure.cell.periodic.contains(true), structure.cell.volume > 0 {
      add("units lattice Angstrom")
      add("lattice " + structure.cell.vectors.map(text).joined(separator: " "))
    }
    add("units atom Angstrom")
    for atom in 0..<structure.count {
      let symbol = structure.elements[atom].symbol
      add("atom \(symbol) \(names[atom]) \(text(structure.positions[atom]))")
    }
    add("[/atoms]")
    add("[magres]")
    var absent: [String] = []
    for name in tensors {
      guard let unit = MagresTensors.units[name],
        case .real(let values, columns: 9)? = structure.arrays[name],
        values.count == 9 * structure.count, values.contains(where: \.isFinite)
      else { continue }
      add("units \(name) \(unit)")
      for atom in 0..<structure.count {
        var nine = values[(9 * atom)..<(9 * atom + 9)]
        if !nine.allSatisfy(\.isFinite) {
          absent.append("absent \(name) \(names[atom])")
          nine = ArraySlice(repeating: 0, count: 9)
        }
        add("\(name) \(names[atom]) " + nine.map(\.description).joined(separator: " "))
      }
    }
    add("[/magres]")
    if !absent.isEmpty {
      add("[spinel]")
      for line in absent { add(line) }
      add("[/spinel]")
    }
    return output
  }

  /// Label and index of each atom, apart from one another.
  private static func atomNames(_ structure: Structure) -> [String] {
    if case .text(let labels, columns: 1)? = structure.arrays["labels"],
      case .integer(let indices, columns: 1)? = structure.arrays["indices"],
      labels.count == structure.count, indices.count == structure.count,
      indices.allSatisfy({ $0 >= 0 }), labels.allSatisfy({ !$0.isEmpty && $0 == word($0) })
    {
      let names = zip(labels, indices).map { "\($0) \($1)" }
      if Set(names).count == names.count { return names }
    }
    var counts: [Element: Int] = [:]
    return structure.elements.map { element in
      counts[element, default: 0] += 1
      return "\(element.symbol) \(counts[element] ?? 1)"
    }
  }

  private static func text(_ vector: Vector) -> String { "\(vector.x) \(vector.y) \(vector.z)" }

  /// Text as one word.
  private static func word(_ text: String) -> String {
    String(text.map { $0.isWhitespace || "#[]<>".contains($0) ? "_" : $0 })
  }
}
