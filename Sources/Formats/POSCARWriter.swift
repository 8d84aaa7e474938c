import Crystals

/// Writes structures as POSCAR files of VASP 5, which read back the same here.
public enum POSCARWriter {
  /// One structure as bytes; the format holds no more.
  ///
  /// Positions are Cartesian and atoms keep their order: an element that comes in several runs is
  /// named several times. The info `comment` is the first line, `selective_dynamics` is kept.
  ///
  /// Throws `badData` for a structure without a cell or without atoms.
  public static func bytes(_ structure: Structure) throws(FormatError) -> [UInt8] {
    try structure.requireCell(for: "a POSCAR")
    var runs: [(element: Element, count: Int)] = []
    for element in structure.elements {
      if runs.last?.element == element {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((element, 1))
      }
    }
    let symbols = runs.map(\.element.symbol).joined(separator: " ")
    var comment = symbols
    if case .text(let text, _)? = structure.info["comment"], let first = text.first {
      comment = oneLine(first)
    }
    var flags: [Bool]?
    if case .logical(let values, columns: 3)? = structure.arrays["selective_dynamics"],
      values.count == 3 * structure.count
    {
      flags = values
    }
    var output: [UInt8] = []
    output.append(text: "\(comment)\n1.0\n")
    for vector in structure.cell.vectors { output.append(text: line(vector) + "\n") }
    let counts = runs.map { "\($0.count)" }.joined(separator: " ")
    output.append(text: "\(symbols)\n\(counts)\n")
    output.append(text: flags == nil ? "Cartesian\n" : "Selective dynamics\nCartesian\n")
    for (atom, position) in structure.positions.enumerated() {
      var row = line(position)
      if let flags {
        for flag in flags[(3 * atom)..<(3 * atom + 3)] { row += flag ? " T" : " F" }
      }
      output.append(text: row + "\n")
    }
    return output
  }

  private static func line(_ vector: Vector) -> String { "\(vector.x) \(vector.y) \(vector.z)" }
}

extension Structure {
  /// Refuses structures that a form with a compulsory cell cannot hold.
  func requireCell(for form: String) throws(FormatError) {
    guard count > 0 else {
      throw FormatError(
        file: origin.file, line: origin.line, found: "a structure without atoms",
        expected: "at least one for \(form)")
    }
    guard cell.volume > 0 else {
      throw FormatError(
        file: origin.file, line: origin.line, found: "a structure without a cell",
        expected: "three lattice vectors for \(form)")
    }
  }
}
