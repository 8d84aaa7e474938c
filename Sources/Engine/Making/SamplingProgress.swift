import Sampling

/// How far the making of structures is, with what there is to see of a sampler on its way.
public struct SamplingProgress: Sendable, Equatable {
  /// A moment of a run.
  public struct Point: Sendable, Equatable {
    public var sweep: Int
    /// eV.
    public var energy: Double
    /// Share of the swaps tried lately that were done.
    public var acceptance: Double
    /// K; NaN for a Wang–Landau walk, which has none.
    public var temperature: Double
  }

  /// A run from its start until now.
  public struct Trace: Sendable, Equatable {
    public var run: Int
    public var points: [Point] = []
    public var isFinished = false
  }

  /// Where a Wang–Landau walk is.
  public struct Walk: Sendable, Equatable {
    /// The least populated bin's visits as a share of the mean.
    public var flatness: Double
    /// ln f.
    public var modification: Double
    /// The energies of the bins, in eV.
    public var range: ClosedRange<Double>
    /// Visits of each bin since f was changed last.
    public var visits: [Int]
    /// ln of the number of orderings in each bin, up to a constant; NaN where none was met.
    public var logCounts: [Double]
  }

  /// Nil where structures are made without sampling.
  public var method: OrderingSearch.Method?
  /// Runs, or structures, that are finished.
  public var done = 0
  public var total: Int
  /// Sweeps of one run.
  public var sweeps = 0
  /// Distinct orderings so far; known after each round of runs.
  public var kept = 0
  /// Swaps tried so far.
  public var attempts = 0
  /// Seconds since the start.
  public var elapsed = 0.0
  /// The lowest energy found by a finished run, in eV.
  public var lowest: Double?
  /// In the order the runs began.
  public var traces: [Trace] = []
  public var walk: Walk?

  public init(total: Int) { self.total = total }

  /// The latest moment of the run that began last.
  public var latest: Point? { traces.last { !$0.points.isEmpty }?.points.last }

  /// How much of the work is done, 0…1: finished runs and the sweeps of those under way.
  public var share: Double {
    guard total > 0 else { return 0 }
    let underWay = traces.reduce(0.0) { sum, trace in
      trace.isFinished || sweeps == 0
        ? sum : sum + Double(trace.points.last?.sweep ?? 0) / Double(sweeps)
    }
    return min(1, (Double(done) + underWay) / Double(total))
  }
}

/// Gathers what several runs tell into one progress, and passes it on.
final class SamplingBoard: Sendable {
  private let state: Locked<SamplingProgress>
  private let sites: Int
  private let start = monotonicSeconds()
  private let tell: @Sendable (SamplingProgress) -> Void
  /// More points of a run than this are thinned out.
  private static let mostPoints = 400

  init(
    _ method: OrderingSearch.Method, sweeps: Int, sites: Int, wanted: Int,
    _ tell: @escaping @Sendable (SamplingProgress) -> Void
  ) {
    var progress = SamplingProgress(total: method == .metropolis ? wanted : 1)
    progress.method = method
    progress.sweeps = sweeps
    state = Locked(progress)
    self.sites = sites
    self.tell = tell
  }

  func take(_ progress: Metropolis.Progress, run: Int) {
    update { state in
      state.add(
        .init(
          sweep: progress.sweep, energy: progress.energy, acceptance: progress.acceptance,
          temperature: progress.temperature), run: run, sites: sites, most: Self.mostPoints)
    }
  }

  func take(_ progress: WangLandau.Progress) {
    update { state in
      state.add(
        .init(
          sweep: progress.sweep, energy: progress.energy, acceptance: progress.acceptance,
          temperature: .nan), run: 0, sites: sites, most: Self.mostPoints)
      state.walk = .init(
        flatness: progress.flatness, modification: progress.modification, range: progress.range,
        visits: progress.visits, logCounts: progress.logCounts)
    }
  }

  func finish(run: Int, lowest: Double?) {
    update { state in
      if let place = state.traces.firstIndex(where: { $0.run == run }) {
        state.traces[place].isFinished = true
      }
      guard let lowest else { return }
      state.done += 1
      state.total = max(state.total, state.done)
      state.lowest = min(lowest, state.lowest ?? .infinity)
    }
  }

  func keep(_ count: Int) { update { $0.kept = count } }

  private func update(_ change: (inout SamplingProgress) -> Void) {
    let now = state.withLock { state in
      change(&state)
      state.elapsed = monotonicSeconds() - start
      return state
    }
    tell(now)
  }
}

extension SamplingProgress {
  fileprivate mutating func add(_ point: Point, run: Int, sites: Int, most: Int) {
    let place = traces.firstIndex { $0.run == run } ?? traces.count
    if place == traces.count { traces.append(Trace(run: run)) }
    attempts += (point.sweep - (traces[place].points.last?.sweep ?? 0)) * sites
    traces[place].points.append(point)
    guard traces[place].points.count > most else { return }
    let points = traces[place].points
    // The newest stays, for the next one counts its sweeps from there.
    traces[place].points = points.indices.filter { $0 % 2 == (points.count - 1) % 2 }.map {
      points[$0]
    }
  }
}
