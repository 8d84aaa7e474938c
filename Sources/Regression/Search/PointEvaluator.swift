import LinearAlgebra

/// Scores the points of a search by cross-validation, and keeps features and kernel for the next
/// points that share them.
public struct PointEvaluator: Sendable {
  public let validation: CrossValidation
  public let space: SearchSpace
  /// How many threads compute features; solutions take what the BLAS has.
  public let threads: Int

  private var features: (of: Hyperparameters, Features)?
  private var kernel: (zeta: Int, Matrix<Double>?)?

  /// Makes an evaluator of a space's points.
  /// - Throws: `tooLarge` where full kernels of so many environments do not fit in memory and the
  ///   space's start asks for no sparse points.
  public init(
    _ validation: CrossValidation, space: SearchSpace, threads: Int = 1
  ) throws(RegressionError) {
    let sparsePoints = space.start.regression.sparsePoints
    let isFull = validation.folds.indices.contains { !validation.isSparse($0, sparsePoints) }
    guard !isFull || validation.data.count <= CrossValidation.environmentsLimit else {
      throw .tooLarge(
        unknowns: 5 * validation.data.count, limit: 5 * CrossValidation.environmentsLimit)
    }
    self.validation = validation
    self.space = space
    self.threads = threads
  }

  /// Evaluates the first of points that share features and kernel (see
  /// `HyperparameterSearch.next()`), or all of them where sparse solutions share their work too.
  ///
  /// - Parameter progress: told how many folds are solved, and how many there are.
  /// - Throws: `RegressionError`; `cancelled` where `isCancelled` said so.
  public mutating func evaluate(
    _ points: [SearchPoint], isCancelled: () -> Bool = { false },
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(RegressionError) -> [EvaluatedPoint] {
    guard let first = points.first else { return [] }
    let hyperparameters = space.hyperparameters(at: first.values)
    let sparsePoints = hyperparameters.regression.sparsePoints
    let isSparse = validation.folds.indices.allSatisfy { validation.isSparse($0, sparsePoints) }
    let chosen = isSparse ? points : [first]
    let features = try features(hyperparameters, isCancelled)
    if isCancelled() { throw .cancelled }
    let zeta = hyperparameters.kernel.zeta
    if kernel?.zeta != zeta {
      // The old kernel goes before the new one comes.
      kernel = nil
      kernel = (zeta, try validation.kernel(features, zeta: zeta, sparsePoints: sparsePoints))
    }
    let scores = try validation.scores(
      features, kernel?.1, zeta: zeta,
      regularizations: chosen.map {
        space.hyperparameters(at: $0.values).regression.regularization
      }, sparsePoints: sparsePoints, isCancelled: isCancelled
    ) { progress($0 * chosen.count, validation.folds.count * chosen.count) }
    return zip(chosen, scores).map { EvaluatedPoint($0, PointScore($1)) }
  }

  private mutating func features(
    _ hyperparameters: Hyperparameters, _ isCancelled: () -> Bool
  ) throws(RegressionError) -> Features {
    if let features, features.of.sharesFeatures(with: hyperparameters) { return features.1 }
    features = nil
    kernel = nil
    let found = try validation.features(
      hyperparameters, threads: threads, isCancelled: isCancelled)
    features = (hyperparameters, found)
    return found
  }
}
