import LinearAlgebra
import Tensors

extension Training {
  /// Learns the isotropic part of the labels from the environments that the tensors are learned from.
  ///
  /// - Parameters:
  ///   - features: of all environments of the data.
  ///   - environments: those learned from.
  /// - Returns: nil for labels without an isotropic part.
  func isotropicWeights(
    of data: LabelledStructures, _ features: Features, _ environments: [Int],
    _ isCancelled: () -> Bool, _ progress: (Progress) -> Void
  ) throws(RegressionError) -> ScalarWeights? {
    guard data.hasIsotropic else { return nil }
    let labels = environments.map { data.isotropic[$0] }
    let mean = Statistics.mean(labels)
    let found = try fit(
      .scalar, of: features, environments: environments,
      targets: Matrix(rows: labels.count, columns: 1, values: labels.map { $0 - mean }),
      isCancelled, progress)
    return ScalarWeights(
      points: features.scalar.selectingRows(found.points), weights: found.weights.values,
      mean: mean)
  }

  /// The agreement of predictions with the labels tested on, and that of the training labels' means.
  ///
  /// - Returns: nil for field gradients, which have metrics of their own, and without a test set.
  func propertyMetrics(
    of data: LabelledStructures, _ split: Split, predicted: [SphericalTensor],
    isotropic: [Double]?
  ) -> (model: PropertyMetrics, constant: PropertyMetrics)? {
    guard !data.isFieldGradient, !split.test.isEmpty else { return nil }
    let reference = split.test.map { data.labels[$0] }
    let known = split.test.map { data.isotropic[$0] }
    let sum = split.train.reduce(SphericalTensor.zero) { $0 + data.labels[$1] }
    let mean = 1 / Double(split.train.count) * sum
    let isotropicMean = Statistics.mean(split.train.map { data.isotropic[$0] })
    return (
      PropertyMetrics(
        reference: reference, predicted: predicted,
        isotropic: isotropic.map { Metrics.Columns(reference: known, predicted: $0) }),
      PropertyMetrics(
        reference: reference, predicted: reference.map { _ in mean },
        isotropic: isotropic.map { _ in
          Metrics.Columns(reference: known, predicted: known.map { _ in isotropicMean })
        })
    )
  }
}
