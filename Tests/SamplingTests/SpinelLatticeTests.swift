import Crystals
import Sampling
import Support
import Testing

@Suite("The ideal spinel lattice")
struct SpinelLatticeTests {
  @Test("has the sites of Fd-3m in its cells")
  func counts() throws {
    let lattice = SpinelLattice.standard
    let small = lattice.hexagonalCell()
    #expect(small.tetrahedral.count == 6)
    #expect(small.octahedral.count == 12)
    #expect(small.oxygen.count == 24)
    let cubic = lattice.cubicCells(3)
    #expect(cubic.tetrahedral.count == 216)
    #expect(cubic.octahedral.count == 432)
    #expect(cubic.oxygen.count == 864)
    let sites = try golden("nmr/ewald_lto")
    #expect(cubic.octahedral.count == (try sites["n16d_1512"].integer))
    #expect(cubic.count == (try sites["n_total"].integer))
  }

  @Test("has the 16d sites of the reference")
  func octahedralSites() throws {
    let reference = try golden("nmr/ewald_lto")
    let cell = SpinelLattice.standard.hexagonalCell()
    for site in try reference["sites16d_frac"].list {
      let s = try site.numbers
      let r =
        s[0] * cell.cell.vectors[0] + s[1] * cell.cell.vectors[1] + s[2] * cell.cell.vectors[2]
      #expect(
        cell.octahedral.count { shortest($0 - r, cell.cell) < 1e-6 } == 1)
    }
  }

  @Test("is told apart by its geometry, upright too", arguments: [false, true])
  func classified(upright: Bool) throws {
    let lattice = try SpinelLattice(latticeConstant: 8.4, oxygenParameter: 0.263)
    let sites = upright ? lattice.uprightHexagonalCell() : lattice.cubicCells(1)
    let crystal = Structure(
      cell: sites.cell,
      elements: sites.tetrahedral.map { _ in .lithium } + sites.octahedral.map { _ in .titanium }
        + sites.oxygen.map { _ in .oxygen },
      positions: sites.tetrahedral + sites.octahedral + sites.oxygen)
    let types = SpinelSites.classify(crystal).types
    #expect(types.count { $0 == .site8a } == sites.tetrahedral.count)
    #expect(types.count { $0 == .site16d } == sites.octahedral.count)
    #expect(types.count { $0 == .oxygen32e } == sites.oxygen.count)
    // Bonds of a spinel: 8a–O = √3 (u − 1/8) a.
    let finder = try NeighborFinder(crystal, cutoff: 2.05)
    let bonds = try finder.neighbors(of: [0])
    #expect(bonds.count == 4)
    for r in bonds.displacements {
      #expect(abs((r * r).sum().squareRoot() - 3.0.squareRoot() * 0.138 * 8.4) < 1e-9)
    }
  }

  @Test("the upright cell has a along x and c along z, and is the other one turned")
  func upright() {
    let lattice = SpinelLattice.standard
    let (upright, cell) = (lattice.uprightHexagonalCell(), lattice.hexagonalCell())
    let v = upright.cell.vectors
    for zero in [v[0].y, v[0].z, v[1].z, v[2].x, v[2].y] { #expect(abs(zero) < 1e-12) }
    #expect(v[0].x > 0 && v[1].y > 0 && v[2].z > 0)
    #expect(abs(upright.cell.volume - cell.cell.volume) < 1e-9)
    #expect(
      abs(
        shortest(upright.octahedral[0] - upright.oxygen[0], upright.cell)
          - shortest(cell.octahedral[0] - cell.oxygen[0], cell.cell)) < 1e-9)
  }

  @Test("refuses a lattice constant or u that no spinel has")
  func refusals() {
    #expect(throws: SamplingError.self) { try SpinelLattice(latticeConstant: 84) }
    #expect(throws: SamplingError.self) { try SpinelLattice(latticeConstant: .nan) }
    #expect(throws: SamplingError.self) { try SpinelLattice(oxygenParameter: 0.3) }
  }

  /// The length of the shortest image of a vector, by trying all near images.
  private func shortest(_ r: Vector, _ cell: Cell) -> Double {
    var best = Double.infinity
    for i in -2...2 {
      for j in -2...2 {
        for k in -2...2 {
          let image =
            r + Double(i) * cell.vectors[0] + Double(j) * cell.vectors[1]
            + Double(k) * cell.vectors[2]
          best = min(best, (image * image).sum().squareRoot())
        }
      }
    }
    return best
  }
}
