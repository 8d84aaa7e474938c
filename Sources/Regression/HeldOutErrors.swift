import Tensors

/// Predictions of environments by models that did not know their structures, with the truth.
public struct HeldOutErrors: Sendable {
  /// In atomic units, one an environment, as all columns here.
  public var predicted: [SphericalTensor]
  public var reference: [SphericalTensor]
  /// The novelty of the environment to the model that predicted it.
  public var novelties: [Double]
  /// The structure of the environment.
  public var structures: [Int]

  public init(
    predicted: [SphericalTensor] = [], reference: [SphericalTensor] = [], novelties: [Double] = [],
    structures: [Int] = []
  ) {
    precondition(
      predicted.count == reference.count && predicted.count == novelties.count
        && predicted.count == structures.count, "one number of each kind an environment")
    self.predicted = predicted
    self.reference = reference
    self.novelties = novelties
    self.structures = structures
  }

  public var count: Int { predicted.count }

  /// Some of the environments.
  func selecting(_ rows: [Int]) -> HeldOutErrors {
    HeldOutErrors(
      predicted: rows.map { predicted[$0] }, reference: rows.map { reference[$0] },
      novelties: rows.map { novelties[$0] }, structures: rows.map { structures[$0] })
  }

  mutating func append(_ other: HeldOutErrors) {
    predicted += other.predicted
    reference += other.reference
    novelties += other.novelties
    structures += other.structures
  }

  /// The error of bᵀVb for the weights of a field direction, in atomic units.
  func errors(_ weights: SphericalTensor) -> [Double] {
    zip(predicted, reference).map { ($0 - $1).dot(weights) }
  }

  /// σ of bᵀVb, in atomic units.
  func deviations(_ model: UncertaintyModel.Shape, _ weights: SphericalTensor) -> [Double] {
    predicted.indices.map { row in
      let tensor = predicted[row]
      return model(novelty: novelties[row], squaredSize: tensor.dot(tensor))
        .deviation(of: tensor, weights: weights)
    }
  }
}
