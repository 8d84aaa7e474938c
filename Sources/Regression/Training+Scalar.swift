import Crystals
import Tensors

extension Training {
  /// What training of a scalar model gives.
  public struct ScalarResult: Sendable {
    public let model: ScalarModel
    public let split: Split
    /// The agreement that the mean of the training labels reaches; nil without a test set.
    public let baseline: ModelMetrics.Agreement?
    /// The test set's targets and the model's predictions of them.
    public let test: Metrics.Columns
  }

  /// Trains a scalar model of a target; environments whose target has no value are left out.
  ///
  /// - Throws: as `train(on:isCancelled:progress:)`.
  public func train(
    scalar target: ScalarTarget, on data: LabelledStructures,
    isCancelled: () -> Bool = { false }, progress: (Progress) -> Void = { _ in }
  ) throws(RegressionError) -> ScalarResult {
    try hyperparameters.validate()
    let isotope = try Self.isotope(isotope, for: data.nucleus)
    let split = try Split(data, testFraction: testFraction, seed: seed, mode: split)
    let sizes = split.train.map { abs(PrincipalAxes(of: data.labels[$0]).vzz) }
    let (size, deviation) = (Statistics.mean(sizes), Statistics.standardDeviation(sizes))
    let values = target.values(
      of: data.labels, mean: size, deviation: deviation, isotope: isotope)
    let train = split.train.filter { values[$0].isFinite }
    let test = split.test.filter { values[$0].isFinite }
    let labels = train.map { values[$0] }
    guard let least = labels.min(), let most = labels.max(), most - least > 1e-12 * abs(most) else {
      throw .equalLabels(count: labels.count, quantity: target.rawValue)
    }
    let environments = Array(zip(data.structures, data.centers))
    let extraction = try FeatureExtraction(hyperparameters, learningFrom: environments)
    let features = try extraction.features(of: environments) { done in
      progress(Progress(stage: .features, done: done, total: data.count))
      return !isCancelled()
    }
    let mean = Statistics.mean(labels)
    let training = features.selecting(train)
    let zeta = hyperparameters.kernel.zeta
    let (points, weights) = try fit(
      training, targets: labels.map { $0 - mean },
      kernel: { Kernel.scalar($0, $1, zeta: zeta) }, isCancelled, progress)
    func model(_ agreement: ModelMetrics.Agreement?) -> ScalarModel {
      ScalarModel(
        hyperparameters: hyperparameters, reduction: extraction.reduction, target: target,
        points: training.scalar.selectingRows(points), weights: weights, mean: mean,
        couplingMean: size, couplingDeviation: deviation,
        description: ModelDescription(
          nucleus: data.nucleus, isotope: isotope, property: data.property,
          training: TrainingSummary(
            structures: data.structures.count, trainingEnvironments: train.count,
            testEnvironments: test.count, sparsePoints: points.count, testFraction: testFraction,
            split: self.split, seed: seed, data: data.fingerprint),
          provenance: provenance), agreement: agreement)
    }
    progress(Progress(stage: .test, done: 0, total: test.count))
    let reference = test.map { values[$0] }
    guard !test.isEmpty else {
      return ScalarResult(
        model: model(nil), split: split, baseline: nil,
        test: Metrics.Columns(reference: [], predicted: []))
    }
    let columns = Metrics.Columns(
      reference: reference, predicted: model(nil).predict(features.selecting(test)))
    let constant = Metrics.Columns(
      reference: reference, predicted: Array(repeating: mean, count: test.count))
    return ScalarResult(
      model: model(ModelMetrics.Agreement(columns)), split: split,
      baseline: ModelMetrics.Agreement(
        meanAbsoluteError: constant.meanAbsoluteError, pearson: nil), test: columns)
  }
}
