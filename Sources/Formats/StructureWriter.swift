import Crystals

/// Writing in the form that the name of a file tells.
extension StructureFormat {
  /// The form to write a file of this name in: extended XYZ where the name says nothing.
  ///
  /// Throws `badData` for a form that is only read, and for more structures than the form holds in
  /// a file; `advice` says what to do about the latter.
  public init(writing count: Int, to file: String, advice: String) throws(FormatError) {
    self = Self(named: file) ?? .extendedXYZ
    if self == .cif {
      throw FormatError(
        file: file, found: "a CIF, which is only read",
        expected: "a name ending in .extxyz, .xyz, .magres, .vasp or .cell")
    }
    if self != .extendedXYZ, count > 1 {
      throw FormatError(
        file: file, found: "\(count) structures", expected: "one, as a \(name) file holds no more",
        advice: advice)
    }
  }

  /// A structure as bytes of a file.
  ///
  /// POSCAR and CASTEP .cell hold no per-atom arrays, magres those of the fields `MagresWriter`
  /// names. Throws `badData` where the form needs a cell and there is none, and for CIF.
  public func bytes(_ structure: Structure) throws(FormatError) -> [UInt8] {
    switch self {
    case .extendedXYZ: ExtendedXYZWriter.bytes(structure)
    case .magres: MagresWriter.bytes(structure)
    case .poscar: try POSCARWriter.bytes(structure)
    case .castepCell: try CastepCellWriter.bytes(structure)
    case .cif:
      throw FormatError(file: structure.origin.file, found: "a CIF to write, which is only read")
    }
  }
}
