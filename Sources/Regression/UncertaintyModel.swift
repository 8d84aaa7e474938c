import Glibc
import Tensors

/// The uncertainty of predicted tensors, learned from the errors of cross-validation.
///
/// σ_⊥² = scale² · (ν + ν₀)^a · (|V|² + v₀²)^b and σ_∥² = (1 + c) σ_⊥², with the novelty ν of the
/// environment and the size |V| of its predicted tensor. Where a training set is dense errors are
/// small, and a large tensor is off by more than a small one, most of all along itself. The scale
/// is such that 68 % of the errors of ω_Q, field along z, lie within ±σ.
public struct UncertaintyModel: Sendable, Equatable {
  public var shape: Shape
  /// The intervals of other probabilities.
  public var factors: CoverageFactors
  /// How well these uncertainties did on structures they were not adjusted to.
  public var calibration: Calibration

  /// What cross-validation says of the uncertainties: judged on structures that had no part in the
  /// prediction, and with a scale and factors from others again.
  public struct Calibration: Sendable, Equatable {
    /// ω_Q with the field along z, as the scale is chosen for.
    public var alongZ: CalibrationCurve
    /// ω_Q with the field along many directions, one site counting once for each.
    public var anyDirection: CalibrationCurve
    /// The mean error of the 10 % most uncertain sites over that of all, field along z.
    public var ranking: Double
    /// The same for the mean over directions.
    public var rankingAnyDirection: Double

    public init(
      alongZ: CalibrationCurve, anyDirection: CalibrationCurve, ranking: Double,
      rankingAnyDirection: Double
    ) {
      self.alongZ = alongZ
      self.anyDirection = anyDirection
      self.ranking = ranking
      self.rankingAnyDirection = rankingAnyDirection
    }
  }

  public init(shape: Shape, factors: CoverageFactors, calibration: Calibration) {
    self.shape = shape
    self.factors = factors
    self.calibration = calibration
  }

  /// How the uncertainty depends on what is known of a prediction.
  public struct Shape: Sendable, Equatable {
    /// In atomic units, for ν + ν₀ = 1 and |V|² + v₀² = 1.
    public var scale: Double
    /// a.
    public var noveltyExponent: Double
    /// ν₀, the share of the error that even a training environment has.
    public var noveltyFloor: Double
    /// b.
    public var sizeExponent: Double
    /// v₀ in atomic units.
    public var sizeFloor: Double
    /// c.
    public var excess: Double

    public init(
      scale: Double, noveltyExponent: Double, noveltyFloor: Double, sizeExponent: Double,
      sizeFloor: Double, excess: Double
    ) {
      self.scale = scale
      self.noveltyExponent = noveltyExponent
      self.noveltyFloor = noveltyFloor
      self.sizeExponent = sizeExponent
      self.sizeFloor = sizeFloor
      self.excess = excess
    }

    /// The uncertainty of a tensor predicted for an environment.
    ///
    /// - Parameter squaredSize: |V|² of the predicted tensor, in atomic units squared.
    public func callAsFunction(novelty: Double, squaredSize: Double) -> TensorUncertainty {
      let across =
        scale
        * exp(
          0.5
            * (noveltyExponent * log(novelty + noveltyFloor)
              + sizeExponent * log(squaredSize + sizeFloor * sizeFloor)))
      return TensorUncertainty(across: across, along: across * (1 + excess).squareRoot())
    }
  }
}
