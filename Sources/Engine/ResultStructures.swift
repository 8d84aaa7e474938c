import Crystals
import Formats
import Regression
import Tensors

extension Results {
  /// Writes the structures of files with their predicted arrays: as extended XYZ, which ASE and
  /// OVITO read, or a single one as magres, which MagresView and Soprano read.
  ///
  /// Arrays an atom: `efg` and `efg_sigma` (9, atomic units), `CQ_kHz`, `eta`, `omegaQ_kHz`,
  /// `novelty`, `region`; atoms without a prediction hold NaN and region −1. The files are read once more, so
  /// that only one structure is in memory at a time. A tensor array the file already had is kept as
  /// `efg_reference`.
  ///
  /// A property that is no field gradient is written under its own name (9, with the trace), with its
  /// unit as `NAME_unit`, `isotropic`, `anisotropy` and `eta`; an array of that name in the file is
  /// kept as `NAME_reference`. Where there are no field gradients, what is made of these is left out.
  ///
  /// A magres file holds `efg` and `ms` only.
  ///
  /// - Parameters:
  ///   - isWanted: which structures to write, by their number over all files.
  ///   - mayContinue: asked before each structure; false ends the work without an output.
  /// - Returns: whether all was written.
  /// - Throws: `FormatError` for files that changed or vanished, outputs that cannot be written, and
  ///   a second structure for a magres file.
  @discardableResult
  public func writeStructures(
    of files: [String], to target: String, asMagres: Bool = false,
    isWanted: (Int) -> Bool = { _ in true },
    mayContinue: () -> Bool = { true }
  ) throws(FormatError) -> Bool {
    let output = try AtomicFile(target)
    let elements = Set(table.element)
    let hasFieldGradients = conventions.haveFieldGradients(elements)
    let properties = conventions.otherProperties(elements)
    var row = 0
    var index = 0
    var written = 0
    for file in files {
      let reader = try StructureReader(file)
      while var structure = try reader.next() {
        defer { index += 1 }
        guard isWanted(index) else { continue }
        guard mayContinue() else { return false }
        let first = row
        while row < table.count, Int(table.structure[row]) == index { row += 1 }
        guard (first..<row).allSatisfy({ isRow($0, of: structure) }) else {
          throw Self.changed(file, structure.origin.line)
        }
        var arrays: [String] = []
        if hasFieldGradients {
          annotate(&structure, rows: first..<row)
          arrays = Self.arrays
        }
        for property in properties {
          arrays += annotate(
            &structure, rows: first..<row, property: property, beside: arrays)
        }
        written += 1
        guard asMagres else {
          try output.append(
            ExtendedXYZWriter.bytes(structure, columns: columns(of: structure, arrays)))
          continue
        }
        guard written == 1 else { throw Self.tooMany(for: target) }
        try output.append(
          MagresWriter.bytes(
            structure, tensors: (hasFieldGradients ? ["efg"] : []) + properties.map(\.name),
            calculation: calculation))
      }
    }
    guard row == table.count else { throw Self.changed(files.last ?? "", nil) }
    try output.commit()
    return true
  }

  /// Whether a row's atom is where and what it was when it was predicted.
  private func isRow(_ row: Int, of structure: Structure) -> Bool {
    let atom = Int(table.atom[row])
    return structure.elements.indices.contains(atom)
      && structure.elements[atom] == table.element[row]
      && SIMD3<Float>(structure.positions[atom]) == table.position[row]
  }

  private static func changed(_ file: String, _ line: Int?) -> FormatError {
    FormatError(
      file: file, line: line, found: "other atoms than were predicted",
      expected: "the same file as before", advice: "it was changed meanwhile; predict it again")
  }

  /// Refuses, without predicting anything, what `writeStructures` could not write as magres.
  ///
  /// - Throws: `FormatError` for more than one wanted structure, and files that cannot be read.
  public static func requireOneStructure(
    in files: [String], for target: String, isWanted: (Int) -> Bool = { _ in true }
  ) throws(FormatError) {
    var index = 0
    var wanted = 0
    for file in files {
      let reader = try StructureReader(file)
      while try reader.nextFrame() != nil {
        if isWanted(index) { wanted += 1 }
        index += 1
        if wanted > 1 { throw tooMany(for: target) }
      }
    }
  }

  private static func tooMany(for target: String) -> FormatError {
    FormatError(
      file: target, found: "several structures", expected: "one, as a magres file holds no more",
      advice: "predict one structure at a time, or write .extxyz")
  }

  /// What a magres file says of where its tensors come from.
  private var calculation: [(key: String, value: String)] {
    [
      ("calc_code", "Spinel"), ("calc_code_version", ResultDocument.version),
      ("calc_comment", "predicted by models \(models.joined(separator: ", "))"),
    ]
  }

  private static let arrays = [
    "efg", "efg_sigma", "CQ_kHz", "eta", "omegaQ_kHz", "novelty", "region",
  ]

  /// What the file had, and what was written, each once.
  private func columns(of structure: Structure, _ written: [String]) -> [String] {
    var columns = structure.arrays.keys.filter { !written.contains($0) }.sorted()
    for name in written where !columns.contains(name) { columns.append(name) }
    return columns
  }

  /// Adds the arrays of a property that is no field gradient; returns their names.
  private func annotate(
    _ structure: inout Structure, rows: Range<Int>, property: TensorProperty,
    beside written: [String]
  ) -> [String] {
    let count = structure.count
    let name = property.name
    var tensors = [Double](repeating: .nan, count: 9 * count)
    let names = ["isotropic", "anisotropy", "eta", "novelty"]
    var columns = names.map { name -> [Double] in
      // Another property, or the field gradients, may have written theirs at other atoms.
      guard written.contains(name), case .real(let values, columns: 1)? = structure.arrays[name]
      else { return Array(repeating: .nan, count: count) }
      return values
    }
    for row in rows where conventions.properties[table.element[row]] == property {
      let (atom, values) = (Int(table.atom[row]), PropertyValues(table.site(row)))
      tensors.replaceSubrange(9 * atom..<9 * atom + 9, with: values.tensor.rowMajor)
      columns[0][atom] = values.isotropic ?? .nan
      columns[1][atom] = values.anisotropy
      columns[2][atom] = values.asymmetry
      columns[3][atom] = Double(table.novelty[row])
    }
    if let reference = structure.arrays[name], structure.arrays["\(name)_reference"] == nil {
      structure.arrays["\(name)_reference"] = reference
      structure.info["\(name)_reference_unit"] = structure.info["\(name)_unit"]
    }
    structure.arrays[name] = .real(tensors, columns: 9)
    structure.info["\(name)_unit"] = property.unit.map { .text([$0], shape: []) }
    for (name, values) in zip(names, columns) {
      structure.arrays[name] = .real(values, columns: 1)
    }
    return [name] + names
  }

  private func annotate(_ structure: inout Structure, rows: Range<Int>) {
    let count = structure.count
    func empty(_ columns: Int) -> [Double] { Array(repeating: .nan, count: columns * count) }
    var efg = empty(9)
    var (sigma, coupling, asymmetry) = (empty(9), empty(1), empty(1))
    var (omegaQ, novelty) = (empty(1), empty(1))
    var region = Array(repeating: -1, count: count)
    for row in rows where conventions.properties[table.element[row]] == nil {
      let atom = Int(table.atom[row])
      let tensor = table.tensor(row)
      for (column, value) in SymmetricTensor(tensor).rowMajor.enumerated() {
        efg[9 * atom + column] = value
      }
      coupling[atom] = Double(table.quadrupolarCoupling[row])
      asymmetry[atom] = Double(table.asymmetry[row])
      let splitting = conventions.isotope(of: table.element[row])?.splittingPerAtomicUnit ?? .nan
      omegaQ[atom] = splitting * tensor.dot(conventions.field.weights)
      if let uncertainty = table.uncertainty(row) {
        let six = uncertainty.elements(of: tensor)
        for (column, place) in [0, 1, 2, 1, 3, 4, 2, 4, 5].enumerated() {
          sigma[9 * atom + column] = six[place]
        }
      }
      novelty[atom] = Double(table.novelty[row])
      region[atom] = regions.isEmpty ? 0 : regions[row]
    }
    // What was predicted before is no reference.
    if let reference = structure.arrays["efg"], structure.arrays["efg_reference"] == nil {
      structure.arrays["efg_reference"] = reference
    }
    structure.arrays["efg"] = .real(efg, columns: 9)
    structure.arrays["efg_sigma"] = .real(sigma, columns: 9)
    structure.arrays["CQ_kHz"] = .real(coupling, columns: 1)
    structure.arrays["eta"] = .real(asymmetry, columns: 1)
    structure.arrays["omegaQ_kHz"] = .real(omegaQ, columns: 1)
    structure.arrays["novelty"] = .real(novelty, columns: 1)
    structure.arrays["region"] = .integer(region, columns: 1)
  }
}
