import Crystals
import Glibc

/// Reads extended-XYZ files frame by frame, holding one frame (and a piece of the file) at a time.
///
/// Frames are cut by one thread (`nextFrame`) and may be read by many (`ExtendedXYZFrame.structure`).
public final class ExtendedXYZReader {
  /// Lines longer than this, in bytes, are refused.
  public static let longestLine = 1 << 24
  /// Frames of more atoms than this are refused.
  public static let largestFrame = Supercell.largestCount

  private let file: String
  private var input: LineInput
  private var frame = 0

  /// Opens a file. Throws `unreadable`.
  public init(_ file: String) throws(FormatError) {
    self.file = file
    input = LineInput(source: try FileSource(file))
  }

  init(_ input: consuming LineInput, file: String) {
    self.file = file
    self.input = input
  }

  /// Reads from bytes; `file` is what messages call them.
  public init(bytes: [UInt8], file: String = "") {
    self.file = file
    input = LineInput(bytes: bytes)
  }

  /// Reads all structures of a file.
  public static func read(_ file: String) throws(FormatError) -> [Structure] {
    try ExtendedXYZReader(file).all()
  }

  /// Reads all structures from bytes.
  public static func parse(_ bytes: [UInt8], file: String = "") throws(FormatError) -> [Structure] {
    try ExtendedXYZReader(bytes: bytes, file: file).all()
  }

  private func all() throws(FormatError) -> [Structure] {
    var structures: [Structure] = []
    while let structure = try next() { structures.append(structure) }
    return structures
  }

  /// Reads the next structure; nil at the end of the file.
  public func next() throws(FormatError) -> Structure? { try nextFrame()?.structure() }

  /// Cuts out the next frame; nil at the end of the file.
  ///
  /// Throws `badData` for an empty file, a line that is no atom count, a frame cut short and lines
  /// that cannot belong to a frame; `inputOutput` where reading breaks off.
  public func nextFrame() throws(FormatError) -> ExtendedXYZFrame? {
    input.startFrame()
    var countLine: Range<Int>
    repeat {
      guard let line = try input.nextLine(file) else {
        guard frame > 0 else {
          throw FormatError(
            file: file, line: 1, found: "an empty file",
            expected: "the number of atoms of a first structure")
        }
        return nil
      }
      countLine = line
    } while input.isBlankLine(countLine)
    let origin = Structure.Origin(file: file, frame: frame, line: input.line)
    let count = try atomCount(countLine, origin)

    input.startFrame()
    guard try input.nextLine(file) != nil else {
      throw FormatError(
        file: file, line: origin.line, found: "the end of the file after the number of atoms",
        expected: "a comment line and \(count) atoms")
    }
    for atom in 0..<count {
      guard let line = try input.nextLine(file) else {
        throw FormatError(
          file: file, line: input.line,
          found: "the end of the file after \(atom) atoms of frame \(frame)",
          expected: "\(count) atoms, as line \(origin.line) says",
          advice: "the file may be cut short, or the number wrong")
      }
      // Catches a wrong count early, before the rest of a large file is taken for this frame.
      if input.hasOneField(line) {
        throw FormatError(
          file: file, line: input.line,
          found: "\"\(input.text(line))\" after \(atom) atoms of frame \(frame)",
          expected: "\(count) atoms, as line \(origin.line) says",
          advice: "is the number in line \(origin.line) right?")
      }
    }
    frame += 1
    return ExtendedXYZFrame(origin: origin, count: count, bytes: input.frameBytes())
  }

  private func atomCount(_ line: Range<Int>, _ origin: Structure.Origin) throws(FormatError) -> Int
  {
    let text = input.text(line)
    guard let count = input.integer(line), count >= 0 else {
      let digits = input.hasOnlyDigits(line)
      throw FormatError(
        file: file, line: origin.line, found: "\"\(text)\"",
        expected: digits
          ? "a number of atoms up to \(Self.largestFrame)"
          : "a number of atoms, alone on its line",
        advice: frame > 0 ? "does the frame before hold more atoms than it says?" : "")
    }
    guard count <= Self.largestFrame else {
      throw FormatError(
        file: file, line: origin.line, found: "\(count) atoms",
        expected: "a number of atoms up to \(Self.largestFrame)")
    }
    return count
  }
}
