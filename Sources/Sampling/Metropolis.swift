import Glibc
import LinearAlgebra
import Tensors

/// Samples Li/Ti orderings by Metropolis swaps (Metropolis et al. 1953), cooled from a temperature
/// at which any order melts to the one asked for.
///
/// A sweep tries as many swaps as there are 16d sites. Half of the sweeps cool, by the same factor
/// each; the other half stay at the temperature.
public struct Metropolis: Sendable {
  public struct Settings: Sendable, Equatable {
    /// K.
    public var temperature: Double
    public var sweeps: Int
    public var seed: UInt64

    public init(temperature: Double = 1000, sweeps: Int = 5000, seed: UInt64 = 1) {
      self.temperature = temperature
      self.sweeps = sweeps
      self.seed = seed
    }
  }

  /// How far a run is.
  public struct Progress: Sendable, Equatable {
    public var sweep: Int
    public var sweeps: Int
    /// K.
    public var temperature: Double
    /// eV.
    public var energy: Double
    /// Share of the swaps tried lately that were done.
    public var acceptance: Double
  }

  /// What a run found.
  public struct Result: Sendable, Equatable {
    /// The lowest ordering seen at the temperature asked for.
    public var lowest: SampledOrdering
    /// The energy's mean at that temperature, in eV.
    public var meanEnergy: Double
    /// Share of the swaps done at that temperature.
    public var acceptance: Double
    /// Swaps tried in all.
    public var attempts: Int
    /// The largest difference found between the energy kept and the energy summed anew, in eV.
    public var drift: Double
  }

  public let interactions: PairInteractions
  public let lithiumCount: Int
  public let settings: Settings
  /// Where cooling begins, in K: the largest pair energy, or the final temperature if higher.
  public let startTemperature: Double

  /// - Throws: `option` for a temperature that is not positive, no sweeps, or no Li or Ti.
  public init(
    _ interactions: PairInteractions, lithiumCount: Int, settings: Settings
  ) throws(SamplingError) {
    guard settings.temperature.isFinite, settings.temperature > 0, settings.temperature <= 1e7
    else {
      throw .option(
        name: "temperature", found: "\(settings.temperature)",
        expected: "above 0, up to 1e7 K")
    }
    guard settings.sweeps >= 2, settings.sweeps <= Self.largestSweepCount else {
      throw .option(
        name: "sweeps", found: "\(settings.sweeps)", expected: "2 to \(Self.largestSweepCount)")
    }
    guard (1..<interactions.count).contains(lithiumCount) else {
      throw .option(
        name: "number of Li", found: "\(lithiumCount)",
        expected: "1 to \(interactions.count - 1), so that there is Ti too")
    }
    self.interactions = interactions
    self.lithiumCount = lithiumCount
    self.settings = settings
    let largest = interactions.energies.reduce(0) { max($0, abs($1)) }
    startTemperature = max(settings.temperature, largest / Constants.boltzmann)
  }

  public static let largestSweepCount = 1_000_000_000

  /// Cools one run and samples it.
  /// - Parameters:
  ///   - run: runs of one seed and different numbers are independent of each other.
  ///   - isCancelled: asked after each sweep.
  ///   - progress: told about two hundred times.
  ///   - visit: sees the state after each sweep at the final temperature.
  /// - Throws: `cancelled`.
  public func run(
    _ run: Int = 0, isCancelled: () -> Bool = { false }, progress: (Progress) -> Void = { _ in },
    visit: (OrderingState) -> Void = { _ in }
  ) throws(SamplingError) -> Result {
    var generator = SeededGenerator(seed: settings.seed, part: run)
    let state = OrderingState(interactions, lithiumCount: lithiumCount, using: &generator)
    let cooling = settings.sweeps / 2
    let factor = pow(settings.temperature / startTemperature, 1 / Double(max(1, cooling)))
    let interval = max(1, settings.sweeps / 200)
    var temperature = startTemperature
    var result = Result(
      lowest: SampledOrdering(lithium: [], energy: .infinity), meanEnergy: 0, acceptance: 0,
      attempts: 0, drift: 0)
    var lately = (accepted: 0, attempts: 0)
    var accepted = 0
    var summed = 0
    for sweep in 0..<settings.sweeps {
      guard !isCancelled() else { throw .cancelled }
      let isFinal = sweep >= cooling
      temperature = isFinal ? settings.temperature : temperature * factor
      let done = Self.sweep(
        state, beta: 1 / (Constants.boltzmann * temperature), &generator,
        lowest: isFinal ? result.lowest.energy : -.infinity
      ) { result.lowest = SampledOrdering(lithium: state.lithium, energy: state.energy) }
      result.attempts += state.siteCount
      lately = (lately.accepted + done, lately.attempts + state.siteCount)
      if isFinal {
        accepted += done
        result.meanEnergy += state.energy
        visit(state)
      }
      if (sweep + 1) % interval == 0 || sweep + 1 == settings.sweeps {
        // Summing anew costs as much as dozens of sweeps.
        if sweep + 1 - summed >= 100 || sweep + 1 == settings.sweeps {
          result.drift = max(result.drift, abs(state.sumAnew()))
          summed = sweep + 1
        }
        progress(
          Progress(
            sweep: sweep + 1, sweeps: settings.sweeps, temperature: temperature,
            energy: state.energy, acceptance: Double(lately.accepted) / Double(lately.attempts)))
        lately = (0, 0)
      }
    }
    let sweeps = Double(settings.sweeps - cooling)
    result.meanEnergy /= sweeps
    result.acceptance = Double(accepted) / (sweeps * Double(state.siteCount))
    // The sum of the kept sites alone, without what rounding added on the way.
    result.lowest.energy = interactions.energy(of: result.lowest.lithium)
    return result
  }

  /// One sweep; calls `isLower` at each energy below the lowest so far. Returns the swaps done.
  private static func sweep(
    _ state: OrderingState, beta: Double, _ generator: inout SeededGenerator, lowest: Double,
    _ isLower: () -> Void
  ) -> Int {
    var lowest = lowest
    var accepted = 0
    if lowest == .infinity {
      isLower()
      lowest = state.energy
    }
    for _ in 0..<state.siteCount {
      let swap = state.propose(&generator)
      if swap.change > 0, generator.uniform() >= exp(-beta * swap.change) { continue }
      state.accept(swap)
      accepted += 1
      if state.energy < lowest - 1e-9 {
        lowest = state.energy
        isLower()
      }
    }
    return accepted
  }
}
