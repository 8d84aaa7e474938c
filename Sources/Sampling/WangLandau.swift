import Glibc
import LinearAlgebra
import Tensors

/// Finds the density of states of Li/Ti orderings by Wang and Landau's walk (Wang and Landau 2001).
///
/// The walk visits all energies equally often by weighting each with the inverse of its number of
/// orderings so far; each visit multiplies that number by f. ln f is halved whenever the histogram
/// of visits is flat, and is 1/t, t the swaps tried a bin, once that is the larger (Belardinelli
/// and Pereyra 2007), without which the error would not fall for ever.
public struct WangLandau: Sendable {
  public struct Settings: Sendable, Equatable {
    public var binCount: Int
    /// eV; nil: from the lowest energy met at `temperature` to the highest of random orderings.
    public var range: ClosedRange<Double>?
    /// Below this temperature in K averages are not asked for; it bounds the range.
    public var temperature: Double
    /// The least populated bin must have this share of the mean.
    public var flatness: Double
    /// ln f at which the walk ends.
    public var finalModification: Double
    /// The walk ends after so many sweeps, converged or not.
    public var sweeps: Int
    public var seed: UInt64

    public init(
      binCount: Int = 200, range: ClosedRange<Double>? = nil, temperature: Double = 1000,
      flatness: Double = 0.8, finalModification: Double = 2e-6, sweeps: Int = 1_000_000,
      seed: UInt64 = 1
    ) {
      self.binCount = binCount
      self.range = range
      self.temperature = temperature
      self.flatness = flatness
      self.finalModification = finalModification
      self.sweeps = sweeps
      self.seed = seed
    }
  }

  /// How far a walk is.
  public struct Progress: Sendable, Equatable {
    public var sweep: Int
    public var sweeps: Int
    /// eV.
    public var energy: Double
    public var acceptance: Double
    /// The least populated bin's visits as a share of the mean.
    public var flatness: Double
    /// ln f.
    public var modification: Double
    /// Bins visited.
    public var bins: Int
    /// The energies walked over, in eV.
    public var range: ClosedRange<Double>
    /// Visits of each bin since f was changed last.
    public var visits: [Int]
    /// ln of the number of orderings in each bin, up to a constant; NaN where none was met.
    public var logCounts: [Double]
  }

  /// What a walk found.
  public struct Result: Sendable, Equatable {
    public var density: DensityOfStates
    /// ln f at the end; no more than asked for if the walk converged.
    public var modification: Double
    public var isConverged: Bool
    /// Swaps tried.
    public var attempts: Int
    public var acceptance: Double
    /// Energies the walk kept to, in eV.
    public var range: ClosedRange<Double>
    /// The largest difference found between the energy kept and the energy summed anew, in eV.
    public var drift: Double
  }

  public let interactions: PairInteractions
  public let lithiumCount: Int
  public let settings: Settings

  /// - Throws: `option` for settings that no walk can have.
  public init(
    _ interactions: PairInteractions, lithiumCount: Int, settings: Settings
  ) throws(SamplingError) {
    guard (2...100_000).contains(settings.binCount) else {
      throw .option(name: "bins", found: "\(settings.binCount)", expected: "2 to 100000")
    }
    guard settings.flatness > 0, settings.flatness < 1 else {
      throw .option(
        name: "flatness", found: "\(settings.flatness)", expected: "between 0 and 1")
    }
    guard settings.finalModification > 0, settings.finalModification < 1 else {
      throw .option(
        name: "final modification", found: "\(settings.finalModification)",
        expected: "between 0 and 1")
    }
    if let range = settings.range {
      guard range.lowerBound.isFinite, range.upperBound.isFinite,
        range.lowerBound < range.upperBound
      else {
        throw .option(name: "range", found: "\(range)", expected: "two different energies in eV")
      }
    }
    // What the cooling that finds the range needs is checked there.
    _ = try Metropolis(
      interactions, lithiumCount: lithiumCount,
      settings: .init(temperature: settings.temperature, sweeps: settings.sweeps))
    self.interactions = interactions
    self.lithiumCount = lithiumCount
    self.settings = settings
  }

  /// Walks until ln f is small enough or the sweeps are used up.
  /// - Parameters:
  ///   - isCancelled: asked after each sweep.
  ///   - progress: told every few hundred sweeps.
  ///   - kept: collects the lowest orderings met.
  /// - Throws: `cancelled`.
  public func run(
    isCancelled: () -> Bool = { false }, progress: (Progress) -> Void = { _ in },
    keeping kept: inout DistinctOrderings
  ) throws(SamplingError) -> Result {
    let (range, start) = try findRange(isCancelled: isCancelled)
    var walk = WangLandauWalk(
      OrderingState(interactions, lithium: start), range: range, binCount: settings.binCount,
      generator: SeededGenerator(seed: settings.seed, part: 1))
    let interval = max(1, min(500, settings.sweeps / 200))
    var drift = 0.0
    var (sweep, summed) = (0, 0)
    while sweep < settings.sweeps, walk.modification > settings.finalModification {
      guard !isCancelled() else { throw .cancelled }
      walk.sweep(keeping: &kept)
      sweep += 1
      walk.update(flatness: settings.flatness)
      if sweep % interval == 0 {
        // Summing anew costs as much as dozens of sweeps.
        if sweep - summed >= 100 {
          drift = max(drift, abs(walk.state.sumAnew()))
          summed = sweep
        }
        progress(
          Progress(
            sweep: sweep, sweeps: settings.sweeps, energy: walk.state.energy,
            acceptance: walk.acceptance, flatness: walk.flatness, modification: walk.modification,
            bins: walk.visitedBins, range: range, visits: walk.histogram,
            logCounts: walk.knownLogCounts))
      }
    }
    drift = max(drift, abs(walk.state.sumAnew()))
    return Result(
      density: DensityOfStates(
        levels: walk.levels,
        logTotal: DensityOfStates.logBinomial(interactions.count, lithiumCount)),
      modification: walk.modification,
      isConverged: walk.modification <= settings.finalModification, attempts: walk.attempts,
      acceptance: walk.acceptance, range: range, drift: drift)
  }

  /// The energies to walk over, and an ordering inside.
  private func findRange(
    isCancelled: () -> Bool
  ) throws(SamplingError) -> (ClosedRange<Double>, [Int]) {
    let cooled = try Metropolis(
      interactions, lithiumCount: lithiumCount,
      settings: .init(
        temperature: settings.temperature, sweeps: min(settings.sweeps, 4000), seed: settings.seed)
    ).run(isCancelled: isCancelled).lowest
    if let range = settings.range {
      return (range, try ordering(in: range, from: cooled))
    }
    var generator = SeededGenerator(seed: settings.seed, part: 2)
    var highest = -Double.infinity
    for _ in 0..<2000 {
      let drawn = (0..<interactions.count).shuffled(using: &generator).prefix(lithiumCount)
      highest = max(highest, interactions.energy(of: Array(drawn)))
    }
    // A little room, so that rounding takes neither end out.
    let margin = max(1e-6, 1e-3 * (highest - cooled.energy))
    return (cooled.energy - margin...max(highest, cooled.energy) + margin, cooled.lithium)
  }

  /// An ordering with an energy in a range: the lowest found, or one that swaps lead to.
  private func ordering(
    in range: ClosedRange<Double>, from lowest: SampledOrdering
  ) throws(SamplingError) -> [Int] {
    var generator = SeededGenerator(seed: settings.seed, part: 3)
    let state = OrderingState(interactions, lithium: lowest.lithium)
    for _ in 0..<1_000_000 {
      if range.contains(state.energy) { return state.lithium }
      let swap = state.propose(&generator)
      let isAbove = state.energy > range.upperBound
      if isAbove ? swap.change < 0 : swap.change > 0 { state.accept(swap) }
    }
    throw .option(
      name: "range", found: "\(range.lowerBound) to \(range.upperBound) eV",
      expected: "a range of energies that orderings have, such as \(lowest.energy) eV")
  }
}
