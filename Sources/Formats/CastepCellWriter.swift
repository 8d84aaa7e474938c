import Crystals

/// Writes structures as CASTEP .cell files, which read back the same here.
public enum CastepCellWriter {
  /// One structure as bytes; the format holds no more.
  ///
  /// Lattice vectors and Cartesian positions in Å; kinds of an element in `castep_custom_species`
  /// are kept.
  ///
  /// Throws `badData` for a structure without a cell or without atoms.
  public static func bytes(_ structure: Structure) throws(FormatError) -> [UInt8] {
    try structure.requireCell(for: "a .cell file")
    var species = structure.elements.map(\.symbol)
    if case .text(let kinds, columns: 1)? = structure.arrays["castep_custom_species"],
      kinds.count == species.count,
      zip(kinds, species).allSatisfy({ kind, symbol in
        (kind == symbol || kind.hasPrefix(symbol + ":"))
          && !kind.contains { $0.isWhitespace || "!#;".contains($0) }
      })
    {
      species = kinds
    }
    var output: [UInt8] = []
    func add(_ line: String) { output.append(text: line + "\n") }
    func text(_ vector: Vector) -> String { "\(vector.x) \(vector.y) \(vector.z)" }
    add("%BLOCK lattice_cart\nang")
    for vector in structure.cell.vectors { add(text(vector)) }
    add("%ENDBLOCK lattice_cart\n\n%BLOCK positions_abs\nang")
    for (name, position) in zip(species, structure.positions) { add("\(name) \(text(position))") }
    add("%ENDBLOCK positions_abs")
    return output
  }
}
