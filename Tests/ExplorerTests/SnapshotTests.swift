import Foundation
import Support
import Testing

@testable import Explorer
@testable import Screen

/// Frames as text, compared with files that were looked at. `SPINEL_RECORD_SNAPSHOTS=1` records
/// them anew.
private func expectSnapshot(_ name: String, _ text: String) throws {
  let path = repositoryFolder + "/Tests/ExplorerTests/Snapshots/\(name).txt"
  if ProcessInfo.processInfo.environment["SPINEL_RECORD_SNAPSHOTS"] != nil {
    try (text + "\n").write(toFile: path, atomically: true, encoding: .utf8)
  }
  let expected = try String(contentsOfFile: path, encoding: .utf8)
  #expect(text + "\n" == expected, "\(name) looks different; see Tests/ExplorerTests/Snapshots")
}

@Suite("Frames look as they did") struct SnapshotTests {
  @Test("with colours and Unicode", arguments: Scene.allCases, Scene.sizes)
  func unicode(scene: Scene, size: (columns: Int, rows: Int)) throws {
    let bench = try scene.bench(size.columns, size.rows)
    try expectSnapshot("\(scene)-\(size.columns)x\(size.rows)", bench.text)
  }

  @Test("without colours and beyond ASCII", arguments: Scene.allCases, Scene.sizes)
  func ascii(scene: Scene, size: (columns: Int, rows: Int)) throws {
    let bench = try scene.bench(size.columns, size.rows, Look(glyphs: .ascii, colors: .mono))
    try expectSnapshot("\(scene)-ascii-\(size.columns)x\(size.rows)", bench.text)
  }

  @Test("the Model screen with two models of one nucleus")
  func rivals() throws {
    let bench = Bench.rivals()
    try bench.keys("7")
    try expectSnapshot("model-two-120x40", bench.text)
  }

  @Test("in the colours of each kind of terminal", arguments: Scene.allCases, ColorLevel.allCases)
  func colors(scene: Scene, level: ColorLevel) throws {
    let frame = draw(try scene.bench(80, 24, Look(colors: level)).state)
    try expectSnapshot("\(scene)-\(level.rawValue)-80x24", frame.styleLetters(level: level))
  }
}

extension Frame {
  /// A letter a cell for what the terminal is told about its style, and what the letters stand for.
  func styleLetters(level: ColorLevel) -> String {
    let letters = Array(".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    var legend: [String] = []
    let map = (0..<rows).map { y in
      String(
        cells[y * columns..<(y + 1) * columns].map { cell in
          let code = String(cell.style.sgr(level: level).dropFirst(2).dropLast())
          if !legend.contains(code) { legend.append(code) }
          return letters[min(legend.firstIndex(of: code) ?? 0, letters.count - 1)]
        })
    }
    return (map + zip(letters, legend).map { "\($0) \($1)" }).joined(separator: "\n")
  }
}
