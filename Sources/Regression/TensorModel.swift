import Descriptors
import Tensors

/// A model of EFG tensors: everything that prediction needs, and where it came from.
public struct TensorModel: Sendable, Equatable {
  public let hyperparameters: Hyperparameters
  /// The map of the channels, where the hyperparameters ask for one.
  public let reduction: FeatureReduction?
  public let weights: TensorWeights
  public let description: ModelDescription

  public init(
    hyperparameters: Hyperparameters, reduction: FeatureReduction?, weights: TensorWeights,
    description: ModelDescription
  ) {
    self.hyperparameters = hyperparameters
    self.reduction = reduction
    self.weights = weights
    self.description = description
  }
}
