import Foundation

/// Small inputs made of the sample data set: frames of 42 atoms, 8 of them lithium.
enum SampleFrames {
  static let linesPerFrame = 44

  /// The lines of the first frames.
  private static let lines: [String] = {
    let text = try? String(contentsOfFile: Program.sample("lto-dft.extxyz"), encoding: .utf8)
    return (text ?? "").split(separator: "\n").map(String.init)
  }()

  /// The text of the first `count` frames, changed line by line.
  static func text(_ count: Int = 1, _ change: (inout [String]) -> Void = { _ in }) -> String {
    var lines = Array(lines.prefix(count * linesPerFrame))
    change(&lines)
    return lines.joined(separator: "\n") + "\n"
  }

  /// The text of one frame whose atoms of an element are of another.
  static func text(replacing element: String, by other: String, first count: Int) -> String {
    text { lines in
      var left = count
      for line in lines.indices.dropFirst(2)
      where left > 0 && lines[line].hasPrefix(element + " ") {
        lines[line] = other + lines[line].dropFirst(element.count)
        left -= 1
      }
    }
  }
}

extension URL {
  /// The path of a file of this name in the folder.
  func file(_ name: String) -> String { appendingPathComponent(name).path }

  @discardableResult
  func write(_ text: String, as name: String) throws -> String {
    try text.write(to: appendingPathComponent(name), atomically: true, encoding: .utf8)
    return file(name)
  }

  @discardableResult
  func write(_ data: Data, as name: String) throws -> String {
    try data.write(to: appendingPathComponent(name))
    return file(name)
  }

  /// The names of the files in the folder.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}
