import Crystals
import Descriptors
import Foundation
import LinearAlgebra
import Support
import Tensors
import Testing

/// Features of charges and induced dipoles against finite differences, brute force and symmetry.
@Suite("Charges and induced dipoles")
struct PolarizationTests {
  static let species: [Element] = [.lithium, Element(rawValue: 17)!]
  let structure: Structure
  let polarization: Polarization

  init() throws {
    structure = try Physics.structure.get()
    polarization = try Polarization(
      PolarizationHyperparameters(charges: [1, -1.5], radius: 6, smoothing: 1, damping: 0.25),
      species: Self.species)
  }

  private func features(
    _ structure: Structure, _ centers: [Int], _ polarization: Polarization? = nil
  ) throws -> [Double] {
    let polarization = polarization ?? self.polarization
    return try polarization.features(
      of: structure, centers: centers, fields: try polarization.fields(of: structure))
  }

  /// Three atoms in empty space, all within reach of each other and of the middle one.
  private let cluster = Structure(
    cell: .none, elements: [.lithium, Element(rawValue: 17)!, Element(rawValue: 17)!],
    positions: [.zero, Vector(1.7, 0.4, -0.8), Vector(-0.9, 2.1, 1.3)])

  @Test("charges make the second derivatives of the damped Coulomb potential")
  func chargeColumns() throws {
    let damping = 0.3
    let found = try features(
      cluster, [0],
      try Polarization(
        PolarizationHyperparameters(
          charges: [0, 0], radius: 20, smoothing: 1, damping: damping), species: Self.species))
    // φ at a place, of unit charges on the chlorine atoms, differentiated numerically.
    func potential(_ place: Vector) -> Double {
      cluster.positions.dropFirst().reduce(0) { sum, atom in
        let d = place - atom
        let r = (d * d).sum().squareRoot()
        return sum + erfc(damping * r) / r
      }
    }
    let expected = secondDerivatives(potential)
    let column = (0..<5).map { found[$0 * 4 + 1] }
    #expect(agree(column, expected.array, within: 1e-5))
  }

  @Test("induced dipoles make the gradient of two near opposite charges along the field")
  func dipoleColumns() throws {
    let bare = try Polarization(
      PolarizationHyperparameters(charges: [1, -2], radius: 20, smoothing: 1, damping: 0),
      species: Self.species)
    let found = try features(cluster, [0], bare)
    let charges = [1.0, -2, -2]
    let step = 1e-4
    // Each chlorine's dipole, the field of the other charges there, as charges ±1/step apart.
    func potential(_ place: Vector) -> Double {
      var sum = 0.0
      for atom in 1...2 {
        var field = Vector.zero
        for other in 0..<3 where other != atom {
          let d = cluster.positions[atom] - cluster.positions[other]
          let square = (d * d).sum()
          field += charges[other] / (square * square.squareRoot()) * d
        }
        for sign in [-1.0, 1] {
          let d = place - cluster.positions[atom] - sign * step / 2 * field
          sum += sign / step / (d * d).sum().squareRoot()
        }
      }
      return sum
    }
    let expected = secondDerivatives(potential, step: 2e-2)
    let column = (0..<5).map { found[$0 * 4 + 3] }
    #expect(agree(column, expected.array, within: 2e-3))
  }

  /// Second derivatives at the origin by fourth-order differences.
  private func secondDerivatives(
    _ function: (Vector) -> Double, step: Double = 1e-2
  ) -> SphericalTensor {
    let unit = [Vector(step, 0, 0), Vector(0, step, 0), Vector(0, 0, step)]
    func second(_ a: Vector, _ b: Vector) -> Double {
      // ∂²f/∂a∂b of f along a + b and a − b.
      func along(_ v: Vector) -> Double {
        (-function(2 * v) + 16 * function(v) - 30 * function(.zero) + 16 * function(-1 * v)
          - function(-2 * v)) / 12
      }
      return (along(a + b) - along(a - b)) / 4 / (step * step)
    }
    var values: [Double] = []
    for a in unit { for b in unit { values.append(second(a, b)) } }
    let trace = (values[0] + values[4] + values[8]) / 3
    for place in [0, 4, 8] { values[place] -= trace }
    return (try? SymmetricTensor.symmetrized(rowMajor: values)).map { SphericalTensor($0.tensor) }
      ?? .zero
  }

  @Test("columns turn like tensors when the crystal is rotated")
  func rotation() throws {
    var generator = SplitMix64(seed: 21)
    let rotation = generator.rotation()
    let before = try features(structure, [0, 1])
    let after = try features(structure.mapped(rotation.apply), [0, 1])
    var expected = before
    for site in 0..<2 {
      for column in 0..<4 {
        let tensor = try #require(
          SphericalTensor((0..<5).map { before[(5 * site + $0) * 4 + column] }))
        for (mu, value) in tensor.rotated(by: rotation).array.enumerated() {
          expected[(5 * site + mu) * 4 + column] = value
        }
      }
    }
    #expect(agree(after, expected, within: 1e-11))
  }

  @Test("columns do not see shifts, the order of atoms or the choice of cell")
  func sameCrystal() throws {
    let expected = try features(structure, [0, 1])
    let shifted = structure.mapped(cell: false) { $0 + Vector(5.1, -2.2, 0.7) }
    #expect(agree(try features(shifted, [0, 1]), expected, within: 1e-11))
    let supercell = try Supercell.repeating(structure, [2, 1, 3])
    let order = Array(supercell.elements.indices.reversed())
    let shuffled = Structure(
      cell: supercell.cell, elements: order.map { supercell.elements[$0] },
      positions: order.map { supercell.positions[$0] })
    let lithium = try #require(shuffled.elements.firstIndex(of: .lithium))
    #expect(agree(try features(shuffled, [lithium]), Array(expected.prefix(20)), within: 1e-11))
  }

  @Test("columns vanish at a site of symmetry -43m")
  func cubicSite() throws {
    let a = 5.0
    let zincblende = Structure(
      cell: Cell(Vector(0, a / 2, a / 2), Vector(a / 2, 0, a / 2), Vector(a / 2, a / 2, 0)),
      elements: Self.species, positions: [.zero, Vector(a / 4, a / 4, a / 4)])
    #expect(try features(zincblende, [0, 1]).allSatisfy { abs($0) < 1e-12 })
  }

  @Test("columns change continuously as an atom crosses the radius")
  func continuity() throws {
    func values(_ distance: Double) throws -> [Double] {
      let pair = Structure(
        cell: .none, elements: Self.species,
        positions: [.zero, Vector(distance * 0.6, 0, distance * 0.8)])
      return try features(pair, [0])
    }
    #expect(try values(6 + 1e-4).allSatisfy { $0 == 0 })
    #expect(try values(6 - 1e-4).allSatisfy { abs($0) < 1e-8 })
  }

  @Test("an element without a charge is named, and so is a list of another length")
  func refusals() throws {
    let foreign = Structure(
      cell: .none, elements: [.lithium, .oxygen], positions: [.zero, Vector(2, 0, 0)])
    #expect(throws: DescriptorError.self) { try polarization.fields(of: foreign) }
    #expect(throws: DescriptorError.self) {
      try Polarization(PolarizationHyperparameters(charges: [1]), species: Self.species)
    }
  }
}

/// Weights of species in the density.
@Suite("Weights of species")
struct DensityWeightTests {
  @Test("a species of weight w has w times the density, on both paths")
  func weights() throws {
    let structure = try Physics.structure.get()
    var heavy = Physics.hyperparameters
    heavy.densityWeights = [1, 2.5]
    let plain = try DensityExpansion(Physics.hyperparameters)
    let weighted = try DensityExpansion(heavy)
    let radial = heavy.radialCount
    var expected = try plain.coefficients(of: structure, centers: [0, 1])
    for site in 0..<2 {
      for channel in radial..<2 * radial {
        for component in 0..<expected.componentCount {
          expected[site, channel, component] *= 2.5
        }
      }
    }
    let exact = try weighted.coefficients(of: structure, centers: [0, 1])
    #expect(agree(exact.values, expected.values, within: 1e-13))
    let fast = try weighted.batch(of: structure, centers: [0, 1]).coefficients
    #expect(agree(fast.values, expected.values, within: 2e-6))
  }
}
