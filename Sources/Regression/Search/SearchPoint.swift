import Tensors

/// A place in a search space.
public struct SearchPoint: Sendable, Equatable {
  /// The factors' values in their order.
  public let values: [Double]
  /// The round it belongs to, from 1.
  public let round: Int
  public let kind: Kind

  public init(values: [Double], round: Int, kind: Kind) {
    self.values = values
    self.round = round
    self.kind = kind
  }

  /// Why a point is evaluated.
  public enum Kind: String, Sendable {
    /// The hyperparameters the search started from.
    case start
    case design
    /// Where the surface of the round is lowest.
    case minimum
  }
}

/// What cross-validation says of a point.
///
/// Numbers have nine digits: the path of a search then depends neither on the number of threads nor
/// on whether scores come from the log.
public struct PointScore: Sendable, Equatable {
  /// The mean of MAE(C̃_Q), MAE(η̃) and MAE(1 − q̃), a number a fold.
  public let folds: [Double]
  /// MAE(C̃_Q), mean over folds.
  public let coupling: Double
  /// MAE(η̃), mean over folds.
  public let asymmetry: Double
  /// MAE(1 − q̃), mean over folds.
  public let alignment: Double
  /// MAE(|ω_Q|) over all environments, in kHz.
  public let omegaQ: Double

  public init(
    folds: [Double], coupling: Double, asymmetry: Double, alignment: Double, omegaQ: Double
  ) {
    self.folds = folds.map { rounded($0, digits: 9) }
    self.coupling = rounded(coupling, digits: 9)
    self.asymmetry = rounded(asymmetry, digits: 9)
    self.alignment = rounded(alignment, digits: 9)
    self.omegaQ = rounded(omegaQ, digits: 9)
  }

  public init(_ score: CrossValidation.Score) {
    self.init(
      folds: score.foldObjectives,
      coupling: Statistics.mean(score.folds.map(\.coupling.meanAbsoluteError)),
      asymmetry: Statistics.mean(score.folds.map(\.asymmetry.meanAbsoluteError)),
      alignment: Statistics.mean(score.folds.map { $0.alignmentError ?? 0 }),
      omegaQ: score.pooled.omegaQ.meanAbsoluteError)
  }

  /// The number a search makes least: the mean over folds.
  public var mean: Double { rounded(Statistics.mean(folds), digits: 9) }

  /// The standard deviation from fold to fold, with the count less one as divisor.
  public var spread: Double { rounded(foldSpread(folds), digits: 9) }
}

/// The standard deviation of numbers with their count less one as divisor.
func foldSpread(_ numbers: [Double]) -> Double {
  guard numbers.count > 1 else { return 0 }
  let freedom = Double(numbers.count) / Double(numbers.count - 1)
  return Statistics.standardDeviation(numbers) * freedom.squareRoot()
}

/// A point of a search with its score.
public struct EvaluatedPoint: Sendable, Equatable {
  public let point: SearchPoint
  public let score: PointScore

  public init(_ point: SearchPoint, _ score: PointScore) {
    self.point = point
    self.score = score
  }
}

/// What a round of a search found.
public struct SearchRound: Sendable, Equatable {
  /// Counted from 1.
  public let number: Int
  /// The least and greatest value of each factor in the design.
  public let lower: [Double]
  public let upper: [Double]
  /// How well the surface follows the points in the design's box.
  public let quality: ResponseSurface.Quality
  /// Where the surface is lowest within the design's box.
  public let minimum: [Double]
  /// The surface's value there, and the score that cross-validation found.
  public let predicted: Double
  public let found: Double
  /// By how much the surface promised to better the best point known before, and how this differs
  /// from fold to fold (standard deviation).
  public let gain: Double
  public let gainSpread: Double
}
