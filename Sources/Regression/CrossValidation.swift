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
  /// Above, each fold is trained on its own.
  public var environmentsLimit = 3600

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
    for fold in self.folds { try Training.refuseEqual(fold.train.map { data.labels[$0] }) }
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
  /// The hyperparameters' own ζ and σ² do not matter. Sparse points are used as training does.
  /// - Throws: `RegressionError`; `cancelled` where `isCancelled` said so.
  public func scores(
    _ hyperparameters: Hyperparameters, zetas: [Int], regularizations: [Double],
    isCancelled: () -> Bool = { false }
  ) throws(RegressionError) -> [Score] {
    let features = try Training(hyperparameters).features(of: data, isCancelled: isCancelled)
    var scores: [Score] = []
    for zeta in zetas {
      var chosen = hyperparameters
      chosen.kernel.zeta = zeta
      let kernel = kernel(features.features, chosen)
      scores += try self.scores(
        chosen, features, kernel, regularizations: regularizations, isCancelled: isCancelled)
    }
    return scores
  }

  /// The scores of some σ² with the hyperparameters' ζ and their kernel, as `kernel(_:_:)` makes it.
  /// - Parameter progress: told how many folds are solved.
  func scores(
    _ hyperparameters: Hyperparameters, _ features: ExtractedFeatures, _ kernel: Matrix<Double>?,
    regularizations: [Double], isCancelled: () -> Bool, progress: (Int) -> Void = { _ in }
  ) throws(RegressionError) -> [Score] {
    precondition(features.features.count == data.count, "features of all environments")
    var predictions = regularizations.map { _ in
      [SphericalTensor](repeating: .zero, count: data.count)
    }
    for number in folds.indices {
      if isCancelled() { throw .cancelled }
      let found =
        if isSparse(number, hyperparameters) {
          try sparsePredictions(
            hyperparameters, features.features, number, regularizations, isCancelled)
        } else if let kernel {
          try fullPredictions(kernel, number, regularizations)
        } else {
          try trainedPredictions(hyperparameters, features, number, regularizations, isCancelled)
        }
      for (place, tensors) in found.enumerated() {
        for (environment, tensor) in zip(folds[number].test, tensors) {
          predictions[place][environment] = tensor
        }
      }
      progress(number + 1)
    }
    return zip(regularizations, predictions).map {
      score(hyperparameters.kernel.zeta, $0, $1)
    }
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
