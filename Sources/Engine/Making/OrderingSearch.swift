import Crystals
import Formats
import Sampling

/// Finds low-energy Li/Ti orderings of n × n × n cubic cells, telling how it goes.
///
/// By Metropolis, independent runs are cooled and the lowest ordering of each is kept, in rounds
/// until there are enough distinct ones. By Wang and Landau, one walk finds the density of states
/// and keeps the lowest orderings it met. Orderings that the cell's symmetry relates count once.
public struct OrderingSearch: Sendable {
  public enum Method: String, Sendable, CaseIterable {
    case metropolis
    case wangLandau = "wang-landau"

    /// Sweeps of a run where none are asked for.
    public var standardSweeps: Int { self == .metropolis ? 5000 : 1_000_000 }
  }

  /// The energies between Li on 16d.
  public enum Energies: Sendable, Equatable {
    case shells(ShellEnergies)
    /// A table of shells in a file.
    case shellsOf(file: String)
    case coulomb(permittivity: Double)
  }

  public struct Settings: Sendable, Equatable {
    public var method = Method.metropolis
    /// n of the n × n × n cells.
    public var cells = 3
    /// Distinct orderings wanted.
    public var count = 20
    /// Where cooling ends, in K; for Wang–Landau the lowest temperature averages are for.
    public var temperature = 1000.0
    /// Sweeps a run; nil for the method's standard.
    public var sweeps: Int?
    public var seed: UInt64 = 1
    public var energies = Energies.shells(.fitted)
    public var lattice = SpinelLattice.standard

    public init() {}
  }

  /// What a search found.
  public struct Outcome: Sendable {
    /// The lowest first.
    public var orderings: [SampledOrdering]
    /// Runs that were finished.
    public var runs = 0
    /// Swaps tried in finished runs.
    public var attempts = 0
    public var seconds = 0.0
    /// Means over finished Metropolis runs at the temperature asked for: eV, and share of swaps done.
    public var meanEnergy = Double.nan
    public var acceptance = Double.nan
    /// What the Wang–Landau walk found; nil for Metropolis and for a walk that was stopped.
    public var walk: WangLandau.Result?
  }

  public let settings: Settings
  public let cell: OctahedralLattice
  public let interactions: PairInteractions
  private let metropolis: Metropolis?
  private let walk: WangLandau?

  /// Rounds of Metropolis runs, until there are enough distinct orderings or no more come up.
  private static let roundsLimit = 10

  /// - Throws: `SamplingError.option` for settings that no search can have, what
  ///   `PairInteractions` throws, `FormatError` for a table that cannot be read.
  public init(_ settings: Settings) throws {
    guard (1...100_000).contains(settings.count) else {
      throw SamplingError.option(name: "count", found: "\(settings.count)", expected: "1 to 100000")
    }
    self.settings = settings
    cell = try OctahedralLattice.cubic(settings.cells, settings.lattice)
    interactions =
      switch settings.energies {
      case .shells(let shells): try .shells(shells, on: cell)
      case .shellsOf(let file):
        try .shells(ShellEnergies(parsing: FileBytes.read(file), file: file), on: cell)
      case .coulomb(let permittivity): try .coulomb(cell, permittivity: permittivity)
      }
    let sweeps = settings.sweeps ?? settings.method.standardSweeps
    switch settings.method {
    case .metropolis:
      metropolis = try Metropolis(
        interactions, lithiumCount: cell.lithiumCount,
        settings: .init(temperature: settings.temperature, sweeps: sweeps, seed: settings.seed))
      walk = nil
    case .wangLandau:
      walk = try WangLandau(
        interactions, lithiumCount: cell.lithiumCount,
        settings: .init(temperature: settings.temperature, sweeps: sweeps, seed: settings.seed))
      metropolis = nil
    }
  }

  /// Searches; a cancelled job ends the search with what was found until then.
  ///
  /// - Parameters:
  ///   - progress: called by any of the threads, some hundred times a run.
  /// - Throws: `SamplingError`.
  public func run(
    job: Job = Job(), threads: Int,
    progress: @escaping @Sendable (SamplingProgress) -> Void = { _ in }
  ) throws -> Outcome {
    let start = monotonicSeconds()
    var kept = DistinctOrderings(
      symmetry: cell.symmetry, siteCount: cell.count, limit: settings.count)
    var outcome = Outcome(orderings: [])
    if let metropolis {
      try cool(metropolis, &kept, &outcome, job, threads, progress)
    } else if let walk {
      try follow(walk, &kept, &outcome, job, progress)
    }
    outcome.orderings = kept.lowest
    outcome.seconds = monotonicSeconds() - start
    return outcome
  }

  private func cool(
    _ metropolis: Metropolis, _ kept: inout DistinctOrderings, _ outcome: inout Outcome,
    _ job: Job, _ threads: Int, _ progress: @escaping @Sendable (SamplingProgress) -> Void
  ) throws {
    let board = SamplingBoard(
      .metropolis, sweeps: metropolis.settings.sweeps, sites: cell.count, wanted: settings.count,
      progress)
    var started = 0
    for _ in 0..<Self.roundsLimit where kept.lowest.count < settings.count && !job.isCancelled {
      let (first, wanted) = (started, settings.count - kept.lowest.count)
      let found = try concurrentMap(wanted, threads: threads, job: job) { part in
        // A run that was stopped has found nothing yet.
        let result = try? metropolis.run(
          first + part, isCancelled: { !job.mayContinue() },
          progress: { board.take($0, run: first + part) })
        board.finish(run: first + part, lowest: result?.lowest.energy)
        return result
      }
      for result in found.compactMap({ $0 ?? nil }) {
        kept.add(result.lowest)
        outcome.runs += 1
        outcome.attempts += result.attempts
        let weight = 1 / Double(outcome.runs)
        outcome.acceptance = mean(outcome.acceptance, result.acceptance, weight)
        outcome.meanEnergy = mean(outcome.meanEnergy, result.meanEnergy, weight)
      }
      started += wanted
      board.keep(kept.lowest.count)
    }
  }

  private func mean(_ old: Double, _ new: Double, _ weight: Double) -> Double {
    weight == 1 ? new : old + weight * (new - old)
  }

  private func follow(
    _ walk: WangLandau, _ kept: inout DistinctOrderings, _ outcome: inout Outcome, _ job: Job,
    _ progress: @escaping @Sendable (SamplingProgress) -> Void
  ) throws {
    let board = SamplingBoard(
      .wangLandau, sweeps: walk.settings.sweeps, sites: cell.count, wanted: settings.count,
      progress)
    do throws(SamplingError) {
      let result = try walk.run(
        isCancelled: { !job.mayContinue() }, progress: { board.take($0) }, keeping: &kept)
      outcome.runs = 1
      outcome.attempts = result.attempts
      outcome.acceptance = result.acceptance
      outcome.walk = result
    } catch {
      // What was met until then is kept.
      guard error == .cancelled else { throw error }
    }
  }

  /// The structures of orderings, on ideal positions, with energy, seed and method as keys.
  public func structures(_ orderings: [SampledOrdering]) -> [Structure] {
    orderings.enumerated().map { index, ordering in
      var structure = cell.structure(lithium: ordering.lithium)
      structure.info = [
        "structure": .integer([index], shape: []),
        "order_energy_eV": .real([ordering.energy], shape: []),
        "seed": .text(["\(settings.seed)"], shape: []),
        "method": .text([methodText], shape: []),
      ]
      return structure
    }
  }

  private var methodText: String {
    let way = settings.method == .metropolis ? "Metropolis anneal" : "Wang-Landau walk"
    return "Li/Ti order: \(way) to \(settings.temperature) K on \(interactions.name), model "
      + "energies; positions: ideal Fd-3m, a = \(cell.lattice.latticeConstant) A, "
      + "u = \(cell.lattice.oxygenParameter), not relaxed"
  }
}
