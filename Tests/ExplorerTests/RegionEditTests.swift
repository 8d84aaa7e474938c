import Formats
import Numbers
import Spectra
import Support
import Testing

@testable import Explorer

@Suite("Regions set by hand") struct RegionEditTests {
  @Test("an edge moved by hand stays when the threshold changes; U gives it back")
  func handEdge() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    try bench.keys("end", "up")
    let region = try #require(bench.state.spectrum.region(ofBin: bench.state.regionsPane.bin))
    try bench.command("edge-right")
    let moved = try #require(bench.state.spectrum.region(ofBin: bench.state.regionsPane.bin))
    #expect(moved.bins != region.bins)
    try bench.keys("+", "+")
    #expect(bench.state.spectrum.region(ofBin: moved.peakBin)?.bins == moved.bins)
    try bench.keys("U", "-", "-")
    #expect(bench.state.spectrum.region(ofBin: region.peakBin)?.bins == region.bins)
  }

  @Test("regions split, merge and take names, and undo goes back step by step")
  func edits() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    let found = bench.state.spectrum.regions
    let widest = try #require(found.max { $0.bins.count < $1.bins.count })
    bench.state.regionsPane.bin = widest.firstBin + 2
    try bench.keys("X")
    #expect(
      bench.state.spectrum.regions.contains { $0.bins == widest.firstBin...widest.firstBin + 1 })
    #expect(
      bench.state.spectrum.regions.contains { $0.bins == widest.firstBin + 2...widest.lastBin })
    bench.state.regionsPane.bin = widest.firstBin
    try bench.keys("M")
    #expect(bench.state.spectrum.regions.contains { $0.bins == widest.bins })
    try bench.keys("n", "text:tetrahedral", "enter")
    #expect(bench.state.spectrum.names.contains("tetrahedral"))
    try bench.keys("u", "u", "u")
    #expect(bench.state.spectrum.regions == found)
  }

  @Test("two regions merged leave one less, one split makes one more; no other comes or goes")
  func numbers() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    try bench.keys("home", "down")
    let found = bench.state.spectrum.regions.map(\.bins)
    try #require(found.count == bench.state.settings.peakCount && found.count > 3)
    bench.state.regionsPane.bin = found[1].lowerBound
    try bench.keys("M")
    let merged = found[1].lowerBound...found[2].upperBound
    #expect(bench.state.spectrum.regions.map(\.bins) == [found[0], merged] + found[3...])
    bench.state.regionsPane.bin = found[2].upperBound
    try bench.keys("X")
    let halves = [merged.lowerBound...merged.upperBound - 1, merged.upperBound...merged.upperBound]
    #expect(bench.state.spectrum.regions.map(\.bins) == [found[0]] + halves + found[3...])
  }

  @Test("the edge between two regions set by hand moves for both")
  func sharedEdge() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    let widest = try #require(
      bench.state.spectrum.regions.max { $0.bins.count < $1.bins.count })
    let others = bench.state.spectrum.regions.filter { $0 != widest }.map(\.bins)
    bench.state.regionsPane.bin = widest.firstBin + 3
    try bench.keys("X", "}")
    let bins = bench.state.spectrum.regions.map(\.bins)
    #expect(bins.contains(widest.firstBin...widest.firstBin + 3))
    #expect(bins.contains(widest.firstBin + 4...widest.lastBin))
    #expect(others.allSatisfy(bins.contains))
  }

  @Test("the edge moved last is the one moved next, until the cursor leaves it")
  func sameEdge() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    let widest = try #require(
      bench.state.spectrum.regions.max { $0.bins.count < $1.bins.count })
    func bins() throws -> ClosedRange<Int> {
      try #require(bench.state.spectrum.regions.first { $0.bins.overlaps(widest.bins) }).bins
    }
    let steps = widest.peakBin - widest.firstBin
    try #require(steps > widest.bins.count / 2)
    bench.state.regionsPane.bin = widest.firstBin
    // Inwards past the middle, where the other edge is the nearer one.
    for step in 1...steps {
      try bench.keys("}")
      let found = bench.state.spectrum.regions.map(\.bins)
      #expect(found.contains(widest.firstBin + step...widest.lastBin), "step \(step)")
    }
    for _ in 1...steps { try bench.keys("{") }
    #expect(bench.state.spectrum.regions.map(\.bins).contains(widest.bins))
    try bench.keys("{")
    #expect(bench.message.contains("no further"))
    try bench.keys("left", "left")
    bench.state.regionsPane.bin = widest.firstBin
    try bench.keys("}")
    #expect(try bins().lowerBound == widest.firstBin + 1)
  }

  @Test("an edge moved towards a found neighbour leaves the neighbour its peak")
  func neighbourKeepsPeak() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    let regions = bench.state.spectrum.regions
    let place = try #require(
      zip(regions, regions.dropFirst()).enumerated().first {
        $1.0.lastBin + 1 == $1.1.firstBin
      }?.offset)
    let (left, right) = (regions[place], regions[place + 1])
    bench.state.regionsPane.bin = left.lastBin
    for _ in 0..<right.bins.count + 2 { try bench.keys("}") }
    #expect(bench.message.contains("no further"))
    let found = bench.state.spectrum.regions
    #expect(found.map(\.number) == regions.map(\.number))
    #expect(found[place].lastBin == right.peakBin - 1)
    #expect(found[place + 1].bins == right.peakBin...right.lastBin)
  }

  @Test("after undo the cursor's region moves by its own nearest edge")
  func staleEdge() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    let regions = bench.state.spectrum.regions
    let place = try #require(
      zip(regions, regions.dropFirst()).enumerated().first {
        $1.0.lastBin + 1 == $1.1.firstBin && $1.1.peakBin > $1.1.firstBin
          && $1.1.bins.count > 2
      }?.offset)
    let right = regions[place + 1]
    bench.state.regionsPane.bin = regions[place].lastBin
    try bench.keys("}", "u", "}")
    #expect(bench.state.spectrum.regions.map(\.lastBin).contains(right.lastBin))
    #expect(bench.state.regionsPane.bin == right.firstBin + 1)
  }

  @Test("a region given back says what goes with it")
  func givenBack() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    try bench.keys("home", "down", "n", "text:eight a", "enter", "U")
    #expect(bench.message.contains("its name eight a"))
    try bench.keys("u")
    #expect(bench.state.spectrum.names.contains("eight a"))
  }

  @Test("an edge that cannot move says so")
  func stuckEdge() throws {
    let bench = Bench.sample()
    try bench.command("range 0 20")
    try bench.command("bin-width 20")
    try bench.command("threshold 1")
    try #require(bench.state.spectrum.region(ofBin: 0) != nil)
    try bench.keys("}")
    #expect(bench.state.message?.kind == .error && bench.message.contains("no further"))
  }

  @Test("regions of a file keep their edges on data whose own bins are wider")
  func otherBins() throws {
    let bench = Bench.sample()
    try bench.command("bin-width 0.5")
    try bench.command("threshold 1")
    try bench.keys("Z", "e", "c-u", "text:regions.json", "enter")
    let regions = bench.state.spectrum.regions.map { [$0.lower, $0.upper] }
    try #require(regions.count > 2)
    let other = Bench.sample()
    try other.command("bin-width 20")
    other.files["regions.json"] = bench.written["regions.json"]
    try other.command("open regions.json")
    #expect(other.state.spectrum.regions.map { [$0.lower, $0.upper] } == regions)
    try other.keys("u")
    #expect(other.state.settings.binWidth == 20)
  }

  @Test(
    "regions of a file with fine bins are all in place, or the message says what happened",
    arguments: [(0.05, true), (0.02, false)])
  func fineBins(width: Double, fits: Bool) throws {
    let count = Int((150 / width).rounded())
    let edges = (0...count).map { width * Double($0) }
    let text =
      #"{"observable": "absOmegaQ", "edges": \#(edges), "binRegion": [], "regions": ["#
      + #"{"lower": 10, "upper": 20}, {"lower": 120, "upper": 130}]}"#
    let bench = Bench.sample()
    bench.files["fine.json"] = text
    try bench.command("open fine.json")
    #expect(bench.state.spectrum.regions.map(\.lower) == [10, 120])
    #expect(bench.state.spectrum.regions.map(\.upper) == [20, 130])
    #expect(bench.message.contains("too fine") != fits, "\(bench.message)")
    #expect((bench.state.settings.binWidth == width) == fits)
  }

  @Test("all regions locked together stay whatever the threshold")
  func lockAll() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    let ranges = bench.state.spectrum.regions.map(\.bins)
    try bench.keys("Z")
    try bench.command("threshold 9")
    #expect(bench.state.spectrum.regions.map(\.bins) == ranges)
  }
}
