import Crystals
import Descriptors
import Regression
import Support
import Tensors
import Testing

@Suite("Training")
struct TrainingTests {
  @Test("a model fits its training labels better the less it is regularised, and beats the mean")
  func fits() throws {
    let data = try SampleSet.labelled()
    var training = Training(SampleSet.hyperparameters)
    let result = try training.train(on: data)
    let metrics = try #require(result.model.description.metrics)
    let baseline = try #require(result.baseline)
    #expect(metrics.relativeError < 0.8 * baseline.relativeError)
    #expect(metrics.omegaQ.meanAbsoluteError < baseline.omegaQ.meanAbsoluteError)
    #expect((metrics.signedOmegaQ.pearson ?? 0) > 0.5)
    #expect(baseline.omegaQ.pearson == nil)
    #expect(metrics.count == result.split.test.count)
    #expect(result.predictions.count == metrics.count)

    func residual(_ regularization: Double) throws -> Double {
      training.hyperparameters.regression.regularization = regularization
      training.testFraction = 0
      let model = try training.train(on: data).model
      let predictor = try Predictor(model)
      let found = try zip(data.structures, data.centers).flatMap {
        try predictor.predict($0, centers: $1, workspace: Predictor.Workspace())
      }
      return relativeDeviation(found.map(Double.init), data.targets)
    }
    let (loose, tight) = (try residual(1e-2), try residual(1e-8))
    #expect(tight < 0.2 * loose)
  }

  @Test("the same seed gives the same model, another seed another split")
  func determinism() throws {
    let data = try SampleSet.labelled()
    var training = Training(SampleSet.hyperparameters(channels: 5, sparsePoints: 20))
    for selection in Training.Selection.allCases {
      training.selection = selection
      training.seed = 1
      let first = try training.train(on: data)
      let second = try training.train(on: data)
      #expect(first.model == second.model)
      #expect(first.model.fingerprint == second.model.fingerprint)
      #expect(first.model.description.training.sparsePoints == 20)
    }
    let splits = try (UInt64(1)...6).map { try Split(data, testFraction: 0.2, seed: $0).test }
    #expect(Set(splits).count > 1)
  }

  @Test("a structure never contributes to both sides of a split by structure")
  func splitByStructure() throws {
    let data = try SampleSet.labelled()
    let split = try Split(data, testFraction: 0.2, seed: 3)
    let train = Set(split.train.map { data.structureOfEnvironment[$0] })
    let test = Set(split.test.map { data.structureOfEnvironment[$0] })
    #expect(train.isDisjoint(with: test))
    #expect(train.count == 6 && test.count == 2)
    #expect(split.train.count + split.test.count == data.count)
  }

  @Test("a split by environments takes its share of the environments")
  func splitByEnvironment() throws {
    let data = try SampleSet.labelled()
    let split = try Split(data, testFraction: 0.25, seed: 3, mode: .environments)
    #expect(split.test.count == data.count / 4)
    #expect(Set(split.test).isDisjoint(with: split.train))
  }

  @Test("folds test each structure once")
  func folds() throws {
    let data = try SampleSet.labelled()
    let folds = try Split.folds(data, count: 4, seed: 1)
    #expect(folds.flatMap(\.test).sorted() == Array(0..<data.count))
    for fold in folds {
      #expect((fold.train + fold.test).sorted() == Array(0..<data.count))
      let owners = Set(fold.test.map { data.structureOfEnvironment[$0] })
      #expect(owners.isDisjoint(with: fold.train.map { data.structureOfEnvironment[$0] }))
    }
  }

  @Test("labels are the file's tensors, with their sign")
  func labels() throws {
    let data = try SampleSet.labelled(1)
    let first = try SampleSet.structures.get()[0]
    guard case .real(let values, columns: 9) = first.arrays["efg"] else {
      Issue.record("no tensors in the sample")
      return
    }
    for (label, atom) in zip(data.labels, SampleSet.centers(first)) {
      let v = Array(values[9 * atom..<9 * atom + 9])
      let field = FieldDirection.z.weights
      let trace = v[0] + v[4] + v[8]
      #expect(abs(label.dot(field) - (v[8] - trace / 3)) < 1e-12)
      #expect(abs(label[0] - 2.0.squareRoot() * v[1]) < 1e-9)
      #expect(abs(label[4] - (v[0] - v[4]) / 2.0.squareRoot()) < 1e-12)
    }
  }

  @Test("cancelling ends training")
  func cancelled() throws {
    let data = try SampleSet.labelled(3)
    #expect(throws: RegressionError.cancelled) {
      try Training(SampleSet.hyperparameters).train(on: data, isCancelled: { true })
    }
    var asked = 0
    #expect(throws: RegressionError.cancelled) {
      try Training(SampleSet.hyperparameters(sparsePoints: 4)).train(on: data) {
        asked += 1
        return asked > 1
      }
    }
  }

  @Test("progress names every stage and never runs backwards within one")
  func progress() throws {
    var seen: [Training.Progress] = []
    _ = try Training(SampleSet.hyperparameters(sparsePoints: 4)).train(
      on: SampleSet.labelled(3), progress: { seen.append($0) })
    #expect(Set(seen.map(\.stage)) == [.features, .kernel, .weights, .test])
    for (a, b) in zip(seen, seen.dropFirst()) where a.stage == b.stage { #expect(a.done <= b.done) }
  }
}
