import Crystals
import Formats
import Tensors

/// The tensors a file already holds.
public struct FileTensors: Sendable {
  public var sites: [ResultSite] = []
  /// Tensors whose antisymmetric part or trace is above 1e-3 of their size: (site, relative size).
  public var irregular: [(site: Int, relative: Double)] = []

  /// Reads the per-atom tensors named `property` of the structures of files, in atomic units.
  ///
  /// - Parameter recognizesSites: whether to find the spinel site of each atom and what is around it.
  /// - Throws: `FormatError` for files that cannot be read, and for a structure without the property
  ///   or with another number of columns than 9.
  public init(
    _ files: [String], property: String = "efg", recognizesSites: Bool = false
  ) throws(FormatError) {
    var structureCount = 0
    for file in files {
      let reader = try StructureReader(file)
      while let structure = try reader.next() {
        let recognized = recognizesSites ? SpinelSites.classify(structure) : nil
        try add(structure, index: structureCount, property, recognized)
        structureCount += 1
      }
    }
  }

  private mutating func add(
    _ structure: Structure, index: Int, _ property: String,
    _ recognized: SpinelSites.Classification?
  ) throws(FormatError) {
    let columns = try Self.columns(of: structure, property)
    // As `predict` writes them.
    let deviations = Self.numbers(structure.arrays["efg_sigma"], columns: 9)
    let novelty = Self.numbers(structure.arrays["novelty"], columns: 1)
    var region: [Int]?
    if case .integer(let values, columns: 1)? = structure.arrays["region"] { region = values }
    for atom in 0..<structure.count {
      let nine = Array(columns[(9 * atom)..<(9 * atom + 9)])
      // An atom without a tensor holds NaN.
      guard let (tensor, residue) = try? SymmetricTensor.symmetrized(rowMajor: nine) else {
        continue
      }
      if residue.isConspicuous { irregular.append((sites.count, residue.relative)) }
      let spherical = SphericalTensor(tensor)
      let uncertainty = deviations.flatMap { numbers in
        TensorUncertainty(
          elements: [0, 1, 2, 4, 5, 8].map { numbers[9 * atom + $0] }, of: spherical)
      }
      var site = ResultSite(
        structure: index, atom: atom, element: structure.elements[atom],
        position: structure.positions[atom], tensor: spherical,
        uncertainty: uncertainty, novelty: novelty?[atom].number,
        region: region.map { $0[atom] })
      if let recognized { site.take(recognized, atom: atom) }
      sites.append(site)
    }
  }

  private static func numbers(_ array: Structure.AtomArray?, columns: Int) -> [Double]? {
    if case .real(let values, columns)? = array { values } else { nil }
  }

  /// The nine numbers an atom of a property.
  static func columns(of structure: Structure, _ property: String) throws(FormatError) -> [Double] {
    switch structure.arrays[property] {
    case .real(let values, columns: 9): return values
    case .integer(let values, columns: 9): return values.map(Double.init)
    case let other:
      let found =
        switch other {
        case .real(_, let columns), .integer(_, let columns):
          "property \(escaped(property)) with \(columns) columns"
        case nil: "no per-atom property \(escaped(property))\(present(in: structure))"
        default: "a property \(escaped(property)) that is not numeric"
        }
      throw FormatError(
        file: structure.origin.file, line: structure.origin.line + 1, found: found,
        expected: "9 real columns (xx xy xz yx yy yz zx zy zz, atomic units)")
    }
  }
}

extension FileTensors {
  /// What a structure holds where it could hold tensors, for messages.
  private static func present(in structure: Structure) -> String {
    let names = structure.arrays.compactMap { name, array -> String? in
      if case .real(_, columns: 9) = array { name } else { nil }
    }
    return names.isEmpty
      ? "" : ", only \(names.sorted().map { escaped($0) }.joined(separator: ", "))"
  }
}

extension ResultSite {
  /// Takes what was recognised of an atom.
  fileprivate mutating func take(_ found: SpinelSites.Classification, atom: Int) {
    siteType = found.types[atom]
    lithiumNeighbors = found.lithiumNeighbors[atom] < 0 ? nil : Int(found.lithiumNeighbors[atom])
    octahedralLithium =
      found.octahedralLithium[atom] < 0 ? nil : Int(found.octahedralLithium[atom])
    lithiumDistance = Double(found.lithiumDistances[atom]).number
    bondLength = Double(found.bondLengths[atom]).number
  }
}

extension Double {
  /// Nil for NaN, which stands for no value in files.
  fileprivate var number: Double? { isNaN ? nil : self }
}
