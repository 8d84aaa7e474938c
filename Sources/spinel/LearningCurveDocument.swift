import Engine
import Formats
import Regression

/// What `learning-curve` says to programs.
struct LearningCurveDocument {
  let json: JSON

  init(_ curve: LearningCurve, _ training: ComparativeTraining) {
    let (settings, data) = (curve.settings, training.data)
    let conventions = ResultConventions(field: training.field, isotopes: [training.isotope])
    json = .object(
      ResultDocument.opening(conventions, elements: [data.nucleus]) + [
        .init("nucleus", .string(data.nucleus.symbol)), .init("property", .string(data.property)),
        .init("structures", .int(data.structures.count)), .init("environments", .int(data.count)),
        .init("split", .string(settings.split.rawValue)),
        .init("testFraction", .double(settings.testFraction)),
        .init("repeats", .int(settings.repeats)),
        .init("finishedRepeats", .int(curve.points.first?.runs.count ?? 0)),
        .init("reassignTolerance", .double(training.tolerance)),
        .init("tensorHyperparameters", Self.json(training.tensor)),
        .init("scalarHyperparameters", Self.json(training.scalar)),
        .init("points", .array(curve.points.map(Self.json))),
      ])
  }

  private static func json(_ hyperparameters: Hyperparameters) -> JSON {
    .object([
      .init("zeta", .int(hyperparameters.kernel.zeta)),
      .init("regularization", .double(hyperparameters.regression.regularization)),
      .init("cutoff_A", .double(hyperparameters.descriptor.cutoffRadius)),
      .init("width_A", .double(hyperparameters.descriptor.densityWidth)),
    ])
  }

  private static func json(_ point: LearningCurve.Point) -> JSON {
    .object([
      .init("size", .int(point.size)), .init("trainEnvironments", .double(point.environments)),
      .init("mean", .object(members(point.mean))),
      .init("deviation", .object(members(point.deviation))),
      .init(
        "runs",
        .array(
          point.runs.map { run in
            .object(
              [
                .init("seed", Int(exactly: run.seed).map { .int($0) } ?? .string("\(run.seed)")),
                .init("trainEnvironments", .int(run.environments)),
              ] + members(run.scores))
          })),
    ])
  }

  /// Scores with the keys of `evaluate`; those of scalar models have no tensor's measures.
  private static func members(_ scores: ComparisonScores) -> [JSON.Member] {
    let tensor: [JSON.Member] =
      [.init("MAE_Vij_au", .double(scores.tensorError))] + members(scores.tensor)
      + [
        .init("MAE_q~", .double(scores.alignmentError)),
        .init(
          "corrected",
          .object([
            .init("theta", angle(scores.tensor[.correctedTheta])),
            .init("phi", angle(scores.tensor[.correctedPhi])),
            .init("swaps", .double(scores.swaps)),
          ])),
      ]
    let scalar: [JSON.Member] =
      members(scores.scalar) + [
        .init("omegaQFromScalars", frequency(scores.scalar[.omegaQFromScalars]))
      ]
    return [
      .init("N", .double(scores.count)), .init("tensor", .object(tensor)),
      .init("scalar", .object(scalar)), .init("constant", .object(members(scores.constant))),
    ]
  }

  private static func members(
    _ scores: [ComparisonScores.Quantity: ComparisonScores.Score]
  ) -> [JSON.Member] {
    func pure(_ name: String, _ score: ComparisonScores.Score?) -> [JSON.Member] {
      [
        .init("MAE_\(name)", number(score?.meanAbsoluteError)),
        .init("RMSE_\(name)", number(score?.rootMeanSquareError)),
        .init("pearson_\(name)", number(score?.pearson)),
      ]
    }
    return pure("CQ~", scores[.coupling]) + pure("eta~", scores[.asymmetry]) + [
      .init("theta", angle(scores[.theta])), .init("phi", angle(scores[.phi])),
      .init("omegaQ", frequency(scores[.omegaQ])),
    ]
  }

  private static func angle(_ score: ComparisonScores.Score?) -> JSON {
    .object([
      .init("MAE_rad", number(score?.meanAbsoluteError)),
      .init("RMSE_rad", number(score?.rootMeanSquareError)),
      .init("pearson", number(score?.pearson)),
    ])
  }

  private static func frequency(_ score: ComparisonScores.Score?) -> JSON {
    .object([
      .init("MAE_kHz", number(score?.meanAbsoluteError)),
      .init("RMSE_kHz", number(score?.rootMeanSquareError)),
      .init("pearson", number(score?.pearson)), .init("within10kHz", number(score?.within10kHz)),
    ])
  }

  /// Numbers without a value become null in the document.
  private static func number(_ value: Double?) -> JSON { .double(value ?? .nan) }
}
