import Engine
import Figures
import Numbers
import Screen
import Support
import Tensors
import Testing

@testable import Explorer

@Suite("Predictions compared with another model's") struct ComparisonTests {
  let bench = Bench.rivals()

  @Test("compared with each other, errors are the differences of the two models' tensors")
  func differences() throws {
    #expect(abs(bench.errors(0..<1)[0] - 0) > 0)
    try bench.command("compare li-rival")
    for (row, error) in bench.errors(0..<sampleSites.count).enumerated() {
      let expected = abs(omegaQAlongZ(sampleSites, row) - omegaQAlongZ(rivalSites, row))
      #expect(abs(Double(error) - expected) < 1e-3 * max(1, expected))
    }
    try bench.keys("6")
    try bench.command("score error")
    #expect(bench.text.contains("difference from li-rival"))
    let first = try #require(bench.state.selectedRow)
    let largest = (0..<sampleSites.count).max {
      abs(omegaQAlongZ(sampleSites, $0) - omegaQAlongZ(rivalSites, $0))
        < abs(omegaQAlongZ(sampleSites, $1) - omegaQAlongZ(rivalSites, $1))
    }
    #expect(first == largest)
    try bench.keys("3")
    let reference = try #require(bench.state.sitePane.inspection?.reference)
    #expect(abs(reference.tensor[1] - rivalSites.tensor(first)[1]) < 1e-9)
    #expect(bench.text.contains("by li-rival"))
  }

  @Test("the outline is the other model's own histogram, and the files' again after undo")
  func outline() throws {
    let own = bench.state.spectrum.reference
    #expect(own.reduce(0, +) > 0)
    try bench.command("range 0 130")
    let files = bench.state.spectrum.reference
    try bench.command("compare li-rival")
    let outline = bench.state.spectrum.reference
    var counts = [Int](repeating: 0, count: 130)
    for row in 0..<rivalSites.count {
      let bin = Int(abs(omegaQAlongZ(rivalSites, row)))
      if bin < 130 { counts[bin] += 1 }
    }
    // Rounding moves a site on an edge at most to the next bin.
    #expect(zip(outline, counts).reduce(0) { $0 + abs($1.0 - $1.1) } <= 4)
    #expect(bench.text.contains("─ li-rival"))
    try bench.keys("u")
    #expect(bench.state.spectrum.reference == files)
    #expect(bench.text.contains("─ reference"))
    try bench.keys("W")
    #expect(bench.state.spectrum.reference == outline)
    try bench.keys("W")
    #expect(bench.state.settings.comparison == .files)
  }

  @Test("while sites come the outline has as many as the other model has")
  func outlineComingIn() throws {
    let bench = Bench()
    for model in [fullModel, rivalModel] { bench.send(.engine(.model(model, generation: 1))) }
    try bench.command("range 0 1000")
    bench.send(.engine(.sites(sampleSites.selecting(Array(0..<200)), generation: 1)))
    try bench.command("compare li-rival")
    #expect(bench.state.spectrum.reference.isEmpty)
    #expect(bench.errors(0..<1)[0].isNaN)
    func sum() -> Int { bench.state.spectrum.reference.reduce(0, +) }
    for part in [0..<120, 120..<200] {
      bench.send(.engine(.sites(rivalSites.selecting(Array(part)), model: 1, generation: 1)))
      #expect(sum() == part.upperBound)
      #expect(!bench.errors(0..<part.upperBound).contains { $0.isNaN })
      #expect(bench.errors(part.upperBound..<200).allSatisfy { $0.isNaN })
    }
    let late = Array(200..<sampleSites.count)
    bench.send(.engine(.sites(sampleSites.selecting(late), generation: 1)))
    #expect(sum() == 200)
    bench.send(.engine(.sites(rivalSites.selecting(late), model: 1, generation: 1)))
    #expect(sum() == sampleSites.count)
    let grown = bench.state.spectrum.reference
    bench.state.recount()
    #expect(bench.state.spectrum.reference == grown)
  }

  @Test("with eq. (5) as printed, both sides of an error and the outline are printed")
  func printedForm() throws {
    try bench.keys("E")
    func printed(_ components: [[Float]], _ row: Int) throws -> Double {
      let tensor = try #require(SphericalTensor((0..<5).map { Double(components[$0][row]) }))
      return Observables(of: tensor, isotope: .lithium7, field: .z).omegaQAsPrinted
    }
    let rows = stride(from: 0, to: sampleSites.count, by: 7)
    for row in rows {
      let expected =
        try printed(sampleSites.components, row) - printed(sampleSites.reference, row)
      #expect(abs(Double(bench.errors(row..<row + 1)[0]) - abs(expected)) < 1e-2)
    }
    try bench.command("range 0 1000")
    var counts = [Int](repeating: 0, count: 1000)
    for row in 0..<sampleSites.count {
      let bin = try Int(abs(printed(sampleSites.reference, row)))
      if bin < 1000 { counts[bin] += 1 }
    }
    #expect(zip(bench.state.spectrum.reference, counts).reduce(0) { $0 + abs($1.0 - $1.1) } <= 4)
    // A model that says the same has no differences.
    let twins = Bench()
    for model in [fullModel, rivalModel] { twins.send(.engine(.model(model, generation: 1))) }
    twins.send(
      .engine(.sites(sampleSites, generation: 1)),
      .engine(.sites(sampleSites, model: 1, generation: 1)), .engine(.finished(generation: 1)))
    try twins.command("compare li-rival")
    try twins.keys("E")
    #expect(twins.errors(0..<sampleSites.count).allSatisfy { $0 < 1e-3 })
  }

  @Test("numbers never stand under the heading of another comparison")
  func headings() throws {
    try bench.keys("7")
    let shown = try #require(bench.state.modelReport?.agreement[.omegaQ]?.meanAbsoluteError)
    // The answer has not come.
    _ = reduce(&bench.state, .key(.character("W")))
    #expect(bench.text.contains("Against li-rival") && bench.text.contains("comparing"))
    #expect(bench.state.modelReport == nil)
    #expect(!bench.text.contains("MAE \(number(shown, digits: 2))"))
    try bench.keys("W", "6")
    try bench.command("score error")
    #expect(bench.state.statistics(of: .residual) != nil)
    _ = reduce(&bench.state, .key(.character("W")))
    #expect(bench.state.statistics(of: .residual) == nil)
    #expect(bench.state.statistics(of: .uncertainty) != nil)
  }

  @Test("exports say whose predictions they are, and what errors are against")
  func exports() throws {
    try bench.keys("2")
    bench.state.settings.columns = [.structure, .atom, .absoluteOmegaQ, .error]
    try bench.command("export files.csv")
    try bench.keys("V")
    try bench.command("compare li-tensor")
    try bench.command("export models.csv")
    let heads = try ["files.csv", "models.csv"].map { name in
      try #require(bench.written[name]).split(separator: "\n").prefix(3).joined(separator: "\n")
    }
    #expect(heads[0].contains("model li-tensor, isotope 7Li"), "\(heads[0])")
    #expect(heads[0].contains("errors against the files' own tensors"))
    #expect(heads[1].contains("model li-rival, isotope 7Li"), "\(heads[1])")
    #expect(heads[1].contains("errors against model li-tensor"))
  }

  @Test("a name in full comes before a word for the files and the beginning of another name")
  func names() throws {
    var dft = rivalModel
    dft.name = "dft"
    bench.send(.engine(.model(dft, generation: 1)))
    try bench.command("compare dft")
    #expect(bench.state.settings.comparison == .model("dft"))
    try bench.command("compare reference")
    #expect(bench.state.settings.comparison == .files)
    let files = Bench()
    for model in [fullModel, rivalModel] { files.send(.engine(.model(model, generation: 1))) }
    let structures = sampleStructures.prefix(2).enumerated().map { place, structure in
      var structure = structure
      structure.origin.file = ["/data/li.extxyz", "/data/other.extxyz"][place]
      return structure
    }
    files.send(.engine(.structures(structures, firstIndex: 0, generation: 1)))
    try files.command("compare li")
    #expect(files.state.settings.comparison == .file(0))
  }

  @Test("a model compared with changes places with the one on screen")
  func changingPlaces() throws {
    try bench.command("compare li-rival")
    try bench.keys("V")
    #expect(bench.state.model?.name == "li-rival")
    #expect(bench.state.settings.comparison == .model("li-tensor"))
    let expected = abs(omegaQAlongZ(sampleSites, 3) - omegaQAlongZ(rivalSites, 3))
    #expect(abs(Double(bench.errors(3..<4)[0]) - expected) < 1e-2)
    try bench.keys("u")
    #expect(bench.state.settings.comparison == .model("li-rival"))
  }

  @Test("the Model screen has the errors of both, each by its own numbers")
  func agreement() throws {
    try bench.keys("7")
    let reports = bench.state.modelReports
    for (place, table) in [sampleSites, rivalSites].enumerated() {
      let errors = (0..<table.count).map { row -> Double in
        let reference =
          Isotope.lithium7.splittingPerAtomicUnit * (2.0 / 3).squareRoot()
          * Double(table.reference[2][row])
        return abs(abs(omegaQAlongZ(table, row)) - abs(reference))
      }
      let mean = errors.reduce(0, +) / Double(errors.count)
      let found = try #require(reports[place]?.agreement[.omegaQ]?.meanAbsoluteError)
      #expect(abs(found - mean) < 1e-4 * max(1, mean))
      let line = bench.text.split(separator: "\n").first { $0.contains("│|ω_Q| / kHz ") } ?? ""
      #expect(line.contains(number(mean, digits: 2)), "\(line)")
    }
    let names = bench.text.split(separator: "\n").first {
      $0.contains("li-tensor") && $0.contains("li-rival")
    }
    #expect(names != nil)
    // Another model on screen needs no new comparison.
    let asked = bench.state.nextRequest
    try bench.keys("V")
    #expect(bench.state.nextRequest == asked)
    #expect(bench.state.modelReport?.sites == rivalSites.count)
  }

  @Test("compared with each other, the Model screen says so and takes all sites")
  func againstRival() throws {
    try bench.keys("7")
    try bench.command("compare li-rival")
    let report = try #require(bench.state.modelReport)
    let errors = (0..<sampleSites.count).map {
      abs(abs(omegaQAlongZ(sampleSites, $0)) - abs(omegaQAlongZ(rivalSites, $0)))
    }
    let mean = errors.reduce(0, +) / Double(errors.count)
    #expect(abs((report.agreement[.omegaQ]?.meanAbsoluteError ?? 0) - mean) < 1e-3 * mean)
    #expect(report.calibration == nil)
    #expect(bench.state.modelReports[1] == nil)
    #expect(bench.text.contains("Against li-rival"))
    #expect(bench.text.contains("no error of either"))
    #expect(report.caption.contains("li-rival"))
  }

  @Test("a model is judged on what it was not trained on, and the numbers of sites say so")
  func heldOut() throws {
    var own = rivalModel
    own.relation = .ownData(
      heldOut: (0..<40).map {
        .init(structure: rivalSites.structure[$0], atom: rivalSites.atom[$0])
      })
    bench.send(.engine(.model(own, generation: 1)))
    try bench.keys("7")
    let row = bench.text.split(separator: "\n").first { $0.contains("│sites ") } ?? ""
    let numbers = row.split(separator: "│").first { $0.hasPrefix("sites ") } ?? ""
    #expect(numbers.split(separator: " ").dropFirst().map(String.init) == ["448", "40"])
  }
}
