import Crystals
import Regression
import Tensors
import Testing

@Suite("Sites that models are judged on")
struct EvaluatedSitesTests {
  private func description(
    _ data: LabelledStructures, seed: UInt64 = 1, testFraction: Double = 0.25,
    _ split: Split.Mode = .structures
  ) -> ModelDescription {
    ModelDescription(
      nucleus: data.nucleus, isotope: .lithium7, property: data.property,
      training: TrainingSummary(
        structures: data.structures.count, trainingEnvironments: 0, testEnvironments: 0,
        sparsePoints: 0, testFraction: testFraction, split: split, seed: seed,
        data: data.fingerprint))
  }

  @Test("on the data of the training are the model's own test set", arguments: [1, 2, 3])
  func heldOut(seed: UInt64) throws {
    let data = try SampleSet.labelled()
    let model = description(data, seed: seed)
    let found = try EvaluatedSites(of: data, for: [model])
    let split = try Split(data, testFraction: 0.25, seed: seed)
    #expect(found.environments == split.test)
    #expect(Set(found.environments).isDisjoint(with: split.train))
    #expect(found.structures == 2 && found.reason == .heldOut([model.training]))
  }

  @Test("of several models are those that none was trained on")
  func common() throws {
    let data = try SampleSet.labelled()
    let models = [1, 5].map { description(data, seed: $0, testFraction: 0.5) }
    let found = try EvaluatedSites(of: data, for: models)
    for model in models {
      let split = try Split(data, testFraction: 0.5, seed: model.training.seed)
      #expect(Set(found.environments).isDisjoint(with: split.train))
    }
    #expect(!found.environments.isEmpty)
    // Two models of one split count once.
    #expect(
      try EvaluatedSites(of: data, for: [models[0], models[0]]).reason
        == .heldOut([models[0].training]))
  }

  @Test("are all where --all asks for them, and on other data")
  func everything() throws {
    let data = try SampleSet.labelled()
    let model = description(data)
    let all = try EvaluatedSites(of: data, for: [model], all: true)
    #expect(all.environments.count == data.count && all.reason == .all([model.training]))
    let other = try SampleSet.labelled(5)
    let found = try EvaluatedSites(of: other, for: [model])
    #expect(found.environments.count == other.count && found.reason == .otherData)
  }

  @Test("are refused where every site was trained on")
  func none() throws {
    let data = try SampleSet.labelled()
    #expect(throws: RegressionError.noHeldOutSites(nucleus: .lithium, models: 1)) {
      try EvaluatedSites(of: data, for: [description(data, testFraction: 0)])
    }
  }
}
