import Crystals
import Engine
import Formats
import Screen
import Support
import Tensors
import Testing

@testable import Explorer

@Suite("The Outliers screen") struct OutlierTests {
  /// The rows listed, in order.
  private func listed(_ bench: Bench) -> [Int] {
    (0..<bench.state.list.count).compactMap { bench.state.list.row($0) }
  }

  /// The row a sort of all rows by a value gives at each place; not known last, ties in file order.
  private func ranked(_ values: [Double], descending: Bool) -> [Int] {
    values.indices.sorted { a, b in
      if values[a].isNaN || values[b].isNaN {
        return values[a].isNaN == values[b].isNaN ? a < b : values[b].isNaN
      }
      if values[a] == values[b] { return a < b }
      return descending ? values[a] > values[b] : values[a] < values[b]
    }
  }

  @Test("|z| is the distance from the mean of the site's region in standard deviations")
  func deviations() throws {
    let bench = Bench.random(20_000)
    try bench.command("threshold 60")
    let state = bench.state
    #expect(state.spectrum.regions.count > 2)
    let values = state.omegaQ.map { Double($0.magnitude) }
    let columns = state.columns([.zInRegion, .region])
    var checked = Set<Int>()
    for row in stride(from: 0, to: values.count, by: 7) {
      let found = Double(columns.value(.zInRegion, row: row))
      guard !values[row].isNaN else {
        #expect(found.isNaN)
        continue
      }
      // The region that holds the value, else the one with the least gap to it.
      let region = state.spectrum.regions.min {
        func gap(_ lower: Double, _ upper: Double) -> Double {
          max(0, lower - values[row], values[row] - upper)
        }
        return gap($0.lower, $0.upper) < gap($1.lower, $1.upper)
      }
      guard let region else { continue }
      if values[row] >= region.lower, values[row] < region.upper {
        #expect(Int(columns.value(.region, row: row)) == region.number)
      } else {
        #expect(columns.value(.region, row: row) <= 0)
      }
      let members = values.filter { $0 >= region.lower && $0 < region.upper }
      let mean = members.reduce(0, +) / Double(members.count)
      let variance = members.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(members.count)
      #expect(abs(found - abs(values[row] - mean) / variance.squareRoot()) < 1e-3)
      checked.insert(region.number)
    }
    #expect(checked.count > 2)
  }

  @Test("the distance to an edge is that to the nearest end of the region, but not to zero")
  func edges() throws {
    let bench = Bench.random(20_000)
    try bench.command("threshold 60")
    let state = bench.state
    let columns = state.columns([.edgeDistance])
    #expect(state.spectrum.regions.first?.lower == 0)
    for row in stride(from: 0, to: state.table.count, by: 11) {
      let value = Double(state.omegaQ[row].magnitude)
      let found = Double(columns.value(.edgeDistance, row: row))
      guard !value.isNaN else {
        #expect(found.isNaN)
        continue
      }
      let own = state.spectrum.regions.filter { value >= $0.lower && value < $0.upper }
      let candidates = own.isEmpty ? state.spectrum.regions : own
      let expected = candidates.flatMap { [$0.lower, $0.upper] }.filter { $0 > 0 }
        .map { abs($0 - value) }.min()
      #expect(abs(found - (expected ?? .nan)) < 1e-4)
    }
  }

  @Test("scores follow threshold, observable and field; filter and CSV know them")
  func fields() throws {
    let bench = Bench.random(5_000)
    try bench.command("threshold 15")
    func distances() -> [Float] {
      let columns = bench.state.columns([.edgeDistance])
      return (0..<90).map { columns.value(.edgeDistance, row: $0) }
    }
    let first = distances()
    try bench.command("threshold 60")
    #expect(distances() != first)
    try bench.keys("6")
    try bench.command("filter zInRegion > 2 && edgeDistance < 100")
    let columns = bench.state.columns([.zInRegion])
    let rows = listed(bench)
    #expect(!rows.isEmpty && rows.count < 2_500)
    #expect(rows.allSatisfy { columns.value(.zInRegion, row: $0) > 2 })
    try bench.command("score zInRegion")
    try bench.command("export strange.csv")
    let lines = bench.written["strange.csv"]?.split(separator: "\n") ?? []
    #expect(lines.count == rows.count + 2)
    #expect(lines[1].hasPrefix("zInRegion,structure,atom,tag,"))
  }

  @Test("sites are ranked oddest first by every score", arguments: OutlierScore.allCases)
  func ranking(score: OutlierScore) throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    try bench.keys("6")
    try bench.command("score \(score.rawValue)")
    let state = bench.state
    let table = state.table
    let columns = state.columns([.zInRegion, .edgeDistance])
    let values = (0..<table.count).map { row -> Double in
      switch score {
      case .uncertainty:
        // σ of ω_Q from the tensor's own uncertainty, in single precision as the table holds it.
        guard let uncertainty = table.uncertainty(row), let tensor = tensor(table.components, row)
        else { return .nan }
        return Double(Float(uncertainty.omegaQ(of: tensor, isotope: .lithium7)))
      case .novelty: return Double(table.novelty[row])
      case .zInRegion: return Double(columns.value(.zInRegion, row: row))
      case .edgeDistance: return Double(columns.value(.edgeDistance, row: row))
      case .residual:
        guard let tensor = tensor(table.components, row), let reference = table.referenceTensor(row)
        else { return .nan }
        return abs(
          Observables(of: tensor, isotope: .lithium7).omegaQ
            - Observables(of: reference, isotope: .lithium7).omegaQ)
      }
    }
    let found = listed(bench)
    #expect(found.count == table.count)
    let expected = ranked(values, descending: score != .edgeDistance)
    // Equal but for rounding: the scores at each place, not the rows.
    for (a, b) in zip(found, expected) where !(values[a].isNaN && values[b].isNaN) {
      #expect(abs(values[a] - values[b]) <= 1e-3 * max(1, abs(values[b])))
    }
  }

  private func tensor(_ components: [[Float]], _ row: Int) -> SphericalTensor? {
    SphericalTensor(components.map { Double($0[row]) })
  }

  @Test("the filter narrows the list; the scores step both ways and undo brings them back")
  func stepping() throws {
    let bench = Bench.sample()
    try bench.keys("6", "right")
    #expect(bench.state.settings.outlierScore == .novelty)
    try bench.keys("left", "left")
    #expect(bench.state.settings.outlierScore == .residual)
    try bench.keys("u", "u")
    #expect(bench.state.settings.outlierScore == .novelty)
    try bench.command("filter novelty > 0.9")
    let novelty = bench.state.table.novelty
    #expect(listed(bench).allSatisfy { novelty[$0] > 0.9 })
    #expect(listed(bench).count == novelty.count { $0 > 0.9 })
    try bench.command("score speed")
    #expect(bench.message.contains("no score 'speed'; there are sigma"))
  }

  @Test("one key gives a verdict and goes on; u takes it back; on the Site screen it stays")
  func verdicts() throws {
    let bench = Bench.sample()
    try bench.keys("6")
    let keys = (0..<4).map { bench.state.table.key(bench.state.list.row($0) ?? -1) }
    try bench.keys("K", "s", "r")
    #expect(
      bench.state.annotations.tags == [keys[0]: "keep", keys[1]: "suspect", keys[2]: "recompute"])
    #expect(bench.state.list.cursor == 3)
    #expect(bench.text.contains("3 tagged"))
    try bench.keys("u")
    #expect(bench.state.annotations.tags == [keys[0]: "keep", keys[1]: "suspect"])
    try bench.keys("enter", "r")
    #expect(bench.state.view == .site && bench.state.list.cursor == 3)
    #expect(bench.state.annotations.tags[keys[3]] == "recompute")
    try bench.keys("n", "K", "p", "p", "esc")
    #expect(bench.state.view == .outliers && bench.state.list.cursor == 2)
    #expect(bench.state.annotations.tags.count == 4)
  }

  @Test("a verdict goes to all marked sites when the cursor is on one of them")
  func markedVerdict() throws {
    let bench = Bench.sample()
    try bench.keys("6", "space", "space", "up", "s")
    #expect(bench.state.annotations.tags.count == 2)
    #expect(bench.message.contains("2 marked sites tagged"))
  }

  @Test("a tag goes to all marked sites wherever the cursor is; a verdict to the site looked at")
  func tagOfMarked() throws {
    let bench = Bench.sample()
    try bench.keys("2", "space", "space", "t")
    #expect(bench.text.contains("tag of 2 marked sites"))
    try bench.keys("text:pair", "enter")
    let keys = [0, 1, 2, 3].map(sampleSites.key)
    #expect(bench.state.annotations.tags == [keys[0]: "pair", keys[1]: "pair"])
    #expect(bench.message.contains("2 marked sites tagged"))
    try bench.keys("6", "end", "K")
    let judged = bench.state.annotations.tags.filter { $0.value == "keep" }.map(\.key)
    #expect(judged.count == 1 && !keys.prefix(2).contains(judged[0]))
    // On the Site screen it is about that site, and says what it replaces.
    try bench.keys("2", "home", "enter", "t", "c-u", "text:odd", "enter")
    #expect(bench.state.annotations.tags[keys[0]] == "odd")
    #expect(bench.state.annotations.tags[keys[1]] == "pair")
    #expect(bench.message == "odd in place of the tag pair")
    try bench.keys("N", "text:seen", "enter")
    #expect(bench.message == "note of structure 0, atom 0 written")
  }

  @Test("cut-outs are no table")
  func cutOutName() throws {
    let bench = Bench.sample()
    try bench.keys("6")
    try bench.command("cut-out odd.csv")
    #expect(bench.message.contains("extended XYZ") && bench.written.isEmpty)
  }

  @Test("the reasons say how many times the median a site's σ is")
  func reasons() throws {
    let bench = Bench.sample()
    try bench.keys("6")
    let state = bench.state
    let all = (0..<state.table.count).map {
      state.columns([.uncertainty]).value(.uncertainty, row: $0)
    }.sorted()
    let median = (all[(all.count - 1) / 2] + all[all.count / 2]) / 2
    let row = try #require(state.list.row(0))
    let times = Double(all[all.count - 1] / median)
    let lines = Oddities(of: row, in: state).lines
    #expect(lines.first?.text.hasSuffix("\(number(times, digits: 1)) × the median") == true)
    #expect(lines.first?.isRemarkable == (times >= 2))
    #expect(times > 1.5)
    #expect(lines.contains { $0.text.contains("the mean of region") })
    #expect(bench.text.contains("× the median"))
  }

  @Test("a session keeps the score")
  func session() throws {
    let bench = Bench.sample()
    try bench.keys("6")
    try bench.command("score edgeDistance")
    try bench.command("save work.json")
    let other = Bench.sample()
    other.files["work.json"] = bench.written["work.json"]
    try other.command("open work.json")
    #expect(other.state.settings.outlierScore == .edgeDistance)
  }

  @Test("clicks choose a row and a score, the wheel moves, a double click inspects")
  func mouse() throws {
    let bench = Bench.sample()
    try bench.keys("6")
    let screen = OutliersView(bench.state, ScreenLayout(bench.state).main)
    let geometry = screen.table.geometry(in: screen.tableArea)
    try bench.keys("click:\(geometry.body.x + 3):\(geometry.body.y + 4)")
    #expect(bench.state.list.cursor == 4)
    try bench.keys("wheeldown:\(geometry.body.x):\(geometry.body.y)")
    #expect(bench.state.list.cursor == 7)
    let novelty = try #require(bench.state.outlierColumns.firstIndex(of: .novelty))
    let heading = geometry.columns[novelty]
    if !heading.isEmpty {
      try bench.keys("click:\(heading.x):\(geometry.header.y)")
      #expect(bench.state.settings.outlierScore == .novelty)
    }
    try bench.keys("doubleclick:\(geometry.body.x + 3):\(geometry.body.y + 2)")
    #expect(bench.state.view == .site && bench.state.sitePane.origin == .outliers)
  }

  @Test(
    "odd sites can be inspected, judged and handed on in 40 keys", arguments: [(80, 24), (120, 40)])
  func job(columns: Int, rows: Int) throws {
    let bench = Bench.sample(columns: columns, rows: rows)
    let script = """
      6
      enter
      r
      n
      s
      n
      K
      n
      esc
      right
      enter
      r
      N
      text:rattled
      enter
      esc
      X
      enter
      """
    #expect(try Script.events(script).count <= 40)
    try bench.keys(script)
    let tags = bench.state.annotations.tags.values.sorted()
    #expect(tags == ["keep", "recompute", "recompute", "suspect"])
    #expect(bench.state.annotations.notes.values.contains("rattled"))
    let text = try #require(bench.written["recompute.extxyz"])
    let frames = try ExtendedXYZReader.parse(Array(text.utf8))
    #expect(frames.reduce(0) { $0 + $1.outliers.count } == 2)
    #expect(bench.text.contains("written to recompute.extxyz"))
  }

  @Test(
    "the screen fits every size, with and without colours and Unicode",
    arguments: [(40, 12), (60, 16), (80, 24), (100, 30), (120, 40), (200, 60)])
  func sizes(columns: Int, rows: Int) throws {
    for look in looks {
      for bench in [
        Bench.sample(columns: columns, rows: rows, look: look),
        Bench(columns: columns, rows: rows, look: look),
      ] {
        try bench.keys("6")
        for _ in OutlierScore.allCases {
          try bench.keys("right")
          let frame = draw(bench.state)
          #expect(frame.columns == columns && frame.rows == rows)
          #expect(frame.text.split(separator: "\n").last?.contains("help") == true)
          if look.glyphs == .ascii { #expect(frame.text.utf8.allSatisfy { $0 < 128 }) }
        }
      }
    }
  }
}

/// Truecolor, mono and ASCII.
let looks: [Look] = {
  var mono = Look()
  mono.colors = .mono
  var ascii = mono
  ascii.glyphs = .ascii
  return [Look(), mono, ascii]
}()

extension Structure {
  /// The atoms a cut-out names.
  var outliers: [Int] {
    if case .integer(let atoms, _) = info["atoms"] { atoms } else { [] }
  }
}
