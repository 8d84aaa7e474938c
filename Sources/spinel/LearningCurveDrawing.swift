import Figures
import Regression

extension LearningCurveFigure {
  /// C̃_Q, η̃ and |ω_Q| of scalar models and tensor model (Fig. 5).
  init(_ curve: LearningCurve, _ training: ComparativeTraining) {
    typealias Scores = [ComparisonScores.Quantity: ComparisonScores.Score]
    func series(
      _ label: Label, _ style: SeriesStyle, _ quantity: ComparisonScores.Quantity,
      _ side: (ComparisonScores) -> Scores
    ) -> Series {
      Series(
        label, style,
        mean: curve.points.map { side($0.mean)[quantity]?.meanAbsoluteError ?? .nan },
        deviation: curve.points.map { side($0.deviation)[quantity]?.meanAbsoluteError ?? .nan })
    }
    func pair(_ quantity: ComparisonScores.Quantity) -> [Series] {
      [
        series("scalar", .scalar, quantity) { $0.scalar },
        series("tensor", .tensor, quantity) { $0.tensor },
      ]
    }
    let composed = SeriesStyle(.green, mark: .square, isOpen: true, dash: [1, 1.5])
    let unit = curve.settings.split.rawValue
    let (isotope, count) = (training.isotope.name, curve.points.first?.runs.count ?? 0)
    self.init(
      sizes: curve.points.map { Double($0.size) }, sizeLabel: Label(plain: "training \(unit)"),
      quantities: [
        Quantity("MAE of C̃_Q", pair(.coupling)), Quantity("MAE of η̃", pair(.asymmetry)),
        Quantity(
          "MAE of |ω_Q| / kHz",
          [
            series("from learned scalars", composed, .omegaQFromScalars) { $0.scalar },
            series("learned directly", .scalar, .omegaQ) { $0.scalar },
            series("from learned tensor", .tensor, .omegaQ) { $0.tensor },
          ]),
      ],
      caption: "\(isotope): mean absolute error on unseen \(unit) against training size, mean and "
        + "standard deviation over \(count) repeats")
  }
}
