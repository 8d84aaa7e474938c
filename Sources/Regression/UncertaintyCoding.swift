import Formats

extension UncertaintyModel {
  /// Keys end in the unit where there is one.
  var json: JSON {
    .object([
      .init("scale_au", .double(shape.scale)),
      .init("novelty_exponent", .double(shape.noveltyExponent)),
      .init("novelty_floor", .double(shape.noveltyFloor)),
      .init("size_exponent", .double(shape.sizeExponent)),
      .init("size_floor_au", .double(shape.sizeFloor)),
      .init("excess_along", .double(shape.excess)),
      .init(
        "coverage_factors",
        .array(
          zip(CoverageFactors.levels, factors.factors).map { level, factor in
            .object([.init("level", .double(level)), .init("factor", .double(factor))])
          })),
      .init(
        "calibration",
        .object([
          .init("along_z", calibration.alongZ.json),
          .init("any_direction", calibration.anyDirection.json),
          .init("most_uncertain_tenth", .double(calibration.ranking)),
          .init("most_uncertain_tenth_any_direction", .double(calibration.rankingAnyDirection)),
        ])),
    ])
  }

  /// - Throws: `modelFile` for what is missing, and for numbers that give no positive uncertainty.
  init(_ fields: JSONFields) throws(RegressionError) {
    func number(
      _ key: String, _ range: ClosedRange<Double>
    ) throws(RegressionError) -> Double {
      let value = try fields.number(key)
      guard range.contains(value) else {
        throw fields.refusal(key, "\(value)", "\(range.lowerBound) to \(range.upperBound)")
      }
      return value
    }
    let exponents = 0.0...4
    let shape = Shape(
      scale: try number("scale_au", 1e-30...1e15),
      noveltyExponent: try number("novelty_exponent", exponents),
      noveltyFloor: try number("novelty_floor", 1e-12...1),
      sizeExponent: try number("size_exponent", exponents),
      sizeFloor: try number("size_floor_au", 1e-12...1e15),
      excess: try number("excess_along", 0...1e6))
    var values: [Double] = []
    for factor in try fields.list("coverage_factors") {
      values.append(try factor.number("factor"))
    }
    guard let factors = CoverageFactors(values) else {
      throw fields.refusal(
        "coverage_factors", "\(values.count) numbers",
        "\(CoverageFactors.levels.count) above 0 that do not descend")
    }
    let calibration = try fields.fields("calibration")
    self.init(
      shape: shape, factors: factors,
      calibration: Calibration(
        alongZ: try CalibrationCurve(calibration.fields("along_z")),
        anyDirection: try CalibrationCurve(calibration.fields("any_direction")),
        ranking: try calibration.optionalNumber("most_uncertain_tenth") ?? .nan,
        rankingAnyDirection: try calibration.optionalNumber("most_uncertain_tenth_any_direction")
          ?? .nan))
  }
}

extension CalibrationCurve {
  /// The curve with the keys `N`, `structures` and `coverage`.
  public var json: JSON {
    .object([
      .init("N", .int(count)), .init("structures", .int(structures)),
      .init(
        "coverage",
        .array(
          points.map {
            .object([
              .init("expected", .double($0.expected)), .init("observed", .double($0.observed)),
            ])
          })),
    ])
  }

  init(_ fields: JSONFields) throws(RegressionError) {
    var points: [Point] = []
    for point in try fields.list("coverage") {
      points.append(
        Point(
          expected: try point.number("expected"),
          observed: try point.optionalNumber("observed") ?? .nan))
    }
    self.init(
      points: points, count: try fields.integer("N"), structures: try fields.integer("structures"))
  }
}
