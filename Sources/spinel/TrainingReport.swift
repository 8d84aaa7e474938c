import Crystals
import Regression

/// What `train` says of a model and its test set.
struct TrainingReport {
  let text: String

  init(_ data: LabelledStructures, _ result: Training.Result) {
    var lines = Self.heading(
      data, result.model.description, result.model.hyperparameters, result.solution)
    if let metrics = result.model.description.metrics {
      var rows = [["test set", "CQ~ MAE", "r", "eta~ MAE", "r", "|omega_Q| MAE / kHz", "r"]]
      rows.append(Self.row("model", metrics))
      if let baseline = result.baseline { rows.append(Self.row("constant", baseline)) }
      lines += [
        "", aligned(rows), "",
        "relative tensor error \(fixed(100 * metrics.relativeError, 2)) %, "
          + "|omega_Q| within 10 kHz for \(fixed(100 * metrics.within10kHz, 1)) % of sites",
      ]
      if let alignment = metrics.alignmentError {
        lines.append("mean of 1 - q~ \(fixed(alignment, 4))")
      }
    }
    if let metrics = result.model.description.propertyMetrics {
      lines += ["", Self.table(metrics, result.propertyBaseline, result.model.description)]
    }
    if let uncertainty = result.model.uncertainty { lines += [""] + Self.lines(uncertainty) }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// Errors of a property that is no field gradient, in its unit.
  private static func table(
    _ metrics: PropertyMetrics, _ baseline: PropertyMetrics?, _ description: ModelDescription
  ) -> String {
    let unit = description.unit.map { " / \(escaped($0))" } ?? ""
    func columns(_ name: String) -> [String] { ["\(name) MAE\(unit)", "RMSE\(unit)", "r"] }
    func row(_ name: String, _ metrics: PropertyMetrics) -> [String] {
      [name]
        + [metrics.isotropic, metrics.anisotropic].compactMap { $0 }.flatMap {
          [
            significant($0.meanAbsoluteError), significant($0.rootMeanSquareError),
            $0.pearson.map { fixed($0, 3) } ?? "–",
          ]
        }
    }
    var rows = [
      ["test set"] + (metrics.isotropic == nil ? [] : columns("isotropic"))
        + columns("anisotropic")
    ]
    rows.append(row("model", metrics))
    if let baseline { rows.append(row("constant", baseline)) }
    return aligned(rows)
  }

  /// Expected against observed coverage, and what the uncertainty says of the order of errors.
  private static func lines(_ uncertainty: UncertaintyModel) -> [String] {
    let (z, any) = (uncertainty.calibration.alongZ, uncertainty.calibration.anyDirection)
    var rows = [["interval / %", "half-width / sigma", "observed, B along z", "any direction"]]
    for (index, point) in z.points.enumerated() {
      let error = z.standardError(expected: point.expected)
      rows.append([
        fixed(100 * point.expected, 0), fixed(uncertainty.factors.factors[index], 2),
        "\(fixed(100 * point.observed, 1)) (+- \(fixed(100 * error, 1)))",
        fixed(100 * any.points[index].observed, 1),
      ])
    }
    return [
      "uncertainty of omega_Q, cross-validated on \(z.count) environments of \(z.structures) "
        + "training structures",
      aligned(rows),
      "mean error of the 10 % most uncertain over that of all: "
        + "\(fixed(uncertainty.calibration.ranking, 2)) along z, "
        + "\(fixed(uncertainty.calibration.rankingAnyDirection, 2)) in any direction",
    ]
  }

  init(_ data: LabelledStructures, _ result: Training.ScalarResult) {
    var lines = Self.heading(
      data, result.model.description, result.model.hyperparameters, result.solution)
    let target = result.model.target
    if !result.test.reference.isEmpty {
      let unit = target.unit.isEmpty ? "" : " / \(target.unit)"
      var rows = [["test set", "\(target.rawValue) MAE\(unit)", "r"]]
      rows.append([
        "model", fixed(result.test.meanAbsoluteError, 4), fixed(result.test.pearson, 3),
      ])
      if let baseline = result.baseline {
        rows.append(["constant", fixed(baseline.meanAbsoluteError, 4), "–"])
      }
      lines += ["", aligned(rows)]
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func heading(
    _ data: LabelledStructures, _ description: ModelDescription,
    _ hyperparameters: Hyperparameters, _ solution: Solution
  ) -> [String] {
    let training = description.training
    let isotope = description.isotope
    return [
      (description.isFieldGradient
        ? "\(isotope.name) (Q \(isotope.quadrupoleMoment) mb, I \(isotope.spin)), "
        : "\(isotope.name) (\(escaped(description.otherProperty?.unitText ?? ""))), ")
        + "property \(description.property) of \(data.structures.count) structures",
      "trained on \(training.trainingEnvironments) environments, tested on "
        + "\(training.testEnvironments), split by \(training.split.rawValue), seed \(training.seed)",
      "zeta \(hyperparameters.kernel.zeta), normalization "
        + "\(hyperparameters.kernel.normalization.rawValue), \(training.sparsePoints) \(solution)",
    ]
  }

  private static func row(_ name: String, _ metrics: ModelMetrics) -> [String] {
    [
      name, fixed(metrics.coupling.meanAbsoluteError, 4),
      fixed(metrics.coupling.pearson ?? .nan, 3),
      fixed(metrics.asymmetry.meanAbsoluteError, 4), fixed(metrics.asymmetry.pearson ?? .nan, 3),
      fixed(metrics.omegaQ.meanAbsoluteError, 2), fixed(metrics.omegaQ.pearson ?? .nan, 3),
    ]
  }
}
