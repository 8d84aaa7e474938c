import Crystals
import Formats
import Tensors

extension Results {
  /// Writes the structures of files with their predicted arrays, as ASE and OVITO read them.
  ///
  /// Arrays an atom: `efg` (9, atomic units), `efg_sigma`, `CQ_kHz`, `eta`, `omegaQ_kHz`, `novelty`,
  /// `region`; atoms without a prediction hold NaN and region −1. The files are read once more, so
  /// that only one structure is in memory at a time. A tensor array the file already had is kept as
  /// `efg_reference`.
  ///
  /// - Throws: `FormatError` for files that changed or vanished, and outputs that cannot be written.
  public func writeStructures(
    of files: [String], to target: String, isWanted: (Int) -> Bool = { _ in true }
  ) throws(FormatError) {
    let output = try AtomicFile(target)
    var row = 0
    var index = 0
    for file in files {
      let reader = try ExtendedXYZReader(file)
      while var structure = try reader.next() {
        defer { index += 1 }
        guard isWanted(index) else { continue }
        let first = row
        while row < table.count, Int(table.structure[row]) == index { row += 1 }
        annotate(&structure, rows: first..<row)
        try output.append(ExtendedXYZWriter.bytes(structure, columns: columns(of: structure)))
      }
    }
    try output.commit()
  }

  private static let arrays = [
    "efg", "efg_sigma", "CQ_kHz", "eta", "omegaQ_kHz", "novelty", "region",
  ]

  private func columns(of structure: Structure) -> [String] {
    structure.arrays.keys.filter { !Self.arrays.contains($0) }.sorted() + Self.arrays
  }

  private func annotate(_ structure: inout Structure, rows: Range<Int>) {
    let count = structure.count
    func empty(_ columns: Int) -> [Double] { Array(repeating: .nan, count: columns * count) }
    var efg = empty(9)
    var (sigma, coupling, asymmetry) = (empty(1), empty(1), empty(1))
    var (omegaQ, novelty) = (empty(1), empty(1))
    var region = Array(repeating: -1, count: count)
    for row in rows {
      let atom = Int(table.atom[row])
      guard atom < count else { continue }
      let tensor = table.tensor(row)
      for (column, value) in SymmetricTensor(tensor).rowMajor.enumerated() {
        efg[9 * atom + column] = value
      }
      coupling[atom] = Double(table.quadrupolarCoupling[row])
      asymmetry[atom] = Double(table.asymmetry[row])
      let splitting = conventions.isotope(of: table.element[row])?.splittingPerAtomicUnit ?? .nan
      omegaQ[atom] = splitting * tensor.dot(conventions.field.weights)
      sigma[atom] = Double(table.uncertainty[row])
      novelty[atom] = Double(table.novelty[row])
      region[atom] = regions.isEmpty ? 0 : regions[row]
    }
    if let reference = structure.arrays["efg"] { structure.arrays["efg_reference"] = reference }
    structure.arrays["efg"] = .real(efg, columns: 9)
    structure.arrays["efg_sigma"] = .real(sigma, columns: 1)
    structure.arrays["CQ_kHz"] = .real(coupling, columns: 1)
    structure.arrays["eta"] = .real(asymmetry, columns: 1)
    structure.arrays["omegaQ_kHz"] = .real(omegaQ, columns: 1)
    structure.arrays["novelty"] = .real(novelty, columns: 1)
    structure.arrays["region"] = .integer(region, columns: 1)
  }
}
