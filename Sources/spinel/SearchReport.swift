import Formats
import Regression

/// What `tune` says of a search.
struct SearchReport {
  private let search: HyperparameterSearch
  private let header: SearchLog.Header
  private let best: EvaluatedPoint

  /// Makes the report of a search; nil before it has a point.
  init?(_ search: HyperparameterSearch, header: SearchLog.Header) {
    guard let best = search.best else { return nil }
    self.search = search
    self.header = header
    self.best = best
  }

  private var space: SearchSpace { search.space }

  /// The points, best first.
  private var sorted: [EvaluatedPoint] {
    search.points.enumerated()
      .sorted { ($0.element.score.mean, $0.offset) < ($1.element.score.mean, $1.offset) }
      .map(\.element)
  }

  /// Factors whose best value is one of their bounds, with the bound's name.
  private var atBounds: [(factor: SearchFactor, bound: String, value: Double)] {
    zip(space.factors, best.point.values).compactMap { bound, value in
      value == bound.lower
        ? (bound.factor, "lower", value)
        : value == bound.upper ? (bound.factor, "upper", value) : nil
    }
  }

  // MARK: Text

  var text: String {
    var points = [
      ["score", "±"] + space.factors.map { name($0.factor) }
        + ["CQ~ MAE", "eta~ MAE", "1 - q~", "|omega_Q| MAE / kHz", "round", ""]
    ]
    for evaluated in sorted {
      let score = evaluated.score
      points.append(
        [fixed(score.mean, 5), fixed(score.spread, 5)] + numbers(evaluated.point.values)
          + [
            fixed(score.coupling, 4), fixed(score.asymmetry, 4), fixed(score.alignment, 4),
            fixed(score.omegaQ, 2), "\(evaluated.point.round)", evaluated.point.kind.rawValue,
          ])
    }
    var surfaces = [
      [
        "surface of round", "points", "coefficients", "R²", "adjusted", "residual rms", "predicted",
        "found", "gain", "±",
      ]
    ]
    for round in search.rounds {
      let quality = round.quality
      surfaces.append([
        "\(round.number)", "\(quality.points)",
        "\(quality.coefficients) of \(quality.fullCoefficients)",
        fixed(quality.determination ?? .nan, 4), fixed(quality.adjustedDetermination ?? .nan, 4),
        fixed(quality.residual, 5), fixed(round.predicted, 5), fixed(round.found, 5),
        fixed(round.gain, 5), fixed(round.gainSpread, 5),
      ])
    }
    return ([heading, "", aligned(points), "", aligned(surfaces), ""] + summary)
      .joined(separator: "\n") + "\n"
  }

  private var heading: String {
    "\(header.isotope) mb, property \(header.property) of \(header.structures) structures, "
      + "\(header.environments) environments\n"
      + "\(header.folds)-fold cross-validation by \(header.split.rawValue), seed \(header.seed); "
      + "score: mean of the MAE of CQ~, eta~ and 1 - q~; ± from fold to fold"
  }

  private var summary: [String] {
    let bounds = space.factors.map {
      "\($0.factor.rawValue) \(number($0.lower, $0)) to \(number($0.upper, $0))"
    }
    let values = zip(space.factors, best.point.values).map {
      "\($0.factor.rawValue) \(number($1, $0))"
    }
    return [
      "searched \(bounds.joined(separator: ", ")); \(search.points.count) points in "
        + "\(search.rounds.count) round\(search.rounds.count == 1 ? "" : "s")",
      "best \(values.joined(separator: ", ")): score \(fixed(best.score.mean, 5)) ± "
        + "\(fixed(best.score.spread, 5)), |omega_Q| MAE \(fixed(best.score.omegaQ, 2)) kHz",
    ]
      + atBounds.map {
        "\($0.factor.rawValue) is at its \($0.bound) bound: search again with other --bounds"
      }
  }

  private func name(_ factor: SearchFactor) -> String {
    factor.rawValue + (factor.unit.isEmpty ? "" : " / \(factor.unit)")
  }

  private func number(_ value: Double, _ bound: FactorBounds) -> String {
    bound.factor.isInteger ? "\(Int(value))" : "\(value)"
  }

  private func numbers(_ values: [Double]) -> [String] {
    zip(values, space.factors).map { number($0, $1) }
  }

  // MARK: Files

  /// The best hyperparameters as a file, with what they come from in comments; nothing in it depends
  /// on when or where the search ran.
  var hyperparameterFile: String {
    ([
      "Found by spinel tune: Box–Behnken designs and quadratic surfaces.", heading,
      "data fingerprint \(header.data)",
    ] + summary).flatMap { $0.split(separator: "\n") }.map { "# \($0)\n" }.joined()
      + HyperparameterFile.text(space.hyperparameters(at: best.point.values))
  }

  var json: JSON {
    .object([
      .init("spinel", .string(header.version)),
      .init(
        "conventions",
        .object([
          .init("isotope", .string(header.isotope)), .init("property", .string(header.property)),
          .init("score", "mean over folds of (MAE CQ~ + MAE eta~ + MAE (1 - q~)) / 3"),
        ])),
      .init("data", .string(header.data.description)),
      .init("structures", .int(header.structures)), .init("N", .int(header.environments)),
      .init("folds", .int(header.folds)), .init("split", .string(header.split.rawValue)),
      .init("seed", .string(String(header.seed))),
      .init(
        "bounds",
        .object(space.factors.map { .init($0.factor.rawValue, JSON([$0.lower, $0.upper])) })),
      .init("best", best.json(space)), .init("spread", .double(best.score.spread)),
      .init("atBounds", JSON(atBounds.map { "\($0.factor.rawValue) \($0.bound)" })),
      .init("surfaces", .array(search.rounds.map(json(_:)))),
      .init("points", .array(sorted.map { $0.json(space) })),
    ])
  }

  private func json(_ round: SearchRound) -> JSON {
    func optional(_ number: Double?) -> JSON { number.map { .double($0) } ?? .null }
    return .object([
      .init("round", .int(round.number)), .init("lower", space.json(round.lower)),
      .init("upper", space.json(round.upper)), .init("points", .int(round.quality.points)),
      .init("coefficients", .int(round.quality.coefficients)),
      .init("R2", optional(round.quality.determination)),
      .init("adjustedR2", optional(round.quality.adjustedDetermination)),
      .init("residualRMS", .double(round.quality.residual)),
      .init("minimum", space.json(round.minimum)), .init("predicted", .double(round.predicted)),
      .init("found", .double(round.found)), .init("gain", .double(round.gain)),
      .init("gainSpread", .double(round.gainSpread)),
    ])
  }
}
