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
  let structures: [Structure]
  let hyperparameters: Hyperparameters
  let train: [Int]
  let test: [Int]
  /// Labels of all environments, `5 * environment + μ`.
  let targets: [Double]

  init() throws {
    golden = try Support.golden("lambda_soap/gpr_lto42")
    let hypers = golden["hypers"]
    structures = try golden["structures"].list.map(Self.structure)
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
  private static func structure(_ golden: Golden) throws -> Structure {
    let numbers = try golden["numbers"].integers
    let positions = try golden["positions_A"].numbers
    let rows = try golden["cell_rows_A"].numbers
    let vectors = (0..<3).map { Vector(rows[3 * $0], rows[3 * $0 + 1], rows[3 * $0 + 2]) }
    return Structure(
      cell: Cell(
        vectors[0], vectors[1], vectors[2],
        periodic: try golden["pbc"].list.map { try $0.flag }),
      elements: numbers.compactMap { Element(rawValue: UInt8($0)) },
      positions: numbers.indices.map {
        Vector(positions[3 * $0], positions[3 * $0 + 1], positions[3 * $0 + 2])
      })
  }

  /// Features of all lithium atoms in double precision, structure after structure.
  func features() throws -> Features {
    let extraction = try FeatureExtraction(hyperparameters, reduction: nil)
    let parts = try structures.map { structure in
      try extraction.exactFeatures(
        of: structure,
        centers: structure.elements.indices.filter { structure.elements[$0] == .lithium })
    }
    return Features(
      scalar: Matrix(
        parts.flatMap { part in (0..<part.scalar.rows).map { Array(part.scalar.row($0)) } }),
      tensor: Matrix(
        parts.flatMap { part in (0..<part.tensor.rows).map { Array(part.tensor.row($0)) } }),
      normalization: .own)
  }

  func targets(of environments: [Int]) -> [Double] {
    environments.flatMap { targets[5 * $0..<5 * $0 + 5] }
  }
}

@Suite("Regression against reference numbers")
struct GoldenRegressionTests {
  static let reference = Result { try ReferenceRegression() }
  static let features = Result { try reference.get().features() }

  let reference: ReferenceRegression
  let golden: Golden
  let train: Features
  let test: Features

  init() throws {
    reference = try Self.reference.get()
    golden = reference.golden
    train = try Self.features.get().selecting(reference.train)
    test = try Self.features.get().selecting(reference.test)
  }

  @Test("kernels equal the reference's, powers included")
  func kernels() throws {
    let first = try Self.features.get().selecting([0])
    let scalar = Kernel.scalar(first, train, zeta: 2)
    #expect(agree(scalar.values, try golden["K0_zeta_first_row"].numbers, within: 1e-9))
    let tensor = Kernel.tensor(first, train, zeta: 2)
    // The file has one block an environment, [n][mu][nu].
    let blocks = try golden["K2_first_row (env 0 vs train, [n][mu][nu])"].numbers
    let ordered = (0..<5).flatMap { mu in
      (0..<train.count).flatMap { n in (0..<5).map { blocks[25 * n + 5 * mu + $0] } }
    }
    #expect(agree(tensor.values, ordered, within: 1e-9))
  }

  @Test("the full tensor regression has the reference's weights and predictions")
  func fullTensor() throws {
    let weights = try GaussianProcess.weights(
      kernel: Kernel.tensor(train, train, zeta: 2), targets: reference.targets(of: reference.train),
      regularization: try golden["reg2"].number)
    #expect(agree(weights, try golden["weights2 [train][mu]"].numbers, within: 1e-6))
    let predictions = Kernel.tensor(test, train, zeta: 2) * weights
    #expect(agree(predictions, try golden["prediction2_test"].numbers, within: 1e-6))
  }

  @Test("the collapsed weights predict the reference's numbers")
  func collapsed() throws {
    let collapsed = TensorWeights(
      try golden["weights2 [train][mu]"].numbers, of: train, zeta: 2)
    let predictions = collapsed.predict(test, zeta: 2).flatMap(\.array)
    #expect(agree(predictions, try golden["prediction2_test"].numbers, within: 1e-6))
  }

  @Test("the sparse tensor regression has the reference's predictions")
  func sparseTensor() throws {
    let active = try Self.features.get().selecting(try golden["sparse"]["active"].integers)
    var problem = try SparseProblem(kernelMM: Kernel.tensor(active, active, zeta: 2))
    let targets = reference.targets(of: reference.train)
    // In two parts, as large data come.
    problem.add(
      kernelMN: Kernel.tensor(active, train.selecting(Array(0..<20)), zeta: 2),
      targets: Array(targets[..<100]))
    problem.add(
      kernelMN: Kernel.tensor(active, train.selecting(Array(20..<36)), zeta: 2),
      targets: Array(targets[100...]))
    let weights = try problem.weights(regularization: try golden["reg2"].number)
    let predictions = Kernel.tensor(test, active, zeta: 2) * weights
    #expect(agree(predictions, try golden["sparse"]["prediction2_test"].numbers, within: 1e-6))
  }

  @Test("the scalar regression with the mean has the reference's predictions")
  func scalar() throws {
    let all = try golden["target0"].numbers
    let targets = reference.train.map { all[$0] }
    let mean = targets.reduce(0, +) / Double(targets.count)
    #expect(agree(mean, try golden["mean0"].number, within: 1e-12))
    let weights = try GaussianProcess.weights(
      kernel: Kernel.scalar(train, train, zeta: 2), targets: targets.map { $0 - mean },
      regularization: try golden["reg0"].number)
    #expect(agree(weights, try golden["weights0"].numbers, within: 1e-6))
    let predictions = (Kernel.scalar(test, train, zeta: 2) * weights).map { $0 + mean }
    #expect(agree(predictions, try golden["prediction0_test"].numbers, within: 1e-6))
  }
}
