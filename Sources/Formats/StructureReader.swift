import Crystals

/// Reads the structures of a file, whatever its form: extended XYZ, magres, POSCAR or CONTCAR, CIF,
/// or CASTEP .cell.
///
/// The form is told by the content, and by the name where the content does not tell. Extended XYZ is
/// read frame by frame; files of the other forms are held as a whole.
public final class StructureReader {
  private enum Source {
    case frames(ExtendedXYZReader)
    case whole([UInt8], StructureFormat)
    case rest(ArraySlice<Structure>)
  }

  private let file: String
  private var source: Source
  /// The form of the file.
  public let format: StructureFormat

  /// So many bytes are looked at to tell the form.
  private static let pieceCount = 1 << 16

  /// Opens a file.
  ///
  /// Throws `unreadable`, `inputOutput`, and `badData` for a file of none of the forms.
  public init(_ file: String) throws(FormatError) {
    self.file = file
    let source = try FileSource(file)
    let start = try source.piece(Self.pieceCount)
    format = try Self.format(of: start, isWhole: start.count < Self.pieceCount, file: file)
    if format == .extendedXYZ {
      self.source = .frames(ExtendedXYZReader(LineInput(start: start, source: source), file: file))
    } else {
      self.source = .whole(try FileBytes.read(source, after: start), format)
    }
  }

  /// Reads from bytes; `file` is what messages call them. Throws `badData` for none of the forms.
  public init(bytes: [UInt8], file: String = "") throws(FormatError) {
    self.file = file
    let start = Array(bytes.prefix(Self.pieceCount))
    format = try Self.format(of: start, isWhole: start.count == bytes.count, file: file)
    source =
      format == .extendedXYZ
      ? .frames(ExtendedXYZReader(bytes: bytes, file: file)) : .whole(bytes, format)
  }

  /// Reads all structures of a file.
  public static func read(_ file: String) throws(FormatError) -> [Structure] {
    try StructureReader(file).all()
  }

  /// Reads all structures from bytes.
  public static func parse(_ bytes: [UInt8], file: String = "") throws(FormatError) -> [Structure] {
    try StructureReader(bytes: bytes, file: file).all()
  }

  private func all() throws(FormatError) -> [Structure] {
    var structures: [Structure] = []
    while let structure = try next() { structures.append(structure) }
    return structures
  }

  /// Reads the next structure; nil at the end of the file.
  public func next() throws(FormatError) -> Structure? { try nextFrame()?.structure() }

  /// Cuts out the next structure, which any thread may then read; nil at the end of the file.
  ///
  /// Throws as `ExtendedXYZReader.nextFrame` does, or `badData` naming the line.
  public func nextFrame() throws(FormatError) -> StructureFrame? {
    switch source {
    case .frames(let reader): return try reader.nextFrame().map { .cut($0) }
    case .whole(let bytes, let format):
      source = .rest([])
      source = .rest(try Self.structures(bytes, format, file: file)[...])
    case .rest: break
    }
    guard case .rest(var rest) = source, let structure = rest.popFirst() else { return nil }
    source = .rest(rest)
    return .read(structure)
  }

  private static func format(
    of start: [UInt8], isWhole: Bool, file: String
  ) throws(FormatError) -> StructureFormat {
    let found = start.withUnsafeBufferPointer {
      StructureFormat(start: $0, isWhole: isWhole, named: file)
    }
    if let found { return found }
    let first = start.split(separator: 10, maxSplits: 1).first ?? []
    let names = StructureFormat.allCases.map(\.name)
    throw FormatError(
      file: file, line: 1,
      found: start.allSatisfy(isBlank)
        ? "an empty file" : "\"\(escaped(bytes: first, limit: 40))\", which begins no known form",
      expected: "structures as \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")")
  }

  private static func structures(
    _ bytes: [UInt8], _ format: StructureFormat, file: String
  ) throws(FormatError) -> [Structure] {
    let structures = try bytes.withUnsafeBufferPointer { bytes throws(FormatError) -> [Structure] in
      let lines = TextLines(bytes, file: file)
      switch format {
      case .extendedXYZ: return []
      case .magres: return [try MagresReader.structure(lines)]
      case .poscar: return [try POSCARReader.structure(lines)]
      case .cif: return try CIFReader.structures(bytes, file: file)
      case .castepCell: return [try CastepCellReader.structure(lines)]
      }
    }
    // Numbers may be finite and overflow times a unit, a scale or a vector of the cell.
    for structure in structures {
      guard let atom = structure.positions.firstIndex(where: { $0 * 0 != .zero }) else { continue }
      throw FormatError(
        file: file, line: structure.origin.line,
        found: "atom \(atom) (\(structure.elements[atom].symbol)) at no finite place",
        expected: "coordinates of a size that atoms have")
    }
    return structures
  }
}

/// A structure cut out of its file: still to be read, or read already.
public enum StructureFrame: Sendable {
  case cut(ExtendedXYZFrame)
  case read(Structure)

  /// File, frame and line of the structure's first line.
  public var origin: Structure.Origin {
    switch self {
    case .cut(let frame): frame.origin
    case .read(let structure): structure.origin
    }
  }

  /// The structure. Throws `badData`, naming the line.
  public func structure() throws(FormatError) -> Structure {
    switch self {
    case .cut(let frame): try frame.structure()
    case .read(let structure): structure
    }
  }
}
