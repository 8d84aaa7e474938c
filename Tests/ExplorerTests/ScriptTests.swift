import Testing

@testable import Explorer

@Suite("Scripts") struct ScriptTests {
  @Test("a script replays a session: the same events give the same frame")
  func replayed() throws {
    let script =
      "# a session\nclick:20:0\ndown\n\ntext:t\ntext:keep\nenter\nresize:100x30\nc-p\nesc\n"
    let (a, b) = (Bench.sample(), Bench.sample())
    for bench in [a, b] { bench.send(contentsOf: try Script.events(script)) }
    #expect(a.text == b.text)
    #expect(a.state.columns == 100 && a.state.rows == 30)
    #expect(a.state.annotations.tags.count == 1)
  }

  @Test(
    "a line that is no event is named",
    arguments: ["fly", "click:1", "click:a:b", "resize:10", "f99", "c-1", "drag:1:2:3"])
  func wrong(line: String) {
    #expect(throws: ScriptError(line: 2, found: line)) { try Script.events("up\n\(line)\n") }
  }
}

extension Bench {
  func send(contentsOf events: [Event]) { for event in events { send(event) } }
}
