import LinearAlgebra

/// Scores the points of a search by cross-validation, and keeps features and kernel for the next
/// points that share them.
public struct PointEvaluator: Sendable {
  public let validation: CrossValidation
  public let space: SearchSpace

  private var features: (of: Hyperparameters, values: ExtractedFeatures)?
  private var kernel: (zeta: Int, values: Matrix<Double>?)?

  public init(_ validation: CrossValidation, space: SearchSpace) {
    self.validation = validation
    self.space = space
  }

  /// Evaluates the first of points that share features and kernel (see
  /// `HyperparameterSearch.next()`), or all of them where sparse solutions share their work too.
  ///
  /// - Parameter progress: told how many folds are solved.
  /// - Throws: `RegressionError`; `cancelled` where `isCancelled` said so.
  public mutating func evaluate(
    _ points: [SearchPoint], isCancelled: () -> Bool = { false },
    progress: (Int) -> Void = { _ in }
  ) throws(RegressionError) -> [EvaluatedPoint] {
    guard let first = points.first else { return [] }
    let hyperparameters = space.hyperparameters(at: first.values)
    let chosen = validation.isSparse(hyperparameters) ? points : [first]
    let features = try features(hyperparameters, isCancelled)
    if isCancelled() { throw .cancelled }
    let zeta = hyperparameters.kernel.zeta
    if kernel?.zeta != zeta {
      // The old kernel goes before the new one comes.
      kernel = nil
      kernel = (zeta, validation.kernel(features.features, hyperparameters))
    }
    let scores = try validation.scores(
      hyperparameters, features, kernel?.values,
      regularizations: chosen.map {
        space.hyperparameters(at: $0.values).regression.regularization
      }, isCancelled: isCancelled, progress: { progress($0 * chosen.count) })
    return zip(chosen, scores).map { EvaluatedPoint($0, PointScore($1)) }
  }

  private mutating func features(
    _ hyperparameters: Hyperparameters, _ isCancelled: () -> Bool
  ) throws(RegressionError) -> ExtractedFeatures {
    if let features, features.of.sharesFeatures(with: hyperparameters) { return features.values }
    features = nil
    kernel = nil
    let found = try Training(hyperparameters).features(
      of: validation.data, isCancelled: isCancelled)
    features = (hyperparameters, found)
    return found
  }
}
