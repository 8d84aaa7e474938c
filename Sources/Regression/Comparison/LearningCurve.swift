import LinearAlgebra
import Tensors

/// Error against training size, of the tensor model and of the scalar models (Fig. 5).
///
/// Every repeat has a test set of its own and learns from nested random subsets of the rest, the
/// same for both kinds of model.
public struct LearningCurve: Sendable {
  public let settings: Settings
  /// One point a size, ascending.
  public let points: [Point]
  /// Whether all repeats asked for were done; otherwise the points hold the finished ones.
  public var isComplete: Bool { points.allSatisfy { $0.runs.count == settings.repeats } }

  /// What is learned from, how often.
  public struct Settings: Sendable, Equatable {
    /// Structures to learn from, or environments where the split is by environment; nil: halved from
    /// all that are not tested on.
    public var sizes: [Int]?
    public var repeats = 5
    /// The seed of the first repeat; the others follow it, one by one.
    public var seed: UInt64 = 1
    public var testFraction = 0.2
    public var split = Split.Mode.structures

    public init() {}
  }

  /// All repeats of one size.
  public struct Point: Sendable {
    /// Structures learned from, or environments where the split is by environment.
    public let size: Int
    public let runs: [Run]

    public var mean: ComparisonScores { .mean(runs.map(\.scores)) }
    public var deviation: ComparisonScores { .deviation(runs.map(\.scores)) }
    /// The mean number of environments learned from.
    public var environments: Double {
      Statistics.mean(runs.map { Double($0.environments) })
    }
  }

  /// One repeat of one size.
  public struct Run: Sendable, Equatable {
    public let seed: UInt64
    /// Environments learned from.
    public let environments: Int
    public let scores: ComparisonScores
  }

  /// How far the work is, in environments learned from over all repeats and sizes.
  public struct Progress: Sendable, Equatable {
    public var `repeat`: Int
    public var size: Int
    public var done: Int
    public var total: Int
  }

  /// Learns and tests at every size, repeat after repeat.
  ///
  /// Where `isCancelled` says so after at least one repeat, the finished repeats are kept.
  ///
  /// - Throws: `RegressionError`; `option` for sizes that cannot be had, `cancelled` before the first
  ///   repeat was done.
  public init(
    _ training: ComparativeTraining, _ settings: Settings = Settings(),
    isCancelled: () -> Bool = { false }, progress: (Progress) -> Void = { _ in }
  ) throws(RegressionError) {
    let subsets = try Self.splits(of: training.data, settings)
    let sizes = subsets[0].keys.sorted()
    let total = subsets.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.train.count } }
    var done = 0
    var runs: [Int: [Run]] = [:]
    repeats: for (number, subset) in subsets.enumerated() {
      let seed = settings.seed &+ UInt64(number)
      var finished: [Int: Run] = [:]
      // The largest first, so that the time left is not guessed too short.
      for size in sizes.reversed() {
        guard let split = subset[size] else { continue }
        progress(Progress(repeat: number, size: size, done: done, total: total))
        do throws(RegressionError) {
          let comparison = try training.comparison(on: split, seed: seed, isCancelled: isCancelled)
          finished[size] = Run(
            seed: seed, environments: split.train.count, scores: ComparisonScores(comparison))
        } catch .cancelled where number > 0 {
          break repeats
        }
        done += split.train.count
      }
      for (size, run) in finished { runs[size, default: []].append(run) }
    }
    self.settings = settings
    points = sizes.map { Point(size: $0, runs: runs[$0] ?? []) }
  }

  /// The splits of every repeat by size: one test set a repeat, nested training sets.
  ///
  /// - Throws: `RegressionError`; `option` for sizes and repeats that cannot be had.
  public static func splits(
    of data: LabelledStructures, _ settings: Settings
  ) throws(RegressionError) -> [[Int: Split]] {
    guard settings.repeats >= 1 else {
      throw .option(name: "repeats", found: "\(settings.repeats)", expected: "1 or more")
    }
    guard settings.testFraction > 0 else {
      throw .option(
        name: "test fraction", found: "\(settings.testFraction)", expected: "more than 0, below 1")
    }
    var subsets: [[Int: Split]] = []
    for number in 0..<settings.repeats {
      let seed = settings.seed &+ UInt64(number)
      let split = try Split(
        data, testFraction: settings.testFraction, seed: seed, mode: settings.split)
      // What one unit of size is: a structure or an environment.
      let owner =
        settings.split == .structures ? data.structureOfEnvironment : Array(0..<data.count)
      let units = Set(split.train.map { owner[$0] }).sorted()
      let sizes = settings.sizes ?? ladder(upTo: units.count)
      for size in sizes where !(1...units.count).contains(size) {
        throw .option(
          name: "sizes", found: "\(size)",
          expected: "1 to the \(units.count) \(settings.split.rawValue) that are not tested on")
      }
      // Another sequence than the one that has drawn the test set.
      var generator = SeededGenerator(seed: ~seed)
      let order = units.shuffled(using: &generator)
      var bySize: [Int: Split] = [:]
      for size in sizes {
        let chosen = Set(order.prefix(size))
        bySize[size] = Split(
          train: split.train.filter { chosen.contains(owner[$0]) }, test: split.test)
      }
      guard !bySize.isEmpty else {
        throw .option(name: "sizes", found: "none", expected: "one or more")
      }
      subsets.append(bySize)
    }
    return subsets
  }

  /// Sizes halved from the largest on, down to an eighth or a sixteenth of many; ascending.
  public static func ladder(upTo largest: Int) -> [Int] {
    var sizes = [largest]
    while let last = sizes.last, sizes.count < 5, last >= 6 { sizes.append((last + 1) / 2) }
    return sizes.reversed()
  }
}
