import Crystals
import Descriptors
import Regression

extension Hyperparameters {
  /// The hyperparameters of the sample model, for structures of any elements.
  static func standard(species: [Element]) -> Hyperparameters {
    Hyperparameters(
      descriptor: DescriptorHyperparameters(
        species: species, densityWidth: 0.5, centerWeight: 1, cutoffRadius: 6.5,
        cutoffSmoothing: 0.5, radialScaling: RadialScaling(rate: 1, scale: 2.5, exponent: 3),
        radialCount: 4, maximumAngular: 6),
      kernel: KernelHyperparameters(zeta: 2, normalization: .scalar),
      regression: RegressionHyperparameters(sparsePoints: 1000, regularization: 4e-5))
  }

  /// Hyperparameters of scalar models of Li, those of SampleData/li-scalar.toml.
  static func standardScalar(species: [Element]) -> Hyperparameters {
    Hyperparameters(
      descriptor: DescriptorHyperparameters(
        species: species, densityWidth: 0.25, centerWeight: 1, cutoffRadius: 6,
        cutoffSmoothing: 0.5, radialScaling: RadialScaling(rate: 1, scale: 3, exponent: 4),
        radialCount: 6, maximumAngular: 6),
      kernel: KernelHyperparameters(zeta: 4, normalization: .scalar),
      regression: RegressionHyperparameters(sparsePoints: 1000, regularization: 1e-3))
  }
}
