import Descriptors

/// The features of all environments of a data set, and the reduction of channels they were made with.
///
/// Made once by `Training.features(of:)`, they serve any number of trainings with the same
/// descriptor: other splits, sizes, powers ζ and regularisations.
public struct ExtractedFeatures: Sendable {
  /// One environment after another, in the order of the data.
  public let features: Features
  public let reduction: FeatureReduction?

  public init(features: Features, reduction: FeatureReduction?) {
    self.features = features
    self.reduction = reduction
  }
}

extension Training {
  /// Computes the features of all environments by the fast path.
  ///
  /// Channel reductions come from all environments: they see no labels.
  /// - Throws: `RegressionError`; `cancelled` where `isCancelled` said so.
  public func features(
    of data: LabelledStructures, isCancelled: () -> Bool = { false },
    progress: (Progress) -> Void = { _ in }
  ) throws(RegressionError) -> ExtractedFeatures {
    let environments = Array(zip(data.structures, data.centers))
    let extraction = try FeatureExtraction(hyperparameters, learningFrom: environments)
    let features = try extraction.features(of: environments) { done in
      progress(Progress(stage: .features, done: done, total: data.count))
      return !isCancelled()
    }
    return ExtractedFeatures(features: features, reduction: extraction.reduction)
  }
}
