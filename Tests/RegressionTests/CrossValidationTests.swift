import Descriptors
import LinearAlgebra
import Regression
import Support
import Tensors
import Testing

@Suite("Cross-validation and scalar models")
struct CrossValidationTests {
  @Test("a fold's predictions are those of a model trained without its structures")
  func heldOut() throws {
    let data = try SampleSet.labelled()
    let validation = try CrossValidation(data, folds: 4, seed: 7)
    let hyperparameters = SampleSet.hyperparameters
    let regularization = hyperparameters.regression.regularization
    let score = try #require(
      try validation.scores(hyperparameters, zetas: [2], regularizations: [regularization]).first)
    let fold = validation.folds[2]
    let known = Set(fold.train.map { data.structureOfEnvironment[$0] })
    let part = try LabelledStructures(
      known.sorted().map { data.structures[$0] }, nucleus: .lithium, property: "efg")
    var training = Training(hyperparameters)
    training.testFraction = 0
    let predictor = try Predictor(training.train(on: part).model)
    let unknown = Set(fold.test.map { data.structureOfEnvironment[$0] }).sorted()
    let expected = try unknown.flatMap {
      try predictor.predictExactly(data.structures[$0], centers: data.centers[$0])
    }
    let found = fold.test.map { score.predictions[$0] }
    #expect(agree(components(found), components(expected), within: 1e-3))
  }

  @Test("scores come for each pair of zeta and regularisation, with pooled and fold numbers")
  func scores() throws {
    let data = try SampleSet.labelled()
    let validation = try CrossValidation(data, folds: 4)
    let scores = try validation.scores(
      SampleSet.hyperparameters(channels: 5), zetas: [1, 2], regularizations: [1e-6, 1e-4])
    #expect(scores.map(\.zeta) == [1, 1, 2, 2])
    #expect(scores.map(\.regularization) == [1e-6, 1e-4, 1e-6, 1e-4])
    for score in scores {
      #expect(score.folds.count == 4)
      #expect(score.folds.reduce(0) { $0 + $1.count } == data.count)
      #expect(score.pooled.count == data.count)
      #expect(score.objective > 0 && score.objective < 2)
    }
  }

  @Test("sparse points as many as the training environments give the full solution")
  func sparseLimit() throws {
    let data = try SampleSet.labelled(6)
    let validation = try CrossValidation(data, folds: 3)
    let full = try validation.scores(
      SampleSet.hyperparameters, zetas: [2], regularizations: [1e-4])
    let many = try validation.scores(
      SampleSet.hyperparameters(sparsePoints: 1000), zetas: [2], regularizations: [1e-4])
    let few = try validation.scores(
      SampleSet.hyperparameters(sparsePoints: 6), zetas: [2], regularizations: [1e-4])
    #expect(components(full[0].predictions) == components(many[0].predictions))
    #expect(components(few[0].predictions) != components(full[0].predictions))
  }

  @Test("more environments than one kernel holds are trained on fold by fold, to the same scores")
  func foldByFold() throws {
    var validation = try CrossValidation(SampleSet.labelled(6), folds: 3)
    func predictions() throws -> [Double] {
      components(
        try validation.scores(
          SampleSet.hyperparameters(channels: 5), zetas: [2], regularizations: [1e-5, 1e-3]
        ).flatMap(\.predictions))
    }
    let together = try predictions()
    validation.environmentsLimit = 10
    #expect(agree(try predictions(), together, within: 1e-5))
  }

  @Test(
    "a scalar model learns each target and predicts the same by features and by structure",
    arguments: ScalarTarget.allCases)
  func scalarModel(target: ScalarTarget) throws {
    let data = try SampleSet.labelled()
    let result = try Training(SampleSet.hyperparameters).train(scalar: target, on: data)
    let agreement = try #require(result.model.agreement)
    #expect(agreement.meanAbsoluteError.isFinite && result.baseline != nil)
    let first = result.split.test[0]
    let owner = data.structureOfEnvironment[first]
    let predicted = try result.model.predict(
      data.structures[owner], centers: data.centers[owner])
    #expect(agree(predicted[0], result.test.predicted[0], within: 1e-9))
  }

  @Test("a scalar model of the coupling is blind to rotations and better than the mean")
  func scalarInvariance() throws {
    let data = try SampleSet.labelled()
    let result = try Training(SampleSet.hyperparameters).train(scalar: .coupling, on: data)
    let structure = data.structures[0]
    let centers = data.centers[0]
    var generator = SplitMix64(seed: 8)
    let turned = structure.rotated(by: generator.rotation())
    #expect(
      agree(
        try result.model.predict(turned, centers: centers),
        try result.model.predict(structure, centers: centers), within: 1e-4))
  }

  @Test("scalar targets follow equations 7 and 8 on tensors made positive")
  func targets() {
    // V = diag(1, 2, −3): made positive diag(−1, −2, 3), so V_xx − V_yy = 1.
    let tensor = SphericalTensor(
      0, 0, (2 * -3.0 - 1 - 2) / 6.0.squareRoot(), 0, -1 / 2.0.squareRoot())
    func value(_ target: ScalarTarget) -> Double {
      target.values(of: [tensor], mean: 2, deviation: 0.5, isotope: .lithium7)[0]
    }
    #expect(abs(value(.coupling) - (3 - 2) / 0.5) < 1e-9)
    #expect(abs(value(.asymmetry) - 1.0 / 2) < 1e-9)
    #expect(abs(value(.theta)) < 1e-6)
    // ω_Q = ½ · 9422.088 kHz · 3 along the z axis.
    #expect(abs(value(.omegaQ) - 0.5 * 9422.088 * 3) < 0.01)
  }
}
