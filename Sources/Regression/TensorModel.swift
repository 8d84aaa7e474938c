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

  /// A hash of all that changes predictions, to tell results of different models apart.
  public var fingerprint: Fingerprint {
    var print = Fingerprint()
    print.combine(HyperparameterFile.text(hyperparameters))
    print.combine(description.nucleus.symbol)
    print.combine(reduction?.maps ?? [])
    switch weights {
    case .linear(let vector): print.combine(vector)
    case .bilinear(let matrix): print.combine(matrix.values)
    case .points(let scalar, let vectors):
      print.combine(scalar.values)
      print.combine(vectors.values)
    }
    return print
  }
}
