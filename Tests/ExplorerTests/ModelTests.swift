import Crystals
import Engine
import Figures
import Regression
import Screen
import Support
import Tensors
import Testing

@testable import Explorer

/// A model with all a file can say of itself.
let fullModel: ModelSummary = {
  var model = sampleModel
  func small(_ five: (Double, Double, Double, Double, Double)) -> SphericalTensor {
    1e-3 * SphericalTensor(five.0, five.1, five.2, five.3, five.4)
  }
  let reference = [(1, 2, 3, 4, 5), (0.5, -1, 2, 0, 1)].map(small)
  let predicted = [(1.1, 2, 3, 4, 5), (0.5, -1, 2.2, 0, 1)].map(small)
  model.metrics = ModelMetrics(reference: reference, predicted: predicted, isotope: .lithium7)
  model.training = TrainingSummary(
    structures: 56, trainingEnvironments: 360, testEnvironments: 88, sparsePoints: 360,
    testFraction: 0.2, split: .structures, seed: 1, data: Fingerprint())
  let curve = CalibrationCurve(
    points: [0.5, 0.68, 0.9, 0.95].map { .init(expected: $0, observed: $0 - 0.02) }, count: 360,
    structures: 45)
  model.uncertainty = CoverageFactors([0.6, 1, 2, 2.5]).map { factors in
    UncertaintyModel(
      shape: .init(
        scale: 1e-3, noveltyExponent: 0.5, noveltyFloor: 0.01, sizeExponent: 0.3, sizeFloor: 0.01,
        excess: 1),
      factors: factors,
      calibration: .init(
        alongZ: curve, anyDirection: curve, ranking: 2.4, rankingAnyDirection: 2.2))
  }
  model.sections = [
    .init("Model", [.init("kind", "tensor, λ = 2"), .init("provenance", "PBE/PAW, 350 eV")]),
    .init(
      "Descriptor",
      [.init("cutoff", "6.0 Å over 0.5 Å"), .init("basis", "n 8, l ≤ 6")]
        + (1...30).map { .init("number \($0)", "\($0)") }),
  ]
  return model
}()

private func shown(
  _ columns: Int = 120, _ rows: Int = 40, look: Look = Look(), models: [ModelSummary] = [fullModel]
) throws -> Bench {
  let bench = Bench.sample(columns: columns, rows: rows, look: look)
  for model in models { bench.send(.engine(.model(model, generation: 1))) }
  try bench.keys("7")
  return bench
}

@Suite("The Model screen") struct ModelTests {
  /// ω_Q in kHz along a direction by the matrix product b·V·b.
  private func omegaQ(_ components: [[Float]], _ row: Int, _ b: SIMD3<Double>) -> Double {
    guard let tensor = SphericalTensor(components.map { Double($0[row]) }) else { return .nan }
    let v = SymmetricTensor(tensor).rowMajor
    var sum = 0.0
    for i in 0..<3 { for j in 0..<3 { sum += b[i] * v[3 * i + j] * b[j] } }
    return Isotope.lithium7.splittingPerAtomicUnit * sum
  }

  @Test("the report's numbers are those of Metrics on the same tensors, and by hand for ω_Q")
  func metrics() throws {
    let bench = try shown()
    try bench.command("field 1 1 0")
    let report = try #require(bench.state.modelReport)
    let table = sampleSites
    func tensors(_ components: [[Float]]) -> [SphericalTensor] {
      (0..<table.count).compactMap { row in
        SphericalTensor(components.map { Double($0[row]) })
      }
    }
    let expected = try Metrics(
      reference: tensors(table.reference), predicted: tensors(table.components),
      isotope: .lithium7, field: FieldDirection(1, 1, 0))
    #expect(report.sites == table.count && report.stride == 1)
    #expect(report.structures == Set(table.structure).count)
    for (quantity, columns) in [
      (ParityQuantity.coupling, expected.coupling), (.asymmetry, expected.asymmetry),
      (.theta, expected.theta), (.phi, expected.phi), (.correctedTheta, expected.correctedTheta),
      (.correctedPhi, expected.correctedPhi), (.omegaQ, expected.omegaQ),
    ] {
      let found = try #require(report.agreement[quantity])
      #expect(found.count == columns.count)
      #expect(found.meanAbsoluteError == columns.meanAbsoluteError)
      #expect(found.rootMeanSquareError == columns.rootMeanSquareError)
      #expect(found.pearson == columns.pearson)
    }
    let b = SIMD3(1, 1, 0) / 2.0.squareRoot()
    let errors = (0..<table.count).map {
      abs(abs(omegaQ(table.components, $0, b)) - abs(omegaQ(table.reference, $0, b)))
    }
    let mean = errors.reduce(0, +) / Double(errors.count)
    #expect(abs((report.agreement[.omegaQ]?.meanAbsoluteError ?? 0) - mean) < 1e-6)
    #expect(bench.text.contains(number(mean, digits: 2)))
  }

  @Test("coverage is the share of sites whose reference lies inside, counted by hand")
  func coverage() throws {
    let bench = try shown()
    let calibration = try #require(bench.state.modelReport?.calibration)
    let b = SIMD3(0.0, 0, 1)
    let table = sampleSites
    for (point, factor) in zip(calibration.points, [0.6, 1, 2, 2.5]) {
      let inside = (0..<table.count).count { row in
        let error = omegaQ(table.components, row, b) - omegaQ(table.reference, row, b)
        let sigma = bench.state.columns([.uncertainty]).value(.uncertainty, row: row)
        return abs(error) <= factor * Double(sigma)
      }
      #expect(
        abs(point.observed - Double(inside) / Double(table.count)) < 2.5 / Double(table.count))
    }
  }

  @Test("no point of a parity plot is farther from its site than a screen shows")
  func points() throws {
    let report = try #require(try shown().state.modelReport)
    for quantity in ParityQuantity.allCases {
      let columns = quantity.columns(of: report.metrics)
      let parity = try #require(report.parity[quantity])
      let least = (parity.range.upperBound - parity.range.lowerBound) / 400
      #expect(!parity.points.isEmpty && parity.points.count <= columns.count)
      for (x, y) in zip(columns.reference, columns.predicted) where x.isFinite && y.isFinite {
        #expect(parity.points.contains { abs($0.x - x) <= least && abs($0.y - y) <= least })
      }
    }
  }

  @Test("files without tensors say so, and the model's own test set is shown")
  func withoutReference() throws {
    let bench = Bench.random(500)
    bench.send(.engine(.model(fullModel, generation: 1)))
    try bench.keys("7")
    #expect(bench.state.modelReport == nil)
    #expect(bench.text.contains("no tensors of their own"))
    #expect(bench.text.contains("cutoff"))
    try bench.command("export parity.svg")
    #expect(bench.message.contains("nothing to compare"))
  }

  @Test("of the model's own data only sites not trained on are compared, unless all are asked for")
  func heldOut() throws {
    #expect(try shown().text.contains("some may have been trained on"))
    var model = fullModel
    model.relation = .otherData
    #expect(try shown(models: [model]).text.contains("not the model's own set"))
    let rows = stride(from: 5, to: sampleSites.count, by: 9)
    model.relation = .ownData(
      heldOut: rows.map {
        .init(structure: sampleSites.structure[$0], atom: sampleSites.atom[$0])
      })
    let bench = try shown(models: [model])
    #expect(bench.text.contains("not trained on; a shows all"))
    let errors = rows.map {
      abs(
        abs(omegaQ(sampleSites.components, $0, SIMD3(0, 0, 1)))
          - abs(omegaQ(sampleSites.reference, $0, SIMD3(0, 0, 1))))
    }
    let report = try #require(bench.state.modelReport)
    #expect(report.sites == errors.count)
    let mean = errors.reduce(0, +) / Double(errors.count)
    #expect(abs((report.agreement[.omegaQ]?.meanAbsoluteError ?? 0) - mean) < 1e-6)
    try bench.keys("a")
    #expect(bench.state.modelReport?.sites == sampleSites.count)
    #expect(bench.text.contains("sites trained on included"))
    try bench.keys("u")
    #expect(bench.state.modelReport?.sites == errors.count)
    model.relation = .ownData(heldOut: [])
    #expect(try shown(models: [model]).text.contains("all trained on"))
  }

  @Test("Home and End go to the first and the last of the facts")
  func factsEnds() throws {
    let bench = try shown(80, 24)
    let first = bench.text
    try bench.keys("G")
    let last = bench.text
    #expect(last != first)
    try bench.keys("down")
    #expect(bench.text == last)
    try bench.keys("g")
    #expect(bench.text == first)
  }

  @Test("arrows and brackets go through the plots, and the one chosen is in sight")
  func plots() throws {
    let bench = try shown(80, 24)
    var seen: [String] = []
    for key in ["right", "]", "l", "right", "]", "l"] {
      seen.append(bench.text)
      try bench.keys(key)
    }
    #expect(seen[0].contains("|ω_Q| / kHz") && seen[0].contains("band ±10 kHz"))
    #expect(bench.state.modelPane.card == .learningCurve)
    #expect(bench.text.contains("spinel learning-curve DATA"))
    try bench.keys("left")
    #expect(bench.text.contains("coverage of intervals"))
  }

  @Test("all of ω_Q, C̃_Q, η̃, θ, φ and the calibration stand side by side at 200×60")
  func multiples() throws {
    let text = try shown(200, 60).text
    for title in ["|ω_Q| / kHz", "C̃_Q", "η̃", "θ / rad", "φ / rad", "coverage of intervals"] {
      #expect(text.contains(title), "\(title) is not in sight")
    }
  }

  @Test("facts scroll no farther than their end")
  func scroll() throws {
    let bench = try shown(80, 24)
    #expect(!bench.text.contains("number 30"))
    for _ in 0..<80 { try bench.keys("down") }
    #expect(bench.text.contains("number 30"))
    let last = bench.state.modelPane.top
    try bench.keys("up")
    #expect(bench.state.modelPane.top == last - 1)
  }

  @Test("several models stand side by side, and I goes from one nucleus to the next")
  func severalModels() throws {
    var titanium = fullModel
    titanium.name = "ti-tensor"
    titanium.nucleus = .titanium
    titanium.isotope = "47Ti"
    titanium.sections[1].facts[0].value = "4.5 Å over 0.5 Å"
    let bench = try shown(200, 60, models: [fullModel, titanium])
    let line = bench.text.split(separator: "\n").first { $0.contains("cutoff") } ?? ""
    #expect(line.contains("6.0 Å") && line.contains("4.5 Å"))
    try bench.keys("I")
    #expect(bench.state.model?.name == "ti-tensor")
    #expect(bench.state.modelReport == nil)
    try bench.keys("I")
    #expect(bench.state.modelReport != nil)
  }

  static let curve = """
    {"spinel": "1.0.0", "nucleus": "Li", "split": "structures", "points": [
      {"size": 3, "mean": {"tensor": {"omegaQ": {"MAE_kHz": 11.8}},
        "scalar": {"omegaQ": {"MAE_kHz": 36.6}, "omegaQFromScalars": {"MAE_kHz": null}}}},
      {"size": 45, "mean": {"tensor": {"omegaQ": {"MAE_kHz": 5.3}},
        "scalar": {"omegaQ": {"MAE_kHz": 17.3}, "omegaQFromScalars": {"MAE_kHz": null}}}}]}
    """

  @Test("a learning curve is read and drawn, whatever else a file holds is refused")
  func learningCurve() throws {
    let reading = try #require(LearningCurveReading(parsing: Self.curve))
    #expect(reading.sizes == [3, 45])
    #expect(reading.series.map(\.name) == ["tensor", "direct"])
    #expect(reading.series.map(\.errors) == [[11.8, 5.3], [36.6, 17.3]])
    let bench = try shown()
    bench.files["curve.json"] = Self.curve
    bench.files["other.json"] = "{\"spinel\": 1, \"points\": [{\"size\": -1}]}"
    bench.files["broken.json"] = "{"
    try bench.keys("c", "enter")
    #expect(bench.text.contains("tensor 5.3") && bench.text.contains("direct 17.3"))
    for path in ["other.json", "broken.json", "missing.json"] {
      try bench.command("curve \(path)")
      #expect(bench.state.message?.kind == .error)
      #expect(bench.state.modelPane.curve == reading)
    }
  }

  @Test("the parity figures are written as one SVG with seven panels")
  func figures() throws {
    let bench = try shown()
    try bench.keys("e")
    #expect(bench.text.contains("parity.svg"))
    try bench.keys("enter")
    let svg = try #require(bench.written["parity.svg"])
    #expect(svg.hasPrefix("<svg") && svg.contains("170mm"))
    #expect(svg.ranges(of: "MAE = ").count == 7)
    #expect(svg.contains("within ±10 kHz"))
    #expect(svg.contains("some may have been trained on"))
  }

  @Test(
    "the screen fits every size, with and without colours and Unicode",
    arguments: [(40, 12), (60, 16), (80, 24), (100, 30), (120, 40), (150, 40), (200, 60)])
  func sizes(columns: Int, rows: Int) throws {
    for look in looks {
      let full = try shown(columns, rows, look: look)
      let empty = Bench(columns: columns, rows: rows, look: look)
      try empty.keys("7")
      full.files["curve.json"] = Self.curve
      try full.command("curve curve.json")
      for bench in [full, empty] {
        for _ in 0..<8 {
          try bench.keys("right", "down")
          let frame = draw(bench.state)
          #expect(frame.columns == columns && frame.rows == rows)
          #expect(frame.text.split(separator: "\n").last?.contains("help") == true)
          if look.glyphs == .ascii { #expect(frame.text.utf8.allSatisfy { $0 < 128 }) }
        }
      }
    }
  }
}
