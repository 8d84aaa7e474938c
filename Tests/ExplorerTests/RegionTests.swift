import Crystals
import Numbers
import Spectra
import Support
import Testing

@testable import Explorer

/// Checks that every site is counted once.
private func expectSum(_ bench: Bench, _ comment: String = "") {
  let s = bench.state.spectrum
  let shown = bench.state.settings.structureShown
  let sites = bench.state.table.structure.count { shown == nil || Int($0) == shown }
  #expect(
    s.classified + s.unclassified + s.outOfRange + s.withoutPrediction == s.all, "\(comment)")
  #expect(s.all == sites, "\(comment)")
  #expect(s.regions.reduce(0) { $0 + $1.count } == s.classified)
}

@Suite("The Regions screen") struct RegionTests {
  @Test("bars stacked by structure follow while structures come")
  func stackedWhileLoading() throws {
    let bench = Bench()
    try bench.keys("a", "a")
    #expect(bench.state.settings.stacking == .structure)
    var sites = sampleSites
    for index in 0..<3 {
      bench.send(
        .engine(.structures([sampleStructures[index]], firstIndex: index, generation: 1)))
      let rows = sampleSites.structure.indices.filter { sampleSites.structure[$0] == index }
      sites = sampleSites.selecting(rows)
      bench.send(.engine(.sites(sites, generation: 1)))
    }
    #expect(bench.state.layerLabels.count == 3)
    let spectrum = bench.state.spectrum
    let layers = (0..<3).map { spectrum.layer($0).reduce(0, +) }
    #expect(layers == [8, 8, 8])
    #expect(bench.state.table.count == 24 && sites.count == 8)
  }

  @Test("counts add up whatever keys are pressed", arguments: 0..<12)
  func sums(seed: Int) throws {
    let bench = Bench.random(3_000)
    bench.state.structures = StructureList(Array(repeating: sampleStructures[0], count: 10))
    var random = SplitMix64(seed: UInt64(seed))
    let keys = [
      "+", "-", "[", "]", "k", "K", "O", "E", "a", ".", ",", "D", "{", "}", "X", "M", "U", "left",
      "right", "up", "down", "v", "A", "L", "u", "c-r", "esc",
    ]
    for step in 0..<60 {
      let key = keys[Int(random.next() % UInt64(keys.count))]
      try bench.keys(key)
      expectSum(bench, "seed \(seed) step \(step) key \(key)")
      #expect(bench.state.regionsPane.bin < bench.state.spectrum.binCount)
    }
  }

  @Test("a range that cuts the values counts them as out of range")
  func outOfRange() throws {
    let bench = Bench.random(2_000)
    try bench.command("range 5 20")
    expectSum(bench)
    let values = bench.state.omegaQ.filter { !$0.isNaN }.map(\.magnitude)
    #expect(bench.state.spectrum.outOfRange == values.count { $0 < 5 || $0 > 20 })
    #expect(bench.state.spectrum.withoutPrediction == 20)
    try bench.command("range auto")
    #expect(bench.state.spectrum.outOfRange == 0)
  }

  @Test("the regions are those that Spectra finds for threshold and peaks")
  func regions() throws {
    let bench = Bench.random(20_000)
    try bench.command("threshold 150")
    try bench.keys("k", "k")
    let histogram = bench.state.spectrum.histogram
    let expected = RegionSet(of: histogram, .init(peaks: 3, threshold: .counts(150)))
    #expect(bench.state.spectrum.regionSet == expected)
  }

  @Test("the threshold changes neither the counts nor the sites")
  func threshold() throws {
    let bench = Bench.random(20_000)
    let counts = bench.state.spectrum.counts
    let omegaQ = bench.state.omegaQ.count
    try bench.keys("+", "+", "K", "-")
    #expect(bench.state.spectrum.counts == counts)
    #expect(bench.state.omegaQ.count == omegaQ)
    #expect(bench.state.settings.threshold == .counts(11))
    #expect(bench.state.settings.peakCount == 6)
  }

  @Test("a density-scaled threshold finds the same regions in one copy of the sites and in three")
  func density() throws {
    let one = Bench.random(4_000)
    let three = Bench()
    for _ in 0..<3 { three.send(.engine(.sites(randomSites(4_000), generation: 1))) }
    for bench in [one, three] { try bench.command("threshold 0.6%") }
    #expect(one.state.spectrum.regions.map(\.bins) == three.state.spectrum.regions.map(\.bins))
    #expect(!one.state.spectrum.regions.isEmpty)
    try one.keys("D")
    guard case .counts = one.state.settings.threshold else {
      Issue.record("D does not switch to counts")
      return
    }
  }

  @Test(
    "threshold and sum are on screen at every size",
    arguments: [(200, 60), (120, 40), (80, 24), (60, 16), (40, 12)])
  func shown(columns: Int, rows: Int) throws {
    let bench = Bench.sample(columns: columns, rows: rows)
    let text = bench.text
    #expect(text.contains("T 10") || text.contains("T = 10"))
    #expect(text.contains("448"))
  }

  @Test("a threshold steps in its second digit and steps back to the same number")
  func steps() {
    for start in [1.0, 9, 10, 11, 99, 100, 120, 1_000, 25_000] {
      let up = Threshold.counts(start).stepped(up: true)
      #expect(up.stepped(up: false) == .counts(start), "from \(start)")
    }
    #expect(Threshold.counts(1).stepped(up: false) == .counts(1))
    #expect(Threshold.counts(100).stepped(up: false) == .counts(99))
    #expect(Threshold.counts(100).stepped(up: true) == .counts(110))
  }

  @Test("a brush keeps its values while the bins follow the sites that come")
  func brushWhilePredicting() throws {
    let bench = Bench(binWidth: nil)
    let sites = randomSites(4000)
    bench.send(.engine(.sites(sites.prefix(100), generation: 1)))
    try bench.keys("space", "right", "right", "space")
    func span() throws -> (lower: Double, upper: Double) {
      let (brush, edges) = (
        try #require(bench.state.regionsPane.brush), bench.state.spectrum.binning.edges
      )
      return (edges[brush.lowerBound], edges[brush.upperBound + 1])
    }
    let (before, width) = (try span(), bench.state.spectrum.binning.width)
    bench.send(.engine(.sites(sites.selecting(Array(100..<4000)), generation: 1)))
    let after = try span()
    #expect(bench.state.spectrum.binning.width < width)
    #expect(abs(after.lower - before.lower) <= bench.state.spectrum.binning.width / 2 + 1e-9)
    #expect(abs(after.upper - before.upper) <= bench.state.spectrum.binning.width / 2 + 1e-9)
  }

  @Test("the cursor stays on the first region while sites come")
  func cursorWhilePredicting() throws {
    let bench = Bench(binWidth: nil)
    let sites = randomSites(4000)
    for start in stride(from: 0, to: 4000, by: 250) {
      bench.send(
        .engine(.sites(sites.selecting(Array(start..<start + 250)), generation: 1)))
      #expect(bench.state.regionsPane.bin == bench.state.spectrum.regions.first?.peakBin)
    }
  }

  @Test("sums of nothing give way to regions where rows are short")
  func shortTable() throws {
    let bench = Bench.sample(columns: 80, rows: 24)
    let lines = RegionsView(bench.state, ScreenLayout(bench.state).main).shownLines
    #expect(bench.state.spectrum.regions.indices.allSatisfy { lines.contains(.region($0)) })
    #expect(lines.contains(.all))
  }

  @Test("bins follow the values until a width is chosen, and again after auto")
  func automaticWidth() throws {
    let bench = Bench(binWidth: nil)
    let sites = randomSites(4000)
    let halves = [sites.prefix(2000), sites.selecting(Array(2000..<4000))]
    for half in halves { bench.send(.engine(.sites(half, generation: 1))) }
    bench.send(.engine(.finished(generation: 1)))
    let suitable = try #require(
      Binning.standardWidth(of: bench.state.omegaQ.map(\.magnitude)))
    func width() -> Double { bench.state.spectrum.binning.width }
    #expect(abs(width() - suitable) < 1e-9)
    #expect(bench.state.spectrum.all == 4000)
    try bench.keys("]")
    #expect(abs(width() - steppedWidth(suitable, wider: true)) < 1e-9)
    try bench.keys("b", "c-u", "text:1 1 0", "enter")
    #expect(abs(width() - steppedWidth(suitable, wider: true)) < 1e-9)
    try bench.command("field 0 0 1")
    try bench.command("bin-width auto")
    #expect(abs(width() - suitable) < 1e-9)
  }

  @Test("bin widths step through 1, 2, 5")
  func widths() throws {
    let bench = Bench.random(500)
    try bench.keys("]")
    #expect(bench.state.settings.binWidth == 2)
    try bench.keys("]", "]", "[", "[", "[", "[")
    #expect(bench.state.settings.binWidth == 0.5)
    #expect(steppedWidth(1e-6, wider: false) == 1e-6)
  }

  @Test("Enter lists the sites of the region at the cursor")
  func enterRegion() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    try bench.keys("home", "down")
    let region = try #require(bench.state.spectrum.region(ofBin: bench.state.regionsPane.bin))
    #expect(bench.state.list.count == region.count)
    try bench.keys("enter")
    #expect(bench.state.view == .sites)
    #expect(bench.state.list.count == region.count)
    try bench.keys("esc")
    #expect(bench.state.list.count == bench.state.table.count)
  }

  @Test("a brush made with keys or mouse lists the sites of its bins")
  func brush() throws {
    let bench = Bench.sample()
    try bench.keys("home", "v", "right", "right", "right", "space")
    #expect(bench.state.regionsPane.brush == 0...3)
    let expected = bench.state.spectrum.counts[0...3].reduce(0, +)
    #expect(bench.state.list.count == expected)
    try bench.keys("enter")
    #expect(bench.state.list.count == expected)
  }

  @Test("a threshold in the other measure gives the same regions", arguments: 1...40)
  func otherMeasure(counts: Int) throws {
    let bench = Bench.sample()
    try bench.command("bin-width 2")
    try bench.command("threshold \(counts)")
    let regions = bench.state.spectrum.regions
    try bench.keys("D")
    #expect(bench.state.spectrum.regions == regions)
  }

  @Test("bins are kept to widths that show something")
  func binLimits() throws {
    let bench = Bench.sample()
    for _ in 0..<60 { try bench.keys("]") }
    #expect(bench.message.contains("wide as they can be") && bench.state.spectrum.binCount > 1)
    for _ in 0..<60 { try bench.keys("[") }
    #expect(bench.message.contains("narrow as they can be"))
    let all = bench.state.spectrum
    #expect(all.histogram.outOfRange == 0)
    try bench.command("bin-width 0.00001")
    #expect(bench.message.contains("wider bin is expected"))
    #expect(bench.state.spectrum.binning == all.binning)
  }

  @Test("a region narrower than the mean σ of its sites is said to be")
  func resolution() throws {
    let bench = Bench.sample()
    try bench.command("bin-width 0.2")
    try bench.command("range 0 50")
    try bench.command("threshold 2")
    for bins in [10...10, 100...140] {
      bench.state.regionsPane.brush = bins
      try bench.keys("A")
    }
    var said = 0
    for region in bench.state.spectrum.regions {
      bench.state.regionsPane.bin = region.peakBin
      // Any event has the list follow the cursor.
      bench.send(.resize(columns: 120, rows: 40))
      let sigmas = (0..<sampleSites.count).filter {
        bench.state.spectrum.lookup.region(of: bench.state.omegaQ[$0].magnitude)
          == Float(region.number)
      }.map { Double(bench.state.columns([.uncertainty]).value(.uncertainty, row: $0)) }
      let mean = sigmas.reduce(0, +) / Double(sigmas.count)
      let isNarrow = region.upper - region.lower < mean
      #expect((bench.state.resolutionRemark != nil) == isNarrow, "\(region) σ \(mean)")
      if isNarrow {
        said += 1
        #expect(bench.state.resolutionRemark?.contains(decimal(mean, places: 1)) == true)
      }
    }
    #expect(said > 0 && said < bench.state.spectrum.regions.count)
  }

  @Test("a region's means are those of its sites")
  func means() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    let (table, spectrum) = (bench.state.table, bench.state.spectrum)
    for region in spectrum.regions {
      let rows = (0..<table.count).filter {
        Int(spectrum.lookup.region(of: bench.state.omegaQ[$0].magnitude)) == region.number
      }
      let summary = try #require(spectrum.summary(region.bins))
      #expect(rows.count == region.count)
      let coupling = rows.reduce(0) {
        $0 + Double(table.quadrupolarCoupling[$1].magnitude)
      }
      #expect(abs(summary.coupling - coupling / Double(rows.count)) < 1e-6)
      let tetrahedral = rows.filter { table.siteType[$0] == .site8a }
      #expect(abs(summary.tetrahedral - Double(tetrahedral.count) / Double(rows.count)) < 1e-12)
      let known = rows.filter { table.lithiumNeighbors[$0] >= 0 }
      let lithium = known.reduce(0) { $0 + Int(table.lithiumNeighbors[$1]) }
      #expect(abs(summary.lithiumNeighbors - Double(lithium) / Double(known.count)) < 1e-12)
    }
    #expect(!spectrum.regions.isEmpty)
  }

  @Test("one structure or all: the histogram and the list hold its sites")
  func oneStructure() throws {
    let bench = Bench.sample()
    try bench.command("structure 3")
    #expect(bench.state.spectrum.all == bench.state.table.structure.count { $0 == 3 })
    try bench.keys(",", ",", ",", ",")
    #expect(bench.state.settings.structureShown == nil)
    try bench.command("structure 99")
    #expect(bench.state.message?.kind == .error)
  }

  @Test("every observable has a histogram that counts all sites", arguments: Observable.allCases)
  func observables(observable: Observable) throws {
    let bench = Bench.random(1_500)
    try bench.command("observable \(observable.rawValue)")
    #expect(bench.state.settings.observable == observable)
    expectSum(bench)
    #expect(bench.state.spectrum.counts.reduce(0, +) > 1_000)
    #expect(bench.text.contains(observable.heading))
  }

  @Test(
    "bars stacked by site type or structure add up to the counts",
    arguments: [Stacking.siteType, .structure])
  func stacked(stacking: Stacking) throws {
    let bench = Bench.sample()
    while bench.state.settings.stacking != stacking { try bench.keys("a") }
    let layers =
      stacking == .siteType
      ? SiteType.allCases.map { bench.state.spectrum.counts(of: $0) }
      : bench.state.layerLabels.indices.map { bench.state.spectrum.layer($0) }
    for bin in bench.state.spectrum.counts.indices {
      #expect(layers.reduce(0) { $0 + $1[bin] } == Double(bench.state.spectrum.counts[bin]))
    }
  }
}
