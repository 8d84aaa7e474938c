import Crystals
import Descriptors
import LinearAlgebra
import Support
import Tensors
import Testing

/// What must hold for any features of atoms in space, whatever their numbers are.
@Suite struct Physics {
  static let structure = Result { try GoldenDescriptor("triclinic_small").structure }
  static let hyperparameters = DescriptorHyperparameters(
    species: [.lithium, Element(rawValue: 17)!], densityWidth: 0.4, centerWeight: 0.5,
    cutoffRadius: 4.5, cutoffSmoothing: 0.8,
    radialScaling: RadialScaling(rate: 1, scale: 2.5, exponent: 4), radialCount: 4,
    maximumAngular: 4)

  let structure: Structure
  let expansion: DensityExpansion

  init() throws {
    structure = try Self.structure.get()
    expansion = try DensityExpansion(Self.hyperparameters)
  }

  func features(_ structure: Structure, _ centers: [Int]) throws -> (
    scalar: Matrix<Double>, tensor: Matrix<Double>
  ) {
    let coefficients = try expansion.coefficients(of: structure, centers: centers)
    return (
      PowerSpectrum(coefficients, lambda: 0).compact,
      PowerSpectrum(coefficients, lambda: 2).compact
    )
  }

  func expectSameFeatures(
    _ other: Structure, _ centers: [Int] = [0, 1],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let expected = try features(structure, [0, 1])
    let found = try features(other, centers)
    #expect(
      agree(found.scalar.values, expected.scalar.values, within: 1e-11),
      sourceLocation: sourceLocation)
    #expect(
      agree(found.tensor.values, expected.tensor.values, within: 1e-11),
      sourceLocation: sourceLocation)
  }

  @Test("λ=0 features stay and λ=2 features turn like a tensor when the crystal is rotated")
  func rotation() throws {
    var generator = SplitMix64(seed: 11)
    let before = try features(structure, [0, 1])
    for _ in 0..<3 {
      let rotation = generator.rotation()
      let after = try features(structure.mapped(rotation.apply), [0, 1])
      #expect(agree(after.scalar.values, before.scalar.values, within: 1e-11))
      var expected = before.tensor
      for site in 0..<2 {
        for d in 0..<expected.columns {
          let column = try #require(
            SphericalTensor((0..<5).map { before.tensor[5 * site + $0, d] }))
          for (mu, value) in column.rotated(by: rotation).array.enumerated() {
            expected[5 * site + mu, d] = value
          }
        }
      }
      #expect(agree(after.tensor.values, expected.values, within: 1e-11))
    }
  }

  @Test("the fast path's contraction turns like a tensor when the crystal is rotated")
  func fastRotation() throws {
    var generator = SplitMix64(seed: 12)
    let rotation = generator.rotation()
    let weights = randomMatrix(
      rows: expansion.layout.lambda2Count, columns: 16, seed: 5)
    var same = weights
    for row in 0..<same.rows { same[row, 1] = same[row, 0] }
    let before = try expansion.batch(of: structure, centers: [0, 1]).contracted(with: same)
    let after = try expansion.batch(of: structure.mapped(rotation.apply), centers: [0, 1])
      .contracted(with: same)
    var expected: [Double] = []
    for site in 0..<2 {
      let tensor = try #require(SphericalTensor(before[5 * site..<5 * site + 5].map(Double.init)))
      expected += tensor.rotated(by: rotation).array
    }
    #expect(agree(after.map(Double.init), expected, within: 2e-5))
  }

  @Test("features do not change when the crystal is shifted, even out of its cell")
  func translation() throws {
    try expectSameFeatures(structure.mapped(cell: false) { $0 + Vector(3.7, -11.2, 0.4) })
  }

  @Test("features are even under inversion")
  func inversion() throws {
    try expectSameFeatures(structure.mapped { -$0 })
  }

  @Test("features follow their atoms when these are listed in another order")
  func permutation() throws {
    let supercell = try Supercell.repeating(structure, [2, 1, 1])
    let order = [3, 0, 2, 1]
    let shuffled = Structure(
      cell: supercell.cell, elements: order.map { supercell.elements[$0] },
      positions: order.map { supercell.positions[$0] })
    let expected = try features(supercell, order)
    let found = try features(shuffled, [0, 1, 2, 3])
    #expect(agree(found.scalar.values, expected.scalar.values, within: 1e-12))
    #expect(agree(found.tensor.values, expected.tensor.values, within: 1e-12))
  }

  @Test("a supercell has the features of its cell")
  func supercell() throws {
    let supercell = try Supercell.repeating(structure, [2, 3, 1])
    for atom in 0..<supercell.count where atom % 5 == 0 {
      let place = try #require(
        structure.elements.firstIndex(of: supercell.elements[atom]))
      let expected = try features(structure, [place])
      let found = try features(supercell, [atom])
      #expect(agree(found.tensor.values, expected.tensor.values, within: 1e-11))
      #expect(agree(found.scalar.values, expected.scalar.values, within: 1e-11))
    }
  }

  @Test("λ=2 features divided by the λ=0 norm vanish at a site of symmetry -43m")
  func cubicSite() throws {
    // Zincblende: both atoms sit on sites of symmetry -43m.
    let a = 5.0
    let zincblende = Structure(
      cell: Cell(Vector(0, a / 2, a / 2), Vector(a / 2, 0, a / 2), Vector(a / 2, a / 2, 0)),
      elements: structure.elements,
      positions: [.zero, Vector(a / 4, a / 4, a / 4)])
    let (scalar, tensor) = try features(zincblende, [0, 1])
    let kernels = SiteKernels(
      scalarFeatures: scalar, tensorFeatures: tensor, normalization: .scalar)
    #expect(scalarNorms(scalar).allSatisfy { $0 > 1e-3 })
    #expect(kernels.tensor.largestMagnitude < 1e-20)
    let batch = try expansion.batch(of: zincblende, centers: [0, 1])
    let ones = Matrix<Float>(
      rows: batch.layout.lambda2Count, columns: batch.columnCount, repeating: 1)
    #expect(batch.contracted(with: ones).allSatisfy { abs($0) < 1e-5 })
  }

  @Test("features change continuously as an atom crosses the cutoff", arguments: [0.0, 0.8])
  func continuity(smoothing: Double) throws {
    var hyperparameters = Self.hyperparameters
    hyperparameters.cutoffSmoothing = smoothing
    let expansion = try DensityExpansion(hyperparameters)
    func values(_ distance: Double) throws -> (exact: [Double], fast: [Double]) {
      let pair = Structure(
        cell: .none, elements: structure.elements,
        positions: [.zero, Vector(distance * 0.6, 0, distance * 0.8)])
      return (
        try expansion.coefficients(of: pair, centers: [0]).values,
        try expansion.batch(of: pair, centers: [0]).coefficients.values
      )
    }
    let inside = try values(4.5 - 1e-4)
    let outside = try values(4.5 + 1e-4)
    if smoothing > 0 {
      #expect(agree(inside.exact, outside.exact, within: 1e-7))
      #expect(agree(inside.fast, outside.fast, within: 1e-6))
    } else {
      // A step jumps, and includes the atom on its edge.
      #expect(!agree(inside.exact, outside.exact, within: 1e-4))
      let edge = try values(4.5)
      #expect(agree(edge.exact, inside.exact, within: 1e-3))
      #expect(agree(edge.fast, inside.fast, within: 1e-3))
    }
  }

  @Test("an isolated atom has vanishing λ=2 features and finite kernels", arguments: [0.0, 1.0])
  func isolatedAtom(centerWeight: Double) throws {
    var hyperparameters = Self.hyperparameters
    hyperparameters.centerWeight = centerWeight
    let expansion = try DensityExpansion(hyperparameters)
    let atom = Structure(cell: .none, elements: [.lithium], positions: [Vector(1, 2, 3)])
    let coefficients = try expansion.coefficients(of: atom, centers: [0])
    let scalar = PowerSpectrum(coefficients, lambda: 0).compact
    let tensor = PowerSpectrum(coefficients, lambda: 2).compact
    for normalization in FeatureNormalization.allCases {
      let kernels = SiteKernels(
        scalarFeatures: scalar, tensorFeatures: tensor, normalization: normalization, zeta: 2)
      #expect(abs(kernels.scalar[0, 0] - (centerWeight > 0 ? 1 : 0)) < 1e-12)
      #expect(kernels.tensor.values.allSatisfy { $0 == 0 })
    }
    let fast = try expansion.batch(of: atom, centers: [0])
    #expect(fast.lambda2().values.allSatisfy { $0 == 0 })
    #expect(fast.coefficients.values.allSatisfy { $0.isFinite })
  }
}

extension Structure {
  /// The structure with a map applied to its positions and, if linear, to its cell.
  func mapped(cell mapsCell: Bool = true, _ map: (Vector) -> Vector) -> Structure {
    var copy = self
    copy.positions = positions.map(map)
    if mapsCell { copy.cell.vectors = cell.vectors.map(map) }
    return copy
  }
}
