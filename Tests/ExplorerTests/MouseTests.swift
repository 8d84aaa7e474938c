import Screen
import Testing

@testable import Explorer

@Suite("The mouse") struct MouseTests {
  let bench = Bench.sample()

  private var regions: RegionsView {
    RegionsView(bench.state, ScreenLayout(bench.state).main)
  }
  private var chart: BarChartGeometry { regions.chart.geometry(in: regions.chartArea) }

  @Test("a click on a bar puts the cursor on one of its bins")
  func clickBin() throws {
    let x = chart.plot.x + 20
    let bins = try #require(chart.bins(atColumn: x))
    try bench.keys("click:\(x):\(chart.plot.y + 2)")
    #expect(bins.contains(bench.state.regionsPane.bin))
    #expect(bench.state.regionsPane.brush == nil)
  }

  @Test("a drag over bars brushes their bins")
  func brush() throws {
    let (from, to) = (chart.plot.x + 3, chart.plot.x + 9)
    let first = try #require(chart.bins(atColumn: from))
    let last = try #require(chart.bins(atColumn: to))
    try bench.keys("drag:\(from):\(chart.plot.bottom - 1):\(to):\(chart.plot.bottom - 1)")
    let brush = try #require(bench.state.regionsPane.brush)
    #expect(first.contains(brush.lowerBound))
    #expect(brush.upperBound == last.upperBound - 1)
    try bench.keys("x")
    #expect(bench.state.regionsPane.brush == nil)
  }

  @Test("the threshold line can be dragged, and one undo puts it back")
  func threshold() throws {
    let y = chart.row(ofCount: bench.state.spectrum.threshold)
    let x = chart.plot.right - 2
    let target = chart.count(atRow: y + 3).rounded()
    try bench.keys("drag:\(x):\(y):\(x):\(y + 3)")
    #expect(bench.state.settings.threshold == .counts(max(1, target)))
    #expect(target != 10)
    try bench.keys("u")
    #expect(bench.state.settings.threshold == .counts(10))
  }

  @Test("a click on a line of the regions table goes to the region")
  func regionRow() throws {
    try bench.command("threshold 3")
    let inside = Box.inside(regions.tableBox)
    try bench.keys("click:\(inside.x + 4):\(inside.y + 3)")
    let region = bench.state.spectrum.region(ofBin: bench.state.regionsPane.bin)
    #expect(region?.number == 3)
  }

  @Test("a click on a heading sorts by the column, another the other way")
  func heading() throws {
    try bench.keys("2")
    let screen = SitesView(bench.state, ScreenLayout(bench.state).main)
    let geometry = screen.table.geometry(in: screen.tableArea)
    let place = try #require(bench.state.settings.columns.firstIndex(of: .asymmetry))
    let column = geometry.columns[place]
    try bench.keys("click:\(column.x + 1):\(geometry.header.y)")
    #expect(bench.state.settings.sort == [SortKey(.asymmetry)])
    try bench.keys("click:\(column.x + 1):\(geometry.header.y)")
    #expect(bench.state.settings.sort == [SortKey(.asymmetry, descending: true)])
  }

  @Test("a click chooses a row, a double click inspects it, the wheel scrolls")
  func rows() throws {
    try bench.keys("2", "click:20:7")
    #expect(bench.state.list.cursor == 4)
    try bench.keys("wheeldown:20:10")
    #expect(bench.state.list.cursor == 7)
    try bench.keys("doubleclick:20:7")
    #expect(bench.state.view == .site)
    #expect(bench.state.sitePane.row == 4)
  }

  @Test("a click on a screen's name goes there")
  func header() throws {
    let tab = try #require(headerTabs(bench.state).first { $0.view == .sites })
    try bench.keys("click:\(tab.columns.lowerBound + 1):0")
    #expect(bench.state.view == .sites)
  }

  @Test("a drag turns the polyhedron")
  func turn() throws {
    try bench.keys("2", "enter")
    let box = SiteView(bench.state, ScreenLayout(bench.state).main).polyhedronBox
    let yaw = bench.state.sights.site.yaw
    try bench.keys("drag:\(box.x + 5):\(box.y + 5):\(box.x + 15):\(box.y + 5)")
    #expect(bench.state.sights.site.yaw > yaw)
  }

  @Test("a locked region's edge can be dragged")
  func edge() throws {
    try bench.command("threshold 3")
    try bench.command("range 0 50")
    try bench.keys("home", "down", "U")
    let region = try #require(bench.state.spectrum.region(ofBin: bench.state.regionsPane.bin))
    let x = try #require(chart.columns(ofBin: region.lastBin)).lowerBound
    let target = try #require(chart.columns(ofBin: region.lastBin - 2)).lowerBound
    let y = chart.plot.bottom - 1
    try bench.keys("drag:\(x):\(y):\(target):\(y)")
    #expect(bench.state.spectrum.region(ofBin: region.firstBin)?.lastBin == region.lastBin - 2)
    try bench.keys("u")
    #expect(bench.state.spectrum.region(ofBin: region.firstBin)?.bins == region.bins)
  }

  @Test("the edge of a region that was found can be dragged as well; a click alone locks nothing")
  func foundEdge() throws {
    try bench.command("threshold 3")
    try bench.command("range 0 50")
    try bench.keys("home", "down")
    let region = try #require(bench.state.spectrum.region(ofBin: bench.state.regionsPane.bin))
    let x = try #require(chart.columns(ofBin: region.lastBin)).lowerBound
    let target = try #require(chart.columns(ofBin: region.lastBin - 2)).lowerBound
    let y = chart.plot.bottom - 1
    try bench.keys("click:\(x):\(y)")
    #expect(bench.state.spectrum.hand.allSatisfy { $0 == nil })
    try bench.keys("drag:\(x):\(y):\(target):\(y)")
    #expect(bench.state.spectrum.region(ofBin: region.firstBin)?.lastBin == region.lastBin - 2)
    #expect(bench.state.regionsPane.brush == nil)
  }

  @Test(
    "an edge dragged inwards and out again, step by step, is the same region's all the way",
    arguments: [true, false], [false, true])
  func edgeStepByStep(upper: Bool, isHandMade: Bool) throws {
    try bench.command("threshold 3")
    try bench.command("range 0 50")
    let widest = try #require(
      bench.state.spectrum.regions.max { $0.bins.count < $1.bins.count })
    try #require(widest.bins.count > 4)
    bench.state.regionsPane.bin = widest.peakBin
    if isHandMade { try bench.keys("U") }
    let before = bench.state.spectrum.regions.map(\.bins)
    let place = try #require(before.firstIndex(of: widest.bins))
    // In by all its bins, and back.
    let inwards = upper ? Array(widest.bins.reversed()) : Array(widest.bins)
    let y = chart.plot.bottom - 1
    func send(_ action: Mouse.Action, _ bin: Int) throws {
      let x = try #require(chart.columns(ofBin: bin)).lowerBound
      bench.send(.mouse(Mouse(action, x: x, y: y)))
    }
    try send(.press, inwards[0])
    for bin in inwards.dropFirst() + inwards.reversed() {
      try send(.drag, bin)
      let regions = bench.state.spectrum.regions
      let moved = upper ? widest.firstBin...bin : bin...widest.lastBin
      var expected = before
      expected[place] = moved
      // A peak the edge has passed is free, and found in place of the least.
      if moved.contains(widest.peakBin) {
        #expect(regions.map(\.bins) == expected, "to bin \(bin)")
      } else {
        #expect(regions.map(\.bins).contains(moved), "to bin \(bin)")
      }
      #expect(bench.state.spectrum.hand.compactMap { $0 } == [0])
    }
    try send(.release, inwards[0])
    #expect(bench.state.spectrum.regions.map(\.bins) == before)
  }

  @Test("m gives the mouse to the terminal")
  func give() throws {
    try bench.keys("m", "click:24:0")
    #expect(bench.state.view == .regions)
    #expect(bench.effects.contains { if case .setMouse(false) = $0 { true } else { false } })
  }

  @Test("no click anywhere crashes", arguments: View.allCases)
  func anywhere(view: View) throws {
    for (columns, rows) in [(120, 40), (80, 24), (40, 12)] {
      bench.send(.resize(columns: columns, rows: rows))
      for y in -1...rows {
        for x in stride(from: -1, through: columns, by: 3) {
          bench.state.view = view
          try bench.keys("drag:\(x):\(y):\(columns - x):\(rows - y)", "wheelup:\(x):\(y)")
          bench.state.overlay = nil
        }
      }
    }
    #expect(draw(bench.state).rows == 12)
  }
}
