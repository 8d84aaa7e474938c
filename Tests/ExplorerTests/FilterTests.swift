import Crystals
import Engine
import Testing

@testable import Explorer

/// The rows that pass a filter.
private func rows(_ filter: String, _ bench: Bench) throws -> [Int] {
  try bench.command("filter \(filter)")
  try #require(bench.state.message?.kind != .error, "\(bench.message)")
  try bench.keys("2")
  return (0..<bench.state.list.count).compactMap { bench.state.list.row($0) }
}

@Suite("The filter language") struct FilterTests {
  let bench = Bench.sample()
  var table: SiteTable { bench.state.table }

  @Test("numbers compare as in the table")
  func numbers() throws {
    let expected = (0..<table.count).filter { table.asymmetry[$0] > 0.9 }
    #expect(try rows("eta>0.9", bench) == expected)
    #expect(!expected.isEmpty)
  }

  @Test("conditions join, text compares by its label, regions by number")
  func joined() throws {
    try bench.command("threshold 3")
    let lookup = bench.state.spectrum.lookup
    let expected = (0..<table.count).filter { row in
      lookup.region(of: bench.state.omegaQ[row].magnitude) == 3 && table.asymmetry[row] > 0.2
        && table.siteType[row] == .site16d
    }
    #expect(try rows("region==3 && eta>0.2 && siteType==\"16d\"", bench) == expected)
    #expect(!expected.isEmpty)
  }

  @Test("or, not, brackets, chains and arithmetic mean what they say")
  func operators() throws {
    let eta = table.asymmetry
    let coupling = table.quadrupolarCoupling
    #expect(
      try rows("eta<0.1 || eta>0.95", bench)
        == (0..<table.count).filter { eta[$0] < 0.1 || eta[$0] > 0.95 })
    #expect(try rows("!eta>0.1", bench) == (0..<table.count).filter { eta[$0] <= 0.1 })
    #expect(
      try rows("0.2<eta<=0.5", bench)
        == (0..<table.count).filter { eta[$0] > 0.2 && eta[$0] <= 0.5 })
    #expect(
      try rows("abs(CQ)/2 > 100+50", bench)
        == (0..<table.count).filter { coupling[$0].magnitude / 2 > 150 })
    #expect(
      try rows("not (eta>0.1 and CQ>0)", bench)
        == (0..<table.count).filter { !(eta[$0] > 0.1 && coupling[$0] > 0) })
    #expect(try rows("-CQ > 2*3", bench) == (0..<table.count).filter { -coupling[$0] > 6 })
  }

  @Test("letters and capitals name fields too")
  func aliases() throws {
    let expected = (0..<table.count).filter { table.asymmetry[$0] >= 0.9 }
    #expect(try rows("η ≥ 0.9", bench) == expected)
    #expect(try rows("ETA >= 0.9", bench) == expected)
  }

  @Test("a comparison with a number that is not known is false, and missing() finds it")
  func missing() throws {
    let expected = (0..<table.count).filter { table.lithiumNeighbors[$0] < 0 }
    #expect(try rows("missing(nLi)", bench) == expected)
    #expect(try rows("nLi>=0 || nLi<0 || nLi!=3", bench).count == table.count - expected.count)
  }

  @Test("tags, notes and marks can be filtered by")
  func annotations() throws {
    try bench.keys(
      "2", "down", "t", "text:suspect", "enter", "down", "N", "text:look, \"here\"", "enter",
      "space")
    #expect(try rows("tag==\"suspect\"", bench) == [1])
    #expect(try rows("tag~\"sus\"", bench) == [1])
    #expect(try rows("note~'here'", bench) == [2])
    #expect(try rows("marked", bench) == [2])
    #expect(try rows("tag!=\"suspect\"", bench).count == table.count - 1)
  }

  @Test("blocks of rows agree with one row at a time on a large table")
  func blocks() throws {
    let bench = Bench.random(10_001)
    let table = bench.state.table
    let expected = (0..<table.count).filter {
      let sigma = table.uncertainty($0)?.omegaQ(of: table.tensor($0), isotope: .lithium7) ?? .nan
      return Double(table.novelty[$0]) * 2 > sigma && table.siteType[$0] == .site8a
    }
    #expect(try rows("novelty*2 > sigma && siteType==\"8a\"", bench) == expected)
  }

  @Test(
    "what is wrong is said with its column",
    arguments: [
      ("eta>", 4, "the end"), ("eat>0.9", 0, "did you mean eta"), ("eta>0.9 &&", 10, "the end"),
      ("eta=0.9", 3, "'=='"), ("siteType==\"16e\"", 10, "16e"), ("siteType==16d", 10, "quote"),
      ("(eta>0.9", 8, "')'"), ("eta", 0, "no condition"), ("eta>0.9 CQ>1", 8, "join"),
      ("siteType>\"8a\"", 8, "does not compare text"), ("eta>\"x\"", 4, "number is expected"),
      ("foo(eta)>1", 0, "no function"), ("tag==\"open", 5, "no closing"),
      ("eta>0.9 $", 8, "no meaning"),
      ("(eta>0.9)+1>2", 1, "condition stands"), ("element==\"Xx\"", 9, "no element"),
      ("eta & CQ", 4, "'&&'"), ("1e999>eta", 0, "finite"), ("eta~0.9", 3, "text only"),
    ])
  func errors(filter: String, column: Int, words: String) {
    do {
      _ = try FilterParser.parse(filter)
      Issue.record("'\(filter)' was taken for a filter")
    } catch {
      #expect(error.column == column)
      #expect(error.message.contains(words), "\(error.message)")
    }
  }

  @Test("hostile nesting is refused, not followed")
  func nesting() {
    let deep = String(repeating: "(", count: 100_000) + "eta>0"
    #expect(throws: FilterError.self) { try FilterParser.parse(deep) }
    #expect(throws: FilterError.self) {
      try FilterParser.parse(String(repeating: "!", count: 9_999) + "eta>0")
    }
    #expect(throws: FilterError.self) {
      try FilterParser.parse(String(repeating: "-", count: 9_999) + "1>0")
    }
  }

  @Test("completion offers fields, then labels after a comparison")
  func completion() {
    #expect(FilterCompletion.nearest(to: "noveltie") == "novelty")
    #expect(FilterCompletion.nearest(to: "et") == "eta")
    #expect(FilterCompletion.nearest(to: "foo") == nil)
    #expect(FilterCompletion.candidates("no", caret: 2, tags: []).words == ["novelty", "note"])
    let labels = FilterCompletion.candidates("eta>1 && siteType==\"1", caret: 21, tags: [])
    #expect(labels.words == ["\"16c\"", "\"16d\""])
    #expect(labels.length == 2)
    #expect(FilterCompletion.candidates("tag==", caret: 5, tags: ["keep"]).words == ["\"keep\""])
  }

  @Test("the list follows while a filter is typed, Esc brings back the old one, Enter keeps it")
  func live() throws {
    try bench.keys("2", "/", "text:eta>0.9")
    let narrowed = bench.state.list.count
    #expect(narrowed < table.count)
    try bench.keys("esc")
    #expect(bench.state.list.count == table.count)
    try bench.keys("/", "text:eta>0.9", "enter")
    #expect(bench.state.list.count == narrowed)
    try bench.keys("u")
    #expect(bench.state.list.count == table.count)
  }

  @Test("a wrong filter is not taken; the line shows where it fails")
  func wrongFilter() throws {
    try bench.keys("2", "/", "text:eat>0.9", "enter")
    #expect(bench.state.settings.filter.isEmpty)
    let lines = bench.text.split(separator: "\n").map(String.init)
    #expect(lines[lines.count - 2].contains("no field 'eat'"))
    #expect(lines[lines.count - 1].contains("eat>0.9"))
  }
}
