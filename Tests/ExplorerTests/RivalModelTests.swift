import Crystals
import Engine
import Figures
import Numbers
import Regression
import Screen
import Support
import Tensors
import Testing

@testable import Explorer

/// A second model of the nucleus of `fullModel`.
let rivalModel: ModelSummary = {
  var model = fullModel
  model.name = "li-rival"
  return model
}()

/// What the second model predicts of the sites of the DFT set: other tensors, on a scale of their own,
/// that tell every row from the next.
let rivalSites: SiteTable = {
  var table = sampleSites
  for row in 0..<table.count {
    for m in 0..<5 { table.components[m][row] *= 1.5 + 0.001 * Float(row) }
    let observables = Observables(of: table.tensor(row), isotope: .lithium7)
    table.quadrupolarCoupling[row] = Float(observables.quadrupolarCoupling)
    table.asymmetry[row] = Float(observables.asymmetry)
    table.vzz[row] = Float(observables.axes.vzz)
  }
  return table
}()

extension Bench {
  /// With two models of lithium and the sites of the DFT set by each.
  static func rivals(columns: Int = 120, rows: Int = 40, look: Look = Look()) -> Bench {
    let bench = Bench(columns: columns, rows: rows, look: look)
    for model in [fullModel, rivalModel] { bench.send(.engine(.model(model, generation: 1))) }
    bench.send(.engine(.structures(sampleStructures, firstIndex: 0, generation: 1)))
    bench.send(
      .engine(.sites(sampleSites, generation: 1)),
      .engine(.sites(rivalSites, model: 1, generation: 1)), .engine(.finished(generation: 1)))
    return bench
  }

  func errors(_ rows: Range<Int>) -> [Float] {
    rows.map { state.columns([.error]).value(.error, row: $0) }
  }
}

/// ω_Q in kHz for a field along z: of b·V·b only the component m = 0 is left, times √(2/3).
func omegaQAlongZ(_ table: SiteTable, _ row: Int) -> Double {
  Isotope.lithium7.splittingPerAtomicUnit * (2.0 / 3).squareRoot()
    * Double(table.components[2][row])
}

@Suite("Several models of one nucleus") struct RivalModelTests {
  let bench = Bench.rivals()

  @Test("every site is counted once, by the first model at the start")
  func counts() {
    #expect(bench.state.table.count == sampleSites.count)
    #expect(bench.state.spectrum.all == sampleSites.count)
    #expect(bench.state.table.components == sampleSites.components)
    #expect(bench.text.contains("li-tensor (V: 1 of 2)"))
  }

  @Test("V shows the next model, and by name the one named; undo goes back")
  func switching() throws {
    try bench.keys("V")
    #expect(bench.state.table.components == rivalSites.components)
    #expect(bench.state.spectrum.all == rivalSites.count)
    #expect(abs(Double(bench.state.omegaQ[7]) - omegaQAlongZ(rivalSites, 7)) < 1e-3)
    #expect(bench.text.contains("li-rival (V: 2 of 2)"))
    try bench.keys("u")
    #expect(bench.state.table.components == sampleSites.components)
    try bench.command("model li-rival")
    #expect(bench.state.model?.name == "li-rival")
    try bench.command("model li-te")
    #expect(bench.state.model?.name == "li-tensor")
    try bench.command("model nothing")
    #expect(bench.message.contains("li-tensor, li-rival"))
  }

  @Test("cursor, selected site, marks, tags and notes stay on their sites")
  func sameSite() throws {
    try bench.command("filter CQ > 20 || CQ < -20")
    try bench.command("sort CQ desc")
    try bench.keys("2", "down", "down", "down", "space", "t", "text:odd", "enter")
    let row = try #require(bench.state.selectedRow)
    let (key, marks) = (bench.state.table.key(row), bench.state.annotations.marks)
    try bench.keys("V")
    #expect(bench.state.selectedRow == row)
    #expect(bench.state.table.key(row) == key)
    #expect(bench.state.annotations.marks == marks && !marks.isEmpty)
    #expect(bench.state.annotations.tags.values.contains("odd"))
    // The list is sorted by what the model on screen says.
    let rows = try #require(bench.state.sitesPane.list.rows)
    let couplings = rows.map { rivalSites.quadrupolarCoupling[Int($0)] }
    #expect(couplings == couplings.sorted(by: >))
    try bench.keys("3")
    let inspection = try #require(bench.state.sitePane.inspection)
    #expect(inspection.key == key)
    #expect(abs(inspection.predicted.tensor[2] - rivalSites.tensor(row)[2]) < 1e-9)
    try bench.keys("V")
    let before = try #require(bench.state.sitePane.inspection)
    #expect(before.key == key)
    #expect(abs(before.predicted.tensor[2] - sampleSites.tensor(row)[2]) < 1e-9)
  }

  @Test(
    "a model whose sites are still coming shows those it has, and the cursor waits for its site")
  func comingIn() throws {
    let bench = Bench()
    for model in [fullModel, rivalModel] { bench.send(.engine(.model(model, generation: 1))) }
    bench.send(.engine(.sites(sampleSites, generation: 1)))
    let early = Array(0..<100)
    bench.send(.engine(.sites(rivalSites.selecting(early), model: 1, generation: 1)))
    try bench.command("sort CQ")
    try bench.keys("2", "end")
    for _ in 0..<30 where (bench.state.selectedRow ?? 0) < 100 { try bench.keys("up") }
    let row = try #require(bench.state.selectedRow)
    try #require(row >= 100)
    try bench.keys("V")
    #expect(bench.state.table.count == 100 && bench.state.spectrum.all == 100)
    #expect(!bench.text.isEmpty)
    let late = Array(100..<rivalSites.count)
    bench.send(
      .engine(.sites(rivalSites.selecting(late), model: 1, generation: 1)),
      .engine(.finished(generation: 1)))
    #expect(bench.state.table.components == rivalSites.components)
    #expect(bench.state.selectedRow == row)
    #expect(bench.state.spectrum.all == rivalSites.count)
  }

  @Test("on to a model whose sites are still coming and back, the cursor is where it was")
  func thereAndBack() throws {
    for back in ["V", "u"] {
      let bench = Bench()
      for model in [fullModel, rivalModel] { bench.send(.engine(.model(model, generation: 1))) }
      bench.send(.engine(.sites(sampleSites, generation: 1)))
      bench.send(
        .engine(.sites(rivalSites.selecting(Array(0..<100)), model: 1, generation: 1)))
      try bench.keys("2", "end")
      let row = try #require(bench.state.selectedRow)
      try #require(row >= 100)
      try bench.keys("V")
      #expect(bench.state.table.count == 100)
      try bench.keys(back)
      #expect(bench.state.table.count == sampleSites.count)
      #expect(bench.state.selectedRow == row, "\(back)")
    }
  }

  @Test("a session keeps the model shown and what it is compared with")
  func session() throws {
    try bench.keys("V")
    try bench.command("compare li-tensor")
    try bench.command("save work.json")
    let other = Bench.rivals()
    other.files = bench.written
    try other.command("open work.json")
    #expect(other.state.settings == bench.state.settings)
    #expect(other.state.table.components == rivalSites.components)
    #expect(other.errors(0..<9) == bench.errors(0..<9))
    // Where its models are not in use, it is opened all the same.
    let without = Bench.sample()
    without.files = bench.written
    try without.command("open work.json")
    #expect(without.state.model?.name == "li-tensor")
    #expect(without.state.comparedModel == nil)
    #expect(without.state.spectrum.all == sampleSites.count)
  }

  @Test("three models fit a wide screen, and any screen has the one shown", arguments: sizes)
  func threeModels(columns: Int, rows: Int) throws {
    for look in looks {
      let bench = Bench.rivals(columns: columns, rows: rows, look: look)
      var third = rivalModel
      third.name = "li-third"
      bench.send(.engine(.model(third, generation: 1)))
      bench.send(.engine(.sites(rivalSites, model: 2, generation: 1)))
      for view in ["1", "2", "3", "4", "5", "6", "7"] {
        try bench.keys(view, "V", "W")
        let frame = draw(bench.state)
        #expect(frame.columns == columns && frame.rows == rows)
        #expect(
          frame.text.split(separator: "\n").last?.contains("help") == true
            || bench.state.message != nil)
        if look.glyphs == .ascii {
          #expect(frame.text.utf8.allSatisfy { $0 < 128 }, "\(frame.text)")
        }
      }
      if columns >= 120 {
        for name in ["li-tensor", "li-rival", "li-third"] { #expect(bench.text.contains(name)) }
      }
    }
  }

  static let sizes = [(40, 12), (80, 24), (120, 40), (200, 60)]

  @Test("one model has nothing to step to, and says so")
  func oneModel() throws {
    let bench = Bench.sample()
    try bench.keys("V")
    #expect(bench.message.contains("one model"))
    try bench.keys("W")
    #expect(bench.message.contains("one model"))
    #expect(bench.state.settings == Bench.sample().state.settings)
  }

  @Test("sites of another nucleus come and go with the model chosen of each")
  func nuclei() throws {
    var titanium = rivalModel
    (titanium.name, titanium.nucleus, titanium.isotope) = ("ti", .titanium, "47Ti")
    var sites = sampleSites.selecting(Array(0..<50))
    sites.element = Array(repeating: .titanium, count: 50)
    bench.send(
      .engine(.model(titanium, generation: 1)), .engine(.sites(sites, model: 2, generation: 1)))
    try bench.keys("V", "2", "space", "I")
    #expect(bench.state.spectrum.all == 50 && bench.state.nuclei == [.lithium, .titanium])
    #expect(bench.state.annotations.marks.isEmpty)
    #expect(bench.state.marked == [rivalSites.key(0)])
    try bench.keys("I")
    #expect(bench.state.table.components == rivalSites.components)
    #expect(bench.state.annotations.marks.count == 1)
  }

  @Test("predicting again forgets the sites of all models and keeps the choice")
  func again() throws {
    try bench.keys("V", "R")
    bench.send(
      .engine(.model(fullModel, generation: 2)), .engine(.model(rivalModel, generation: 2)))
    #expect(bench.state.table.count == 0)
    bench.send(
      .engine(.sites(sampleSites, generation: 2)),
      .engine(.sites(rivalSites, model: 1, generation: 2)))
    #expect(bench.state.table.components == rivalSites.components)
  }

  @Test("whatever is pressed while sites come, numbers are those of all at once", arguments: 1...12)
  func anyOrder(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    func pick(_ count: Int) -> Int { Int(random.uniform() * Double(count)) }
    let bench = Bench(columns: [40, 80, 120, 200][seed % 4], rows: [12, 24, 40, 60][seed % 4])
    for model in [fullModel, rivalModel] { bench.send(.engine(.model(model, generation: 1))) }
    let tables = [sampleSites, rivalSites]
    var sent = [0, 0]
    var files = ShownFileTests.structures[...]
    let keys = [
      "V", "W", "F", "1", "2", "3", "4", "5", "6", "7", "down", "up", "end", "home", "a", ".", "u",
      "c-r", "enter", "esc", "space", "s", "o", "O", "I", "n", "p", "]", "tab",
    ]
    while sent != tables.map(\.count) {
      let model = pick(2)
      let end = min(tables[model].count, sent[model] + 1 + pick(60))
      let rows = Array(sent[model]..<end)
      sent[model] = end
      if !files.isEmpty {
        let first = files.startIndex
        let some = Array(files.prefix(1 + pick(8)))
        files = files.dropFirst(some.count)
        bench.send(.engine(.structures(some, firstIndex: first, generation: 1)))
      }
      bench.send(.engine(.sites(tables[model].selecting(rows), model: model, generation: 1)))
      for _ in 0..<pick(5) {
        try bench.keys(keys[pick(keys.count)])
        #expect(draw(bench.state).columns == bench.state.columns)
      }
    }
    bench.send(.engine(.finished(generation: 1)))
    bench.state.overlay = nil
    #expect(bench.state.table.components == tables[bench.state.modelPlace ?? 0].components)
    #expect(bench.state.spectrum.all == bench.state.rowsShown(0..<448).count)
    #expect(bench.state.siteClasses == SiteEnvironment.numbers(sampleSites, 0..<448))
    // Counted piece by piece as at once.
    let counted = bench.state
    bench.state.recount()
    if counted.spectrum.binning == bench.state.spectrum.binning {
      #expect(counted.spectrum.counts == bench.state.spectrum.counts)
      #expect(counted.spectrum.reference == bench.state.spectrum.reference)
      #expect(counted.spectrum.referenceRows == bench.state.spectrum.referenceRows)
    }
  }
}
