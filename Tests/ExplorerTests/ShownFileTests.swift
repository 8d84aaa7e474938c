import Crystals
import Engine
import Numbers
import Support
import Testing

@testable import Explorer

@Suite("Several files of structures") struct ShownFileTests {
  /// The structures of the DFT set as if of three files: 20, 30 and 6 of them.
  static let ends = [20, 50, 56]
  let bench: Bench

  static let structures: [Structure] = sampleStructures.enumerated().map { place, structure in
    var structure = structure
    let file = ends.firstIndex { place < $0 } ?? 0
    structure.origin.file = "/data/\(["low", "high", "rest"][file]).extxyz"
    structure.origin.frame = place - (file == 0 ? 0 : ends[file - 1])
    return structure
  }

  init() {
    bench = Bench()
    bench.send(
      .engine(.model(sampleModel, generation: 1)),
      .engine(.structures(Self.structures, firstIndex: 0, generation: 1)),
      .engine(.sites(sampleSites, generation: 1)), .engine(.finished(generation: 1)))
  }

  private func count(_ structures: Range<Int>) -> Int {
    sampleSites.structure.count { structures.contains(Int($0)) }
  }

  @Test("a list of structures knows its files, also after some were taken back")
  func files() {
    var list = StructureList()
    for structure in Self.structures { list.append([structure]) }
    #expect(list.files.map(\.structures) == [0..<20, 20..<50, 50..<56])
    list.removeLast(10)
    #expect(list.files.map(\.structures) == [0..<20, 20..<46])
    list.append(Array(Self.structures[46...]))
    #expect(list.files.map(\.structures) == [0..<20, 20..<50, 50..<56])
    // The same file twice is two.
    list = StructureList(Array(Self.structures[..<3]) + Array(Self.structures[..<3]))
    #expect(list.files.map(\.structures) == [0..<3, 3..<6])
  }

  @Test("files of one name in several folders are told apart, and the name alone means none")
  func namesakes() throws {
    let structures = Self.structures.prefix(3).enumerated().map { place, structure in
      var structure = structure
      structure.origin.file = "/data/\(["a/cells", "b/cells", "rest"][place]).extxyz"
      return structure
    }
    var list = StructureList(structures)
    let bench = Bench()
    bench.send(.engine(.structures(structures, firstIndex: 0, generation: 1)))
    #expect(bench.state.fileName(0) == "/data/a/cells.extxyz")
    #expect(bench.state.fileName(2) == "rest")
    for name in ["cells", "cells.extxyz"] {
      try bench.command("file \(name)")
      #expect(bench.state.settings.fileShown == nil)
      #expect(bench.message.contains("or several"), "\(bench.message)")
    }
    try bench.command("file /data/b/cells.extxyz")
    #expect(bench.state.settings.fileShown == 1)
    // Once the other is gone the short name will do.
    list.removeLast(2)
    #expect(list.name(ofFile: 0) == "cells")
  }

  @Test("file shows the structures of one file by name, by number or the next one, and all again")
  func one() throws {
    try bench.command("file high")
    #expect(bench.state.spectrum.all == count(20..<50))
    #expect(bench.text.contains("kHz/bin  high") && bench.text.contains("high ×30"))
    try bench.command("file 3")
    #expect(bench.state.spectrum.all == count(50..<56))
    try bench.command("file /data/low.extxyz")
    #expect(bench.state.spectrum.all == count(0..<20))
    try bench.command("file all")
    #expect(bench.state.spectrum.all == sampleSites.count)
    try bench.keys("F", "F")
    #expect(bench.state.spectrum.all == count(20..<50))
    try bench.keys("u")
    #expect(bench.state.spectrum.all == count(0..<20))
    try bench.command("file nothing")
    #expect(bench.message.contains("low, high, rest"))
    #expect(bench.state.spectrum.all == count(0..<20))
  }

  @Test("the regions' sites and lists are those of the file")
  func list() throws {
    try bench.command("file high")
    try bench.command("threshold 1")
    try bench.keys("down")
    let list = bench.state.regionsPane.list
    #expect(list.count > 0)
    for place in 0..<list.count {
      let row = try #require(list.row(place))
      #expect((20..<50).contains(Int(sampleSites.structure[row])))
    }
    let regions = bench.state.spectrum
    #expect(regions.classified + regions.unclassified == count(20..<50))
  }

  @Test("structures are stepped through within the file")
  func stepping() throws {
    try bench.command("file high")
    try bench.keys(".")
    #expect(bench.state.settings.structureShown == 20)
    try bench.keys(",", ",")
    #expect(bench.state.settings.structureShown == 49)
    #expect(bench.state.spectrum.all == count(49..<50))
    try bench.keys(".")
    #expect(bench.state.settings.structureShown == nil)
    #expect(bench.state.spectrum.all == count(20..<50))
    try bench.command("structure 3")
    #expect(bench.state.settings.fileShown == nil)
    try bench.command("structure all")
    #expect(bench.state.spectrum.all == sampleSites.count)
  }

  @Test("bars divided by file hold each file's sites, and the legend names them")
  func stacking() throws {
    try bench.keys("a", "a", "a")
    #expect(bench.state.settings.stacking == .file)
    let sums = (0..<3).map { Int(bench.state.spectrum.layer($0).reduce(0, +)) }
    #expect(sums == [count(0..<20), count(20..<50), count(50..<56)])
    for name in ["■ low", "■ high", "■ rest"] { #expect(bench.text.contains(name)) }
    try bench.keys("a")
    #expect(bench.state.settings.stacking == .none)
    // With one file there is nothing to divide by.
    let single = Bench.sample()
    try single.keys("a", "a", "a")
    #expect(single.state.settings.stacking == .none)
  }

  @Test("files that come while sites are counted are layers of their own")
  func layersComingIn() throws {
    let bench = Bench()
    bench.send(.engine(.model(sampleModel, generation: 1)))
    bench.send(
      .engine(.structures(Array(Self.structures[..<50]), firstIndex: 0, generation: 1)),
      .engine(.sites(sampleSites.selecting(Array(0..<count(0..<50))), generation: 1)))
    try bench.keys("a", "a", "a")
    bench.send(
      .engine(.structures(Array(Self.structures[50...]), firstIndex: 50, generation: 1)),
      .engine(
        .sites(
          sampleSites.selecting(Array(count(0..<50)..<sampleSites.count)), generation: 1)))
    let sums = (0..<3).map { Int(bench.state.spectrum.layer($0).reduce(0, +)) }
    #expect(sums == [count(0..<20), count(20..<50), count(50..<56)])
  }

  @Test("compared with a file, the outline is its histogram, scaled; errors stay against the files")
  func outline() throws {
    let errors = bench.errors(0..<20)
    try bench.command("file low")
    try bench.command("range 0 130")
    try bench.command("compare high")
    var counts = [Int](repeating: 0, count: 130)
    for row in 0..<sampleSites.count where (20..<50).contains(Int(sampleSites.structure[row])) {
      let bin = Int(bench.state.omegaQ[row].magnitude)
      if bin < 130 { counts[bin] += 1 }
    }
    #expect(bench.state.spectrum.reference == counts)
    let scale = Double(count(0..<20)) / Double(count(20..<50))
    #expect(abs(bench.state.outlineScale - scale) < 1e-12)
    #expect(bench.text.contains("─ high × \(decimal(scale, places: 2))"))
    #expect(bench.errors(0..<20) == errors)
    try bench.keys("u")
    #expect(bench.text.contains("─ reference"))
  }

  @Test("a session keeps the file shown and the file compared with")
  func session() throws {
    try bench.command("file high")
    try bench.command("compare rest")
    try bench.command("save work.json")
    let text = try #require(bench.written["work.json"])
    let read = try Session(parsing: text)
    #expect(read.settings == bench.state.settings)
    #expect(read.settings.fileShown == 1 && read.settings.comparison == .file(2))
    // With fewer files nothing is shown that is not there.
    let other = Bench.sample()
    other.files = bench.written
    try other.command("open work.json")
    #expect(other.state.spectrum.all == 0 && !other.text.isEmpty)
    try other.command("structure all")
    #expect(other.state.spectrum.all == sampleSites.count)
  }
}
