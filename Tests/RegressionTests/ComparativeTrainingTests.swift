import Crystals
import LinearAlgebra
import Regression
import Support
import Tensors
import Testing

@Suite("Tensor and scalar models trained side by side")
struct ComparativeTrainingTests {
  private static let hyperparameters: Hyperparameters = {
    var chosen = SampleSet.hyperparameters
    chosen.regression.regularization = 1e-10
    return chosen
  }()

  /// The sample's structures with labels made from their features.
  private func relabelled(
    _ labels: (LabelledStructures, Features) throws -> [SphericalTensor]
  ) throws -> LabelledStructures {
    let data = try SampleSet.labelled()
    let environments = Array(zip(data.structures, data.centers))
    let features = try FeatureExtraction(Self.hyperparameters, reduction: nil)
      .features(of: environments)
    let tensors = try labels(data, features)
    var structures = data.structures
    var next = 0
    for (index, centers) in data.centers.enumerated() {
      var values = [Double](repeating: 0, count: 9 * structures[index].count)
      for atom in centers {
        values.replaceSubrange(
          9 * atom..<9 * atom + 9, with: SymmetricTensor(tensors[next]).rowMajor)
        next += 1
      }
      structures[index].arrays["efg"] = .real(values, columns: 9)
    }
    return try LabelledStructures(structures, nucleus: .lithium, property: "efg")
  }

  private func scores(
    _ data: LabelledStructures, on split: Split, field: FieldDirection = .z
  ) throws -> ComparisonScores {
    let training = try ComparativeTraining(
      data, tensor: Self.hyperparameters, scalar: Self.hyperparameters, field: field)
    return ComparisonScores(try training.comparison(on: split))
  }

  @Test("labels made by a tensor model are learned to near nothing, by the tensor model only")
  func tensorLabels() throws {
    let split = try Split(SampleSet.labelled(), testFraction: 0.2, seed: 1)
    var random = SplitMix64(seed: 5)
    // Expanded in environments that are trained on, so that they can be found again.
    let data = try relabelled { _, features in
      let points = features.selecting(Array(split.train.prefix(12)))
      let weights = (0..<60).map { _ in 0.01 * random.normal() }
      return TensorWeights(weights, of: points, zeta: 2).predict(features, zeta: 2)
    }
    let found = try scores(data, on: split)
    #expect(found.count == Double(split.test.count))
    for quantity in [ComparisonScores.Quantity.coupling, .asymmetry, .omegaQ] {
      let tensor = try #require(found.tensor[quantity])
      let scalar = try #require(found.scalar[quantity])
      let constant = try #require(found.constant[quantity])
      #expect(tensor.meanAbsoluteError < 1e-3 * constant.meanAbsoluteError, "\(quantity)")
      #expect(tensor.meanAbsoluteError < 0.01 * scalar.meanAbsoluteError, "\(quantity)")
    }
    #expect(found.alignmentError < 1e-4)
  }

  @Test("labels made by a scalar model are learned to near nothing, by all ways to ω_Q of scalars")
  func scalarLabels() throws {
    let split = try Split(SampleSet.labelled(), testFraction: 0.2, seed: 1)
    var random = SplitMix64(seed: 6)
    let data = try relabelled { _, features in
      let points = features.selecting(Array(split.train.prefix(12)))
      let kernel = Kernel.scalar(features, points, zeta: 2)
      let (first, second) = (
        kernel * (0..<12).map { _ in random.normal() },
        kernel * (0..<12).map { _ in 1 + random.uniform() }
      )
      // Of mean 0 over the training set, so that the mean of the labels is known to the model.
      func mean(_ values: [Double]) -> Double { Statistics.mean(split.train.map { values[$0] }) }
      let ratio = mean(first) / mean(second)
      let shape = zip(first, second).map { $0 - ratio * $1 }
      let scale = 0.02 / (shape.map(abs).max() ?? 1)
      // Axial about the field: θ = 0, η = 0, and φ has no value anywhere.
      return shape.map { value in
        let v = 0.05 + scale * value
        return SphericalTensor(
          SymmetricTensor(xx: -v / 2, xy: 0, xz: 0, yy: -v / 2, yz: 0, zz: v))
      }
    }
    let found = try scores(data, on: split)
    for quantity in [ComparisonScores.Quantity.coupling, .omegaQ, .omegaQFromScalars] {
      let score = try #require(found.scalar[quantity])
      let constant = try #require(
        found.constant[quantity == .omegaQFromScalars ? .omegaQ : quantity])
      #expect(score.meanAbsoluteError < 1e-3 * constant.meanAbsoluteError, "\(quantity)")
    }
    #expect((found.scalar[.theta]?.meanAbsoluteError ?? 1) < 1e-9)
    #expect(found.scalar[.phi]?.meanAbsoluteError.isNaN == true)
  }

  @Test("turning structures, tensors and field together changes no score")
  func rotation() throws {
    let data = try SampleSet.labelled(5)
    let split = try Split(data, testFraction: 0.2, seed: 2)
    var random = SplitMix64(seed: 7)
    let turn = random.rotation()
    let structures = data.structures.map { structure in
      var turned = structure.rotated(by: turn)
      guard case .real(let values, _)? = structure.arrays["efg"] else { return turned }
      var rotated: [Double] = []
      for atom in 0..<structure.count {
        let elements = Array(values[9 * atom..<9 * atom + 9])
        let tensor = try? SymmetricTensor.symmetrized(rowMajor: elements).tensor
        rotated += tensor?.rotated(by: turn).rowMajor ?? elements
      }
      turned.arrays["efg"] = .real(rotated, columns: 9)
      return turned
    }
    let b = turn.z
    let turned = try LabelledStructures(structures, nucleus: .lithium, property: "efg")
    let first = try scores(data, on: split)
    let second = try scores(turned, on: split, field: FieldDirection(b.x, b.y, b.z))
    for quantity in ComparisonScores.Quantity.allCases {
      for side in [\ComparisonScores.tensor, \.scalar, \.constant] {
        guard let expected = first[keyPath: side][quantity]?.meanAbsoluteError else { continue }
        let found = try #require(second[keyPath: side][quantity]?.meanAbsoluteError)
        #expect(agree(found, expected, within: 0.01), "\(quantity)")
      }
    }
  }

  @Test("the tensor side is the model that train makes, and its metrics")
  func sameAsTrain() throws {
    let data = try SampleSet.labelled(6)
    let training = Training(SampleSet.hyperparameters)
    let result = try training.train(on: data)
    let metrics = try #require(result.model.description.metrics)
    let side = try ComparativeTraining(
      data, tensor: SampleSet.hyperparameters, scalar: SampleSet.hyperparameters(zeta: 3))
    let found = ComparisonScores(try side.comparison(on: result.split))
    func expect(_ quantity: ComparisonScores.Quantity, _ expected: ModelMetrics.Agreement) {
      let score = found.tensor[quantity]
      #expect(agree(score?.meanAbsoluteError ?? .nan, expected.meanAbsoluteError, within: 1e-6))
      #expect(agree(score?.pearson ?? .nan, expected.pearson ?? 0, within: 1e-6))
    }
    expect(.coupling, metrics.coupling)
    expect(.asymmetry, metrics.asymmetry)
    expect(.omegaQ, metrics.omegaQ)
    #expect(agree(found.alignmentError, metrics.alignmentError ?? .nan, within: 1e-6))
    let scalar = try Training(SampleSet.hyperparameters(zeta: 3)).train(scalar: .omegaQ, on: data)
    let error = found.scalar[.omegaQ]?.meanAbsoluteError ?? .nan
    #expect(agree(error, scalar.test.meanAbsoluteError, within: 1e-6))
  }
}
