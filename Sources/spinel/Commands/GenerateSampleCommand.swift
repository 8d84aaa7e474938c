import ArgumentParser
import Crystals
import Engine
import Formats
import Sampling

struct GenerateSampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Low-energy Li/Ti orderings of large cubic cells.",
    discussion: """
      Li and Ti on 16d of n × n × n cubic cells, by swaps on a Hamiltonian of Li-Li pairs. \
      metropolis cools independent runs to the temperature and keeps the lowest ordering of each; \
      wang-landau finds the density of states, reports canonical averages, and keeps the lowest \
      orderings it met. Orderings that the cell's symmetry relates count once. Atoms are on ideal \
      Fd-3m positions, not relaxed; energies are those of the model.

      Pair energies: six shells fitted to CHGNet 0.3.0, shells of a file (a distance in Å and an \
      energy in eV a line), or formal charges by Ewald summation, screened.

      Example:
        spinel generate sample -o order.extxyz --cells 3 --count 20 --temperature 1000
        spinel generate sample -o order.extxyz --method wang-landau --hamiltonian coulomb
      """)

  @Option(name: .shortAndLong, help: ArgumentHelp(StructureFormat.outputHelp, valueName: "file"))
  var output: String
  @Option(help: "n of the n × n × n cubic cells, 3 (1512 atoms) or 6 (12096).")
  var cells = 3
  @Option(help: "How many distinct orderings.")
  var count = 20
  @Option(help: "metropolis or wang-landau.")
  var method: Method = .metropolis
  @Option(
    help: ArgumentHelp(
      "Where cooling ends; for wang-landau the lowest for averages.", valueName: "K"))
  var temperature = 1000.0
  @Option(
    help: "Sweeps a run, each as many swaps as 16d sites (default: 5000; wang-landau 1000000).")
  var sweeps: Int?
  @Option(help: "Seed of everything drawn.")
  var seed: UInt64 = 1
  @Option(help: "shells or coulomb.")
  var hamiltonian: Hamiltonian = .shells
  @Option(
    help: ArgumentHelp("Pair energies by shell, in place of the built-in.", valueName: "file"))
  var shells: String?
  @Option(help: ArgumentHelp("Divides the energies of formal charges.", valueName: "epsilon"))
  var permittivity: Double?
  @OptionGroup var lattice: LatticeOption
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var quiet: QuietOption

  enum Method: String, ExpressibleByArgument, CaseIterable {
    case metropolis
    case wangLandau = "wang-landau"
  }

  enum Hamiltonian: String, ExpressibleByArgument, CaseIterable { case shells, coulomb }

  func validate() throws {
    guard (1...100_000).contains(count) else {
      throw ValidationError("--count is \(count); expected 1 to 100000.")
    }
    if hamiltonian == .coulomb, shells != nil {
      throw ValidationError("--shells does not go with --hamiltonian coulomb.")
    }
    if hamiltonian == .shells, permittivity != nil {
      throw ValidationError("--permittivity goes with --hamiltonian coulomb only.")
    }
  }

  func run() throws {
    let form = try StructureFormat.output(output, of: count, advice: "--count 1")
    let file = try AtomicFile(output)
    let cell = try OctahedralLattice.cubic(cells, lattice.value())
    let pairs = try interactions(on: cell)
    let job = Job()
    let interrupt = Interrupt(cancelling: job)
    defer { interrupt.stop() }
    let bar = ProgressBar("orderings", quiet: quiet.quiet)
    var kept = DistinctOrderings(
      symmetry: cell.symmetry, siteCount: cell.count, limit: count)
    let text =
      switch method {
      case .metropolis: try cool(pairs, cell.lithiumCount, &kept, job, bar)
      case .wangLandau: try walk(pairs, cell.lithiumCount, &kept, job, bar)
      }
    bar.clear()
    guard !kept.lowest.isEmpty else {
      file.discard()
      throw Failure("interrupted before an ordering was found", status: Failure.interrupted)
    }
    for (index, ordering) in kept.lowest.enumerated() {
      var structure = cell.structure(lithium: ordering.lithium)
      structure.info = [
        "structure": .integer([index], shape: []),
        "order_energy_eV": .real([ordering.energy], shape: []),
        "seed": .text(["\(seed)"], shape: []),
        "method": .text([description(pairs, cell.lattice)], shape: []),
      ]
      try file.append(form.bytes(structure))
    }
    try file.commit()
    if job.isCancelled {
      throw Failure(
        "interrupted; \(kept.lowest.count) of \(count) orderings are in \(escaped(output))",
        status: Failure.interrupted)
    }
    if kept.lowest.count < count {
      report(
        "spinel: warning: \(kept.lowest.count) distinct orderings found, \(count) asked for; more "
          + "sweeps or a higher temperature find more")
    }
    if !quiet.quiet { report(text) }
  }

  private func interactions(on cell: OctahedralLattice) throws -> PairInteractions {
    switch hamiltonian {
    case .coulomb:
      return try .coulomb(
        cell, permittivity: permittivity ?? PairInteractions.standardPermittivity)
    case .shells:
      let energies = try shells.map { try ShellEnergies(parsing: FileBytes.read($0), file: $0) }
      return try .shells(energies ?? .fitted, on: cell)
    }
  }

  private func description(_ pairs: PairInteractions, _ lattice: SpinelLattice) -> String {
    let way = method == .metropolis ? "Metropolis anneal" : "Wang-Landau walk"
    return "Li/Ti order: \(way) to \(temperature) K on \(pairs.name), model energies; positions: "
      + "ideal Fd-3m, a = \(lattice.latticeConstant) A, u = \(lattice.oxygenParameter), not relaxed"
  }
}

extension GenerateSampleCommand {
  /// Rounds of runs, until there are enough distinct orderings or no more come up.
  private static let roundsLimit = 10

  private func cool(
    _ pairs: PairInteractions, _ lithiumCount: Int, _ kept: inout DistinctOrderings, _ job: Job,
    _ bar: ProgressBar
  ) throws -> String {
    let metropolis = try Metropolis(
      pairs, lithiumCount: lithiumCount,
      settings: .init(temperature: temperature, sweeps: sweeps ?? 5000, seed: seed))
    let start = monotonicSeconds()
    var (attempts, acceptance, energies) = (0, 0.0, [Double]())
    var runs = 0
    for _ in 0..<Self.roundsLimit where kept.lowest.count < count && !job.isCancelled {
      let (first, wanted) = (runs, count - kept.lowest.count)
      let done = Locked(runs)
      let found = try concurrentMap(wanted, threads: threads.count, job: job) { part in
        let result = try? metropolis.run(
          first + part, isCancelled: { !job.mayContinue() },
          progress: { state in
            let elapsed = monotonicSeconds() - start
            bar.update(
              Progress(
                done: done.withLock { $0 }, total: max(count, first + wanted), rate: 0,
                elapsed: elapsed),
              label: "\(Int(state.temperature)) K, \(fixed(state.energy, 2)) eV, "
                + "\(fixed(100 * state.acceptance, 1)) % accepted")
          })
        done.withLock { $0 += 1 }
        return result
      }
      for result in found.compactMap({ $0 ?? nil }) {
        kept.add(result.lowest)
        attempts += result.attempts
        acceptance += result.acceptance
        energies.append(result.meanEnergy)
      }
      runs += wanted
    }
    let elapsed = monotonicSeconds() - start
    let finished = Double(max(1, energies.count))
    let mean = energies.reduce(0, +) / finished
    return """
      \(energies.count) runs, \(kept.lowest.count) distinct orderings, \
      \(fixed(Double(attempts) / elapsed / 1e6, 1)) million swaps tried a second
      at \(fixed(temperature, 0)) K: mean energy \(fixed(mean, 3)) model eV, \
      \(fixed(100 * acceptance / finished, 2)) % of swaps accepted
      lowest \(fixed(kept.lowest.first?.energy ?? .nan, 3)), highest kept \
      \(fixed(kept.lowest.last?.energy ?? .nan, 3)) model eV
      """
  }

  private func walk(
    _ pairs: PairInteractions, _ lithiumCount: Int, _ kept: inout DistinctOrderings, _ job: Job,
    _ bar: ProgressBar
  ) throws -> String {
    let walk = try WangLandau(
      pairs, lithiumCount: lithiumCount,
      settings: .init(temperature: temperature, sweeps: sweeps ?? 1_000_000, seed: seed))
    let start = monotonicSeconds()
    let result: WangLandau.Result
    do {
      result = try walk.run(
        isCancelled: { !job.mayContinue() },
        progress: { state in
          let elapsed = monotonicSeconds() - start
          bar.update(
            Progress(
              done: state.sweep, total: state.sweeps,
              rate: elapsed > 0 ? Double(state.sweep) / elapsed : 0, elapsed: elapsed),
            label: "\(fixed(state.energy, 2)) eV, \(fixed(100 * state.acceptance, 1)) % accepted, "
              + "flatness \(fixed(state.flatness, 2)), ln f \(scientific(state.modification))")
        }, keeping: &kept)
    } catch {
      // What was met until then is kept.
      guard error == .cancelled else { throw error }
      return ""
    }
    let elapsed = monotonicSeconds() - start
    var rows = [["T / K", "energy / model eV", "heat capacity / k", "entropy / k"]]
    for factor in [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7, 10] {
      let found = result.density.canonical(at: factor * temperature)
      rows.append([
        fixed(found.temperature, 0), fixed(found.energy, 3), fixed(found.heatCapacity, 2),
        fixed(found.entropy, 2),
      ])
    }
    let end =
      result.isConverged
      ? "converged" : "not converged: more --sweeps are needed for averages to trust"
    return """
      \(result.density.levels.count) bins of energy from \(fixed(result.range.lowerBound, 2)) to \
      \(fixed(result.range.upperBound, 2)) model eV, ln f \(scientific(result.modification)), \(end)
      \(fixed(Double(result.attempts) / elapsed / 1e6, 1)) million swaps tried a second, \
      \(fixed(100 * result.acceptance, 1)) % accepted

      """ + aligned(rows)
  }

  /// A small positive number as 1.2e-6.
  private func scientific(_ value: Double) -> String {
    var (mantissa, exponent) = (value, 0)
    while mantissa < 1, mantissa > 0 {
      mantissa *= 10
      exponent -= 1
    }
    return "\(fixed(mantissa, 1))e\(exponent)"
  }
}
