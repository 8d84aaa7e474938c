import Crystals
import Glibc

/// Lines out of a file or of bytes, keeping those of the present frame together.
struct LineInput: ~Copyable {
  private var source: FileSource?
  /// Memory of its own rather than an array: it grows in place, and what is not used costs nothing.
  private var buffer: UnsafeMutableRawBufferPointer
  /// Valid bytes of the buffer.
  private var end = 0
  /// First byte of the present frame, and of the next line.
  private var frameStart = 0
  private var at = 0
  /// Number of the line last given, counted from 1.
  private(set) var line = 0

  private static let piece = 1 << 18

  init(source: consuming FileSource) {
    buffer = Self.memory(2 * Self.piece)
    self.source = consume source
  }

  /// Goes on from the first bytes of a file, which have been taken from it.
  init(start: [UInt8], source: consuming FileSource) {
    buffer = Self.memory(start.count + Self.piece)
    buffer.copyBytes(from: start)
    end = start.count
    self.source = consume source
    skipMark()
  }

  init(bytes: [UInt8]) {
    buffer = Self.memory(bytes.count)
    buffer.copyBytes(from: bytes)
    end = bytes.count
    source = nil
    skipMark()
  }

  deinit { free(buffer.baseAddress) }

  private static func memory(_ count: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: malloc(count), count: count)
  }

  private mutating func skipMark() {
    if end >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { at = 3 }
  }

  /// Forgets the lines given so far.
  mutating func startFrame() { frameStart = at }

  /// The next line as a range of the buffer, without its newline; nil at the end.
  mutating func nextLine(_ file: String) throws(FormatError) -> Range<Int>? {
    var searched = at
    while true {
      if searched < end, let base = buffer.baseAddress,
        let newline = memchr(base + searched, 10, end - searched)
      {
        let found = newline - base
        line += 1
        let range = at..<found
        at = found + 1
        return range
      }
      guard end - at <= ExtendedXYZReader.longestLine else {
        throw FormatError(
          file: file, line: line + 1,
          found: "a line of more than \(ExtendedXYZReader.longestLine) bytes",
          expected: "an extended-XYZ file")
      }
      searched = end
      let movedBy = try refill()
      searched -= movedBy.shift
      if movedBy.read == 0 {
        guard at < end else { return nil }
        line += 1
        let range = at..<end
        at = end
        return range
      }
    }
  }

  /// Reads another piece; says how far the content moved to the front and how much came.
  private mutating func refill() throws(FormatError) -> (shift: Int, read: Int) {
    guard source != nil else { return (0, 0) }
    var shift = 0
    // Moving is worth it only when it frees more than it copies.
    if frameStart > end - frameStart {
      shift = frameStart
      if let base = buffer.baseAddress { memmove(base, base + shift, end - shift) }
      end -= shift
      at -= shift
      frameStart = 0
    }
    if buffer.count - end < Self.piece { try grow() }
    let isFirst = line == 0 && end == 0
    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[end..<(end + Self.piece)])
    let read = try source?.read(into: rest) ?? 0
    end += read
    if read == 0 { source = nil }
    if isFirst {
      skipMark()
      frameStart = at
    }
    return (shift, read)
  }

  /// Doubles the buffer.
  private mutating func grow() throws(FormatError) {
    let count = 2 * max(buffer.count, Self.piece)
    guard let larger = realloc(buffer.baseAddress, count) else {
      throw FormatError(
        .inputOutput, file: source?.path ?? "", line: line + 1,
        found: "no memory for a frame of more than \(buffer.count) bytes")
    }
    buffer = UnsafeMutableRawBufferPointer(start: larger, count: count)
  }

  func isBlankLine(_ range: Range<Int>) -> Bool { buffer[range].allSatisfy(isBlank) }

  /// Whether a line holds but one word, or none, as no atom's line does.
  func hasOneField(_ range: Range<Int>) -> Bool {
    var i = range.lowerBound
    while i < range.upperBound, isBlank(buffer[i]) { i += 1 }
    while i < range.upperBound, !isBlank(buffer[i]) { i += 1 }
    while i < range.upperBound, isBlank(buffer[i]) { i += 1 }
    return i == range.upperBound
  }

  /// The whole number alone on a line; nil for anything else.
  func integer(_ range: Range<Int>) -> Int? {
    Array(trimmed(range)).withUnsafeBufferPointer(NumberScanner.integer)
  }

  func hasOnlyDigits(_ range: Range<Int>) -> Bool {
    trimmed(range).allSatisfy { (48...57).contains($0) }
  }

  /// A line as messages show it.
  func text(_ range: Range<Int>) -> String { escaped(bytes: trimmed(range), limit: 40) }

  private func trimmed(_ range: Range<Int>) -> Slice<UnsafeMutableRawBufferPointer> {
    var slice = buffer[range].drop(while: isBlank)
    while let last = slice.last, isBlank(last) { slice.removeLast() }
    return slice
  }

  /// The bytes of all lines given since the frame began.
  func frameBytes() -> [UInt8] { Array(buffer[frameStart..<at]) }
}
