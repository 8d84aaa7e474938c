import LinearAlgebra
import Sampling
import Support
import Tensors
import Testing

@Suite("Wang–Landau sampling of orderings")
struct WangLandauTests {
  private func walk(
    _ cell: SmallCell, keeping kept: inout DistinctOrderings
  ) throws -> WangLandau.Result {
    // Six energies, some equal: bins narrow enough to tell them apart.
    try WangLandau(
      cell.pairs, lithiumCount: 2,
      settings: .init(
        binCount: 400, range: -0.5...0.5, finalModification: 1e-5, sweeps: 200_000, seed: 4)
    ).run(keeping: &kept)
  }

  @Test("the density of states is that of the enumeration")
  func densityOfStates() throws {
    let cell = try SmallCell()
    var kept = DistinctOrderings(symmetry: cell.lattice.symmetry, siteCount: 12, limit: 10)
    let result = try walk(cell, keeping: &kept)
    #expect(result.isConverged)
    // The enumeration's levels; orderings 1 and 2 have the same energy.
    var exact: [(energy: Double, count: Double)] = []
    for energy in cell.energies.sorted() {
      if let last = exact.last, abs(last.energy - energy) < 1e-6 {
        exact[exact.count - 1].count += 1
      } else {
        exact.append((energy, 1))
      }
    }
    #expect(exact.map(\.count) == [9, 12, 18, 18, 9])
    #expect(result.density.levels.count == exact.count)
    for (level, expected) in zip(result.density.levels, exact) {
      #expect(abs(level.energy - expected.energy) < 1e-9)
      // The error of such a walk is of the order of √(ln f), 0.3 %; a few times that.
      #expect(abs(exponential(level.logCount) / expected.count - 1) < 0.02)
    }
    // All six classes were met, the lowest first.
    #expect(kept.lowest.count == 6)
    #expect(kept.lowest.map(\.energy) == kept.lowest.map(\.energy).sorted())
  }

  @Test("canonical averages are those of the enumeration", arguments: [500.0, 2000, 10_000])
  func canonical(temperature: Double) throws {
    let cell = try SmallCell()
    let exact = DensityOfStates(
      levels: cell.energies.map { .init(energy: $0, logCount: 0) },
      logTotal: DensityOfStates.logBinomial(12, 2))
    let found = exact.canonical(at: temperature)
    let beta = 1 / (Constants.boltzmann * temperature)
    let probabilities = cell.boltzmann(temperature)
    var (mean, square, entropy) = (0.0, 0.0, 0.0)
    for (p, energy) in zip(probabilities, cell.energies) {
      mean += p * energy
      square += p * energy * energy
      if p > 0 { entropy -= p * logarithm(p) }
    }
    #expect(abs(found.energy - mean) < 1e-10)
    #expect(agree(found.heatCapacity, beta * beta * (square - mean * mean), within: 1e-7))
    #expect(agree(found.entropy, entropy, within: 1e-9))
  }

  @Test("the heat capacity is the slope of the energy")
  func heatCapacity() throws {
    let levels = (0..<40).map { i -> DensityOfStates.Level in
      .init(energy: 0.02 * Double(i), logCount: 0.7 * Double(i) - 0.008 * Double(i * i))
    }
    let density = DensityOfStates(levels: levels, logTotal: 30)
    let step = 0.5
    for temperature in [300.0, 900, 2500] {
      let slope =
        (density.canonical(at: temperature + step).energy
          - density.canonical(at: temperature - step).energy) / (2 * step)
      #expect(
        agree(
          density.canonical(at: temperature).heatCapacity, slope / Constants.boltzmann,
          within: 1e-5))
    }
    // At infinite temperature the entropy is the logarithm of all orderings.
    #expect(abs(density.canonical(at: 1e9).entropy - 30) < 1e-3)
  }

  @Test("the large cell's walk keeps to its range, keeps energies right and the lowest orderings")
  func largeCell() throws {
    let lattice = try OctahedralLattice.cubic(3)
    let pairs = try PairInteractions.shells(.fitted, on: lattice)
    var kept = DistinctOrderings(symmetry: lattice.symmetry, siteCount: 432, limit: 3)
    var told: [WangLandau.Progress] = []
    let result = try WangLandau(
      pairs, lithiumCount: 72,
      settings: .init(binCount: 30, temperature: 4000, sweeps: 150)
    ).run(progress: { told.append($0) }, keeping: &kept)
    #expect(!result.isConverged)
    #expect(result.drift < 1e-9)
    #expect(kept.lowest.count == 3)
    for ordering in kept.lowest {
      #expect(result.range.contains(ordering.energy))
      #expect(abs(pairs.energy(of: ordering.lithium) - ordering.energy) < 1e-9)
    }
    #expect(told.last?.sweep == 150)
    #expect(told.allSatisfy { (0...1).contains($0.flatness) && result.range.contains($0.energy) })
  }

  @Test("a walk can be cancelled")
  func cancel() throws {
    let cell = try SmallCell()
    var kept = DistinctOrderings(symmetry: cell.lattice.symmetry, siteCount: 12, limit: 1)
    let walk = try WangLandau(cell.pairs, lithiumCount: 2, settings: .init())
    #expect(throws: SamplingError.cancelled) {
      try walk.run(isCancelled: { true }, keeping: &kept)
    }
  }

  @Test("settings that no walk can have are refused")
  func refusals() throws {
    let cell = try SmallCell()
    let bad: [WangLandau.Settings] = [
      .init(binCount: 1), .init(flatness: 1), .init(flatness: .nan), .init(finalModification: 0),
      .init(temperature: 0), .init(sweeps: 0), .init(range: -Double.infinity...0),
    ]
    for settings in bad {
      #expect(throws: SamplingError.self) {
        try WangLandau(cell.pairs, lithiumCount: 2, settings: settings)
      }
    }
    var kept = DistinctOrderings(symmetry: cell.lattice.symmetry, siteCount: 12, limit: 1)
    let nowhere = try WangLandau(cell.pairs, lithiumCount: 2, settings: .init(range: 8...9))
    #expect(throws: SamplingError.self) { try nowhere.run(keeping: &kept) }
  }
}
