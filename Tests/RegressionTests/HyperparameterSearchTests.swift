import Glibc
import Regression
import Testing

@Suite("Hyperparameter search")
struct HyperparameterSearchTests {
  /// A score with its least value at cutoff 5.6 Å, width 0.47 Å and σ² 10⁻⁴, and folds that differ
  /// by a constant.
  private func valley(_ values: [Double]) -> PointScore {
    let x = [(values[0] - 5.6) / 2, (values[1] - 0.47) / 0.3, (log10(values[2]) + 4) / 2]
    let mean = 0.1 + 0.02 * x[0] * x[0] + 0.03 * x[1] * x[1] + 0.01 * x[2] * x[2]
    let score = mean + 0.01 * x[0] * x[2] + 0.004 * x[1] * x[1] * x[1]
    return Self.score(folds: [score - 0.02, score + 0.02])
  }

  private static func score(folds: [Double]) -> PointScore {
    PointScore(folds: folds, coupling: 0, asymmetry: 0, alignment: 0, omegaQ: 0)
  }

  private func space(
    _ factors: [SearchFactor] = [.cutoff, .width, .regularization], _ bounds: [FactorBounds] = []
  ) throws -> SearchSpace {
    try SearchSpace(start: SampleSet.hyperparameters, factors: factors, bounds: bounds)
  }

  /// Runs a search to its end; returns the points in the order they were evaluated.
  private func run(
    _ search: inout HyperparameterSearch, _ score: ([Double]) -> PointScore
  ) throws -> [EvaluatedPoint] {
    var evaluated: [EvaluatedPoint] = []
    while let point = try search.next().first {
      evaluated.append(EvaluatedPoint(point, score(point.values)))
      search.add(EvaluatedPoint(point, score(point.values)))
    }
    return evaluated
  }

  @Test("finds the bottom of a valley, asks for no point twice and loses none")
  func valley() throws {
    var search = try HyperparameterSearch(space(), roundLimit: 4)
    let evaluated = try run(&search, valley)
    let best = try #require(search.best)
    #expect(abs(best.point.values[0] - 5.6) < 0.1)
    #expect(abs(best.point.values[1] - 0.47) < 0.02)
    #expect(abs(log10(best.point.values[2]) + 4) < 0.2)
    #expect(Set(evaluated.map(\.point.values)).count == evaluated.count)
    #expect(search.points == evaluated)
    #expect(best.score.mean == evaluated.map(\.score.mean).min())
    #expect(search.rounds.count == 4)
  }

  @Test("evaluates the start and the thirteen points of the design first, kernels together")
  func firstRound() throws {
    var search = try HyperparameterSearch(space(), roundLimit: 1)
    let points = try run(&search, valley).map(\.point)
    #expect(points.count == 15)
    #expect(points[0].values == [4, 0.5, 1e-5] && points[0].kind == .start)
    let design = points.filter { $0.kind == .design }.map(\.values)
    #expect(design.count == 13)
    #expect(design.contains([6, 0.525, 3.162e-5]))
    #expect(design.contains([4, 0.25, 3.162e-5]) && design.contains([6, 0.8, 1e-2]))
    #expect(points.last?.kind == .minimum)
    // Points of one descriptor follow one another.
    let descriptors = design.map { Array($0.prefix(2)) }
    let changes = zip(descriptors, descriptors.dropFirst()).count { $0 != $1 }
    #expect(changes == Set(descriptors).count - 1)
  }

  @Test("points that come together share all but the regularisation")
  func groups() throws {
    var search = try HyperparameterSearch(
      space([.zeta, .width, .regularization]), roundLimit: 1)
    var sizes: [Int] = []
    while case let points = try search.next(), let first = points.first {
      #expect(points.allSatisfy { $0.values.prefix(2) == first.values.prefix(2) })
      sizes.append(points.count)
      for point in points { search.add(EvaluatedPoint(point, Self.score(folds: [1, 1]))) }
    }
    #expect(sizes.contains(2))
  }

  @Test("goes on after an interruption at any point as if there had been none")
  func resumed() throws {
    var whole = try HyperparameterSearch(space(), roundLimit: 3)
    let path = try run(&whole, valley)
    for cut in 0...path.count {
      var resumed = try HyperparameterSearch(space(), roundLimit: 3)
      for point in path.prefix(cut) { resumed.add(point) }
      let rest = try run(&resumed, valley)
      #expect(rest == Array(path.dropFirst(cut)))
      #expect(resumed.points == whole.points && resumed.rounds == whole.rounds)
    }
  }

  @Test("more rounds go on from where fewer ended")
  func moreRounds() throws {
    var short = try HyperparameterSearch(space(), roundLimit: 1)
    let path = try run(&short, valley)
    var long = try HyperparameterSearch(space(), roundLimit: 3)
    #expect(try run(&long, valley).prefix(path.count) == path[...])
    #expect(try #require(long.best).score.mean <= #require(short.best).score.mean)
  }

  @Test("ends once the surface promises less than what folds differ by")
  func settled() throws {
    var search = try HyperparameterSearch(space([.cutoff, .width]), roundLimit: 5)
    // The folds disagree on where the bottom is, by more than the gain of going there.
    _ = try run(&search) { values in
      let (x, y) = ((values[0] - 5.9) / 2, (values[1] - 0.53) / 0.3)
      return Self.score(
        folds: [0.1 + x * x + y * y + 0.3 * x, 0.1 + x * x + y * y - 0.3 * x])
    }
    #expect(search.rounds.count == 1)
    let round = try #require(search.rounds.first)
    #expect(round.gain < round.gainSpread)
    #expect(search.pointsLeft == 0)
  }

  @Test("a bottom outside the bounds is sought on the border")
  func border() throws {
    let narrow = FactorBounds(.cutoff, lower: 6, upper: 8)
    var search = try HyperparameterSearch(
      space([.cutoff, .width, .regularization], [narrow]), roundLimit: 3)
    _ = try run(&search, valley)
    #expect(try #require(search.best).point.values[0] == 6)
  }

  @Test("whole numbers stay whole and within bounds, and each value is asked for once")
  func integers() throws {
    var search = try HyperparameterSearch(
      space([.radial, .zeta], [FactorBounds(.radial, lower: 2, upper: 9)]), roundLimit: 6)
    let evaluated = try run(&search) { values in
      let (n, zeta) = (values[0] - 7, values[1] - 2)
      return Self.score(folds: [n * n + zeta * zeta, n * n + zeta * zeta])
    }
    for values in evaluated.map(\.point.values) {
      #expect(values.allSatisfy { $0 == $0.rounded() })
      #expect((2...9).contains(values[0]) && (1...3).contains(values[1]))
    }
    #expect(Set(evaluated.map(\.point.values)).count == evaluated.count)
    #expect(try #require(search.best).point.values == [7, 2])
  }

  @Test("works for any number of factors there is a design of", arguments: 1...7)
  func dimensions(count: Int) throws {
    let factors: [SearchFactor] = [
      .regularization, .cutoff, .width, .scale, .exponent, .smoothing, .centerWeight,
    ]
    var search = try HyperparameterSearch(space(Array(factors.prefix(count))), roundLimit: 2)
    let limit = search.pointsLeft
    let evaluated = try run(&search) { values in
      let score = abs(log10(values[0]) + 4) + values.dropFirst().reduce(0, +)
      return Self.score(folds: [score, score])
    }
    #expect(evaluated.count <= limit)
    #expect(try #require(search.best).point.values.count == count)
  }
}
