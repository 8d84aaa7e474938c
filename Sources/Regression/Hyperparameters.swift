import Descriptors

/// Everything a model is made with, besides its data.
public struct Hyperparameters: Sendable, Hashable {
  public var descriptor: DescriptorHyperparameters
  public var kernel: KernelHyperparameters
  public var regression: RegressionHyperparameters
  /// Channels kept of each angular momentum; nil: all of them.
  public var reducedChannels: Int?
  /// λ=2 features of charges and induced dipoles beside the power spectrum; nil: none.
  public var polarization: PolarizationHyperparameters?

  public init(
    descriptor: DescriptorHyperparameters, kernel: KernelHyperparameters = .init(),
    regression: RegressionHyperparameters = .init(), reducedChannels: Int? = nil,
    polarization: PolarizationHyperparameters? = nil
  ) {
    self.descriptor = descriptor
    self.kernel = kernel
    self.regression = regression
    self.reducedChannels = reducedChannels
    self.polarization = polarization
  }

  /// The number of λ=2 features: power spectrum, then charges and dipoles.
  public var tensorFeatureCount: Int { layout.lambda2Count + (polarization?.columnCount ?? 0) }

  /// The layout of the features after the reduction of channels.
  public var layout: FeatureLayout {
    FeatureLayout(
      channelCount: reducedChannels ?? descriptor.channelCount,
      maximumAngular: descriptor.maximumAngular)
  }
}

/// How features become similarities.
public struct KernelHyperparameters: Sendable, Hashable {
  /// The power ζ of the scalar kernel in k⁰^(ζ−1) k².
  public var zeta: Int
  /// The norm the λ=2 features of a site are divided by; with `scalar` the tensor vanishes with its
  /// features at symmetric sites.
  public var normalization: FeatureNormalization

  public init(zeta: Int = 2, normalization: FeatureNormalization = .scalar) {
    self.zeta = zeta
    self.normalization = normalization
  }
}

/// How weights are found.
public struct RegressionHyperparameters: Sendable, Hashable {
  /// The number of environments the prediction is expanded in; 0: all training environments.
  public var sparsePoints: Int
  /// The variance σ² of the noise, in the units of the kernel.
  public var regularization: Double

  public init(sparsePoints: Int = 1000, regularization: Double = 1e-6) {
    self.sparsePoints = sparsePoints
    self.regularization = regularization
  }
}

extension Hyperparameters {
  static let zetas = 1...4
  static let sparsePointCounts = 0...10_000_000
  static let regularizations = 1e-20...1e6

  /// Refuses values no model can be made with.
  /// - Throws: `RegressionError.hyperparameter` for the first impossible value.
  public func validate() throws(RegressionError) {
    do {
      try descriptor.validate()
      try polarization?.validate(speciesCount: descriptor.species.count)
    } catch .hyperparameter(let name, let found, let expected) {
      throw .hyperparameter(name: name, found: found, expected: expected)
    } catch {
      throw .descriptor(error)
    }
    func demand(
      _ holds: Bool, _ name: String, _ found: some Any, _ expected: String
    ) throws(RegressionError) {
      if !holds { throw .hyperparameter(name: name, found: "\(found)", expected: expected) }
    }
    try demand(
      descriptor.maximumAngular >= 1, "basis angular", descriptor.maximumAngular,
      "1 to 12; below 1 there are no λ=2 features")
    try demand(Self.zetas.contains(kernel.zeta), "kernel zeta", kernel.zeta, "1 to 4")
    try demand(
      Self.sparsePointCounts.contains(regression.sparsePoints), "regression sparse_points",
      regression.sparsePoints, "0 (all) to 10000000")
    // Not-a-number fails the range.
    try demand(
      Self.regularizations.contains(regression.regularization), "regression regularization",
      regression.regularization, "1e-20 to 1e6")
    if let channels = reducedChannels {
      try demand(
        (1...descriptor.channelCount).contains(channels), "reduction channels", channels,
        "1 to the \(descriptor.channelCount) channels of \(descriptor.species.count) species "
          + "with \(descriptor.radialCount) radial functions")
    }
  }
}
