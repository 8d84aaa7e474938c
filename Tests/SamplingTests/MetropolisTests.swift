import LinearAlgebra
import Sampling
import Support
import Tensors
import Testing

/// The 42-atom cell with screened energies, and all its 66 placements.
struct SmallCell {
  let lattice: OctahedralLattice
  let pairs: PairInteractions
  let placements: [[Int]]
  let energies: [Double]

  init(permittivity: Double = 80) throws {
    lattice = try OctahedralLattice.small()
    pairs = try PairInteractions.coulomb(lattice, permittivity: permittivity)
    placements = try Orderings.placements(of: 2, on: 12)
    let pairs = pairs
    energies = placements.map { pairs[$0[0], $0[1]] }
  }

  /// The probability of each placement at a temperature in K.
  func boltzmann(_ temperature: Double) -> [Double] {
    let beta = 1 / (Constants.boltzmann * temperature)
    let lowest = energies.min() ?? 0
    let weights = energies.map { exponential(-beta * ($0 - lowest)) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}

@Suite("Metropolis sampling of orderings")
struct MetropolisTests {
  @Test(
    "visits the 66 placements of the small cell as Boltzmann has them", arguments: [1500.0, 6000])
  func detailedBalance(temperature: Double) throws {
    let cell = try SmallCell()
    let metropolis = try Metropolis(
      cell.pairs, lithiumCount: 2,
      settings: .init(temperature: temperature, sweeps: 60_000, seed: 11))
    var counts: [[Int]: Int] = [:]
    var sweep = 0
    _ = try metropolis.run(visit: { state in
      sweep += 1
      // Far enough apart to be independent.
      if sweep % 5 == 0 { counts[state.lithium, default: 0] += 1 }
    })
    let total = Double(counts.values.reduce(0, +))
    #expect(total == 6000)
    var chiSquared = 0.0
    var degrees = -1.0
    // Rare placements together, as the test asks for at least five of a kind.
    var rare = (expected: 0.0, found: 0.0)
    for (placement, probability) in zip(cell.placements, cell.boltzmann(temperature)) {
      let (expected, found) = (probability * total, Double(counts[placement] ?? 0))
      if expected < 5 {
        rare = (rare.expected + expected, rare.found + found)
        continue
      }
      chiSquared += (found - expected) * (found - expected) / expected
      degrees += 1
    }
    if rare.expected > 0 {
      let difference = rare.found - rare.expected
      chiSquared += difference * difference / max(1, rare.expected)
      degrees += 1
    }
    // χ² has mean n and variance 2n.
    #expect(degrees > 10)
    #expect(abs(chiSquared - degrees) < 4 * (2 * degrees).squareRoot(), "χ² \(chiSquared)")
  }

  @Test("means of the energy are those of the enumeration")
  func meanEnergy() throws {
    let cell = try SmallCell()
    let result = try Metropolis(
      cell.pairs, lithiumCount: 2, settings: .init(temperature: 3000, sweeps: 60_000, seed: 2)
    ).run()
    let probabilities = cell.boltzmann(3000)
    var (mean, square) = (0.0, 0.0)
    for (probability, energy) in zip(probabilities, cell.energies) {
      mean += probability * energy
      square += probability * energy * energy
    }
    let deviation = (square - mean * mean).squareRoot()
    #expect(abs(result.meanEnergy - mean) < 5 * deviation / 30_000.0.squareRoot() * 2)
  }

  @Test("energies kept swap by swap equal those summed anew")
  func energies() throws {
    let lattice = try OctahedralLattice.cubic(3)
    let pairs = try PairInteractions.shells(.fitted, on: lattice)
    let result = try Metropolis(
      pairs, lithiumCount: 72, settings: .init(temperature: 3000, sweeps: 200)
    ).run()
    #expect(result.drift < 1e-9)
    #expect(result.attempts == 200 * 432)
    #expect(result.acceptance > 0.01 && result.acceptance < 1)
    // The definition: every pair of Li once.
    var sum = 0.0
    for i in result.lowest.lithium {
      for j in result.lowest.lithium where j < i { sum += pairs[i, j] }
    }
    #expect(abs(sum - result.lowest.energy) < 1e-9)
    #expect(Set(result.lowest.lithium).count == 72)
  }

  @Test("cooling finds the lowest placement")
  func groundState() throws {
    let cell = try SmallCell(permittivity: 1)
    let result = try Metropolis(
      cell.pairs, lithiumCount: 2, settings: .init(temperature: 300, sweeps: 400)
    ).run()
    #expect(abs(result.lowest.energy - (cell.energies.min() ?? 0)) < 1e-9)
  }

  @Test("runs are reproduced by their seed and number")
  func reproducible() throws {
    let cell = try SmallCell()
    func lowest(seed: UInt64, run: Int) throws -> Double {
      try Metropolis(
        cell.pairs, lithiumCount: 2, settings: .init(temperature: 9000, sweeps: 20, seed: seed)
      ).run(run).meanEnergy
    }
    #expect(try lowest(seed: 1, run: 3) == lowest(seed: 1, run: 3))
    #expect(try lowest(seed: 1, run: 3) != lowest(seed: 1, run: 4))
    #expect(try lowest(seed: 1, run: 3) != lowest(seed: 2, run: 3))
  }

  @Test("a run can be cancelled, and tells how far it is")
  func cancel() throws {
    let cell = try SmallCell()
    let metropolis = try Metropolis(
      cell.pairs, lithiumCount: 2, settings: .init(temperature: 1000, sweeps: 1000))
    var told: [Metropolis.Progress] = []
    var asked = 0
    #expect(throws: SamplingError.cancelled) {
      try metropolis.run(
        isCancelled: {
          asked += 1
          return asked > 500
        }, progress: { told.append($0) })
    }
    #expect(told.map(\.sweep).last == 500)
    #expect(told.allSatisfy { (0...1).contains($0.acceptance) && $0.sweeps == 1000 })
    #expect(zip(told, told.dropFirst()).allSatisfy { $0.temperature >= $1.temperature })
  }

  @Test("settings that no run can have are refused")
  func refusals() throws {
    let pairs = try SmallCell().pairs
    for temperature in [0, -5, Double.nan, .infinity] {
      #expect(throws: SamplingError.self) {
        try Metropolis(pairs, lithiumCount: 2, settings: .init(temperature: temperature))
      }
    }
    #expect(throws: SamplingError.self) {
      try Metropolis(pairs, lithiumCount: 2, settings: .init(sweeps: 1))
    }
    for count in [0, 12, 13] {
      #expect(throws: SamplingError.self) {
        try Metropolis(pairs, lithiumCount: count, settings: .init())
      }
    }
  }
}
