import Formats
import Foundation
import Testing

@testable import Explorer

/// Checks that tags nest and that no bare `&` or `<` stands in the text.
private func expectWellFormed(_ svg: String) {
  var open: [Substring] = []
  for piece in svg.split(separator: "<").dropFirst(svg.hasPrefix("<") ? 0 : 1) {
    guard let end = piece.firstIndex(of: ">") else {
      Issue.record("a tag without end: \(piece)")
      return
    }
    let name = piece.prefix {
      $0 != " " && $0 != ">" && $0 != "/" || $0 == "/" && piece.first == "/"
    }
    if name.hasPrefix("/") {
      #expect(open.popLast() == name.dropFirst())
    } else if piece[piece.index(before: end)] != "/" {
      open.append(name)
    }
    for part in piece.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      #expect(["amp;", "lt;", "gt;", "quot;"].contains { part.hasPrefix($0) })
    }
  }
  #expect(open.isEmpty)
}

@Suite("Files and clipboard") struct ExportTests {
  let bench = Bench.sample()

  @Test("a table that is written says how many sites of how many it has")
  func rowsWritten() throws {
    let bench = Bench.sample()
    try bench.command("export a.csv")
    let lines = try #require(bench.written["a.csv"]).split(separator: "\n")
    let rows = lines.filter { !$0.hasPrefix("#") }.count - 1
    #expect(bench.message == "\(rows) of \(sampleSites.count) sites written to a.csv")
    #expect(rows < sampleSites.count)
  }

  @Test("the rows listed are written as CSV, and an existing file only after asking")
  func csv() throws {
    try bench.command("filter siteType==\"16d\"")
    try bench.keys("2")
    try bench.command("export out.csv")
    let lines = try #require(bench.written["out.csv"]).split(separator: "\n")
    #expect(lines.count == bench.state.list.count + 2)
    #expect(lines[1].hasPrefix("structure,atom,siteType,absOmegaQ_kHz,CQ_kHz,eta,theta_deg"))
    #expect(lines[2].contains(",16d,"))
    let first = lines[2]
    try bench.keys("s")
    try bench.command("export out.csv")
    #expect(bench.text.contains("out.csv exists"))
    #expect(bench.written["out.csv"]?.contains(first) == true)
    try bench.keys("esc")
    try bench.command("sort eta desc")
    try bench.command("export out.csv")
    try bench.keys("y")
    #expect(bench.written["out.csv"]?.split(separator: "\n")[2] != first)
  }

  @Test("notes with commas and quotes stay one CSV field")
  func quoting() throws {
    try bench.keys("2", "N", "text:odd, \"very\"", "enter")
    try bench.command("export out.csv")
    #expect(bench.written["out.csv"]?.contains("\"odd, \"\"very\"\"\"") == true)
  }

  @Test("regions are written as JSON with counts that add up")
  func regions() throws {
    try bench.command("threshold 3")
    try bench.command("export r.json")
    let json = try JSON.parse(Array(try #require(bench.written["r.json"]).utf8))
    let counts = try #require(json["counts"]?.integers)
    let inRegions = try #require(json["regions"]?.items).compactMap { $0["count"]?.integer }.reduce(
      0, +)
    #expect(inRegions + (json["unclassified"]?.integer ?? -1) == counts.reduce(0, +))
    #expect(json["edges"]?.numbers?.count == counts.count + 1)
    #expect(json["threshold"]?.number == 3)
  }

  @Test("screen and histogram are written as text, ANSI and well-formed SVG")
  func pictures() throws {
    for path in ["a.txt", "a.ansi", "a.svg"] { try bench.command("export \(path)") }
    #expect(bench.written["a.txt"]?.contains("Regions") == true)
    #expect(bench.written["a.ansi"]?.contains("\u{1B}[") == true)
    try bench.keys("2")
    try bench.command("export b.svg")
    for path in ["a.svg", "b.svg"] {
      expectWellFormed(try #require(bench.written[path]))
    }
    try bench.command("export picture.png")
    #expect(bench.message.contains("ending"))
  }

  @Test("a saved session opens to the same choices, tags, notes, marks and regions")
  func session() throws {
    try bench.command("threshold 3")
    try bench.keys("down", "U")
    try bench.command("field 1 1 0")
    try bench.command("filter eta>0.1 && note!=\"x\"")
    try bench.keys(
      "2", "s", "t", "text:keep", "enter", "N", "text:what \"is\" this?", "enter", "space")
    try bench.command("save work.json")
    let other = Bench.sample()
    other.files = bench.written
    try other.command("open work.json")
    #expect(other.message.contains("opened"))
    #expect(other.state.settings == bench.state.settings)
    #expect(other.state.annotations == bench.state.annotations)
    #expect(other.state.spectrum.regions == bench.state.spectrum.regions)
    #expect(!other.state.hasUnsavedWork)
    try other.keys("u")
    #expect(other.state.settings == Bench().state.settings)
  }

  @Test("exported regions open on other data, made by hand, and can be undone")
  func regionsOpen() throws {
    try bench.command("threshold 3")
    try bench.command("export r.json")
    let expected = bench.state.spectrum.regions
    let other = Bench.random(500)
    other.files = bench.written
    let before = other.state.settings
    try other.command("open r.json")
    let found = try #require(other.state.settings.handRegions[.absoluteOmegaQ])
    #expect(found.map(\.lower) == expected.map(\.lower))
    #expect(found.map(\.upper) == expected.map(\.upper))
    try other.keys("u")
    #expect(other.state.settings == before)
    for regions in ["[{\"lower\": 2, \"upper\": 1}]", "[{}]"] {
      other.files["bad.json"] = "{\"binRegion\": [], \"regions\": \(regions)}"
      try other.command("open bad.json")
      #expect(other.state.message?.kind == .error && other.message.contains("bad.json"))
      #expect(other.state.settings == before)
    }
  }

  @Test("marks of a session wait for sites that are not predicted yet")
  func marksWait() throws {
    try bench.keys("2", "end", "space")
    try bench.command("save work.json")
    let other = Bench()
    other.send(.read(path: "work.json", contents: try #require(bench.written["work.json"])))
    #expect(other.state.annotations.marks.isEmpty)
    other.send(.engine(.sites(sampleSites, generation: 1)))
    #expect(other.state.annotations.marks.rows == [sampleSites.count - 1])
    #expect(!other.state.hasUnsavedWork)
  }

  @Test(
    "a file that is no session is refused with a reason and changes nothing",
    arguments: [
      "", "{", "[]", "{\"spinelSession\": 2}",
      "{\"spinelSession\": 1, \"settings\": {\"observable\": \"mass\"}}",
      "{\"spinelSession\": 1, \"settings\": {\"field\": [0, 0, 0]}}",
      "{\"spinelSession\": 1, \"settings\": {\"filter\": \"eta>\"}}",
      "{\"spinelSession\": 1, \"sites\": [{\"structure\": 99999999999, \"atom\": 0}]}",
      "{\"spinelSession\": 1, \"regions\": [{\"observable\": \"eta\", \"lower\": 2, \"upper\": 1}]}",
    ])
  func refused(text: String) throws {
    let before = bench.state.settings
    bench.send(.read(path: "bad.json", contents: text))
    #expect(bench.state.message?.kind == .error)
    #expect(bench.message.contains("bad.json"))
    #expect(bench.state.settings == before)
  }

  @Test("a site is copied as text and as JSON with the keys of predict")
  func copySite() throws {
    try bench.keys("2", "down", "enter", "y", "Y")
    #expect(bench.copied[0].contains("C_Q"))
    let json = try JSON.parse(Array(bench.copied[1].utf8))
    let row = try #require(bench.state.sitePane.row)
    #expect(json["atom"]?.integer == Int(bench.state.table.atom[row]))
    #expect(
      abs((json["CQ_kHz"]?.number ?? .nan) - Double(bench.state.table.quadrupolarCoupling[row]))
        < 0.01)
    #expect(json["efg"]?.numbers?.count == 6)
    #expect(json["quaternion_wxyz"]?.numbers?.count == 4)
  }

  @Test(
    "the cell is written as a vector figure: a circle a site, twelve edges, a legend that adds up")
  func structureFigure() throws {
    try bench.command("threshold 3")
    try bench.keys("4")
    try bench.command("export cell.svg")
    let svg = try #require(bench.written["cell.svg"])
    expectWellFormed(svg)
    let rows = bench.state.table.rows(ofStructure: bench.state.cellPlace).count
    // Each ball is a circle and its light, and each line of the legend has one.
    let scene = try #require(StructureScene(bench.state, columns: 600, rows: 300))
    let legend = bench.state.structureFigure?.legend ?? []
    #expect(svg.components(separatedBy: "<circle").count - 1 == 2 * rows + legend.count)
    #expect(svg.components(separatedBy: "<line").count - 1 == 12 + 4)
    let counted = legend.compactMap { $0.text.split(separator: "(").last?.dropLast() }
      .compactMap { Int($0) }
    #expect(counted.reduce(0, +) == rows && scene.atoms.count == rows)
  }
}
