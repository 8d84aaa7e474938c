import Crystals
import Sampling
import Support
import Tensors
import Testing

@Suite("Field gradients of formal charges")
struct FieldGradientTests {
  @Test("equal the reference in every ordering", arguments: 0..<6)
  func orderings(index: Int) throws {
    let lattice = try golden("nmr/ewald_lto")
    let cell = try vectors(lattice["cell42"])
    let sites = try vectors(lattice["sites16d_frac"]).map { s in
      s.x * cell[0] + s.y * cell[1] + s.z * cell[2]
    }
    let reference = try golden("nmr/pointcharge_efg")["classes"][index]
    let pair = try reference["pair"].integers
    let ideal = try SpinelLattice(
      latticeConstant: lattice["a_A"].number, oxygenParameter: lattice["u"].number
    ).hexagonalCell()
    let crystal = structure(
      cell,
      ideal.tetrahedral.map { (.lithium, $0) }
        + sites.enumerated().map { (pair.contains($0) ? .lithium : .titanium, $1) }
        + ideal.oxygen.map { (.oxygen, $0) })
    #expect(crystal.count == 42)
    let found = try Ewald.fieldGradients(of: crystal, accuracy: 1e-12)
    let expected = try reference["sites"].list.map { site in
      try SphericalTensor(SymmetricTensor.symmetrized(rowMajor: site["V_V_A2"].numbers).tensor)
    }
    let inVolt = found.prefix(18).enumerated().filter { crystal.elements[$0.offset] == .lithium }
      .map { Constants.fieldGradientInVoltPerSquareAngstrom * $0.element }
    #expect(inVolt.count == expected.count)
    // The reference does not say which 8a site is which: each tensor must occur as often.
    for tensor in expected {
      let deviations = inVolt.map { ($0 - tensor).norm }
      // The reference's own sums are cut off there: independent ones, split in two ways, differ
      // from it by up to 1.37e-8 of a tensor's norm, and from each other by 1e-11.
      #expect((deviations.min() ?? 1) < 1.5e-8 * tensor.norm)
      #expect(
        deviations.count { $0 < 1e-6 } == expected.count { ($0 - tensor).norm < 1e-6 })
    }
  }

  private func vectors(_ list: Golden) throws -> [Vector] {
    try list.list.map { try Vector($0[0].number, $0[1].number, $0[2].number) }
  }

  @Test("vanish on 8a and are axial on 16d where Li and Ti are mixed evenly")
  func evenlyMixed() throws {
    let cell = SpinelLattice.standard.hexagonalCell()
    let crystal = Structure(
      cell: cell.cell,
      elements: cell.tetrahedral.map { _ in .lithium } + cell.octahedral.map { _ in .titanium }
        + cell.oxygen.map { _ in .oxygen },
      positions: cell.tetrahedral + cell.octahedral + cell.oxygen)
    let found = try Ewald.fieldGradients(
      of: crystal, charges: FormalCharges([.lithium: 1, .titanium: 3.5, .oxygen: -2]))
    let reference = try golden("nmr/pointcharge_efg")
    for tensor in found.prefix(6) { #expect(tensor.norm < 1e-11) }
    let expected = try reference["VCA_16d_eig"].numbers
    for tensor in found[6..<18] {
      let axes = PrincipalAxes(of: tensor)
      #expect(
        abs(axes.vzz * Constants.fieldGradientInVoltPerSquareAngstrom - expected[2]) < 1e-7)
      #expect(axes.asymmetry < 1e-7)
    }
  }

  @Test("are the sum of the elements' sublattices, each times its charge")
  func perElement() throws {
    let (crystal, _) = SampleCells.make("skewed")
    let parts = try Ewald.fieldGradients(perElement: crystal, at: [5, 2])
    #expect(Set(parts.keys) == [.titanium, .oxygen])
    let whole = try Ewald.fieldGradients(
      of: crystal, charges: FormalCharges([.titanium: 3.3, .oxygen: -1.2]))
    let titanium = try #require(parts[.titanium])
    let oxygen = try #require(parts[.oxygen])
    for (place, atom) in [5, 2].enumerated() {
      let sum = 3.3 * titanium[place] + -1.2 * oxygen[place]
      #expect((sum - whole[atom]).norm < 1e-9 * whole[atom].norm)
    }
  }

  @Test("an element without a formal charge is named")
  func unknownCharge() throws {
    var (crystal, _) = SampleCells.make("cubic")
    crystal.elements[3] = try #require(Element(symbol: "Fe"))
    crystal.origin = .init(file: "iron.extxyz", frame: 2, line: 90)
    let error = #expect(throws: SamplingError.self) {
      try Ewald.fieldGradients(of: crystal)
    }
    let text = try #require(error).description
    #expect(text.hasPrefix("iron.extxyz:90: frame 2: Fe"))
    var table = FormalCharges.standard
    table[crystal.elements[3]] = 3
    #expect(try Ewald.fieldGradients(of: crystal, charges: table).count == 8)
  }

  @Test("structures that an Ewald sum cannot take are refused")
  func refusals() throws {
    let (crystal, charges) = SampleCells.make("cubic")
    var slab = crystal
    slab.cell.periodic = [true, true, false]
    #expect(throws: SamplingError.notPeriodic(origin: .init(), periodic: [true, true, false])) {
      try Ewald(slab)
    }
    var flat = crystal
    flat.cell.vectors[2] = flat.cell.vectors[0]
    #expect(throws: SamplingError.self) { try Ewald(flat) }
    #expect(throws: SamplingError.self) { try Ewald(crystal, accuracy: -1) }
    #expect(throws: SamplingError.self) { try Ewald(crystal, splitting: .nan) }
    #expect(throws: SamplingError.self) { try Ewald(crystal).potentials([1]) }
    var bad = charges
    bad[1] = .nan
    #expect(throws: SamplingError.self) { try Ewald(crystal).potentials(bad) }
    var doubled = crystal
    doubled.positions[1] = doubled.positions[0]
    #expect(throws: SamplingError.self) { try Ewald(doubled).potentials(charges) }
    var huge = crystal
    huge.cell.vectors = huge.cell.vectors.map { 1e7 * $0 }
    #expect(throws: SamplingError.self) {
      try Ewald(huge, splitting: 0.5).potentials(charges)
    }
  }
}
