import Glibc
import LinearAlgebra

/// The walker of `WangLandau` with its histogram and its estimate of the density of states.
struct WangLandauWalk {
  let state: OrderingState
  private var generator: SeededGenerator
  private let lower: Double
  private let upper: Double
  private let binsPerEnergy: Double
  private var bin: Int
  /// ln of the number of orderings so far, up to a constant; meaningless where never visited.
  private var logCounts: [Double]
  private(set) var histogram: [Int]
  private var isVisited: [Bool]
  /// Sums of energies and visits, for the mean energy of each bin.
  private var energySums: [Double]
  private var visits: [Int]
  private(set) var visitedBins = 0
  /// ln f.
  private(set) var modification = 1.0
  private var isInverseTime = false
  private(set) var attempts = 0
  private var accepted = 0

  /// - Parameter state: with an energy inside the range.
  init(
    _ state: OrderingState, range: ClosedRange<Double>, binCount: Int, generator: SeededGenerator
  ) {
    self.state = state
    self.generator = generator
    lower = range.lowerBound
    upper = range.upperBound
    binsPerEnergy = Double(binCount) / (range.upperBound - range.lowerBound)
    logCounts = Array(repeating: 0, count: binCount)
    histogram = Array(repeating: 0, count: binCount)
    isVisited = Array(repeating: false, count: binCount)
    energySums = Array(repeating: 0, count: binCount)
    visits = Array(repeating: 0, count: binCount)
    bin = min(binCount - 1, max(0, Int((state.energy - lower) * binsPerEnergy)))
    enter(bin)
  }

  var acceptance: Double { attempts > 0 ? Double(accepted) / Double(attempts) : 0 }

  /// The least populated bin's visits as a share of the mean over visited bins.
  var flatness: Double {
    var (least, sum) = (Int.max, 0)
    for bin in histogram.indices where isVisited[bin] {
      least = min(least, histogram[bin])
      sum += histogram[bin]
    }
    return sum > 0 ? Double(least) * Double(visitedBins) / Double(sum) : 0
  }

  /// ln of the number of orderings so far; NaN where never visited.
  var knownLogCounts: [Double] {
    logCounts.indices.map { isVisited[$0] ? logCounts[$0] : .nan }
  }

  var levels: [DensityOfStates.Level] {
    logCounts.indices.filter { visits[$0] > 0 }.map {
      .init(energy: energySums[$0] / Double(visits[$0]), logCount: logCounts[$0])
    }
  }

  /// Tries as many swaps as there are sites.
  mutating func sweep(keeping kept: inout DistinctOrderings) {
    let count = state.siteCount
    var threshold = kept.threshold
    for _ in 0..<count {
      let swap = state.propose(&generator)
      let energy = state.energy + swap.change
      if energy >= lower, energy <= upper {
        let target = min(logCounts.count - 1, Int((energy - lower) * binsPerEnergy))
        if !isVisited[target] { enter(target) }
        let advantage = logCounts[bin] - logCounts[target]
        if advantage >= 0 || generator.uniform() < exp(advantage) {
          state.accept(swap)
          accepted += 1
          bin = target
          if state.energy < threshold {
            kept.add(SampledOrdering(lithium: state.lithium, energy: state.energy))
            threshold = kept.threshold
          }
        }
      }
      logCounts[bin] += modification
      histogram[bin] += 1
      energySums[bin] += state.energy
      visits[bin] += 1
    }
    attempts += count
  }

  /// Makes f smaller where it is time.
  mutating func update(flatness limit: Double) {
    let inverseTime = Double(visitedBins) / Double(attempts)
    if isInverseTime {
      modification = inverseTime
      return
    }
    // A flat histogram of a few visits says nothing.
    guard flatness >= limit, histogram.reduce(0, +) >= 20 * visitedBins else { return }
    modification /= 2
    for bin in histogram.indices { histogram[bin] = 0 }
    if modification <= inverseTime {
      isInverseTime = true
      modification = inverseTime
    }
  }

  /// Meets a bin for the first time: it gets the lowest count so far, so that it is soon visited
  /// but not for ever.
  private mutating func enter(_ bin: Int) {
    var lowest = Double.infinity
    for other in logCounts.indices where isVisited[other] { lowest = min(lowest, logCounts[other]) }
    logCounts[bin] = lowest.isFinite ? lowest : 0
    isVisited[bin] = true
    visitedBins += 1
    for other in histogram.indices { histogram[other] = 0 }
  }
}
