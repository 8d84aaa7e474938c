import Crystals
import Sampling
import Support
import Testing

@Suite("Li/Ti orderings")
struct OrderingTests {
  @Test("the empty 42-atom cell has 36 operations: twelve of -3m, three translations")
  func smallGroup() throws {
    let group = try OctahedralLattice.small().symmetry
    #expect(group.order == 36)
    #expect(group.translations.count == 3)
    #expect(group.representatives.count == 12)
  }

  @Test("n³ cubic cells have 48 · 4 n³ operations", arguments: [3])
  func cubicGroup(n: Int) throws {
    let group = try OctahedralLattice.cubic(n).symmetry
    #expect(group.representatives.count == 48)
    #expect(group.translations.count == 4 * n * n * n)
  }

  @Test("every operation is a permutation that keeps all distances, and they form a group")
  func operations() throws {
    let lattice = try OctahedralLattice.small()
    // The Ewald energy between two sites is a function of nothing but their relative place.
    let pairs = try PairInteractions.coulomb(lattice, permittivity: 1)
    var operations: Set<[Int]> = []
    lattice.symmetry.visit { image in operations.insert((0..<12).map(image)) }
    #expect(operations.count == 36)
    for operation in operations {
      #expect(operation.sorted() == Array(0..<12))
      for i in 0..<12 {
        for j in 0..<12 {
          #expect(abs(pairs[operation[i], operation[j]] - pairs[i, j]) < 1e-9)
        }
      }
    }
    for first in operations {
      for second in operations { #expect(operations.contains(first.map { second[$0] })) }
    }
  }

  @Test("a crystal without symmetry has the identity alone")
  func noSymmetry() throws {
    let (crystal, _) = SampleCells.make("skewed")
    let group = try SpaceGroup(
      cell: crystal.cell, positions: crystal.positions,
      kinds: crystal.elements.map { Int($0.rawValue) }, sites: [0, 2, 4, 6])
    #expect(group.order == 1)
    #expect(group.translations == [[0, 1, 2, 3]])
  }

  @Test("66 placements fall into the six classes of the reference")
  func classes() throws {
    let lattice = try OctahedralLattice.small()
    #expect(try Orderings.placements(of: 2, on: 12).count == 66)
    let found = try Orderings.inequivalent(of: lattice)
    let reference = try golden("nmr/ewald_lto")["classes"].list
    #expect(found.map(\.degeneracy) == [9, 9, 3, 18, 18, 9])
    #expect(found.map(\.index) == Array(0..<6))
    #expect(found.count == reference.count)
    for (ordering, expected) in zip(found, reference) {
      #expect(ordering.degeneracy == (try expected["degeneracy"].integer))
      #expect(agree(ordering.lithiumDistance, try expected["LiLi_A"].number, within: 1e-8))
      #expect(agree(ordering.energy, try expected["E_ewald_eV"].number, within: 1e-8))
      #expect(abs(ordering.relativeEnergy - (try expected["dE_ewald_eV"].number)) < 1e-6)
    }
  }

  @Test("pair energies equal the reference, and differ from whole energies by a constant")
  func pairEnergies() throws {
    let lattice = try OctahedralLattice.small()
    let pairs = try PairInteractions.coulomb(lattice, permittivity: 1)
    let found = try Orderings.inequivalent(of: lattice)
    let reference = try golden("nmr/ewald_lto")["classes"]
    let constant = found[0].energy - pairs.energy(of: found[0].lithium)
    for ordering in found {
      let energy = pairs.energy(of: ordering.lithium)
      #expect(
        agree(energy, try reference[ordering.index]["E_pair_eV"].number, within: 1e-8))
      #expect(abs(ordering.energy - energy - constant) < 1e-7)
    }
  }

  @Test("shells of the 1512-atom cell have the reference's energies")
  func shells() throws {
    let lattice = try OctahedralLattice.cubic(3)
    let pairs = try PairInteractions.coulomb(lattice, permittivity: 1)
    let side = lattice.cell.vectors[0].x
    for shell in try golden("nmr/ewald_lto")["shells_1512"].list.dropFirst() {
      let distance = try shell["d_A"].number
      var energies: [Double] = []
      for site in 1..<lattice.count {
        var r = lattice.positions[site] - lattice.positions[0]
        r -= side * (r / side).rounded(.toNearestOrEven)
        if abs((r * r).sum().squareRoot() - distance) < 1e-3 { energies.append(pairs[0, site]) }
      }
      #expect(energies.count == (try shell["n"].integer))
      #expect(abs((energies.min() ?? 0) - (try shell["J_eV_min"].number)) < 1e-7)
      #expect(abs((energies.max() ?? 0) - (try shell["J_eV_max"].number)) < 1e-7)
    }
  }

  @Test("placements are counted before they are made")
  func tooMany() {
    #expect(throws: SamplingError.self) { try Orderings.placements(of: 72, on: 432) }
    #expect(throws: SamplingError.self) { try Orderings.placements(of: 5, on: 3) }
  }

  @Test("cells that cannot hold one Li in six 16d sites are refused", arguments: [-3, 0, 1, 2, 9])
  func cellSizes(n: Int) {
    #expect(throws: SamplingError.self) { try OctahedralLattice.cubic(n) }
  }
}
