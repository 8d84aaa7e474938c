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
  public let isotope: Isotope

  /// The most environments whose full kernel is held.
  static let environmentsLimit = 6000

  /// - Throws: `option`, `tooFewStructures`, `equalLabels`.
  public init(
    _ data: LabelledStructures, folds: Int = 5, seed: UInt64 = 1, isotope: Isotope? = nil
  ) throws(RegressionError) {
    self.data = data
    self.folds = try Split.folds(data, count: folds, seed: seed)
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

    /// The mean over folds of MAE(C̃_Q), MAE(η̃) and MAE(1 − q̃).
    public var objective: Double {
      let terms = folds.map {
        ($0.coupling.meanAbsoluteError + $0.asymmetry.meanAbsoluteError + ($0.alignmentError ?? 0))
          / 3
      }
      return Statistics.mean(terms)
    }
  }

  /// Computes features with the hyperparameters' descriptor and scores each (ζ, σ²).
  ///
  /// The hyperparameters' own ζ and σ² do not matter.
  /// - Throws: `RegressionError`; `tooLarge` above 6,000 environments.
  public func scores(
    _ hyperparameters: Hyperparameters, zetas: [Int], regularizations: [Double],
    isCancelled: () -> Bool = { false }
  ) throws(RegressionError) -> [Score] {
    let environments = Array(zip(data.structures, data.centers))
    let extraction = try FeatureExtraction(hyperparameters, learningFrom: environments)
    let features = try extraction.features(of: environments) { _ in !isCancelled() }
    return try scores(
      features, zetas: zetas, regularizations: regularizations,
      sparsePoints: hyperparameters.regression.sparsePoints, isCancelled: isCancelled)
  }

  /// Scores each (ζ, σ²) on features computed already, one for each environment of the data.
  public func scores(
    _ features: Features, zetas: [Int], regularizations: [Double], sparsePoints: Int = 0,
    isCancelled: () -> Bool = { false }
  ) throws(RegressionError) -> [Score] {
    precondition(features.count == data.count, "features of all environments")
    let count = data.count
    guard count <= Self.environmentsLimit else {
      throw .tooLarge(unknowns: 5 * count, limit: 5 * Self.environmentsLimit)
    }
    let linear = Kernel.tensor(features, features, zeta: 1)
    var scores: [Score] = []
    for zeta in zetas {
      var kernel = linear
      Kernel.modulate(&kernel, features, features, zeta: zeta)
      var predictions = regularizations.map { _ in
        [SphericalTensor](repeating: .zero, count: count)
      }
      for (number, fold) in folds.enumerated() {
        if isCancelled() { throw .cancelled }
        var points = fold.train
        if sparsePoints > 0, sparsePoints < points.count {
          let chosen = SparsePoints.farthest(
            features.selecting(points), count: sparsePoints, seed: UInt64(number))
          points = chosen.map { fold.train[$0] }
        }
        let weights = try Self.weights(
          kernel, data, fold.train, points, regularizations: regularizations)
        let test = Self.block(kernel, fold.test, points)
        for (place, weights) in weights.enumerated() {
          let components = test * weights
          for (row, environment) in fold.test.enumerated() {
            for mu in 0..<5 { predictions[place][environment][mu] = components[5 * row + mu] }
          }
        }
      }
      for (place, regularization) in regularizations.enumerated() {
        scores.append(score(zeta, regularization, predictions[place]))
      }
    }
    return scores
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

  /// The weights of the points for each σ².
  private static func weights(
    _ kernel: Matrix<Double>, _ data: LabelledStructures, _ train: [Int], _ points: [Int],
    regularizations: [Double]
  ) throws(RegressionError) -> [[Double]] {
    let targets = train.flatMap { data.labels[$0].array }
    do {
      let pointKernel = block(kernel, points, points)
      if points.count == train.count {
        return try regularizations.map {
          try GaussianProcess.weights(kernel: pointKernel, targets: targets, regularization: $0)
        }
      }
      var problem = try SparseProblem(kernelMM: pointKernel)
      problem.add(kernelMN: block(kernel, points, train), targets: targets)
      return try regularizations.map { try problem.weights(regularization: $0) }
    } catch let error as LinearAlgebraError {
      throw .linearAlgebra(error)
    } catch {
      preconditionFailure("only linear algebra fails here")
    }
  }

  /// The 5 × 5 blocks of some environments with others.
  private static func block(
    _ kernel: Matrix<Double>, _ rows: [Int], _ columns: [Int]
  ) -> Matrix<Double> {
    var block = Matrix<Double>(rows: 5 * rows.count, columns: 5 * columns.count)
    block.values.withUnsafeMutableBufferPointer { target in
      kernel.values.withUnsafeBufferPointer { source in
        var next = 0
        for row in rows {
          for mu in 0..<5 {
            let start = (5 * row + mu) * kernel.columns
            for column in columns {
              for nu in 0..<5 {
                target[next] = source[start + 5 * column + nu]
                next += 1
              }
            }
          }
        }
      }
    }
    return block
  }
}
