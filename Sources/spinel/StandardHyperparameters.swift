import Crystals
import Descriptors
import Regression

extension Hyperparameters {
  /// The hyperparameters of the sample model, for structures of any elements.
  static func standard(species: [Element]) -> Hyperparameters {
    Hyperparameters(
      descriptor: DescriptorHyperparameters(
        species: species, densityWidth: 0.5, centerWeight: 1, cutoffRadius: 6, cutoffSmoothing: 0.5,
        radialScaling: RadialScaling(rate: 1, scale: 3, exponent: 4), radialCount: 6,
        maximumAngular: 4),
      kernel: KernelHyperparameters(zeta: 2, normalization: .scalar),
      regression: RegressionHyperparameters(sparsePoints: 0, regularization: 1e-6),
      reducedChannels: 12)
  }
}
