import ArgumentParser
import Crystals
import Engine
import Formats
import Numbers
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
  var method: OrderingSearch.Method = .metropolis
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
    let search = try OrderingSearch(settings())
    let job = Job()
    let interrupt = Interrupt(cancelling: job)
    defer { interrupt.stop() }
    let bar = ProgressBar("orderings", quiet: quiet.quiet)
    let outcome = try search.run(job: job, threads: threads.count) { state in
      bar.update(Self.bar(state), label: Self.label(state))
    }
    bar.clear()
    guard !outcome.orderings.isEmpty else {
      file.discard()
      throw Failure("interrupted before an ordering was found", status: Failure.interrupted)
    }
    for structure in search.structures(outcome.orderings) {
      try file.append(form.bytes(structure))
    }
    try file.commit()
    let found = outcome.orderings.count
    if job.isCancelled {
      throw Failure(
        "interrupted; \(found) of \(count) orderings are in \(escaped(output))",
        status: Failure.interrupted)
    }
    if found < count {
      report(
        "spinel: warning: \(found) distinct orderings found, \(count) asked for; more sweeps or a "
          + "higher temperature find more")
    }
    if !quiet.quiet { report(Self.summary(outcome, temperature: temperature)) }
  }

  private func settings() throws -> OrderingSearch.Settings {
    var settings = OrderingSearch.Settings()
    settings.method = method
    settings.cells = cells
    settings.count = count
    settings.temperature = temperature
    settings.sweeps = sweeps
    settings.seed = seed
    settings.lattice = try lattice.value()
    settings.energies =
      switch hamiltonian {
      case .coulomb:
        .coulomb(permittivity: permittivity ?? PairInteractions.standardPermittivity)
      case .shells:
        shells.map { .shellsOf(file: $0) } ?? .shells(.fitted)
      }
    return settings
  }
}

extension OrderingSearch.Method: ExpressibleByArgument {}

extension GenerateSampleCommand {
  /// Runs for Metropolis, sweeps for Wang–Landau.
  private static func bar(_ state: SamplingProgress) -> Progress {
    guard state.walk != nil else {
      return Progress(done: state.done, total: state.total, rate: 0, elapsed: state.elapsed)
    }
    let sweep = state.latest?.sweep ?? 0
    return Progress(
      done: sweep, total: state.sweeps,
      rate: state.elapsed > 0 ? Double(sweep) / state.elapsed : 0, elapsed: state.elapsed)
  }

  private static func label(_ state: SamplingProgress) -> String {
    guard let now = state.latest else { return "orderings" }
    let accepted = "\(fixed(100 * now.acceptance, 1)) % accepted"
    guard let walk = state.walk else {
      return "\(Int(now.temperature)) K, \(fixed(now.energy, 2)) eV, \(accepted)"
    }
    return "\(fixed(now.energy, 2)) eV, \(accepted), flatness \(fixed(walk.flatness, 2)), "
      + "ln f \(scientific(walk.modification))"
  }

  private static func summary(
    _ outcome: OrderingSearch.Outcome, temperature: Double
  ) -> String {
    let rate = fixed(Double(outcome.attempts) / outcome.seconds / 1e6, 1)
    guard let walk = outcome.walk else {
      return """
        \(outcome.runs) runs, \(outcome.orderings.count) distinct orderings, \
        \(rate) million swaps tried a second
        at \(fixed(temperature, 0)) K: mean energy \(fixed(outcome.meanEnergy, 3)) model eV, \
        \(fixed(100 * outcome.acceptance, 2)) % of swaps accepted
        lowest \(fixed(outcome.orderings.first?.energy ?? .nan, 3)), highest kept \
        \(fixed(outcome.orderings.last?.energy ?? .nan, 3)) model eV
        """
    }
    var rows = [["T / K", "energy / model eV", "heat capacity / k", "entropy / k"]]
    for factor in [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7, 10] {
      let found = walk.density.canonical(at: factor * temperature)
      rows.append([
        fixed(found.temperature, 0), fixed(found.energy, 3), fixed(found.heatCapacity, 2),
        fixed(found.entropy, 2),
      ])
    }
    let end =
      walk.isConverged
      ? "converged" : "not converged: more --sweeps are needed for averages to trust"
    return """
      \(walk.density.levels.count) bins of energy from \(fixed(walk.range.lowerBound, 2)) to \
      \(fixed(walk.range.upperBound, 2)) model eV, ln f \(scientific(walk.modification)), \(end)
      \(rate) million swaps tried a second, \(fixed(100 * outcome.acceptance, 1)) % accepted

      """ + aligned(rows)
  }
}
