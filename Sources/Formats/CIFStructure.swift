import Crystals

extension CIFBlock {
  /// More images than this are refused before they are made: a short file must not fill the memory.
  static let largestExpansion = 1_000_000

  /// The block's structure, its sites used up; nil for a block without sites.
  mutating func structure(frame: Int) throws(FormatError) -> Structure? {
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
    let isIdentity = chosen.count == 1 && chosen[0].symmetry.key == SymmetryOperator.identity.key
    if chosen.isEmpty || isIdentity {
      structure.elements = elements
      structure.arrays["labels"] = .text(labels, columns: 1)
      // Coordinates outside the cell stay there.
      swap(&structure.positions, &fractions)
    } else {
      try fill(&structure, by: group(chosen, cell))
    }
    // In place: a second list of positions would be most of the memory taken.
    let v = cell.vectors
    for atom in structure.positions.indices {
      let s = structure.positions[atom]
      structure.positions[atom] = s.x * v[0] + s.y * v[1] + s.z * v[2]
    }
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

  private func group(_ chosen: [Operator], _ cell: Cell) throws(FormatError) -> SymmetryGroup {
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

  /// Fills a structure with the images of all sites, as fractional coordinates in [0, 1).
  private func fill(
    _ structure: inout Structure, by group: SymmetryGroup
  ) throws(FormatError) {
    guard let basis = try? structure.cell.basis() else { return }
    var atoms = OrbitBins(basis, tolerance: CIFReader.mergeDistance)
    var names: [String] = []
    for (site, s) in fractions.enumerated() {
      let shown = escaped(labels[site], limit: 40)
      guard let orbit = group.orbit(of: s, in: basis, tolerance: CIFReader.mergeDistance) else {
        throw failure(
          Int(lines[site]), "\(shown) near a special position but not on it",
          "images either apart or within \(CIFReader.mergeDistance) Å",
          advice: "give its coordinates with more digits")
      }
      for image in orbit {
        if let other = atoms.add(image) {
          throw failure(
            Int(lines[site]), "\(shown) where an image of \(escaped(names[other], limit: 40)) is",
            "one site of each orbit",
            advice: "if the file lists all atoms of the cell, take its symmetry operators away")
        }
        structure.elements.append(elements[site])
        names.append(labels[site])
      }
    }
    structure.positions = atoms.points
    structure.arrays["labels"] = .text(names, columns: 1)
  }
}
