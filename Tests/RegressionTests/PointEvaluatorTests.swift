import Regression
import Support
import Testing

@Suite("Evaluation of search points")
struct PointEvaluatorTests {
  @Test("gives the scores of cross-validation, whatever was evaluated before")
  func scores() throws {
    let validation = try CrossValidation(SampleSet.labelled(6), folds: 3, seed: 2)
    let space = try SearchSpace(
      start: SampleSet.hyperparameters, factors: [.width, .zeta, .regularization])
    var evaluator = PointEvaluator(validation, space: space)
    // Features, kernel and neither are those of the point before.
    let values = [
      [0.5, 1, 1e-4], [0.5, 2, 1e-4], [0.5, 2, 1e-3], [0.4, 2, 1e-3], [0.5, 2, 1e-3],
    ]
    for values in values {
      let point = SearchPoint(values: values, round: 1, kind: .design)
      let found = try #require(try evaluator.evaluate([point]).first)
      let expected = try #require(
        try validation.scores(
          space.hyperparameters(at: values), zetas: [Int(values[1])], regularizations: [values[2]]
        ).first)
      #expect(agree(found.score.mean, expected.objective, within: 1e-8))
      #expect(
        agree(found.score.omegaQ, expected.pooled.omegaQ.meanAbsoluteError, within: 1e-8))
    }
  }

  @Test("takes points of one sparse problem together, and full ones one by one")
  func together() throws {
    let validation = try CrossValidation(SampleSet.labelled(6), folds: 3)
    for (sparsePoints, count) in [(0, 1), (6, 2)] {
      let space = try SearchSpace(
        start: SampleSet.hyperparameters(sparsePoints: sparsePoints), factors: [.regularization])
      var evaluator = PointEvaluator(validation, space: space)
      let points = [1e-4, 1e-3].map { SearchPoint(values: [$0], round: 1, kind: .design) }
      var steps: [Int] = []
      let found = try evaluator.evaluate(points, progress: { steps.append($0) })
      #expect(found.map(\.point) == Array(points.prefix(count)))
      #expect(steps == [count, 2 * count, 3 * count])
    }
  }

  @Test("folds by environment spread a structure over folds, folds by structure do not")
  func folds() throws {
    let data = try SampleSet.labelled(6)
    for mode in Split.Mode.allCases {
      let folds = try CrossValidation(data, folds: 3, split: mode).folds
      #expect(folds.flatMap(\.test).sorted() == Array(0..<data.count))
      let spread = folds.contains { fold in
        let known = Set(fold.train.map { data.structureOfEnvironment[$0] })
        return fold.test.contains { known.contains(data.structureOfEnvironment[$0]) }
      }
      #expect(spread == (mode == .environments))
    }
  }
}
