import Crystals
import Glibc

/// Lines out of a file or of bytes, keeping those of the present frame together.
struct LineInput: ~Copyable {
  private var source: FileSource?
  private var buffer: [UInt8]
  /// Valid bytes of the buffer.
  private var end: Int
  /// First byte of the present frame, and of the next line.
  private var frameStart = 0
  private var at = 0
  /// Number of the line last given, counted from 1.
  private(set) var line = 0

  private static let piece = 1 << 18

  init(source: consuming FileSource) {
    buffer = [UInt8](repeating: 0, count: Self.piece)
    end = 0
    self.source = consume source
  }

  /// Goes on from the first bytes of a file, which have been taken from it.
  init(start: [UInt8], source: consuming FileSource) {
    buffer = start
    end = start.count
    self.source = consume source
    skipMark()
  }

  init(bytes: [UInt8]) {
    buffer = bytes
    end = bytes.count
    source = nil
    skipMark()
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
      let found = buffer.withUnsafeBytes { bytes -> Int? in
        guard searched < end, let base = bytes.baseAddress,
          let found = memchr(base + searched, 10, end - searched)
        else { return nil }
        return UnsafeRawPointer(found) - base
      }
      if let found {
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
      buffer.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        _ = memmove(base, base + shift, end - shift)
      }
      end -= shift
      at -= shift
      frameStart = 0
    }
    if buffer.count - end < Self.piece { grow() }
    var failure: FormatError?
    var read = 0
    let isFirst = line == 0 && end == 0
    buffer.withUnsafeMutableBytes { bytes in
      do throws(FormatError) {
        let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[end..<(end + Self.piece)])
        read = try source?.read(into: rest) ?? 0
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    end += read
    if read == 0 { source = nil }
    if isFirst {
      skipMark()
      frameStart = at
    }
    return (shift, read)
  }

  /// Doubles the buffer.
  private mutating func grow() {
    let count = 2 * max(buffer.count, Self.piece)
    let old = buffer
    buffer = [UInt8](unsafeUninitializedCapacity: count) { bytes, initialized in
      bytes.initialize(repeating: 0)
      old.withUnsafeBytes { UnsafeMutableRawBufferPointer(bytes).copyMemory(from: $0) }
      initialized = count
    }
  }

  func isBlankLine(_ range: Range<Int>) -> Bool { buffer[range].allSatisfy(isBlank) }

  /// Whether a line holds but one word, or none, as no atom's line does.
  func hasOneField(_ range: Range<Int>) -> Bool {
    buffer.withUnsafeBufferPointer { bytes in
      var i = range.lowerBound
      while i < range.upperBound, isBlank(bytes[i]) { i += 1 }
      while i < range.upperBound, !isBlank(bytes[i]) { i += 1 }
      while i < range.upperBound, isBlank(bytes[i]) { i += 1 }
      return i == range.upperBound
    }
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

  private func trimmed(_ range: Range<Int>) -> ArraySlice<UInt8> {
    var slice = buffer[range].drop(while: isBlank)
    while let last = slice.last, isBlank(last) { slice.removeLast() }
    return slice
  }

  /// The bytes of all lines given since the frame began.
  func frameBytes() -> [UInt8] { Array(buffer[frameStart..<at]) }
}
