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
  /// How weights of all training environments are found; sparse points have their own way.
  public var method = Solution.Method.automatic
  /// The isotope that kHz refer to; nil: the usual one of the nucleus.
  public var isotope: Isotope?
  /// Whether tensor models learn how uncertain they are, which costs up to ten trainings more.
  public var estimatesUncertainty = false
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
    /// The same for a property that is no field gradient, whose `baseline` is nil.
    public let propertyBaseline: PropertyMetrics?
    /// Predictions of `split.test`, in that order.
    public let predictions: [SphericalTensor]
    /// How the weights were found.
    public let solution: Solution
  }

  /// How far training is.
  public struct Progress: Sendable, Equatable {
    public var stage: Stage
    public var done: Int
    public var total: Int
    /// ‖y − (K + σ² 1) w‖ / ‖y‖ of an iterative solution.
    public var residual: Double?

    /// `kernel` and `weights` belong to factorisations, `preconditioner` and `iterations` (in percent
    /// of the way, on a logarithmic scale) to iterative solutions.
    public enum Stage: String, Sendable {
      case features, kernel, weights, preconditioner, iterations, uncertainty, test
    }
  }

  /// Trains a model on the labels' raw tensors, divided by this value's fraction, mode and seed.
  ///
  /// The solution is one large problem: let the BLAS use all cores (`Threads.set`) meanwhile.
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
    let split = try Split(data, testFraction: testFraction, seed: seed, mode: split)
    return try train(on: data, split: split, isCancelled: isCancelled, progress: progress)
  }

  /// Trains a model on one part of a split and tests it on the other.
  ///
  /// - Parameters:
  ///   - split: environments of the data; this value's own fraction and mode do not matter.
  ///   - features: those of all environments of the data, made with these hyperparameters'
  ///     descriptor, normalisation and reduction; nil computes them.
  /// - Throws: as `train(on:isCancelled:progress:)`; `option` for a split of other data.
  public func train(
    on data: LabelledStructures, split: Split, features: ExtractedFeatures? = nil,
    isCancelled: () -> Bool = { false }, progress: (Progress) -> Void = { _ in }
  ) throws(RegressionError) -> Result {
    try hyperparameters.validate()
    let isotope = try isotope(for: data)
    try Self.refuse(split, unfitFor: data)
    try Self.refuseEqual(
      split.train.map { data.labels[$0] },
      data.isFieldGradient ? "EFG tensors" : "\(data.property) tensors without their traces")
    let extracted = try checked(features, of: data, isCancelled, progress)
    let zeta = hyperparameters.kernel.zeta
    let found = try fit(
      .tensor, of: extracted.features, environments: split.train,
      targets: Matrix(
        rows: 5 * split.train.count, columns: 1,
        values: split.train.flatMap { data.labels[$0].array }), isCancelled, progress)
    let collapsed = TensorWeights(
      found.weights.values, of: extracted.features, environments: found.points, zeta: zeta)
    let isotropic = try isotropicWeights(
      of: data, extracted.features, split.train, isCancelled, progress)
    let judgement =
      try estimatesUncertainty
      ? judgement(of: data, extracted.features, environments: split.train, isCancelled, progress)
      : nil
    progress(Progress(stage: .test, done: 0, total: split.test.count))
    let predictions =
      split.test.isEmpty
      ? [] : collapsed.predict(extracted.features.selecting(split.test), zeta: zeta)
    let reference = data.isFieldGradient ? split.test.map { data.labels[$0] } : []
    let propertyMetrics = propertyMetrics(
      of: data, split, predicted: predictions,
      isotropic: isotropic?.predict(extracted.features.selecting(split.test), zeta: zeta))
    let model = TensorModel(
      hyperparameters: hyperparameters, reduction: extracted.reduction, weights: collapsed,
      isotropic: isotropic,
      description: ModelDescription(
        nucleus: data.nucleus, isotope: isotope, property: data.property,
        unit: data.unit, isFieldGradient: data.isFieldGradient,
        training: summary(
          of: data, train: split.train.count, test: split.test.count, points: found.points.count),
        metrics: reference.isEmpty
          ? nil : ModelMetrics(reference: reference, predicted: predictions, isotope: isotope),
        propertyMetrics: propertyMetrics?.model,
        provenance: provenance), novelty: judgement?.novelty, uncertainty: judgement?.uncertainty)
    let baseline =
      reference.isEmpty
      ? nil
      : ModelMetrics(
        reference: reference, meansOf: split.train.map { data.labels[$0] }, isotope: isotope)
    return Result(
      model: model, split: split, baseline: baseline,
      propertyBaseline: propertyMetrics?.constant, predictions: predictions,
      solution: found.solution)
  }
}
