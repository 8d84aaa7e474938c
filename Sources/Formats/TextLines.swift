import Crystals
import Glibc

/// The lines of a text held in memory, one after the other.
struct TextLines {
  let file: String
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0
  /// Number of the line last given, counted from 1.
  private(set) var number = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, file: String) {
    self.bytes = bytes
    self.file = file
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  /// The next line without its newline and outer blanks; nil at the end.
  mutating func next() throws(FormatError) -> TextLine? {
    guard at < bytes.count else { return nil }
    let end = lineEnd(bytes, from: at)
    number += 1
    guard end - at <= ExtendedXYZReader.longestLine else {
      throw failure(
        found: "a line of more than \(ExtendedXYZReader.longestLine) bytes",
        expected: "a file of shorter lines")
    }
    var line = at..<end
    at = end + 1
    while !line.isEmpty, isBlank(bytes[line.lowerBound]) { line.removeFirst() }
    while !line.isEmpty, isBlank(bytes[line.upperBound - 1]) { line.removeLast() }
    return TextLine(number: number, bytes: UnsafeBufferPointer(rebasing: bytes[line]))
  }

  /// The next line that holds more than blanks; nil at the end.
  mutating func nextFilled() throws(FormatError) -> TextLine? {
    while let line = try next() {
      if !line.bytes.isEmpty { return line }
    }
    return nil
  }

  /// Whether the rest may have so many lines that are not blank.
  func canHold(_ count: Int) -> Bool { count <= (bytes.count - min(at, bytes.count)) / 2 + 1 }

  /// What is wrong with a line, the one last given where none is named.
  func failure(
    _ line: Int? = nil, found: String, expected: String, advice: String = ""
  ) -> FormatError {
    FormatError(
      file: file, line: line ?? max(number, 1), found: found, expected: expected, advice: advice)
  }
}

/// A line of a text: its number, counted from 1, and its bytes without outer blanks.
struct TextLine {
  let number: Int
  var bytes: Word

  /// Up to `limit` fields separated by blanks; the rest is not looked at.
  func fields(_ limit: Int) -> [Word] {
    var result: [Word] = []
    var scanner = FieldScanner(bytes: bytes, at: 0, end: bytes.count)
    while result.count < limit, let field = scanner.next() { result.append(field) }
    return result
  }

  /// The line up to the first of some characters, without the blanks before it.
  func upTo(_ marks: StaticString) -> TextLine {
    let marks = UnsafeBufferPointer(start: marks.utf8Start, count: marks.utf8CodeUnitCount)
    guard let end = bytes.firstIndex(where: { marks.contains($0) }) else { return self }
    var kept = bytes[..<end]
    while let last = kept.last, isBlank(last) { kept.removeLast() }
    return TextLine(number: number, bytes: UnsafeBufferPointer(rebasing: kept))
  }
}

/// Bytes of a text that belong together.
typealias Word = UnsafeBufferPointer<UInt8>

extension Word {
  /// The word as messages show it, in quotes.
  var shown: String { "\"\(escaped(bytes: self, limit: 40))\"" }

  /// The word as text, small letters throughout; only for words known to be short.
  var lowercased: String { String(decoding: self, as: UTF8.self).lowercased() }

  var text: String { String(decoding: self, as: UTF8.self) }

  /// Whether the word spells this, which has small letters only; capitals do not matter.
  func spells(_ other: StaticString) -> Bool {
    count == other.utf8CodeUnitCount && begins(with: other)
  }

  /// Whether the word begins with this, which has small letters only; capitals do not matter.
  func begins(with other: StaticString) -> Bool {
    guard count >= other.utf8CodeUnitCount else { return false }
    for i in 0..<other.utf8CodeUnitCount {
      let byte = self[i]
      let small = (65...90).contains(byte) ? byte | 0x20 : byte
      if small != other.utf8Start[i] { return false }
    }
    return true
  }

  /// A finite number; nil for anything else.
  var finite: Double? { NumberScanner.real(self).flatMap { $0.isFinite ? $0 : nil } }
}

/// The fields of one line.
struct FieldScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  var at: Int
  let end: Int

  @inline(__always)
  mutating func next() -> UnsafeBufferPointer<UInt8>? {
    while at < end, isBlank(bytes[at]) { at += 1 }
    guard at < end else { return nil }
    let start = at
    while at < end, !isBlank(bytes[at]) { at += 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<at])
  }
}

/// Index of the next newline, or the end.
@inline(__always)
func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
  guard start < bytes.count, let base = bytes.baseAddress,
    let found = memchr(base + start, 10, bytes.count - start)
  else { return bytes.count }
  return UnsafeRawPointer(found) - UnsafeRawPointer(base)
}
