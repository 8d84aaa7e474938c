import Regression
import Support
import Tensors
import Testing

@Suite("Training on chosen splits and several targets")
struct SplitTrainingTests {
  /// A scalar model's weights and points tell whether two trainings solved the same problem.
  private func expectSame(_ a: Training.ScalarResult, _ b: Training.ScalarResult) {
    #expect(a.model.target == b.model.target)
    #expect(a.model.points == b.model.points)
    #expect(agree(a.model.weights, b.model.weights, within: 1e-8))
    #expect(a.test.reference == b.test.reference)
    #expect(agree(a.test.predicted, b.test.predicted, within: 1e-8))
  }

  @Test("scalar targets trained together equal those trained one by one", arguments: [0, 12])
  func together(sparsePoints: Int) throws {
    let data = try SampleSet.labelled()
    let training = Training(SampleSet.hyperparameters(sparsePoints: sparsePoints))
    let together = try training.train(scalars: ScalarTarget.allCases, on: data)
    #expect(together.map(\.model.target) == ScalarTarget.allCases)
    for (target, result) in zip(ScalarTarget.allCases, together) {
      expectSame(result, try training.train(scalar: target, on: data))
    }
  }

  @Test("a null tensor has no angles and is left out of them alone")
  func masks() throws {
    let data = try SampleSet.labelled()
    let null = 5
    let changed = try LabelledStructures(
      data.structures.enumerated().map { index, structure in
        var copy = structure
        if index == data.structureOfEnvironment[null],
          case .real(var values, 9) = copy.arrays["efg"]
        {
          let atom = data.centers[index][
            null - (data.structureOfEnvironment.firstIndex(of: index) ?? 0)]
          for element in 9 * atom..<9 * atom + 9 { values[element] = 0 }
          copy.arrays["efg"] = .real(values, columns: 9)
        }
        return copy
      }, nucleus: .lithium, property: "efg")
    let training = Training(SampleSet.hyperparameters)
    let split = Split(train: Array(0..<48), test: Array(48..<64))
    let results = try training.train(scalars: ScalarTarget.allCases, on: changed, split: split)
    for result in results {
      let hasAngles = [.theta, .phi].contains(result.model.target)
      #expect(result.model.weights.count == (hasAngles ? 47 : 48))
      #expect(result.model.description.training.trainingEnvironments == (hasAngles ? 47 : 48))
      let alone = try training.train(scalars: [result.model.target], on: changed, split: split)
      expectSame(result, try #require(alone.first))
    }
  }

  @Test("features computed once give the results of those computed by training")
  func features() throws {
    let data = try SampleSet.labelled()
    let training = Training(SampleSet.hyperparameters(channels: 5))
    let features = try training.features(of: data)
    let split = Split(train: Array(8..<40), test: Array(0..<8))
    let direct = try training.train(on: data, split: split)
    let reused = try training.train(on: data, split: split, features: features)
    #expect(direct.model == reused.model)
    #expect(reused.split.test == Array(0..<8))
    #expect(reused.predictions.count == 8)
    #expect(reused.model.description.training.trainingEnvironments == 32)
    let scalars = try training.train(scalars: [.coupling], on: data, split: split)
    let again = try training.train(scalars: [.coupling], on: data, split: split, features: features)
    #expect(scalars[0].model == again[0].model)
    #expect(again[0].tested == Array(0..<8))
  }

  @Test("splits and features of other data are refused")
  func refused() throws {
    let data = try SampleSet.labelled(3)
    let training = Training(SampleSet.hyperparameters)
    for split in [
      Split(train: [], test: [1]), Split(train: [0, 24], test: []), Split(train: [0], test: [-1]),
    ] {
      #expect(throws: RegressionError.self) { try training.train(on: data, split: split) }
      #expect(throws: RegressionError.self) {
        try training.train(scalars: [.theta], on: data, split: split)
      }
    }
    let others = try training.features(of: SampleSet.labelled(2))
    #expect(throws: RegressionError.self) {
      try training.train(on: data, split: Split(train: [0, 1], test: []), features: others)
    }
  }
}
