import Crystals
import Engine
import Formats
import Spectra
import Testing

@testable import Explorer

@Suite("Region statistics") struct CompositionTests {
  /// Sentences for a set of 8a and 16d sites of which some make the region.
  private func sentence(
    longer: Float = 0, _ isInRegion: (SiteType, Int, Int) -> Bool
  ) -> String? {
    var table = SiteTable()
    var bins: [Int32] = []
    let sites = (0..<1_200).map { row -> ResultSite in
      let (type, lithium) = row % 4 == 0 ? (SiteType.site16d, row / 4 % 4) : (.site8a, row % 5)
      let inside = isInRegion(type, lithium, row)
      bins.append(inside ? 1 : 0)
      return ResultSite(
        structure: 0, atom: row, element: .lithium, siteType: type,
        lithiumNeighbors: type == .site8a ? lithium : nil,
        octahedralLithium: type == .site8a ? nil : lithium,
        lithiumDistance: lithium == 0 ? nil : type == .site16d ? 2.96 : 3.47,
        bondLength: 2 + 0.001 * Double(row % 7) + (inside ? Double(longer) : 0), position: .zero,
        tensor: .init(0, 0, 0, 0, 0))
    }
    table = SiteTable(sites, ResultConventions())
    let statistics = table.environmentStatistics(0..<sites.count, bins: bins, binCount: 2)
    return RegionComposition(statistics, over: 1...1).sentence
  }

  @Test("the sentence names the sites, the Li around them and by how much they exceed")
  func sentences() {
    #expect(
      sentence { type, lithium, _ in type == .site16d && lithium == 2 }
        == "16d sites with two Li neighbours at 2.96 Å, 16× over-represented")
    #expect(
      sentence { type, lithium, _ in type == .site16d && lithium == 1 }
        == "16d sites with one Li neighbour at 2.96 Å, 16× over-represented")
    #expect(
      sentence { type, lithium, _ in type == .site16d && lithium == 0 }
        == "16d sites without Li neighbours, 16× over-represented")
    #expect(
      sentence { type, lithium, _ in type == .site16d && lithium >= 2 }
        == "16d sites with two or more Li neighbours at 2.96 Å, 8.0× over-represented")
    #expect(
      sentence { type, lithium, _ in type == .site16d && (1...2).contains(lithium) }
        == "16d sites with one to two Li neighbours at 2.96 Å, 8.0× over-represented")
    #expect(sentence { type, _, _ in type == .site16d } == "16d sites, 4.0× over-represented")
    #expect(
      sentence(longer: 0.03) { type, lithium, _ in type == .site8a && lithium == 0 }
        == "8a sites with 0 of 12 Li, 6.7× over-represented; 8a–O bonds 0.02 Å longer")
    #expect(
      sentence { type, lithium, _ in type == .site8a && lithium <= 1 }
        == "8a sites with up to 1 of 12 Li, 3.3× over-represented")
  }

  @Test("what is missing is named where nothing exceeds more, and no difference is said to be none")
  func missing() {
    // Half of all sites, without 8a that have 3 Li.
    #expect(
      sentence { type, lithium, row in !(type == .site8a && lithium == 3) && (row / 20) % 2 == 0 }?
        .hasPrefix("no 8a sites with 3 of 12 Li where ") == true)
    #expect(sentence { _, _, row in (row / 20) % 2 == 0 } == "sites as in the whole set")
  }

  @Test("the window follows the regions and the threshold below it, and Esc closes it")
  func window() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    bench.state.goToRegion(1)
    try bench.keys("i")
    let regions = bench.state.spectrum.regions
    try #require(regions.count > 2)
    #expect(bench.text.contains("Region 1 "))
    try bench.keys("down")
    #expect(bench.text.contains("Region 2 "))
    #expect(bench.state.regionsPane.bin == regions[1].peakBin)
    try bench.keys("right")
    #expect(bench.text.contains("Region 3 "))
    try bench.keys("up", "left")
    #expect(bench.text.contains("Region 1 "))
    let threshold = bench.state.spectrum.threshold
    try bench.keys("+")
    #expect(bench.state.spectrum.threshold > threshold)
    guard case .composition? = bench.state.overlay else {
      Issue.record("the window closed")
      return
    }
    try bench.keys("esc")
    #expect(bench.state.overlay == nil && bench.state.view == .regions)
    try bench.keys("i", "2")
    #expect(bench.state.overlay == nil && bench.state.view == .sites)
  }

  @Test("the window of brushed bins counts their sites")
  func brush() throws {
    let bench = Bench.sample()
    try bench.keys("g", "space", "right", "right", "right", "space", "i")
    let brushed = bench.state.spectrum.counts[0...3].reduce(0, +)
    #expect(bench.text.contains("Brushed bins"))
    #expect(bench.text.contains("\(brushed) of "))
  }

  @Test("a small window scrolls to its end and no further")
  func scrolling() throws {
    let bench = Bench.sample(columns: 60, rows: 14)
    try bench.keys("i")
    let first = bench.text
    for _ in 0..<20 { try bench.keys("pagedown") }
    let end = bench.text
    #expect(end != first)
    try bench.keys("pagedown")
    #expect(bench.text == end)
    for _ in 0..<21 { try bench.keys("pageup") }
    #expect(bench.text == first)
  }

  @Test("exported regions hold their composition, whose counts add up, and the finding")
  func export() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    let document = try JSON.parse(Array(bench.state.regionsJSON.utf8))
    let regions = try #require(document["regions"]?.items)
    #expect(!regions.isEmpty)
    for region in regions {
      let classes = try #require(region["composition"]?.items)
      let counts = classes.compactMap { $0["count"]?.integer }
      #expect(counts.reduce(0, +) == region["count"]?.integer)
      #expect(region["finding"]?.text?.isEmpty == false)
    }
  }

  @Test("the site types, Li counts and lengths can be filtered, sorted and shown")
  func fields() throws {
    let bench = Bench.sample()
    let table = bench.state.table
    try bench.keys("2", "/", "text:nLi6>=1 && dO>2.05", "enter")
    let expected = (0..<table.count).filter {
      table.octahedralLithium[$0] >= 1 && table.bondLength[$0] > 2.05
    }
    try #require(!expected.isEmpty)
    #expect(bench.state.list.rows?.map { Int($0) } == expected)
    try bench.command("sort dLi desc")
    let distances = bench.state.list.rows?.map { table.lithiumDistance[Int($0)] } ?? []
    #expect(distances == distances.sorted(by: >))
  }
}
