import Crystals
import LinearAlgebra
import Tensors

extension Training {
  /// What training of a scalar model gives.
  public struct ScalarResult: Sendable {
    public let model: ScalarModel
    public let split: Split
    /// The agreement that the mean of the training labels reaches; nil without a test set.
    public let baseline: ModelMetrics.Agreement?
    /// The environments tested on: those of `split.test` whose target has a value.
    public let tested: [Int]
    /// The targets of `tested` and the model's predictions of them.
    public let test: Metrics.Columns
    /// How the weights were found, together with those of the targets solved for at once.
    public let solution: Solution
  }

  /// Trains a scalar model of a target; environments whose target has no value are left out.
  ///
  /// - Throws: as `train(on:isCancelled:progress:)`.
  public func train(
    scalar target: ScalarTarget, on data: LabelledStructures,
    isCancelled: () -> Bool = { false }, progress: (Progress) -> Void = { _ in }
  ) throws(RegressionError) -> ScalarResult {
    let results = try train(
      scalars: [target], on: data, isCancelled: isCancelled, progress: progress)
    return results[0]
  }

  /// Trains a scalar model of each target, divided by this value's fraction, mode and seed.
  ///
  /// Features are shared, and so is the factorisation between targets that have values on the same
  /// training environments.
  ///
  /// - Returns: one result a target, in their order.
  /// - Throws: as `train(on:isCancelled:progress:)`.
  public func train(
    scalars targets: [ScalarTarget], on data: LabelledStructures,
    isCancelled: () -> Bool = { false }, progress: (Progress) -> Void = { _ in }
  ) throws(RegressionError) -> [ScalarResult] {
    try hyperparameters.validate()
    let split = try Split(data, testFraction: testFraction, seed: seed, mode: split)
    return try train(
      scalars: targets, on: data, split: split, isCancelled: isCancelled, progress: progress)
  }

  /// Trains a scalar model of each target on one part of a split and tests it on the other.
  ///
  /// - Parameters:
  ///   - split: environments of the data; this value's own fraction and mode do not matter.
  ///   - features: those of all environments of the data; nil computes them.
  /// - Returns: one result a target, in their order.
  /// - Throws: as `train(on:split:features:isCancelled:progress:)`.
  public func train(
    scalars targets: [ScalarTarget], on data: LabelledStructures, split: Split,
    features: ExtractedFeatures? = nil, isCancelled: () -> Bool = { false },
    progress: (Progress) -> Void = { _ in }
  ) throws(RegressionError) -> [ScalarResult] {
    try hyperparameters.validate()
    try Self.requireFieldGradients(data, for: "scalar models are")
    let isotope = try Self.isotope(isotope, for: data.nucleus)
    try Self.refuse(split, unfitFor: data)
    let labels = ScalarLabels(targets, of: data, split: split, isotope: isotope)
    for column in labels.columns { try column.refuseEqual() }
    let extracted = try checked(features, of: data, isCancelled, progress)
    var results = [ScalarResult?](repeating: nil, count: targets.count)
    for group in labels.groups {
      let train = labels.columns[group[0]].train
      let found = try fit(
        .scalar, of: extracted.features, environments: train,
        targets: Matrix(rows: train.count, columns: group.count) { row, column in
          labels.columns[group[column]].centred(row)
        }, isCancelled, progress)
      let points = extracted.features.scalar.selectingRows(found.points)
      for (place, index) in group.enumerated() {
        let column = labels.columns[index]
        progress(Progress(stage: .test, done: 0, total: column.test.count))
        func model(_ agreement: ModelMetrics.Agreement?) -> ScalarModel {
          ScalarModel(
            hyperparameters: hyperparameters, reduction: extracted.reduction,
            target: column.target, points: points,
            weights: (0..<points.rows).map { found.weights[$0, place] }, mean: column.mean,
            couplingMean: labels.couplingMean, couplingDeviation: labels.couplingDeviation,
            description: ModelDescription(
              nucleus: data.nucleus, isotope: isotope, property: data.property,
              training: summary(
                of: data, train: train.count, test: column.test.count, points: points.rows),
              provenance: provenance), agreement: agreement)
        }
        results[index] = Self.tested(model, on: column, extracted.features, split, found.solution)
      }
    }
    return results.compactMap { $0 }
  }

  private static func tested(
    _ model: (ModelMetrics.Agreement?) -> ScalarModel, on column: ScalarLabels.Column,
    _ features: Features, _ split: Split, _ solution: Solution
  ) -> ScalarResult {
    guard !column.test.isEmpty else {
      return ScalarResult(
        model: model(nil), split: split, baseline: nil, tested: [],
        test: Metrics.Columns(reference: [], predicted: []), solution: solution)
    }
    let reference = column.test.map { column.values[$0] }
    let columns = Metrics.Columns(
      reference: reference, predicted: model(nil).predict(features.selecting(column.test)))
    let constant = Metrics.Columns(
      reference: reference, predicted: Array(repeating: column.mean, count: reference.count))
    return ScalarResult(
      model: model(ModelMetrics.Agreement(columns)), split: split,
      baseline: ModelMetrics.Agreement(
        meanAbsoluteError: constant.meanAbsoluteError, pearson: nil), tested: column.test,
      test: columns, solution: solution)
  }
}
