import Crystals
import Descriptors
import LinearAlgebra
import Regression
import Support
import Tensors
import Testing

/// The reference data set of six small structures with point-charge labels.
struct ReferenceRegression {
  let golden: Golden
  let environments: [(Structure, [Int])]
  let hyperparameters: Hyperparameters
  let train: [Int]
  let test: [Int]
  /// Labels of all environments, `5 * environment + μ`.
  let targets: [Double]

  init() throws {
    golden = try Support.golden("lambda_soap/gpr_lto42")
    let hypers = golden["hypers"]
    environments = try golden["structures"].keys.sorted { $0.count == $1.count ? $0 < $1 : $0.count < $1.count }
      .map { try Self.structure(golden["structures"][$0]) }
    hyperparameters = Hyperparameters(
      descriptor: DescriptorHyperparameters(
        species: try golden["species_order"].integers.compactMap { Element(rawValue: UInt8($0)) },
        densityWidth: try hypers["sigma"].number, cutoffRadius: try hypers["rc"].number,
        cutoffSmoothing: try hypers["width"].number, radialCount: try hypers["n"].integer,
        maximumAngular: try hypers["l"].integer),
      kernel: KernelHyperparameters(zeta: try golden["zeta"].integer, normalization: .own),
      regression: RegressionHyperparameters(
        sparsePoints: 0, regularization: try golden["reg2"].number))
    train = try golden["train"].integers
    test = try golden["test"].integers
    targets = try golden["target2_spherical_m-2..2"].numbers
  }
}
