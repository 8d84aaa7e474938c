import Tensors

/// A comparison as numbers that can be averaged over repeats.
public struct ComparisonScores: Sendable, Equatable {
  /// Environments compared.
  public var count: Double
  /// Agreement of the tensor model.
  public var tensor: [Quantity: Score]
  /// Agreement of the scalar models.
  public var scalar: [Quantity: Score]
  /// Agreement of constants, the means over the training set; without r.
  public var constant: [Quantity: Score]
  /// Mean over environments of Σ_ij |ΔV_ij| of the tensor model, in atomic units (eq. 6).
  public var tensorError: Double
  /// Mean of 1 − q̃ of the tensor model (eq. 9).
  public var alignmentError: Double
  /// Environments whose axes were reassigned for the corrected angles.
  public var swaps: Double

  /// What is compared.
  public enum Quantity: String, Sendable, CaseIterable {
    /// C̃_Q of eq. 7.
    case coupling
    /// η̃ of eq. 8.
    case asymmetry
    /// θ and φ in radians, as they are.
    case theta, phi
    /// θ and φ in radians after axes of near-equal principal values were reassigned; tensor only.
    case correctedTheta, correctedPhi
    /// |ω_Q| in kHz: of the scalar side learned directly, of the tensor side from the tensor.
    case omegaQ
    /// |ω_Q| in kHz from the four other learned scalars; scalar only.
    case omegaQFromScalars
  }

  /// The agreement of one quantity; errors are NaN where nothing could be compared.
  public struct Score: Sendable, Equatable {
    public var meanAbsoluteError: Double
    public var rootMeanSquareError: Double
    /// Pearson's r; nil where one side does not vary.
    public var pearson: Double?
    /// The share of environments within 10 kHz, 0…1; nil of other quantities than ω_Q.
    public var within10kHz: Double?

    init(_ columns: Metrics.Columns, isFrequency: Bool = false) {
      meanAbsoluteError = columns.meanAbsoluteError
      rootMeanSquareError = columns.rootMeanSquareError
      pearson = columns.pearson.isFinite ? columns.pearson : nil
      within10kHz = isFrequency ? columns.share(within: 10) : nil
    }

    fileprivate init(_ scores: [Score], _ combine: ([Double]) -> Double) {
      meanAbsoluteError = combine(scores.map(\.meanAbsoluteError))
      rootMeanSquareError = combine(scores.map(\.rootMeanSquareError))
      let pearsons = scores.compactMap(\.pearson)
      pearson = pearsons.isEmpty ? nil : combine(pearsons)
      let shares = scores.compactMap(\.within10kHz)
      within10kHz = shares.isEmpty ? nil : combine(shares)
    }
  }

  public init(_ comparison: Comparison) {
    let metrics = comparison.tensor
    count = Double(metrics.count)
    scalar = Self.scores(comparison.scalar)
    constant = Self.scores(comparison.constant)
    // A constant correlates with nothing; rounding would give it some number.
    for quantity in constant.keys { constant[quantity]?.pearson = nil }
    constant[.omegaQFromScalars] = nil
    tensor = [
      .coupling: Score(metrics.coupling), .asymmetry: Score(metrics.asymmetry),
      .theta: Score(metrics.theta), .phi: Score(metrics.phi),
      .correctedTheta: Score(metrics.correctedTheta), .correctedPhi: Score(metrics.correctedPhi),
      .omegaQ: Score(metrics.omegaQ, isFrequency: true),
    ]
    tensorError = metrics.meanTensorError
    alignmentError = metrics.meanAlignmentError
    swaps = Double(metrics.swaps)
  }

  private static func scores(_ columns: Comparison.ScalarColumns) -> [Quantity: Score] {
    [
      .coupling: Score(columns.coupling), .asymmetry: Score(columns.asymmetry),
      .theta: Score(columns.theta), .phi: Score(columns.phi),
      .omegaQ: Score(columns.omegaQ, isFrequency: true),
      .omegaQFromScalars: Score(columns.omegaQFromScalars, isFrequency: true),
    ]
  }

  private init(_ scores: [ComparisonScores], _ statistic: ([Double]) -> Double) {
    // A repeat in which a measure has no value counts for nothing in that measure.
    func combine(_ numbers: [Double]) -> Double { statistic(numbers.filter(\.isFinite)) }
    func combine(
      _ side: (ComparisonScores) -> [Quantity: Score]
    ) -> [Quantity: Score] {
      let sides = scores.map(side)
      var combined: [Quantity: Score] = [:]
      for quantity in Quantity.allCases {
        let found = sides.compactMap { $0[quantity] }
        if !found.isEmpty { combined[quantity] = Score(found, combine) }
      }
      return combined
    }
    count = combine(scores.map(\.count))
    scalar = combine { $0.scalar }
    constant = combine { $0.constant }
    tensor = combine { $0.tensor }
    tensorError = combine(scores.map(\.tensorError))
    alignmentError = combine(scores.map(\.alignmentError))
    swaps = combine(scores.map(\.swaps))
  }

  /// The mean of every number over repeats.
  public static func mean(_ scores: [ComparisonScores]) -> ComparisonScores {
    ComparisonScores(scores) { Statistics.mean($0) }
  }

  /// The standard deviation of every number over repeats (ddof = 0).
  public static func deviation(_ scores: [ComparisonScores]) -> ComparisonScores {
    ComparisonScores(scores) { Statistics.standardDeviation($0) }
  }
}
