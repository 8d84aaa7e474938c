import Crystals
import Formats
import LinearAlgebra
import Sampling
import Support
import Testing

@Suite("Distinct orderings and shell energies")
struct DistinctOrderingTests {
  @Test("orderings that an operation relates have one key, others have different ones")
  func keys() throws {
    let cell = try SmallCell()
    let kept = DistinctOrderings(symmetry: cell.lattice.symmetry, siteCount: 12, limit: 1)
    let keys = cell.placements.map(kept.key)
    #expect(Set(keys).count == 6)
    for ordering in try Orderings.inequivalent(of: cell.lattice) {
      let key = kept.key(of: ordering.lithium)
      #expect(keys.count { $0 == key } == ordering.degeneracy)
    }
  }

  @Test("an ordering moved, turned or mirrored within the large cell is the same one")
  func largeCell() throws {
    let lattice = try OctahedralLattice.cubic(3)
    var kept = DistinctOrderings(symmetry: lattice.symmetry, siteCount: 432, limit: 5)
    let lithium = Array(stride(from: 1, to: 432, by: 6))
    let isNew = kept.add(SampledOrdering(lithium: lithium, energy: 1))
    #expect(isNew)
    let group = lattice.symmetry
    let moved = lithium.map { Int(group.translations[77][Int(group.representatives[31][$0])]) }
    #expect(Set(moved) != Set(lithium))
    let isMovedNew = kept.add(SampledOrdering(lithium: moved, energy: 1))
    #expect(!isMovedNew)
    let isOtherNew = kept.add(SampledOrdering(lithium: Array(0..<72), energy: 2))
    #expect(isOtherNew)
    #expect(kept.lowest.map(\.energy) == [1, 2])
  }

  @Test("none is kept where none is wanted")
  func nothing() throws {
    let cell = try OctahedralLattice.small()
    var kept = DistinctOrderings(symmetry: cell.symmetry, siteCount: cell.count, limit: 0)
    #expect(kept.threshold == -.infinity)
    let isKept = kept.add(SampledOrdering(lithium: [0, 1], energy: 1))
    #expect(!isKept)
    #expect(kept.lowest.isEmpty)
  }

  @Test("the lowest are kept, up to the limit")
  func limit() throws {
    let cell = try SmallCell()
    var kept = DistinctOrderings(symmetry: cell.lattice.symmetry, siteCount: 12, limit: 3)
    for (placement, energy) in zip(cell.placements, cell.energies) {
      kept.add(SampledOrdering(lithium: placement, energy: energy))
    }
    let lowest = try Orderings.inequivalent(of: cell.lattice).prefix(3)
    #expect(kept.lowest.count == 3)
    for (found, expected) in zip(kept.lowest, lowest) {
      #expect(abs(found.energy - cell.pairs.energy(of: expected.lithium)) < 1e-9)
    }
    #expect(kept.threshold < kept.lowest[2].energy)
  }

  @Test("shells have the numbers of neighbours of the lattice")
  func shellCounts() throws {
    let lattice = try OctahedralLattice.cubic(3)
    for (shell, number) in zip(ShellEnergies.fitted.shells, [6, 12, 12, 12, 24, 6]) {
      let text = "# one shell\n\(shell.distance) \(shell.energy)\n"
      let pairs = try PairInteractions.shells(
        ShellEnergies(parsing: Array(text.utf8), file: "one.txt"), on: lattice)
      for site in [0, 200, 431] {
        let row = (0..<432).map { pairs[site, $0] }
        #expect(row.count { $0 != 0 } == number)
        #expect(row.allSatisfy { $0 == 0 || $0 == shell.energy })
      }
    }
  }

  @Test("the sample structures have the energies their file says")
  func sampleStructures() throws {
    let lattice = try OctahedralLattice.cubic(3, SpinelLattice(latticeConstant: 8.4))
    let pairs = try PairInteractions.shells(.fitted, on: lattice)
    let file = repositoryFolder + "/SampleData/lto-1512.extxyz"
    let sites = lattice.positions
    let structure = try #require(try ExtendedXYZReader(file).next())
    guard case .text(let labels, _)? = structure.arrays["site"],
      case .real(let energy, _)? = structure.info["order_energy_eV"]
    else {
      Issue.record("the sample file has other keys")
      return
    }
    // The relaxed ions are still nearest to their ideal sites.
    var lithium: [Int] = []
    for atom in 0..<structure.count where labels[atom] == "Li16d" {
      let nearest = sites.indices.min {
        distance(structure.positions[atom], sites[$0])
          < distance(structure.positions[atom], sites[$1])
      }
      lithium.append(try #require(nearest))
    }
    #expect(Set(lithium).count == 72)
    // The table's energies are rounded to 0.01 eV.
    #expect(agree(pairs.energy(of: lithium), energy[0], within: 0.03))
  }

  private func distance(_ a: Vector, _ b: Vector) -> Double {
    var r = a - b
    r -= 25.2 * (r / 25.2).rounded(.toNearestOrEven)
    return (r * r).sum()
  }

  @Test(
    "tables of shells that cannot be used name the line",
    arguments: [
      ("2.97 1.2\nabc 3\n", 2), ("2.97\n", 1), ("2.97 1.2 3\n", 1), ("2.97 nan\n", 1),
      ("-1 2\n", 1), ("2.97 1\n5.1 1\n3.0 2\n", 3), ("# nothing\n", 2), ("", 1),
      ("1e400 2\n", 1),
    ])
  func badTables(text: String, line: Int) throws {
    let error = #expect(throws: SamplingError.self) {
      try ShellEnergies(parsing: Array(text.utf8), file: "j.txt")
    }
    #expect(try #require(error).description.hasPrefix("j.txt:\(line): "))
  }

  @Test("a shell at a distance that no two sites have is refused")
  func wrongDistance() throws {
    let shells = try ShellEnergies(parsing: Array("4.1 0.3\r\n2.97 1\r\n".utf8), file: "j.txt")
    #expect(throws: SamplingError.self) {
      try PairInteractions.shells(shells, on: .cubic(3))
    }
  }

  @Test("screening divides the energies")
  func screening() throws {
    let (one, eighty) = (try SmallCell(permittivity: 1), try SmallCell(permittivity: 80))
    #expect(agree(eighty.pairs.energies.map { 80 * $0 }, one.pairs.energies, within: 1e-12))
    #expect(throws: SamplingError.self) { try SmallCell(permittivity: 0) }
    #expect(throws: SamplingError.self) { try SmallCell(permittivity: .nan) }
  }
}
