import Crystals
import Descriptors
import LinearAlgebra
import Tensors

/// Trains models on labelled structures.
public struct Training: Sendable {
  public var hyperparameters: Hyperparameters
  /// The share of the structures (or environments) kept for the test; 0 trains on everything.
  public var testFraction = 0.2
  public var split = Split.Mode.structures
  public var seed: UInt64 = 1
  public var selection = Selection.farthest
  /// The isotope that kHz refer to; nil: the usual one of the nucleus.
  public var isotope: Isotope?
  /// Text the model keeps about its labels.
  public var provenance = ""

  /// How sparse points are chosen.
  public enum Selection: String, Sendable, CaseIterable { case farthest, random }

  public init(_ hyperparameters: Hyperparameters) { self.hyperparameters = hyperparameters }

  /// What training gives: the model, and the test set beside the model's predictions of it.
  public struct Result: Sendable {
    public let model: TensorModel
    public let split: Split
    /// The agreement that constants reach on the test set; nil without a test set.
    public let baseline: ModelMetrics?
    /// Predictions of `split.test`, in that order.
    public let predictions: [SphericalTensor]
  }

  /// How far training is.
  public struct Progress: Sendable, Equatable {
    public var stage: Stage
    public var done: Int
    public var total: Int

    public enum Stage: String, Sendable { case features, kernel, weights, test }
  }

  /// Trains a model on the labels' raw tensors.
  ///
  /// The solution is one large factorisation: let the BLAS use all cores (`Threads.set`) meanwhile.
  ///
  /// - Parameters:
  ///   - isCancelled: asked between batches.
  ///   - progress: told of each batch.
  /// - Throws: `RegressionError`; `cancelled` where `isCancelled` said so.
  public func train(
    on data: LabelledStructures, isCancelled: () -> Bool = { false },
    progress: (Progress) -> Void = { _ in }
  ) throws(RegressionError) -> Result {
    try hyperparameters.validate()
    let isotope = try Self.isotope(isotope, for: data.nucleus)
    let split = try Split(data, testFraction: testFraction, seed: seed, mode: split)
    try Self.refuseEqual(split.train.map { data.labels[$0] })
    let environments = Array(zip(data.structures, data.centers))
    let extraction = try FeatureExtraction(hyperparameters, learningFrom: environments)
    let features = try extraction.features(of: environments) { done in
      progress(Progress(stage: .features, done: done, total: data.count))
      return !isCancelled()
    }
    let training = features.selecting(split.train)
    let zeta = hyperparameters.kernel.zeta
    let (points, weights) = try fit(
      training, targets: split.train.flatMap { data.labels[$0].array },
      kernel: { Kernel.tensor($0, $1, zeta: zeta) }, isCancelled, progress)
    let collapsed = TensorWeights(
      weights, of: points.count == training.count ? training : training.selecting(points),
      zeta: zeta)
    progress(Progress(stage: .test, done: 0, total: split.test.count))
    let predictions =
      split.test.isEmpty ? [] : collapsed.predict(features.selecting(split.test), zeta: zeta)
    let reference = split.test.map { data.labels[$0] }
    let model = TensorModel(
      hyperparameters: hyperparameters, reduction: extraction.reduction, weights: collapsed,
      description: ModelDescription(
        nucleus: data.nucleus, isotope: isotope, property: data.property,
        training: TrainingSummary(
          structures: data.structures.count, trainingEnvironments: split.train.count,
          testEnvironments: split.test.count, sparsePoints: points.count,
          testFraction: testFraction, split: self.split, seed: seed, data: data.fingerprint),
        metrics: reference.isEmpty
          ? nil : ModelMetrics(reference: reference, predicted: predictions, isotope: isotope),
        provenance: provenance))
    let baseline =
      reference.isEmpty
      ? nil
      : ModelMetrics(
        reference: reference, meansOf: split.train.map { data.labels[$0] }, isotope: isotope)
    return Result(model: model, split: split, baseline: baseline, predictions: predictions)
  }

  static func isotope(_ chosen: Isotope?, for nucleus: Element) throws(RegressionError) -> Isotope {
    if let chosen { return chosen }
    guard let standard = Isotope.standard(for: nucleus.symbol) else {
      throw .option(
        name: "nucleus", found: nucleus.symbol,
        expected: "an element with a quadrupolar isotope in the table, or an isotope named with it")
    }
    return standard
  }

  static func refuseEqual(_ labels: [SphericalTensor]) throws(RegressionError) {
    guard let first = labels.first else { return }
    let spread = labels.reduce(0) { max($0, ($1 - first).norm) }
    guard spread > 1e-12 * max(1e-12, first.norm) else {
      throw .equalLabels(count: labels.count, quantity: "EFG tensors")
    }
  }
}
