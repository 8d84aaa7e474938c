import Crystals
import Regression
import Tensors

/// What `evaluate` says to readers: a table a nucleus.
struct EvaluationReport {
  let text: String

  init(_ evaluations: [Evaluation]) {
    text = evaluations.map(Self.section).joined(separator: "\n\n") + "\n"
  }

  private static func section(_ evaluation: Evaluation) -> String {
    var lines = heading(evaluation) + ["", aligned(table(evaluation)), ""] + notes(evaluation)
    let routes = evaluation.routes
    if evaluation.scalars != nil, !routes.isEmpty {
      var rows = [["way to |omega_Q| / kHz", "N", "MAE", "RMSE", "r", "within 10 kHz"]]
      for route in routes {
        let columns = route.columns
        rows.append(
          [route.name] + numbers(columns, 2) + [percent(columns.share(within: 10))])
      }
      lines += ["", aligned(rows)]
    }
    return lines.joined(separator: "\n")
  }

  private static func percent(_ share: Double) -> String { fixed(100 * share, 1) + " %" }

  private static func heading(_ evaluation: Evaluation) -> [String] {
    let b = evaluation.field.unit
    let spin = evaluation.isotope.map { " (Q \($0.quadrupoleMoment) mb, I \($0.spin))" } ?? ""
    var lines = [
      "\(evaluation.name)\(spin), property \(escaped(evaluation.property)), "
        + "field \(fixed(b.x, 4)),\(fixed(b.y, 4)),\(fixed(b.z, 4))",
      sites(evaluation),
    ]
    if let metrics = evaluation.tensors.first?.metrics {
      lines.append(
        "mu \(short(metrics.mean)), sigma \(short(metrics.deviation)) \(escaped(evaluation.unit)) "
          + "of the reference's |V_zz|")
    }
    for side in evaluation.tensors {
      if let file = side.file { lines.append("\(side.name): \(escaped(file, limit: 400))") }
    }
    for target in evaluation.scalars?.targets ?? [] {
      let file = evaluation.scalars?.files[target] ?? ""
      lines.append("scalar \(target.rawValue): \(escaped(file, limit: 400))")
    }
    return lines
  }

  /// Which sites these are, and what that means.
  static func sites(_ evaluation: Evaluation) -> String {
    let sites = evaluation.reference.count
    let structures = Set(evaluation.structures).count
    let count =
      "\(sites) site\(sites == 1 ? "" : "s") of \(structures) "
      + "structure\(structures == 1 ? "" : "s")"
    switch evaluation.sites?.reason {
    case .heldOut(let splits):
      let list = splits.map(split).joined(separator: " and ")
      let neighbors =
        splits.contains { $0.split == .environments }
        ? "; other sites of these structures were trained on" : ""
      return "\(count) not trained on, the test set of \(list)\(neighbors)"
    case .all(let splits):
      return "\(count), all of the data, of which only the test set of "
        + "\(splits.map(split).joined(separator: " and ")) was not trained on"
    case .otherData:
      return "\(count), all of the data, which are not those of the training; "
        + "single structures may be in common, which is not checked"
    case nil:
      let rest = evaluation.withoutTensor
      return count
        + (rest > 0 ? "; \(rest) more have no tensor in one of the arrays and are left out" : "")
    }
  }

  private static func split(_ training: TrainingSummary) -> String {
    guard training.testFraction > 0 else { return "a training on everything" }
    return "the split by \(training.split.rawValue), seed \(training.seed), "
      + "test fraction \(training.testFraction)"
  }

  private static func table(_ evaluation: Evaluation) -> [[String]] {
    var rows = [["", "by", "N", "MAE", "RMSE", "r"]]
    func add(_ quantity: String, _ name: String, _ columns: Metrics.Columns, _ digits: Int) {
      rows.append([quantity, escaped(name)] + numbers(columns, digits))
    }
    func scalar(_ target: ScalarTarget, _ quantity: String, _ digits: Int) {
      guard let scalars = evaluation.scalars, scalars.files[target] != nil else { return }
      add(quantity, "scalar", scalars.columns(of: target), digits)
    }
    let sides = evaluation.tensors
    for side in sides {
      rows.append([
        "sum |dV_ij| / \(escaped(evaluation.unit))", escaped(side.name), "\(side.metrics.count)",
        short(side.metrics.meanTensorError), "–", "–",
      ])
    }
    if let isotropic = evaluation.isotropic {
      add("isotropic part", sides.first?.name ?? "", isotropic, 4)
    }
    scalar(.coupling, "CQ~", 4)
    for side in sides { add("CQ~", side.name, side.metrics.coupling, 4) }
    if let factor = evaluation.isotope.map({ abs($0.couplingPerAtomicUnit) }) {
      for side in sides {
        let columns = side.metrics.couplingInAtomicUnits.scaled(by: factor)
        add("|C_Q| / kHz", side.name, columns, 2)
      }
    }
    scalar(.asymmetry, "eta~", 4)
    for side in sides { add("eta~", side.name, side.metrics.asymmetry, 4) }
    for side in sides {
      let count = side.metrics.alignment.count(where: \.isFinite)
      rows.append([
        "1 - q~", escaped(side.name), "\(count)", fixed(side.metrics.meanAlignmentError, 4), "–",
        "–",
      ])
    }
    scalar(.theta, "theta / rad", 4)
    for side in sides {
      add("theta / rad", side.name, side.metrics.theta, 4)
      add("theta / rad, corrected", side.name, side.metrics.correctedTheta, 4)
    }
    scalar(.phi, "phi / rad", 4)
    for side in sides {
      add("phi / rad", side.name, side.metrics.phi, 4)
      add("phi / rad, corrected", side.name, side.metrics.correctedPhi, 4)
    }
    if evaluation.isotope != nil {
      scalar(.omegaQ, "|omega_Q| / kHz", 2)
      for side in sides { add("|omega_Q| / kHz", side.name, side.metrics.omegaQ, 2) }
    }
    return rows
  }

  /// What belongs to the table and is no error.
  private static func notes(_ evaluation: Evaluation) -> [String] {
    evaluation.tensors.flatMap { side -> [String] in
      let name = evaluation.tensors.count > 1 ? "\(escaped(side.name)): " : ""
      var lines = [
        "\(name)corrected: axes of \(side.metrics.swaps) of \(side.metrics.count) tensors "
          + "reassigned (gap below \(evaluation.tolerance)), by use of the reference"
      ]
      if evaluation.isotope != nil {
        lines.append(
          "\(name)|omega_Q| within 10 kHz for \(percent(side.metrics.omegaQ.share(within: 10)))")
      }
      if let calibration = side.calibration {
        let shares = calibration.here.points.map {
          "\(percent($0.observed)) (\(fixed(100 * $0.expected, 0)) %)"
        }
        lines.append(
          "\(name)omega_Q inside its interval, observed (expected): "
            + shares.joined(separator: ", "))
      }
      return lines
    }
  }

  private static func numbers(_ columns: Metrics.Columns, _ digits: Int) -> [String] {
    [
      "\(columns.count)", fixed(columns.meanAbsoluteError, digits),
      fixed(columns.rootMeanSquareError, digits), fixed(columns.pearson, 3),
    ]
  }

  /// Four significant digits or so of a number of any size.
  private static func short(_ number: Double) -> String {
    var digits = 3
    var size = abs(number)
    while size > 0, size < 1, digits < 12 {
      size *= 10
      digits += 1
    }
    return fixed(number, digits)
  }
}
