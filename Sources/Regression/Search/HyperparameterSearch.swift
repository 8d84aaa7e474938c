/// A search for the hyperparameters of least cross-validated error, by Box–Behnken designs and
/// quadratic response surfaces.
///
/// Each round evaluates a design in a box, fits a surface to all points inside the box, and
/// evaluates the surface's minimum there. The next box has half the widths and its centre at the
/// best point so far. The search ends when the gain that the surface promised over the best point
/// is below its spread from fold to fold and the surface foretold the score of its minimum to
/// within this spread too, or after a number of rounds.
///
/// The search says which points it wants and is told their scores, from cross-validation or from a
/// log; it does no work of its own. The same scores lead along the same path.
public struct HyperparameterSearch: Sendable {
  public let space: SearchSpace
  public let roundLimit: Int
  /// All points of the path that have a score, in the order they were wanted.
  public private(set) var points: [EvaluatedPoint] = []
  public private(set) var rounds: [SearchRound] = []

  private let design: BoxBehnken
  private var known: [[Double]: PointScore] = [:]
  private var box: SearchBox
  private var stage: Stage

  private enum Stage {
    /// Points of the round's design, and with the first the start.
    case design([SearchPoint])
    case minimum(SearchPoint, SearchedSurface)
    case finished
  }

  /// A round's surface and what it promises.
  private struct SearchedSurface {
    var quality: ResponseSurface.Quality
    var predicted: Double
    var gain: Double
    var gainSpread: Double
  }

  /// Begins a search.
  /// - Throws: `option` for fewer than one round.
  public init(_ space: SearchSpace, roundLimit: Int = 3) throws(RegressionError) {
    guard (1...100).contains(roundLimit) else {
      throw .option(name: "rounds", found: "\(roundLimit)", expected: "1 to 100")
    }
    self.space = space
    self.roundLimit = roundLimit
    design = try BoxBehnken(factors: space.factors.count)
    box = space.box
    stage = .finished
    stage = .design(designPoints(round: 1))
  }

  /// The round at work, from 1.
  public var round: Int { min(rounds.count + 1, roundLimit) }

  /// The most points that may still be wanted; what is known of them is not taken off.
  public var pointsLeft: Int {
    let perRound = design.points.count + 1
    let later = max(0, roundLimit - rounds.count - 1) * perRound
    switch stage {
    case .design(let points): return later + points.count { known[$0.values] == nil } + 1
    case .minimum(let point, _): return later + (known[point.values] == nil ? 1 : 0)
    case .finished: return 0
    }
  }

  /// The best point so far; of equal ones the first.
  public var best: EvaluatedPoint? {
    points.min { $0.score.mean < $1.score.mean }
  }

  /// Tells the search the score of a point; it wants no score for these values again.
  public mutating func add(_ evaluated: EvaluatedPoint) {
    known[evaluated.point.values] = evaluated.score
  }

  /// The next points to evaluate, which differ by σ² only and so share features and kernel; none at
  /// the end of the search.
  public mutating func next() throws(RegressionError) -> [SearchPoint] {
    while true {
      switch stage {
      case .design(let wanted):
        let missing = wanted.filter { known[$0.values] == nil }
        if let first = missing.first {
          let key = kernelKey(first)
          return missing.filter { kernelKey($0) == key }
        }
        for point in wanted { take(point) }
        let (point, surface) = try fittingSurface(wanted.filter { $0.kind == .design })
        stage = .minimum(point, surface)
      case .minimum(let point, let surface):
        guard let score = known[point.values] else { return [point] }
        take(point)
        finishRound(point, surface, score)
      case .finished: return []
      }
    }
  }

  /// Points of the design in the present box, those of one kernel together.
  private func designPoints(round: Int) -> [SearchPoint] {
    var points: [SearchPoint] = []
    if round == 1, let values = space.startValues {
      points.append(SearchPoint(values: values, round: 1, kind: .start))
    }
    for coded in design.points {
      let values = space.values(at: coded.map(Double.init), in: box)
      // Whole numbers may make two points of a design one.
      if points.contains(where: { $0.kind == .design && $0.values == values }) { continue }
      points.append(SearchPoint(values: values, round: round, kind: .design))
    }
    var groups: [(key: Hyperparameters, points: [SearchPoint])] = []
    for point in points {
      let key = kernelKey(point)
      if let place = groups.firstIndex(where: { $0.key == key }) {
        groups[place].points.append(point)
      } else {
        groups.append((key, [point]))
      }
    }
    // Kernels of the same features, which differ by ζ, come one after the other.
    var ordered: [SearchPoint] = []
    while let first = groups.first {
      let sameFeatures = groups.filter { $0.key.sharesFeatures(with: first.key) }
      groups.removeAll { $0.key.sharesFeatures(with: first.key) }
      for group in sameFeatures { ordered += group.points }
    }
    return ordered
  }

  /// What the kernel of a point is made with.
  private func kernelKey(_ point: SearchPoint) -> Hyperparameters {
    var key = space.hyperparameters(at: point.values)
    key.regression.regularization = 1
    return key
  }

  /// Puts a point with a score on the path, unless its values are there already.
  private mutating func take(_ point: SearchPoint) {
    guard let score = known[point.values],
      !points.contains(where: { $0.point.values == point.values })
    else { return }
    points.append(EvaluatedPoint(point, score))
  }

  /// Fits the surface to the points in the box, the design's and those of earlier rounds.
  private func fittingSurface(
    _ wanted: [SearchPoint]
  ) throws(RegressionError) -> (SearchPoint, SearchedSurface) {
    let inside = points.filter { evaluated in
      if wanted.contains(where: { $0.values == evaluated.point.values }) { return true }
      let coded = space.coded(evaluated.point.values, in: box)
      return coded.allSatisfy { abs($0) < 1.01 }
    }
    let coded = inside.map { space.coded($0.point.values, in: box) }
    let surface = try ResponseSurface(points: coded, values: inside.map(\.score.mean))
    let ones = [Double](repeating: 1, count: space.factors.count)
    let place = surface.minimum(lower: ones.map { -$0 }, upper: ones).point
    let values = space.values(at: place, in: box)
    let evaluated = space.coded(values, in: box)
    let predicted = surface.value(at: evaluated)
    var gains: [Double] = []
    if let best {
      // The noise that folds have in common at all points is not in these differences.
      for fold in best.score.folds.indices {
        let ofFold = try ResponseSurface(points: coded, values: inside.map { $0.score.folds[fold] })
        gains.append(best.score.folds[fold] - ofFold.value(at: evaluated))
      }
    }
    return (
      SearchPoint(values: values, round: rounds.count + 1, kind: .minimum),
      SearchedSurface(
        quality: surface.quality, predicted: predicted,
        gain: (best?.score.mean ?? predicted) - predicted, gainSpread: foldSpread(gains))
    )
  }

  private mutating func finishRound(
    _ point: SearchPoint, _ surface: SearchedSurface, _ score: PointScore
  ) {
    let ones = [Double](repeating: 1, count: space.factors.count)
    rounds.append(
      SearchRound(
        number: rounds.count + 1, lower: space.values(at: ones.map { -$0 }, in: box),
        upper: space.values(at: ones, in: box), quality: surface.quality, minimum: point.values,
        predicted: surface.predicted, found: score.mean, gain: surface.gain,
        gainSpread: surface.gainSpread))
    let isSettled =
      surface.gain < surface.gainSpread
      && abs(score.mean - surface.predicted) < surface.gainSpread
    guard !isSettled, rounds.count < roundLimit, let best else {
      stage = .finished
      return
    }
    box = space.halved(box, around: best.point.values)
    stage = .design(designPoints(round: rounds.count + 1))
  }
}

extension Hyperparameters {
  /// Whether features made with either are the same: only ζ and what finds weights may differ.
  func sharesFeatures(with other: Hyperparameters) -> Bool {
    var same = other
    same.kernel.zeta = kernel.zeta
    same.regression = regression
    return self == same
  }
}
