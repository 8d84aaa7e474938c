import Formats
import Screen
import Testing

@testable import Explorer

@Suite("How things are looked at") struct SightsTests {
  /// Keys that change how things are looked at, with the screen and the word undo names them by.
  static let changes: [(view: String, keys: [String], word: String)] = [
    ("4", ["right"], "view of the structure"), ("4", ["+"], "view of the structure"),
    ("4", ["X"], "looking along a"), ("4", [">"], "view of the structure"),
    ("4", ["s"], "slab"), ("4", ["space"], "regions shown"), ("4", ["r"], "regions shown"),
    ("4", ["a"], "elements"), ("4", ["#"], "numbers"),
    ("4", ["d", "text:5.5", "enter"], "distance"),
    ("5", ["+"], "line width"), ("5", ["B"], "line shape"), ("5", ["c"], "central line"),
    ("5", ["o"], "map"), ("5", ["s"], "pattern"),
  ]

  @Test("what is seen can be undone and done again, and undo says what it was", arguments: changes)
  func undo(view: String, keys: [String], word: String) throws {
    let bench = Bench.sample()
    try bench.keys(view)
    let before = bench.state.sights
    try bench.keys(keys)
    let after = bench.state.sights
    #expect(after != before)
    try bench.keys("u")
    #expect(bench.state.sights == before)
    #expect(bench.message.contains("undid: ") && bench.message.contains(word), "\(bench.message)")
    try bench.keys("c-r")
    #expect(bench.state.sights == after)
  }

  @Test("turns in a row are one step of undo; a choice between them parts them")
  func turnsInARow() throws {
    let bench = Bench.sample()
    try bench.keys("+", "4")
    let start = bench.state.sights
    try bench.keys("right", "right", "up", "+")
    let turned = bench.state.sights
    try bench.keys("a", "right", "right", "u")
    #expect(bench.state.sights.cell.rotation == turned.cell.rotation)
    #expect(bench.state.sights.cell.elements != nil)
    try bench.keys("u", "u")
    #expect(bench.state.sights == start)
    try bench.keys("u")
    #expect(bench.message.contains("threshold"))
  }

  @Test("turning back to the start, or cutting no slab any more, can be undone by itself")
  func resets() throws {
    let bench = Bench.sample()
    try bench.keys("4", "right", "right", "up")
    let turned = bench.state.sights
    try bench.command("reset-turn")
    #expect(bench.state.sights != turned)
    try bench.keys("u")
    #expect(bench.state.sights == turned)
    try bench.keys("X", "u")
    #expect(bench.state.sights == turned)
    try bench.keys("s", "s", "]", "]", "{")
    let cut = bench.state.sights
    #expect(cut.cell.slab?.axis == .a)
    try bench.keys("s", "s", "s", "u", "u", "u")
    #expect(bench.state.sights == cut)
    try bench.keys("u")
    #expect(bench.state.sights.cell.slab == Sights.Slab(axis: .a))
  }

  @Test("looking around leaves what was undone to be done again")
  func redoAfterTurn() throws {
    let bench = Bench.sample()
    try bench.keys("+", "u", "4", "right", "c-r")
    #expect(bench.message == "did again: threshold")
  }

  @Test("hiding a region colours nothing else and changes no region")
  func noNumbersFollow() throws {
    let bench = Bench.sample()
    let (spectrum, settings) = (bench.state.spectrum.counts, bench.state.settings)
    for change in Self.changes where change.view == "4" { try bench.keys(["4"] + change.keys) }
    #expect(bench.state.spectrum.counts == spectrum && bench.state.settings == settings)
  }

  @Test("a session brings back how things were looked at")
  func session() throws {
    let bench = Bench.sample()
    for change in Self.changes { try bench.keys([change.view] + change.keys) }
    try bench.keys("3", "right", "+", "4")
    let text = Session(of: bench.state).text()
    let other = Bench.sample()
    other.send(.read(path: "s.json", contents: text))
    var (found, wanted) = (other.state.sights, bench.state.sights)
    // Directions are made orthogonal anew.
    for (a, b) in [
      (found.cell.rotation.right, wanted.cell.rotation.right),
      (found.cell.rotation.up, wanted.cell.rotation.up),
      (found.cell.rotation.towards, wanted.cell.rotation.towards),
    ] {
      #expect(((a - b) * (a - b)).sum() < 1e-24)
    }
    (found.cell.rotation, wanted.cell.rotation) = (.identity, .identity)
    #expect(found == wanted && found != Sights())
    #expect(other.state.structurePane.structure == bench.state.structurePane.structure)
    try other.keys("u")
    #expect(other.state.sights == Sights())
  }

  @Test(
    "what means nothing in a session is left out",
    arguments: [
      #"{"structure": {"towards": [0, 0, 1], "upwards": [0, 0, 2]}}"#,
      #"{"structure": {"towards": [0, 0, 0], "upwards": [0, 1, 0]}}"#,
      #"{"structure": {"towards": [1e300, 0, 0], "upwards": [0, 1]}}"#,
      #"{"structure": {"slab": {"across": "d", "center": 0.5, "thickness": 0.1}, "zoom": "big"}}"#,
      #"{"structure": {"hidden": ["region x", 3, "regions"], "clusterDistance": 1e9}}"#,
      #"{"field": {"map": "marked", "pattern": "some", "region": 0, "lineWidth": -1}, "site": 3}"#,
      #"{"site": {"yaw": "x"}, "comparesTrained": "yes"}"#, #"[]"#,
    ])
  func nonsense(text: String) throws {
    #expect(Sights(try JSON.parse(Array(text.utf8), file: "s.json")) == Sights())
  }
}
