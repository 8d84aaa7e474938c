import Descriptors
import LinearAlgebra
import Tensors

/// k-fold cross-validation by structure, of the kernel power and the regularisation at once.
///
/// Features and the kernel between all environments are computed once; each fold, ζ and σ² costs a
/// solution only. Channel reductions come from all environments: they see no labels.
public struct CrossValidation: Sendable {
  public let data: LabelledStructures
  public let folds: [Split]
  public let split: Split.Mode
  public let seed: UInt64
  public let isotope: Isotope

  /// The most environments whose full kernel is held: it and the largest of the solutions take 6 GB.
  public static let environmentsLimit = 3600

  /// Draws the folds.
  /// - Parameter split: what stays together in a fold; `environments` is the paper's way.
  /// - Throws: `option`, `tooFewStructures`, `equalLabels`.
  public init(
    _ data: LabelledStructures, folds: Int = 5, seed: UInt64 = 1,
    split: Split.Mode = .structures, isotope: Isotope? = nil
  ) throws(RegressionError) {
    self.data = data
    self.folds = try Split.folds(data, count: folds, seed: seed, mode: split)
    self.split = split
    self.seed = seed
    self.isotope = try Training.isotope(isotope, for: data.nucleus)
  }

  /// The agreement of one pair (ζ, σ²).
  public struct Score: Sendable {
    public let zeta: Int
    public let regularization: Double
    /// Agreement within each fold.
    public let folds: [ModelMetrics]
    /// The prediction of each environment by the fold that did not know its structure.
    public let predictions: [SphericalTensor]
    /// Agreement over all environments at once.
    public let pooled: ModelMetrics

    /// The mean of MAE(C̃_Q), MAE(η̃) and MAE(1 − q̃) of each fold.
    public var foldObjectives: [Double] {
      folds.map {
        ($0.coupling.meanAbsoluteError + $0.asymmetry.meanAbsoluteError + ($0.alignmentError ?? 0))
          / 3
      }
    }

    /// The mean over folds of MAE(C̃_Q), MAE(η̃) and MAE(1 − q̃).
    public var objective: Double { Statistics.mean(foldObjectives) }
  }

  /// Computes features with the hyperparameters' descriptor and scores each (ζ, σ²).
  ///
  /// The hyperparameters' own ζ and σ² do not matter.
  /// - Parameter threads: how many compute features; solutions take what the BLAS has.
  /// - Throws: `RegressionError`; `tooLarge` where full kernels do not fit in memory.
  public func scores(
    _ hyperparameters: Hyperparameters, zetas: [Int], regularizations: [Double], threads: Int = 1,
    isCancelled: () -> Bool = { false }
  ) throws(RegressionError) -> [Score] {
    let features = try features(hyperparameters, threads: threads, isCancelled: isCancelled)
    return try scores(
      features, zetas: zetas, regularizations: regularizations,
      sparsePoints: hyperparameters.regression.sparsePoints, isCancelled: isCancelled)
  }

  /// Scores each (ζ, σ²) on features computed already, one for each environment of the data.
  public func scores(
    _ features: Features, zetas: [Int], regularizations: [Double], sparsePoints: Int = 0,
    isCancelled: () -> Bool = { false }
  ) throws(RegressionError) -> [Score] {
    var scores: [Score] = []
    for zeta in zetas {
      let kernel = try kernel(features, zeta: zeta, sparsePoints: sparsePoints)
      scores += try self.scores(
        features, kernel, zeta: zeta, regularizations: regularizations,
        sparsePoints: sparsePoints, isCancelled: isCancelled)
    }
    return scores
  }

  /// The features of all environments.
  func features(
    _ hyperparameters: Hyperparameters, threads: Int, isCancelled: () -> Bool
  ) throws(RegressionError) -> Features {
    let environments = Array(zip(data.structures, data.centers))
    let extraction = try FeatureExtraction(hyperparameters, learningFrom: environments)
    return try extraction.features(of: environments, threads: threads) { _ in !isCancelled() }
  }

  /// The scores of some σ² with one kernel, as `kernel(_:zeta:sparsePoints:)` makes it.
  /// - Parameter progress: told how many folds are solved.
  func scores(
    _ features: Features, _ kernel: Matrix<Double>?, zeta: Int, regularizations: [Double],
    sparsePoints: Int, isCancelled: () -> Bool, progress: (Int) -> Void = { _ in }
  ) throws(RegressionError) -> [Score] {
    precondition(features.count == data.count, "features of all environments")
    var predictions = regularizations.map { _ in
      [SphericalTensor](repeating: .zero, count: data.count)
    }
    for number in folds.indices {
      if isCancelled() { throw .cancelled }
      let found =
        if let kernel, !isSparse(number, sparsePoints) {
          try fullPredictions(kernel, number, regularizations)
        } else {
          try sparsePredictions(
            features, number, zeta: zeta, regularizations, count: sparsePoints,
            isCancelled: isCancelled)
        }
      for (place, tensors) in found.enumerated() {
        for (environment, tensor) in zip(folds[number].test, tensors) {
          predictions[place][environment] = tensor
        }
      }
      progress(number + 1)
    }
    return zip(regularizations, predictions).map { score(zeta, $0, $1) }
  }

  private func score(
    _ zeta: Int, _ regularization: Double, _ predictions: [SphericalTensor]
  ) -> Score {
    let metrics = folds.map { fold in
      ModelMetrics(
        reference: fold.test.map { data.labels[$0] }, predicted: fold.test.map { predictions[$0] },
        isotope: isotope)
    }
    return Score(
      zeta: zeta, regularization: regularization, folds: metrics, predictions: predictions,
      pooled: ModelMetrics(reference: data.labels, predicted: predictions, isotope: isotope))
  }
}
