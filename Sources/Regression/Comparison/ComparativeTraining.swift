import Crystals
import Descriptors
import LinearAlgebra
import Tensors

/// Trains the tensor model and the five scalar models side by side, on features computed once.
///
/// Neither the descriptor nor the reduction of channels sees labels, so one set of features serves
/// every split.
public struct ComparativeTraining: Sendable {
  public let data: LabelledStructures
  /// Hyperparameters of the tensor model.
  public let tensor: Hyperparameters
  /// Hyperparameters of the scalar models.
  public let scalar: Hyperparameters
  public let isotope: Isotope
  /// The field that θ, φ and ω_Q refer to.
  public let field: FieldDirection
  /// The largest relative gap of principal values that are reassigned for corrected angles.
  public let tolerance: Double
  private let tensorFeatures: ExtractedFeatures
  private let scalarFeatures: ExtractedFeatures

  /// Computes the features of all environments.
  ///
  /// - Parameters:
  ///   - isotope: the isotope that kHz refer to; nil: the usual one of the nucleus.
  ///   - progress: told of the environments done, and of all, twice the number of environments where
  ///     the two descriptors differ.
  /// - Throws: `RegressionError`; `cancelled` where `isCancelled` said so.
  public init(
    _ data: LabelledStructures, tensor: Hyperparameters, scalar: Hyperparameters,
    isotope: Isotope? = nil, field: FieldDirection = .z,
    tolerance: Double = Reassignment.defaultTolerance, isCancelled: () -> Bool = { false },
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(RegressionError) {
    self.data = data
    self.tensor = tensor
    self.scalar = scalar
    try Training.requireFieldGradients(data, for: "the three routes are")
    self.isotope = try Training.isotope(isotope, for: data.nucleus)
    self.field = field
    self.tolerance = tolerance
    let areShared =
      tensor.descriptor == scalar.descriptor && tensor.reducedChannels == scalar.reducedChannels
    let total = (areShared ? 1 : 2) * data.count
    func features(
      _ hyperparameters: Hyperparameters, after first: Int
    ) throws(RegressionError) -> ExtractedFeatures {
      try Training(hyperparameters).features(of: data, isCancelled: isCancelled) {
        progress(first + $0.done, total)
      }
    }
    tensorFeatures = try features(tensor, after: 0)
    scalarFeatures = areShared ? tensorFeatures : try features(scalar, after: data.count)
  }

  /// Trains on one side of a split and compares on the other.
  ///
  /// - Parameter seed: of the sparse points.
  /// - Throws: `RegressionError`; `cancelled` where `isCancelled` said so.
  public func comparison(
    on split: Split, seed: UInt64 = 1, isCancelled: () -> Bool = { false }
  ) throws(RegressionError) -> Comparison {
    let result = try training(tensor, seed).train(
      on: data, split: split, features: tensorFeatures, isCancelled: isCancelled)
    let scalars = try scalars(split, seed, isCancelled)
    do {
      return try Comparison(
        reference: split.test.map { data.labels[$0] }, tensor: result.predictions,
        scalar: scalars.models,
        constant: scalars.constants, isotope: isotope, field: field, tolerance: tolerance)
    } catch {
      preconditionFailure("one prediction a reference tensor")
    }
  }

  private func training(_ hyperparameters: Hyperparameters, _ seed: UInt64) -> Training {
    var training = Training(hyperparameters)
    training.seed = seed
    training.isotope = isotope
    return training
  }

  /// Trains one model a target: on C̃_Q and η̃ by μ and σ of the training labels, which the
  /// predictions are freed of again.
  private func scalars(
    _ split: Split, _ seed: UInt64, _ isCancelled: () -> Bool
  ) throws(RegressionError) -> (models: ScalarPredictions, constants: ScalarPredictions) {
    let labels = ScalarLabels(
      ScalarTarget.allCases, of: data, split: split, isotope: isotope, field: field)
    let test = scalarFeatures.features.selecting(split.test)
    var models: [ScalarTarget: [Double]] = [:]
    var constants: [ScalarTarget: [Double]] = [:]
    for column in labels.columns {
      constants[column.target] = Array(repeating: column.mean, count: split.test.count)
    }
    for group in labels.groups {
      let predictions = try scalars(group.map { labels.columns[$0] }, test, seed, isCancelled)
      for (place, index) in group.enumerated() {
        models[labels.columns[index].target] = predictions[place]
      }
    }
    let (mean, spread) = (labels.couplingMean, labels.couplingDeviation)
    let deviation = spread > 0 ? spread : 1
    func predictions(_ values: [ScalarTarget: [Double]]) -> ScalarPredictions {
      ScalarPredictions(
        vzz: (values[.coupling] ?? []).map { mean + deviation * $0 },
        difference: (values[.asymmetry] ?? []).map { mean * $0 },
        theta: values[.theta] ?? [], phi: values[.phi] ?? [], omegaQ: values[.omegaQ] ?? [])
    }
    return (predictions(models), predictions(constants))
  }

  /// The predictions for the test side of targets with values on the same environments of the
  /// training side; NaN where there are none.
  private func scalars(
    _ columns: [ScalarLabels.Column], _ test: Features, _ seed: UInt64, _ isCancelled: () -> Bool
  ) throws(RegressionError) -> [[Double]] {
    let train = columns[0].train
    guard !train.isEmpty else {
      return columns.map { _ in Array(repeating: .nan, count: test.count) }
    }
    let features = scalarFeatures.features
    let found = try training(scalar, seed).fit(
      .scalar, of: features, environments: train,
      targets: Matrix(rows: train.count, columns: columns.count) { row, column in
        columns[column].centred(row)
      }, isCancelled, { _ in })
    let similarities = Kernel.scalar(
      test, features.selecting(found.points), zeta: scalar.kernel.zeta)
    let predictions = (similarities * found.weights).transposed
    return columns.enumerated().map { place, column in
      predictions.row(place).map { $0 + column.mean }
    }
  }
}
