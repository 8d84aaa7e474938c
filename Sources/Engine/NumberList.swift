import Crystals
import Formats

/// Reads a file of numbers, one a line.
public enum NumberList {
  /// The numbers of a file; blank lines and lines after `#` are passed over.
  ///
  /// - Throws: `FormatError` for a file that cannot be read, has no numbers, or holds a line that is
  ///   no number (`nan` is one and stands for a site without a prediction).
  public static func read(_ file: String) throws(FormatError) -> [Double] {
    try parse(FileBytes.read(file), file: file)
  }

  /// The numbers of a text.
  public static func parse(_ bytes: [UInt8], file: String) throws(FormatError) -> [Double] {
    var numbers: [Double] = []
    var line = 0
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      let text = String(decoding: part, as: UTF8.self).trimmingBlanks
      if text.isEmpty || text.first == "#" { continue }
      guard let number = Double(text) else {
        throw FormatError(
          file: file, line: line, found: "'\(escaped(text))'", expected: "one number a line")
      }
      numbers.append(number)
    }
    guard !numbers.isEmpty else {
      throw FormatError(file: file, found: "no number", expected: "one number a line")
    }
    return numbers
  }
}

extension String {
  fileprivate var trimmingBlanks: Substring {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\r\n" }
    guard let first = firstIndex(where: { !isBlank($0) }),
      let last = lastIndex(where: { !isBlank($0) })
    else { return "" }
    return self[first...last]
  }
}
