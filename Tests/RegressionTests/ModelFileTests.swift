import Crystals
import Descriptors
import Formats
import Foundation
import LinearAlgebra
import Regression
import Support
import Tensors
import Testing

@Suite("Model files")
struct ModelFileTests {
  static let settings: [Hyperparameters] = [
    SampleSet.hyperparameters(zeta: 1), SampleSet.hyperparameters(zeta: 2, channels: 4),
    SampleSet.hyperparameters(zeta: 3, .own, channels: 3, sparsePoints: 10),
    SampleSet.polarized(zeta: 2), SampleSet.polarized(zeta: 3),
  ]

  @Test("a model read back is the model written, number by number", arguments: settings)
  func roundTrip(hyperparameters: Hyperparameters) throws {
    var training = Training(hyperparameters)
    training.seed = .max
    training.provenance = "made \"up\"\nfor a test"
    let model = Model.tensor(try training.train(on: SampleSet.labelled(4)).model)
    let read = try ModelFile.parse(ModelFile.bytes(model), file: "m.safetensors")
    #expect(read == model)
    #expect(read.fingerprint == model.fingerprint)
    #expect(read.description.metrics != nil)
    #expect(read.description.training.seed == .max)
  }

  @Test("a scalar model read back is the model written")
  func scalarRoundTrip() throws {
    let trained = try Training(SampleSet.hyperparameters(channels: 4, sparsePoints: 9))
      .train(scalar: .asymmetry, on: SampleSet.labelled(4))
    let model = Model.scalar(trained.model)
    #expect(try ModelFile.parse(ModelFile.bytes(model)) == model)
  }

  @Test("a model without a test set, and of another isotope, is kept as such")
  func noMetrics() throws {
    var training = Training(SampleSet.hyperparameters)
    training.testFraction = 0
    training.isotope = Isotope(name: "6Li", element: "Li", spin: 1, quadrupoleMoment: -0.808)
    let model = Model.tensor(try training.train(on: SampleSet.labelled(2)).model)
    let read = try ModelFile.parse(ModelFile.bytes(model))
    #expect(read == model)
    #expect(read.description.metrics == nil)
    #expect(read.description.isotope.name == "6Li")
  }

  @Test("a model tested on nothing but null tensors is kept, with metrics that have no value")
  func nullTestSet() throws {
    var structures = Array(try SampleSet.structures.get().prefix(2))
    structures[0].arrays["efg"] = .real(
      Array(repeating: 0, count: 9 * structures[0].count), columns: 9)
    let data = try LabelledStructures(structures, nucleus: .lithium, property: "efg")
    var training = Training(SampleSet.hyperparameters)
    training.testFraction = 0.5
    let seeds: Range<UInt64> = 1..<20
    training.seed = try #require(
      seeds.first { try Split(data, testFraction: 0.5, seed: $0).test.first == 0 })
    let model = try training.train(on: data).model
    let read = try ModelFile.parse(ModelFile.bytes(.tensor(model)))
    let metrics = try #require(read.description.metrics)
    #expect(metrics.asymmetry.meanAbsoluteError.isNaN)
    #expect(metrics.tensorError == model.description.metrics?.tensorError)
  }

  @Test("the header says in JSON what the model is")
  func header() throws {
    let file = try Self.file()
    #expect(file.metadata["format"] == "spinel-model")
    #expect(file.metadata["nucleus"] == "Li")
    #expect(file.metadata["units"] == "atomic units")
    for key in ["hyperparameters", "species", "isotope", "training", "metrics"] {
      let text = try #require(file.metadata[key])
      #expect(throws: Never.self) {
        try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
      }
    }
    #expect(file["weights"]?.shape.count == 2)
  }

  // Refusals.

  static let bytes = Result {
    try ModelFile.bytes(.tensor(SampleSet.model(SampleSet.hyperparameters(channels: 4))))
  }
  static func file() throws -> Safetensors { try Safetensors.parse(bytes.get()) }

  /// What a file with a change is refused for; nil if it is taken.
  func complaint(_ change: (inout Safetensors) -> Void) throws -> String? {
    var file = try Self.file()
    change(&file)
    let bytes = try file.bytes()
    do {
      _ = try ModelFile.parse(bytes, file: "m.safetensors")
    } catch RegressionError.modelFile("m.safetensors", let found, let expected) {
      return "\(found); \(expected)"
    } catch {
      return "another error: \(error)"
    }
    return nil
  }

  @Test("a missing or unknown entry of the metadata is refused")
  func metadata() throws {
    for key in [
      "format", "format_version", "kind", "hyperparameters", "nucleus", "isotope", "property",
      "units", "convention", "training", "data_fingerprint", "metrics", "fingerprint",
    ] {
      #expect(try #require(complaint { $0.metadata[key] = nil }).contains(key))
      #expect(try complaint { $0.metadata[key] = "\u{1b}[31m{" } != nil || key == "property")
      #expect(try complaint { $0.metadata[key] = "{}" } != nil || key == "property")
      #expect(try complaint { $0.metadata[key] = "[1e999, -1]" } != nil || key == "property")
    }
    #expect(try #require(complaint { $0.metadata["format_version"] = "2" }).contains("2"))
  }

  @Test(
    "hyperparameters that cannot be used are refused",
    arguments: [
      ("\"zeta\":2", "\"zeta\":7"), ("\"zeta\":2", "\"zeta\":-9223372036854775808"),
      ("\"zeta\":2", "\"zeta\":1"), ("\"zeta\":2", "\"zeta\":3"), ("\"radial\":3", "\"radial\":4"),
      ("\"radial\":3", "\"radial\":9000000000000000000"), ("\"angular\":3", "\"angular\":2"),
      ("\"angular\":3", "\"angular\":400000000"), ("\"Ti\"", "\"Zz\""), ("\"Ti\"", "\"Li\""),
      ("\"channels\":4", "\"channels\":5"), ("\"channels\":4", "\"channels\":0"),
      ("\"radius\":4", "\"radius\":400"), ("\"radius\":4", "\"radius\":-4"),
      ("\"width\":0.5", "\"width\":0"), ("\"normalization\":\"scalar\"", "\"normalization\":\"x\""),
      ("\"width\":0.5", "\"width\":0.6"),
    ])
  func hyperparameters(original: String, replacement: String) throws {
    let text = try #require(Self.file().metadata["hyperparameters"])
    try #require(text.contains(original), "\(text)")
    let complaint = try complaint {
      $0.metadata["hyperparameters"] = text.replacingOccurrences(of: original, with: replacement)
    }
    #expect(complaint != nil)
  }

  @Test("arrays that are missing, of other shapes or types, or not finite are refused")
  func arrays() throws {
    for name in ["weights", "reduction"] {
      #expect(try complaint { $0.tensors.removeAll { $0.name == name } } != nil)
      let place = try #require(Self.file().tensors.firstIndex { $0.name == name })
      #expect(try complaint { $0.tensors[place].shape.append(1) } != nil)
      #expect(try complaint { $0.tensors[place].shape.reverse() } != nil)
      guard case .float64(let values) = try Self.file().tensors[place].values else {
        Issue.record("float64 expected")
        return
      }
      #expect(
        try complaint { $0.tensors[place].values = .float32(values.map { Float($0) }) } != nil)
      for bad in [Double.nan, .infinity, -.infinity, 1e300, values[0] + 1] {
        var changed = values
        changed[0] = bad
        #expect(try complaint { $0.tensors[place].values = .float64(changed) } != nil)
      }
    }
  }

  @Test(
    "every truncation and every changed byte of the header is refused or read as the same model")
  func damage() throws {
    let bytes = try Self.bytes.get()
    let original = try ModelFile.parse(bytes)
    for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
      #expect(throws: RegressionError.self) { try ModelFile.parse(Array(bytes[..<count])) }
    }
    var generator = SplitMix64(seed: 77)
    for _ in 0..<150 {
      var damaged = bytes
      let place = Int(generator.next() % 4000)
      damaged[place] = UInt8(truncatingIfNeeded: generator.next())
      if let read = try? ModelFile.parse(damaged) {
        #expect(read.fingerprint == original.fingerprint)
      }
    }
  }

  @Test("absurd header lengths and other files are refused")
  func otherFiles() {
    #expect(throws: RegressionError.self) {
      try ModelFile.parse([0, 0, 0, 0, 0, 0, 0, 0x10, 0x7b, 0x7d])
    }
    #expect(throws: RegressionError.self) { try ModelFile.parse([]) }
    #expect(throws: RegressionError.self) {
      try ModelFile.parse(Array("PK\u{3}\u{4} not a model".utf8))
    }
    #expect(throws: RegressionError.self) {
      try ModelFile.parse(Safetensors(tensors: [], metadata: [:]).bytes())
    }
  }
}
