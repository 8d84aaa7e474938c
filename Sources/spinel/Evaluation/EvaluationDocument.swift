import Engine
import Formats
import Regression
import Tensors

/// What `evaluate` says to programs.
struct EvaluationDocument {
  let json: JSON

  init(_ evaluations: [Evaluation], field: FieldDirection) {
    let conventions = ResultConventions(field: field, isotopes: evaluations.compactMap(\.isotope))
    let nuclei = evaluations.filter { $0.isotope != nil }.map(\.nucleus)
    json = .object(
      ResultDocument.opening(conventions, elements: nuclei) + [
        .init("evaluations", .array(evaluations.flatMap(Self.entries))),
        .init("routes", .array(evaluations.flatMap(Self.routes))),
      ])
  }

  /// One entry a tensor model, and one for all scalar models together.
  private static func entries(_ evaluation: Evaluation) -> [JSON] {
    var entries = evaluation.tensors.map { side in
      JSON.object(opening(evaluation, side.name, [side.file]) + members(of: side, evaluation))
    }
    if let scalars = evaluation.scalars {
      let files = scalars.targets.map { scalars.files[$0] }
      entries.append(
        .object(
          opening(evaluation, "scalar", files) + [.init("N", .int(evaluation.reference.count))]
            + scalars.targets.flatMap { members(of: $0, scalars.columns(of: $0)) }))
    }
    return entries
  }

  private static func opening(
    _ evaluation: Evaluation, _ kind: String, _ files: [String?]
  ) -> [JSON.Member] {
    var members: [JSON.Member] = [
      .init("nucleus", .string(evaluation.name)), .init("kind", .string(kind)),
      .init("models", JSON(files.compactMap { $0 })),
      .init("property", .string(evaluation.property)), .init("unit", .string(evaluation.unit)),
      .init("structures", .int(Set(evaluation.structures).count)),
      .init("reassignTolerance", .double(evaluation.tolerance)),
    ]
    if let reason = evaluation.sites?.reason {
      let (name, splits): (String, [TrainingSummary]) =
        switch reason {
        case .heldOut(let splits): ("heldOut", splits)
        case .all(let splits): ("all", splits)
        case .otherData: ("otherData", [])
        }
      members.append(.init("sites", .string(name)))
      members.append(.init("splits", .array(splits.map(split))))
    } else {
      members.append(.init("withoutTensor", .int(evaluation.withoutTensor)))
    }
    return members
  }

  private static func split(_ training: TrainingSummary) -> JSON {
    .object([
      .init("split", .string(training.split.rawValue)),
      .init("seed", Int(exactly: training.seed).map { .int($0) } ?? .string("\(training.seed)")),
      .init("testFraction", .double(training.testFraction)),
    ])
  }

  private static func members(
    of side: Evaluation.TensorSide, _ evaluation: Evaluation
  ) -> [JSON.Member] {
    let metrics = side.metrics
    var members: [JSON.Member] = [
      .init("N", .int(metrics.count)),
      .init(evaluation.isotope == nil ? "MAE_Vij" : "MAE_Vij_au", .double(metrics.meanTensorError)),
      .init("mu_Vzz", .double(metrics.mean)), .init("sigma_Vzz", .double(metrics.deviation)),
    ]
    members += pure("CQ~", metrics.coupling) + pure("eta~", metrics.asymmetry)
    members += [
      .init("MAE_q~", .double(metrics.meanAlignmentError)),
      .init("theta", angle(metrics.theta)), .init("phi", angle(metrics.phi)),
      .init(
        "corrected",
        .object([
          .init("theta", angle(metrics.correctedTheta)), .init("phi", angle(metrics.correctedPhi)),
          .init("swaps", .int(metrics.swaps)),
        ])),
    ]
    if let isotope = evaluation.isotope {
      let coupling = metrics.couplingInAtomicUnits.scaled(by: abs(isotope.couplingPerAtomicUnit))
      members.append(.init("CQ", frequency(coupling, hasShare: false)))
      members.append(.init("omegaQ", frequency(metrics.omegaQ)))
    }
    if let calibration = side.calibration {
      members.append(.init("calibration", calibration.here.json))
      members.append(.init("crossValidatedCalibration", calibration.crossValidated.json))
    }
    if let isotropic = evaluation.isotropic { members += pure("isotropic", isotropic) }
    return members
  }

  private static func members(
    of target: ScalarTarget, _ columns: Metrics.Columns
  ) -> [JSON.Member] {
    switch target {
    case .coupling, .asymmetry: pure(target.rawValue, columns)
    case .theta, .phi: [.init(target.rawValue, angle(columns))]
    case .omegaQ: [.init(target.rawValue, frequency(columns))]
    }
  }

  private static func routes(_ evaluation: Evaluation) -> [JSON] {
    guard evaluation.scalars != nil else { return [] }
    return evaluation.routes.map { route in
      var members: [JSON.Member] = [
        .init("nucleus", .string(evaluation.name)), .init("route", .string(route.key)),
        .init("N", .int(route.columns.count)),
      ]
      if case .object(let numbers) = frequency(route.columns) { members += numbers }
      return .object(members)
    }
  }

  private static func pure(_ name: String, _ columns: Metrics.Columns) -> [JSON.Member] {
    [
      .init("MAE_\(name)", .double(columns.meanAbsoluteError)),
      .init("RMSE_\(name)", .double(columns.rootMeanSquareError)),
      .init("pearson_\(name)", .double(columns.pearson)),
    ]
  }

  private static func angle(_ columns: Metrics.Columns) -> JSON {
    .object([
      .init("N", .int(columns.count)), .init("MAE_rad", .double(columns.meanAbsoluteError)),
      .init("RMSE_rad", .double(columns.rootMeanSquareError)),
      .init("pearson", .double(columns.pearson)),
    ])
  }

  private static func frequency(_ columns: Metrics.Columns, hasShare: Bool = true) -> JSON {
    var members: [JSON.Member] = [
      .init("MAE_kHz", .double(columns.meanAbsoluteError)),
      .init("RMSE_kHz", .double(columns.rootMeanSquareError)),
      .init("pearson", .double(columns.pearson)),
    ]
    if hasShare { members.append(.init("within10kHz", .double(columns.share(within: 10)))) }
    return .object(members)
  }
}
