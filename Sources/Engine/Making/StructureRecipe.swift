import Crystals
import Sampling

/// What structures to make: sampled orderings, rattled cells, or the inequivalent small ones.
public enum StructureRecipe: Sendable, Equatable {
  case sampled(OrderingSearch.Settings)
  case rattled(RattledStructures.Settings, count: Int)
  case orderings(SpinelLattice)

  /// A word for the structures, which stands where a file's name would.
  public var name: String {
    switch self {
    case .sampled(let settings): "\(settings.method.rawValue)-\(settings.cells)"
    case .rattled: "rattled"
    case .orderings: "orderings"
    }
  }

  /// Makes the structures; a cancelled job ends the work with what is ready.
  ///
  /// - Parameter progress: called by any of the threads.
  /// - Throws: `SamplingError` for what cannot be made.
  public func make(
    job: Job = Job(), threads: Int,
    progress: @escaping @Sendable (SamplingProgress) -> Void = { _ in }
  ) throws -> MadeStructures {
    let start = monotonicSeconds()
    var made = MadeStructures()
    switch self {
    case .sampled(let settings):
      let search = try OrderingSearch(settings)
      let outcome = try search.run(job: job, threads: threads, progress: progress)
      made.structures = search.structures(outcome.orderings)
      made.wanted = settings.count
      made.outcome = outcome
    case .rattled(let settings, let count):
      let source = try RattledStructures(settings)
      made.structures = try concurrentMap(
        count, threads: threads, job: job,
        progress: { told in
          var now = SamplingProgress(total: count)
          now.done = told.done
          now.elapsed = told.elapsed
          progress(now)
        }
      ) { try source.structure($0) }.compactMap { $0 }
      made.wanted = count
    case .orderings(let lattice):
      let cell = try OctahedralLattice.small(lattice)
      made.structures = try Orderings.inequivalent(of: cell).map {
        cell.structure(lithium: $0.lithium)
      }
      made.wanted = made.structures.count
    }
    for index in made.structures.indices {
      made.structures[index].origin = Structure.Origin(file: name, frame: index, line: 1)
    }
    made.seconds = monotonicSeconds() - start
    made.isStopped = job.isCancelled
    return made
  }
}

/// Structures made by a recipe.
public struct MadeStructures: Sendable {
  public var structures: [Structure] = []
  /// How many were asked for.
  public var wanted = 0
  public var seconds = 0.0
  /// Whether the work was stopped before its end.
  public var isStopped = false
  /// What a sampler found; nil where structures are made without sampling.
  public var outcome: OrderingSearch.Outcome?

  public init() {}
}
