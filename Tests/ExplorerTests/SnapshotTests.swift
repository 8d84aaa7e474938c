import Foundation
import Screen
import Support
import Testing

@testable import Explorer

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

private let sizes = [(80, 24), (120, 40), (200, 60)]

@Suite("Frames look as they did") struct SnapshotTests {
  @Test("the Regions screen", arguments: sizes)
  func regions(columns: Int, rows: Int) throws {
    let bench = Bench.sample(columns: columns, rows: rows)
    try bench.command("threshold 3")
    try bench.keys("down")
    try expectSnapshot("regions-\(columns)x\(rows)", bench.text)
  }

  @Test("the statistics of a region", arguments: sizes)
  func composition(columns: Int, rows: Int) throws {
    let bench = Bench.sample(columns: columns, rows: rows)
    try bench.command("threshold 3")
    try bench.keys("down", "i")
    try expectSnapshot("composition-\(columns)x\(rows)", bench.text)
  }

  @Test("the Sites screen", arguments: sizes)
  func sites(columns: Int, rows: Int) throws {
    let bench = Bench.sample(columns: columns, rows: rows)
    try bench.command("threshold 3")
    try bench.keys(
      "2", "right", "right", "right", "s", "s", "down", "space", "t", "text:suspect", "enter")
    try expectSnapshot("sites-\(columns)x\(rows)", bench.text)
  }

  @Test("the Field screen", arguments: sizes)
  func field(columns: Int, rows: Int) throws {
    let bench = Bench.sample(columns: columns, rows: rows)
    try bench.keys("5", "right", "right", "right", "up", "up")
    try expectSnapshot("field-\(columns)x\(rows)", bench.text)
  }

  @Test("the Field screen without colours and beyond ASCII")
  func plainField() throws {
    let bench = Bench.sample(look: Look(glyphs: .ascii, colors: .mono))
    try bench.keys("5", "d")
    try expectSnapshot("field-ascii-120x40", bench.text)
  }

  @Test("the Site screen", arguments: sizes)
  func site(columns: Int, rows: Int) throws {
    let bench = Bench.sample(columns: columns, rows: rows)
    try bench.command("threshold 3")
    try bench.command("field 1 1 0")
    try bench.keys("2", "down", "down", "enter", "esc", "enter")
    try expectSnapshot("site-\(columns)x\(rows)", bench.text)
  }

  @Test("the Outliers screen", arguments: sizes)
  func outliers(columns: Int, rows: Int) throws {
    let bench = Bench.sample(columns: columns, rows: rows)
    try bench.command("threshold 3")
    try bench.keys("6", "K", "s", "r", "down", "N", "text:two Li close by", "enter")
    try expectSnapshot("outliers-\(columns)x\(rows)", bench.text)
  }

  @Test("the Model screen", arguments: sizes)
  func model(columns: Int, rows: Int) throws {
    let bench = Bench.sample(columns: columns, rows: rows)
    bench.send(.engine(.model(fullModel, generation: 1)))
    try bench.keys("7")
    try expectSnapshot("model-\(columns)x\(rows)", bench.text)
  }

  @Test("the Model screen with two models of one nucleus")
  func rivals() throws {
    let bench = Bench.rivals()
    try bench.keys("7")
    try expectSnapshot("model-two-120x40", bench.text)
  }

  @Test("the Structure screen", arguments: sizes)
  func structure(columns: Int, rows: Int) throws {
    let bench = try Self.cell(columns, rows)
    try expectSnapshot("structure-\(columns)x\(rows)", bench.text)
  }

  @Test("the Structure screen without blocks or colours")
  func poorStructure() throws {
    let ascii = try Self.cell(120, 40, Look(glyphs: .ascii, colors: .mono))
    try expectSnapshot("structure-ascii-120x40", ascii.text)
    let mono = try Self.cell(80, 24, Look(colors: .mono))
    try mono.keys("a", "]")
    try expectSnapshot("structure-mono-80x24", mono.text)
    let few = try Self.cell(120, 40, Look(glyphs: .blocks, colors: .ansi16))
    try few.keys("c")
    try expectSnapshot("structure-16-120x40", few.text)
  }

  private static func cell(_ columns: Int, _ rows: Int, _ look: Look = Look()) throws -> Bench {
    let bench = Bench.largeCell(columns: columns, rows: rows, look: look)
    try bench.command("peaks 4")
    try bench.command("threshold 5")
    try bench.keys("4", "n", "n", "J")
    return bench
  }
}
