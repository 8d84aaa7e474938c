import Crystals
import Sampling
import Support
import Tensors
import Testing

@Suite("Ewald sums")
struct EwaldTests {
  /// The Madelung constant of a crystal of charges ±1 from the energy of one formula unit, referred
  /// to the shortest distance.
  private func madelung(_ cell: Structure, _ charges: [Double], distance: Double) throws -> Double {
    let units = Double(charges.count { $0 > 0 })
    return try -Ewald(cell).energy(charges) * distance / Constants.coulomb / units
  }

  @Test("give rock salt's Madelung constant")
  func rockSalt() throws {
    let a = 5.64
    var atoms: [(Element, Vector)] = []
    for i in 0..<8 {
      let r = Vector(Double(i & 1), Double((i >> 1) & 1), Double(i >> 2))
      atoms.append(
        (r.sum().truncatingRemainder(dividingBy: 2) == 0 ? .lithium : .oxygen, a / 2 * r))
    }
    let crystal = structure([Vector(a, 0, 0), Vector(0, a, 0), Vector(0, 0, a)], atoms)
    let charges = atoms.map { $0.0 == .lithium ? 1.0 : -1 }
    let found = try madelung(crystal, charges, distance: a / 2)
    #expect(abs(found - 1.7475645946331822) < 1e-9)
    #expect(abs(found - (try golden("nmr/ewald_lto")["NaCl_Madelung"].number)) < 1e-8)
  }

  @Test("give caesium chloride's Madelung constant")
  func caesiumChloride() throws {
    let a = 4.12
    let crystal = structure(
      [Vector(a, 0, 0), Vector(0, a, 0), Vector(0, 0, a)],
      [(.lithium, .zero), (.oxygen, Vector(a, a, a) / 2)])
    let found = try madelung(crystal, [1, -1], distance: a * 3.0.squareRoot() / 2)
    #expect(abs(found - 1.7626747730709886) < 1e-9)
  }

  @Test("give zinc blende's Madelung constant in its primitive cell")
  func zincBlende() throws {
    let a = 5.41
    let crystal = structure(
      [Vector(0, a, a) / 2, Vector(a, 0, a) / 2, Vector(a, a, 0) / 2],
      [(.lithium, .zero), (.oxygen, Vector(a, a, a) / 4)])
    let found = try madelung(crystal, [1, -1], distance: a * 3.0.squareRoot() / 4)
    #expect(abs(found - 1.6380550533888) < 1e-9)
  }

  @Test("equal a direct summation over images and wave vectors", arguments: 0..<4)
  func directSummation(index: Int) throws {
    let reference = try golden("nmr/ewald_cells")["cells"][index]
    let rows = try reference["cell_rows_A"].numbers
    let places = try reference["positions_A"].numbers
    let charges = try reference["charges_e"].numbers
    func vector(_ numbers: [Double], _ i: Int) -> Vector {
      Vector(numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2])
    }
    let crystal = structure(
      (0..<3).map { vector(rows, $0) },
      charges.indices.map { (.oxygen, vector(places, $0)) })
    let found = try Ewald(crystal, accuracy: 1e-12)
    let expected = try reference["potential_e_per_A"].numbers
    #expect(agree(try found.potentials(charges), expected, within: 1e-10))
    let bohr = Constants.bohrRadius
    let elements = try reference["gradient_e_per_A3"].numbers.map { bohr * bohr * bohr * $0 }
    let gradients = try found.fieldGradients(charges).flatMap { SymmetricTensor($0).rowMajor }
    #expect(agree(gradients, elements, within: 1e-10))
  }

  @Test(
    "do not depend on where they are split, in cells of any shape", arguments: SampleCells.shapes)
  func splitting(shape: String) throws {
    let (crystal, charges) = SampleCells.make(shape)
    let reference = try Ewald(crystal, accuracy: 1e-12)
    let potentials = try reference.potentials(charges)
    let gradients = try reference.fieldGradients(charges).flatMap(\.array)
    for alpha in [0.35, 0.5, 0.8] {
      let other = try Ewald(crystal, accuracy: 1e-12, splitting: alpha)
      #expect(agree(try other.potentials(charges), potentials, within: 1e-10))
      #expect(agree(try other.fieldGradients(charges).flatMap(\.array), gradients, within: 1e-10))
    }
  }

  @Test(
    "keep to the accuracy asked for", arguments: SampleCells.shapes, [1e-4, 1e-6, 1e-9])
  func accuracy(shape: String, accuracy: Double) throws {
    let (crystal, charges) = SampleCells.make(shape)
    let exact = try Ewald(crystal, accuracy: 1e-13)
    let found = try Ewald(crystal, accuracy: accuracy)
    func rootMeanSquare(_ a: [Double], _ b: [Double]) -> Double {
      (zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(a.count)).squareRoot()
    }
    let potential = rootMeanSquare(
      try exact.potentials(charges), try found.potentials(charges))
    let bohr = Constants.bohrRadius
    let gradient =
      rootMeanSquare(
        try exact.fieldGradients(charges).flatMap(\.array),
        try found.fieldGradients(charges).flatMap(\.array)) / (bohr * bohr * bohr)
    // The bound holds on average over arrangements; these are single ones of eight atoms.
    #expect(potential < 3 * accuracy)
    #expect(gradient < 3 * accuracy)
  }

  @Test("a gradient is the second derivative of the potential, traceless in a neutral cell")
  func derivatives() throws {
    var (crystal, charges) = SampleCells.make("skewed")
    charges[0] -= charges.reduce(0, +)
    // A probe without a charge feels the potential of the others.
    let place = Vector(1.1, 2.3, 0.9)
    crystal.elements.append(.lithium)
    crystal.positions.append(place)
    charges.append(0)
    let step = 0.02
    func potential(_ shift: Vector) throws -> Double {
      var moved = crystal
      moved.positions[8] = place + shift
      return try Ewald(moved, accuracy: 1e-13).potentials(charges)[8]
    }
    /// Fourth-order second difference along a direction.
    func curvature(_ direction: Vector) throws -> Double {
      let values = try [-2.0, -1, 0, 1, 2].map { try potential($0 * step * direction) }
      return (-values[0] + 16 * values[1] - 30 * values[2] + 16 * values[3] - values[4])
        / (12 * step * step)
    }
    let gradient = try Ewald(crystal).fieldGradients(charges, at: [8])[0]
    let bohr = Constants.bohrRadius
    let tensor = SymmetricTensor(gradient) * (1 / (bohr * bohr * bohr))
    var generator = SplitMix64(seed: 3)
    for _ in 0..<5 {
      let b = generator.direction()
      #expect(abs(try curvature(b) - tensor.along(b)) < 1e-5 * tensor.norm)
    }
    let laplacian = try [Vector(1, 0, 0), Vector(0, 1, 0), Vector(0, 0, 1)].map(curvature)
    #expect(abs(laplacian.reduce(0, +)) < 1e-5 * tensor.norm)
  }

  @Test("a turned crystal has turned gradients and the same potentials")
  func rotation() throws {
    let (crystal, charges) = SampleCells.make("skewed")
    var generator = SplitMix64(seed: 5)
    let turn = generator.rotation()
    var turned = crystal
    turned.cell.vectors = crystal.cell.vectors.map(turn.apply)
    turned.positions = crystal.positions.map(turn.apply)
    let (before, after) = (try Ewald(crystal), try Ewald(turned))
    #expect(
      agree(try after.potentials(charges), try before.potentials(charges), within: 1e-9))
    let expected = try before.fieldGradients(charges).flatMap { $0.rotated(by: turn).array }
    #expect(agree(try after.fieldGradients(charges).flatMap(\.array), expected, within: 1e-9))
  }

  @Test("a shifted crystal, and another cell of the same lattice, have the same sums")
  func translation() throws {
    let (crystal, charges) = SampleCells.make("cubic")
    var moved = crystal
    moved.positions = crystal.positions.map { $0 + Vector(1.7, -20.2, 33.1) }
    moved.cell.vectors[2] += 3 * moved.cell.vectors[0] - 2 * moved.cell.vectors[1]
    let (before, after) = (try Ewald(crystal), try Ewald(moved))
    #expect(agree(try after.potentials(charges), try before.potentials(charges), within: 1e-9))
    #expect(
      agree(
        try after.fieldGradients(charges).flatMap(\.array),
        try before.fieldGradients(charges).flatMap(\.array), within: 1e-9))
  }

  @Test("a supercell repeats the sums of its cell")
  func supercell() throws {
    var (crystal, charges) = SampleCells.make("needle")
    charges[0] -= charges.reduce(0, +)
    let large = try Supercell.repeating(crystal, [3, 2, 1])
    let all = Array(repeatElement(charges, count: 6).joined())
    let (small, found) = (try Ewald(crystal), try Ewald(large))
    let expected = try small.potentials(charges)
    #expect(
      agree(
        try found.potentials(all), Array(repeatElement(expected, count: 6).joined()), within: 1e-9))
    let gradients = try small.fieldGradients(charges).flatMap(\.array)
    #expect(
      agree(
        try found.fieldGradients(all).flatMap(\.array),
        Array(repeatElement(gradients, count: 6).joined()), within: 1e-9))
    #expect(agree(try found.energy(all), 6 * (try small.energy(charges)), within: 1e-9))
  }

  @Test("a charge's gradient at a distance is that of a point charge")
  func pointCharge() throws {
    // A pair far from its images: what their dipoles add falls off with the cube of the cell.
    let (d, a) = (2.0, 200.0)
    let pair = structure(
      [Vector(a, 0, 0), Vector(0, a, 0), Vector(0, 0, a)],
      [(.lithium, .zero), (.oxygen, Vector(0, 0, d))])
    let tensor = SymmetricTensor(try Ewald(pair).fieldGradients([0, -2], at: [0])[0])
    let bohr = Constants.bohrRadius
    #expect(agree(tensor.zz, 2 * -2 * bohr * bohr * bohr / (d * d * d), within: 1e-5))
    #expect(agree(tensor.xx, -tensor.zz / 2, within: 1e-9))
  }
}
