import Crystals
import Descriptors
import LinearAlgebra
import Regression
import Support
import Tensors
import Testing

@Suite("Prediction")
struct PredictionTests {
  let structures: [Structure]

  init() throws { structures = try SampleSet.structures.get() }

  /// A structure the models below were not trained on.
  var unknown: Structure { structures[6] }

  static let settings: [Hyperparameters] = [
    SampleSet.hyperparameters(zeta: 1), SampleSet.hyperparameters(zeta: 2),
    SampleSet.hyperparameters(zeta: 3), SampleSet.hyperparameters(zeta: 4),
    SampleSet.hyperparameters(zeta: 1, .own), SampleSet.hyperparameters(zeta: 2, .own),
    SampleSet.hyperparameters(zeta: 3, .own), SampleSet.hyperparameters(zeta: 2, channels: 5),
    SampleSet.hyperparameters(zeta: 3, .own, channels: 4), SampleSet.polarized(zeta: 1),
    SampleSet.polarized(zeta: 2), SampleSet.polarized(zeta: 3), SampleSet.polarized(zeta: 2, .own),
  ]

  @Test("collapsed weights equal the sum over training environments", arguments: 1...4)
  func collapsed(zeta: Int) throws {
    let data = try SampleSet.labelled(4)
    let extraction = try FeatureExtraction(
      SampleSet.hyperparameters(zeta: zeta), reduction: nil)
    let features = try extraction.features(of: Array(zip(data.structures, data.centers)))
    var generator = SplitMix64(seed: UInt64(zeta))
    let weights = (0..<5 * features.count).map { _ in generator.normal() }
    let direct = Kernel.tensor(features, features, zeta: zeta) * weights
    let collapsed = TensorWeights(weights, of: features, zeta: zeta)
    #expect(agree(components(collapsed.predict(features, zeta: zeta)), direct, within: 1e-12))
  }

  @Test("features of charges and dipoles stand beside the power spectrum with the weight asked for")
  func balance() throws {
    let hyperparameters = SampleSet.polarized(zeta: 2)
    let data = try SampleSet.labelled(4)
    let features = try FeatureExtraction(hyperparameters, reduction: nil)
      .features(of: Array(zip(data.structures, data.centers)))
    let spectrum = hyperparameters.layout.lambda2Count
    func size(_ columns: Range<Int>) -> Double {
      (0..<features.tensor.rows).reduce(0) { sum, row in
        columns.reduce(sum) { $0 + features.tensor[row, $1] * features.tensor[row, $1] }
      }
    }
    let whole = size(0..<spectrum)
    #expect(abs(size(spectrum..<spectrum + 3) / whole - 0.1) < 1e-9)
    #expect(abs(size(spectrum + 3..<spectrum + 6) / whole - 0.1) < 1e-9)
  }

  @Test("test predictions of training are those of the model it returns")
  func trainedAndPredicted() throws {
    let data = try SampleSet.labelled(6)
    let result = try Training(SampleSet.polarized(zeta: 2)).train(on: data)
    let predictor = try Predictor(result.model)
    let tested = Set(result.split.test.map { data.structureOfEnvironment[$0] }).sorted()
    let predicted = try tested.flatMap {
      try predictor.predictExactly(data.structures[$0], centers: data.centers[$0])
    }
    #expect(agree(components(result.predictions), components(predicted), within: 1e-4))
  }

  @Test("the fast path agrees with the exact one to single precision", arguments: settings)
  func fastPath(hyperparameters: Hyperparameters) throws {
    let predictor = try Predictor(SampleSet.model(hyperparameters))
    let centers = SampleSet.centers(unknown)
    let exact = try predictor.predictExactly(unknown, centers: centers)
    let workspace = Predictor.Workspace()
    let fast = try predictor.predict(unknown, centers: centers, workspace: workspace)
    #expect(agree(fast.map(Double.init), components(exact), within: 1e-5))
    // The same again with buffers in use, and for fewer sites.
    let again = try predictor.predict(unknown, centers: centers, workspace: workspace)
    #expect(again == fast)
    let one = try predictor.predict(unknown, centers: [centers[3]], workspace: workspace)
    #expect(agree(one.map(Double.init), Array(components(exact)[15..<20]), within: 1e-5))
  }

  @Test("a batch larger than a block of lanes predicts as its sites do alone")
  func largeBatch() throws {
    let predictor = try Predictor(SampleSet.model(SampleSet.hyperparameters(channels: 5)))
    let workspace = Predictor.Workspace()
    let centers = (0..<6).flatMap { _ in SampleSet.centers(unknown) }
    let together = try predictor.predict(unknown, centers: centers, workspace: workspace)
    for (place, center) in centers.enumerated() {
      let alone = try predictor.predict(unknown, centers: [center], workspace: workspace)
      #expect(
        agree(
          together[5 * place..<5 * place + 5].map(Double.init), alone.map(Double.init),
          within: 1e-5))
    }
  }

  @Test(
    "predictions turn with the structure",
    arguments: [settings[1], settings[5], settings[8], settings[10]])
  func rotation(hyperparameters: Hyperparameters) throws {
    let predictor = try Predictor(SampleSet.model(hyperparameters))
    let centers = SampleSet.centers(unknown)
    let tensors = try predictor.predictExactly(unknown, centers: centers)
    var generator = SplitMix64(seed: 5)
    for _ in 0..<2 {
      let rotation = generator.rotation()
      let turned = try predictor.predictExactly(unknown.rotated(by: rotation), centers: centers)
      let expected = tensors.map { $0.rotated(by: rotation) }
      #expect(agree(components(turned), components(expected), within: 1e-10))
    }
  }

  @Test("inversion of the structure leaves its tensors as they are")
  func inversion() throws {
    let predictor = try Predictor(SampleSet.model(SampleSet.hyperparameters()))
    var inverted = unknown
    inverted.positions = unknown.positions.map { -$0 }
    inverted.cell.vectors = unknown.cell.vectors.map { -$0 }
    let centers = SampleSet.centers(unknown)
    #expect(
      agree(
        components(try predictor.predictExactly(inverted, centers: centers)),
        components(try predictor.predictExactly(unknown, centers: centers)), within: 1e-10))
  }

  @Test("translation, the order of atoms and the choice of the cell change nothing")
  func sameCrystal() throws {
    let predictor = try Predictor(SampleSet.model(SampleSet.hyperparameters()))
    let centers = SampleSet.centers(unknown)
    let expected = components(try predictor.predictExactly(unknown, centers: centers))

    var moved = unknown
    moved.positions = unknown.positions.map { $0 + Vector(1.7, -20.3, 5.1) }
    #expect(
      agree(
        components(try predictor.predictExactly(moved, centers: centers)), expected, within: 1e-9))

    let count = unknown.count
    let reversed = Structure(
      cell: unknown.cell, elements: unknown.elements.reversed(),
      positions: unknown.positions.reversed())
    let reversedCenters = centers.map { count - 1 - $0 }
    #expect(
      agree(
        components(try predictor.predictExactly(reversed, centers: reversedCenters)), expected,
        within: 1e-10))

    var cell = unknown.cell
    let a = cell.vectors[0]
    cell.vectors[0] = a + a
    cell.vectors[1] += a
    let doubled = Structure(
      cell: cell, elements: unknown.elements + unknown.elements,
      positions: unknown.positions + unknown.positions.map { $0 + a })
    #expect(
      agree(
        components(
          try predictor.predictExactly(doubled, centers: centers.map { $0 + count })),
        expected, within: 1e-9))
  }

  @Test(
    "at a site of cubic symmetry the tensor vanishes, in both precisions",
    arguments: [settings[0], settings[1], settings[2], settings[5]])
  func cubicSite(hyperparameters: Hyperparameters) throws {
    // Lithium at the zinc sites of a zincblende lattice: -43m.
    let predictor = try Predictor(SampleSet.model(hyperparameters))
    let cubic = Structure(
      cell: Cell(Vector(0, 2, 2), Vector(2, 0, 2), Vector(2, 2, 0)),
      elements: [.lithium, .oxygen], positions: [.zero, Vector(1, 1, 1)])
    let typical =
      components(try predictor.predictExactly(unknown, centers: [0])).map(abs).max() ?? 0
    let exact = try predictor.predictExactly(cubic, centers: [0])
    #expect(components(exact).allSatisfy { abs($0) < 1e-12 * typical })
    let fast = try predictor.predict(cubic, centers: [0], workspace: Predictor.Workspace())
    #expect(fast.allSatisfy { abs(Double($0)) < 1e-5 * typical })
  }

  @Test("an isolated atom has no tensor and no NaN", arguments: FeatureNormalization.allCases)
  func isolated(normalization: FeatureNormalization) throws {
    let predictor = try Predictor(
      SampleSet.model(SampleSet.hyperparameters(zeta: 2, normalization)))
    let atom = Structure(cell: .none, elements: [.lithium], positions: [.zero])
    #expect(try predictor.predictExactly(atom, centers: [0]) == [.zero])
    let fast = try predictor.predict(atom, centers: [0], workspace: Predictor.Workspace())
    #expect(fast == [0, 0, 0, 0, 0])
  }

  @Test("atoms a model cannot know are refused")
  func unknownSpecies() throws {
    let predictor = try Predictor(SampleSet.model(SampleSet.hyperparameters()))
    let foreign = Structure(
      cell: .none, elements: [.lithium, Element(symbol: "Fe")!],
      positions: [.zero, Vector(2, 0, 0)])
    #expect(throws: RegressionError.self) {
      try predictor.predict(foreign, centers: [0], workspace: Predictor.Workspace())
    }
    #expect(throws: RegressionError.self) {
      try predictor.predict(unknown, centers: [99], workspace: Predictor.Workspace())
    }
    #expect(predictor.centers(in: foreign) == [0])
    #expect(
      try predictor.predict(foreign, centers: [], workspace: Predictor.Workspace()).isEmpty)
  }
}
