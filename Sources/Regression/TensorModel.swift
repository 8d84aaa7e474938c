import Descriptors
import Tensors

/// A model of tensors, EFGs or others: everything that prediction needs, and where it came from.
public struct TensorModel: Sendable, Equatable {
  public let hyperparameters: Hyperparameters
  /// The map of the channels, where the hyperparameters ask for one.
  public let reduction: FeatureReduction?
  public let weights: TensorWeights
  /// The model of a third of the trace; nil for traceless properties such as EFGs.
  public let isotropic: ScalarWeights?
  public let description: ModelDescription
  /// How unlike the training environments an environment is; nil in models that do not know.
  public let novelty: Novelty?
  /// How far predictions may be off; nil in models that do not know, and wherever novelty is.
  public let uncertainty: UncertaintyModel?

  public init(
    hyperparameters: Hyperparameters, reduction: FeatureReduction?, weights: TensorWeights,
    isotropic: ScalarWeights? = nil, description: ModelDescription, novelty: Novelty? = nil,
    uncertainty: UncertaintyModel? = nil
  ) {
    self.hyperparameters = hyperparameters
    self.reduction = reduction
    self.weights = weights
    self.isotropic = isotropic
    self.description = description
    self.novelty = novelty
    self.uncertainty = novelty == nil ? nil : uncertainty
  }
}
