import Crystals
import Descriptors
import LinearAlgebra
import Tensors

/// A λ=0 model of one scalar (eq. 11): y_i = Σ_j (p⁰_i · p⁰_j)^ζ w_j + mean.
///
/// It knows nothing of directions, so angles and ω_Q in a fixed field are beyond it; it is here to be
/// compared with the tensor model.
public struct ScalarModel: Sendable, Equatable {
  public let hyperparameters: Hyperparameters
  public let reduction: FeatureReduction?
  public let target: ScalarTarget
  /// λ=0 features of the environments expanded in, M × D₀.
  public let points: Matrix<Double>
  /// One weight a point.
  public let weights: [Double]
  /// The mean of the training labels.
  public let mean: Double
  /// μ of the training tensors in atomic units, by which C̃_Q and η̃ are scaled.
  public let couplingMean: Double
  /// σ of the training tensors in atomic units.
  public let couplingDeviation: Double
  public let description: ModelDescription
  /// Agreement on the test set; nil where there was none.
  public let agreement: ModelMetrics.Agreement?

  /// The target of atoms, one number a centre.
  /// - Throws: `RegressionError.descriptor` for atoms that are not there, elements the model does
  ///   not know and structures whose neighbours cannot be found.
  public func predict(
    _ structure: Structure, centers: [Int]
  ) throws(RegressionError) -> [Double] {
    let extraction = try FeatureExtraction(hyperparameters, reduction: reduction)
    return predict(try extraction.features(of: [(structure, centers)]))
  }

  /// The target of environments from their features.
  public func predict(_ features: Features) -> [Double] {
    ScalarWeights(points: points, weights: weights, mean: mean)
      .predict(features, zeta: hyperparameters.kernel.zeta)
  }
}
