import Crystals
import Engine
import Spectra
import Support
import Testing

@testable import Explorer

@Suite("Several nuclei")
struct NucleusTests {
  let bench = Bench()

  private static let titanium = ModelSummary(
    name: "ti-tensor", nucleus: Element(symbol: "Ti") ?? .lithium, isotope: "47Ti", spin: 2.5,
    quadrupoleMoment: 302)

  /// The sample's Li sites with every third made Ti, as news that hold both.
  private var mixed: SiteTable {
    var sites = sampleSites
    for row in stride(from: 0, to: sites.count, by: 3) {
      sites.element[row] = Self.titanium.nucleus
    }
    return sites
  }

  private var titaniumCount: Int { (sampleSites.count + 2) / 3 }

  init() {
    bench.send(.engine(.model(sampleModel, generation: 1)))
    bench.send(.engine(.model(Self.titanium, generation: 1)))
    bench.send(.engine(.sites(mixed, generation: 1)))
  }

  @Test("one nucleus is counted at a time, the first model's at the start")
  func firstNucleus() {
    #expect(bench.state.spectrum.all == sampleSites.count - titaniumCount)
    #expect(Set(bench.state.table.element) == [.lithium])
  }

  @Test("the other nucleus comes with its own isotope, sites and scale")
  func otherNucleus() throws {
    try bench.keys("I")
    #expect(bench.state.spectrum.all == titaniumCount)
    #expect(bench.state.isotope.name == "47Ti")
    #expect(bench.text.contains("⁴⁷Ti"))
    let tensor = bench.state.table.tensor(0)
    let expected = bench.state.isotope.splittingPerAtomicUnit * tensor[2]
    // b = z leaves the m = 0 component alone, times sqrt(2/3).
    #expect(abs(Double(bench.state.omegaQ[0]) - expected * (2.0 / 3).squareRoot()) < 1e-2)
    try bench.keys("I")
    #expect(bench.state.spectrum.all == sampleSites.count - titaniumCount)
  }

  @Test("marks, bin widths and hand-made regions belong to a nucleus, and undo crosses the change")
  func choicesOfNucleus() throws {
    try bench.command("bin-width 5")
    try bench.keys("2", "space")
    let marked = bench.state.annotations.marks
    try bench.command("nucleus Ti")
    #expect(bench.state.annotations.marks.isEmpty)
    #expect(bench.state.settings.binWidth == nil)
    try bench.keys("u")
    #expect(Set(bench.state.table.element) == [.lithium])
    #expect(bench.state.annotations.marks == marked)
    #expect(bench.state.settings.binWidth == 5)
  }

  @Test("a session keeps the nucleus and the marks of all of them")
  func session() throws {
    try bench.keys("2", "space")
    try bench.command("nucleus Ti")
    try bench.keys("2", "end", "space")
    try bench.command("save work.json")
    let other = Bench()
    for model in [sampleModel, Self.titanium] { other.send(.engine(.model(model, generation: 1))) }
    other.send(.engine(.sites(mixed, generation: 1)))
    other.files = bench.written
    try other.command("open work.json")
    #expect(other.state.nucleus == Self.titanium.nucleus)
    #expect(other.state.annotations.marks.rows == [titaniumCount - 1])
    try other.command("nucleus Li")
    #expect(other.state.annotations.marks.rows == [0])
  }

  @Test("an unknown nucleus is refused and the known ones are named")
  func unknownNucleus() throws {
    try bench.command("nucleus Xx")
    #expect(bench.message.contains("Li, Ti"))
  }

  @Test("predicting again forgets the sites of all nuclei")
  func again() throws {
    bench.send(.engine(.finished(generation: 1)))
    try bench.keys("R", "I")
    #expect(bench.state.table.count == 0)
  }
}
