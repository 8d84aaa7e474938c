import Crystals
import Regression

/// What `learning-curve` says to readers: the curve, then all quantities at the largest size.
struct LearningCurveReport {
  let text: String

  init(_ curve: LearningCurve, _ training: ComparativeTraining) {
    var parts = [Self.heading(curve, training), Self.curve(curve)]
    if let largest = curve.points.last {
      let place = "Trained on \(largest.size) \(curve.settings.split.rawValue)"
      let count = Self.both(largest.mean.count, largest.deviation.count, 0)
      parts.append("\(place), N = \(count) test environments:\n" + Self.quantities(largest))
      parts.append("Ways to |omega_Q|:\n" + Self.ways(largest))
    }
    text = parts.joined(separator: "\n\n") + "\n"
  }

  private static func heading(_ curve: LearningCurve, _ training: ComparativeTraining) -> String {
    let (settings, isotope, b) = (curve.settings, training.isotope, training.field.unit)
    let last = settings.seed &+ UInt64(max(1, curve.points.first?.runs.count ?? 1) - 1)
    return """
      \(isotope.name) (Q \(isotope.quadrupoleMoment) mb, I \(isotope.spin)), \
      property \(escaped(training.data.property)), \
      \(training.data.structures.count) structures, \(training.data.count) environments
      test fraction \(settings.testFraction) by \(settings.split.rawValue), \
      seeds \(settings.seed) to \(last); mean ± standard deviation over repeats
      tensor: zeta \(training.tensor.kernel.zeta), \
      sigma^2 \(training.tensor.regression.regularization); \
      scalar: zeta \(training.scalar.kernel.zeta), \
      sigma^2 \(training.scalar.regression.regularization); \
      field \(fixed(b.x, 4)),\(fixed(b.y, 4)),\(fixed(b.z, 4))
      """
  }

  /// A mean and its spread over repeats; the mean alone where there is no spread to tell.
  private static func both(_ mean: Double, _ deviation: Double, _ digits: Int) -> String {
    guard mean.isFinite, deviation.isFinite, deviation > 0 else { return fixed(mean, digits) }
    return "\(fixed(mean, digits)) ± \(fixed(deviation, digits))"
  }

  /// Mean absolute errors by size.
  private static func curve(_ curve: LearningCurve) -> String {
    typealias Side = KeyPath<ComparisonScores, [ComparisonScores.Quantity: ComparisonScores.Score]>
    let columns: [(String, Side, ComparisonScores.Quantity, Int)] = [
      ("CQ~ scalar", \.scalar, .coupling, 3), ("tensor", \.tensor, .coupling, 3),
      ("eta~ scalar", \.scalar, .asymmetry, 3), ("tensor", \.tensor, .asymmetry, 3),
      ("|omega_Q|/kHz direct", \.scalar, .omegaQ, 1),
      ("from scalars", \.scalar, .omegaQFromScalars, 1), ("tensor", \.tensor, .omegaQ, 1),
    ]
    let unit = curve.settings.split.rawValue
    var rows = [[unit] + (unit == "environments" ? [] : ["N"]) + columns.map(\.0)]
    for point in curve.points {
      let (mean, deviation) = (point.mean, point.deviation)
      let size = ["\(point.size)"] + (unit == "environments" ? [] : [fixed(point.environments, 0)])
      rows.append(
        size
          + columns.map { _, side, quantity, digits in
            both(
              mean[keyPath: side][quantity]?.meanAbsoluteError ?? .nan,
              deviation[keyPath: side][quantity]?.meanAbsoluteError ?? .nan, digits)
          })
    }
    return "Mean absolute errors:\n" + aligned(rows)
  }

  /// The scalar models beside the tensor model, quantity by quantity.
  private static func quantities(_ point: LearningCurve.Point) -> String {
    let names: [(ComparisonScores.Quantity, String)] = [
      (.coupling, "CQ~"), (.asymmetry, "eta~"), (.theta, "theta / rad"), (.phi, "phi / rad"),
      (.correctedTheta, "theta / rad, corrected"), (.correctedPhi, "phi / rad, corrected"),
    ]
    let (mean, deviation) = (point.mean, point.deviation)
    var rows = [["", "scalar MAE", "r", "tensor MAE", "r", "constant MAE"]]
    for (quantity, name) in names {
      let error: (ComparisonScores.Score) -> Double? = { $0.meanAbsoluteError }
      func cell(
        _ side: (ComparisonScores) -> [ComparisonScores.Quantity: ComparisonScores.Score],
        _ number: (ComparisonScores.Score) -> Double?
      ) -> String {
        both(
          side(mean)[quantity].flatMap(number) ?? .nan,
          side(deviation)[quantity].flatMap(number) ?? .nan, 3)
      }
      rows.append([
        name, cell({ $0.scalar }, error), cell({ $0.scalar }, \.pearson),
        cell({ $0.tensor }, error), cell({ $0.tensor }, \.pearson), cell({ $0.constant }, error),
      ])
    }
    rows.append([
      "1 - q~", "–", "–", both(mean.alignmentError, deviation.alignmentError, 4), "–", "–",
    ])
    rows.append([
      "V_ij / a.u., sum of nine", "–", "–", both(mean.tensorError, deviation.tensorError, 4), "–",
      "–",
    ])
    return aligned(rows) + "\n" + "axes reassigned for "
      + both(mean.swaps, deviation.swaps, 1) + " environments"
  }

  private static func ways(_ point: LearningCurve.Point) -> String {
    let (mean, deviation) = (point.mean, point.deviation)
    let ways: [(String, ComparisonScores.Score?, ComparisonScores.Score?)] = [
      ("learned directly", mean.scalar[.omegaQ], deviation.scalar[.omegaQ]),
      (
        "from learned scalars", mean.scalar[.omegaQFromScalars],
        deviation.scalar[.omegaQFromScalars]
      ),
      ("from the learned tensor", mean.tensor[.omegaQ], deviation.tensor[.omegaQ]),
      ("constant", mean.constant[.omegaQ], deviation.constant[.omegaQ]),
    ]
    var rows = [["", "MAE / kHz", "RMSE / kHz", "r", "within 10 kHz / %"]]
    for (name, mean, deviation) in ways {
      func cell(
        _ number: (ComparisonScores.Score) -> Double?, _ digits: Int, _ scale: Double = 1
      ) -> String {
        both(
          scale * (mean.flatMap(number) ?? .nan), scale * (deviation.flatMap(number) ?? .nan),
          digits)
      }
      rows.append([
        name, cell({ $0.meanAbsoluteError }, 2), cell({ $0.rootMeanSquareError }, 2),
        cell(\.pearson, 3),
        cell(\.within10kHz, 1, 100),
      ])
    }
    return aligned(rows)
  }
}
