import Crystals
import Descriptors
import Formats
import Regression
import Support
import Tensors

/// The first structures of the shipped data set, and hyperparameters small enough for debug builds.
enum SampleSet {
  static let structures = Result { () throws(FormatError) in
    let reader = try ExtendedXYZReader(repositoryFolder + "/SampleData/lto-dft.extxyz")
    var structures: [Structure] = []
    while structures.count < 8, let next = try reader.next() { structures.append(next) }
    return structures
  }

  static func labelled(_ count: Int = 8) throws -> LabelledStructures {
    try LabelledStructures(
      Array(try structures.get().prefix(count)), nucleus: .lithium, property: "efg")
  }

  static let hyperparameters = Hyperparameters(
    descriptor: DescriptorHyperparameters(
      species: [.lithium, .oxygen, .titanium], densityWidth: 0.5, cutoffRadius: 4,
      cutoffSmoothing: 0.5, radialScaling: RadialScaling(rate: 1, scale: 3, exponent: 4),
      radialCount: 3, maximumAngular: 3),
    regression: RegressionHyperparameters(sparsePoints: 0, regularization: 1e-5))

  static func hyperparameters(
    zeta: Int = 2, _ normalization: FeatureNormalization = .scalar, channels: Int? = nil,
    sparsePoints: Int = 0
  ) -> Hyperparameters {
    var chosen = hyperparameters
    chosen.kernel = KernelHyperparameters(zeta: zeta, normalization: normalization)
    chosen.regression.sparsePoints = sparsePoints
    chosen.reducedChannels = channels
    return chosen
  }

  /// With features of charges and dipoles, and Ti weighing twice.
  static func polarized(zeta: Int, _ normalization: FeatureNormalization = .scalar)
    -> Hyperparameters
  {
    var chosen = hyperparameters(zeta: zeta, normalization)
    chosen.descriptor.densityWeights = [1, 1, 2]
    chosen.polarization = PolarizationHyperparameters(charges: [1, -2, 4], radius: 6)
    return chosen
  }

  /// A model of these hyperparameters trained on the sample.
  static func model(_ hyperparameters: Hyperparameters) throws -> TensorModel {
    try Training(hyperparameters).train(on: labelled(4)).model
  }

  /// Lithium atoms of a structure.
  static func centers(_ structure: Structure) -> [Int] {
    structure.elements.indices.filter { structure.elements[$0] == .lithium }
  }
}

extension Structure {
  /// The structure turned as a whole.
  func rotated(by rotation: Rotation) -> Structure {
    var turned = self
    turned.positions = positions.map { rotation.apply($0) }
    turned.cell.vectors = cell.vectors.map { rotation.apply($0) }
    return turned
  }
}

/// All components of tensors in order.
func components(_ tensors: [SphericalTensor]) -> [Double] { tensors.flatMap(\.array) }
