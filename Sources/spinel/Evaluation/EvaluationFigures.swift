import Crystals
import Figures
import Regression
import Tensors

/// The figures of evaluations, drawn from the columns their tables are made of.
struct EvaluationFigures {
  let evaluations: [Evaluation]
  let structures: [Structure]

  init(_ evaluations: [Evaluation], _ structures: [Structure]) {
    self.evaluations = evaluations
    self.structures = structures
  }

  func write(to folder: FigureFolder) throws {
    for evaluation in evaluations {
      for (name, figure) in parity(evaluation) { try folder.write(figure.svg, as: name) }
      if let calibration = calibration(evaluation) {
        try folder.write(calibration.svg, as: "calibration-\(evaluation.nucleus.symbol)")
      }
    }
    try folder.write(distributions.svg, as: "distributions")
    if let bonds { try folder.write(bonds.svg, as: "bond-lengths") }
  }

  private func sites(_ evaluation: Evaluation) -> String {
    "\(evaluation.name), property \(evaluation.property): " + EvaluationReport.sites(evaluation)
  }

  // MARK: Parity

  /// Figures of the quantities there are, by file name.
  private func parity(_ evaluation: Evaluation) -> [(String, ParityFigure)] {
    ParityQuantity.allCases.compactMap { quantity in
      if quantity == .omegaQ, evaluation.isotope == nil { return nil }
      var sides: [ParityFigure.Side] = []
      if let target = quantity.scalarTarget, let scalars = evaluation.scalars,
        scalars.files[target] != nil
      {
        sides.append(.init("scalar", .scalar, scalars.columns(of: target)))
      }
      if quantity == .omegaQ, let scalars = evaluation.scalars, scalars.hasFourScalars {
        sides.append(
          .init(
            "four scalars", SeriesStyle(.green, mark: .square, isOpen: true),
            scalars.columns.omegaQFromScalars))
      }
      sides += evaluation.tensors.enumerated().map { number, side in
        .init(
          Label(plain: side.name), number == 0 ? .tensor : .standard(number + 2),
          quantity.columns(of: side.metrics))
      }
      guard !sides.isEmpty else { return nil }
      let caption =
        "predicted against reference \(Label(quantity.symbol).text); " + sites(evaluation)
      return (
        "parity-\(evaluation.nucleus.symbol)-\(quantity.rawValue)",
        ParityFigure(quantity, sides: sides, caption: caption)
      )
    }
  }

  // MARK: Calibration

  /// Nil where no model knows uncertainties.
  private func calibration(_ evaluation: Evaluation) -> CalibrationFigure? {
    var curves: [CalibrationFigure.Curve] = []
    func add(_ name: String, _ curve: CalibrationCurve) {
      let expected = curve.points.map(\.expected)
      curves.append(
        .init(
          Label(plain: name), .standard(curves.count), expected: expected,
          observed: curve.points.map(\.observed),
          errors: expected.map { curve.standardError(expected: $0) }))
    }
    for side in evaluation.tensors {
      guard let calibration = side.calibration else { continue }
      let name = evaluation.tensors.count > 1 ? "\(side.name), " : ""
      add("\(name)these sites (N = \(calibration.here.count))", calibration.here)
      add(
        "\(name)cross-validation (N = \(calibration.crossValidated.count))",
        calibration.crossValidated)
    }
    guard !curves.isEmpty else { return nil }
    return CalibrationFigure(
      curves,
      caption: "intervals of omega_Q that hold the reference; bars: binomial, by structures; "
        + sites(evaluation))
  }

  // MARK: Distributions

  private var distributions: DistributionFigure {
    DistributionFigure(
      evaluations.flatMap(row),
      caption: "reference and prediction; " + evaluations.map(sites).joined(separator: ". "))
  }

  /// |C_Q| and η of a nucleus; |V_zz| where there is no isotope.
  private func row(_ evaluation: Evaluation) -> [DistributionFigure.Distribution] {
    let axes = evaluation.reference.map { PrincipalAxes(of: $0) }
    let predicted = evaluation.tensors.map { side in
      (side.name, side.predicted.map { PrincipalAxes(of: $0) })
    }
    let factor = evaluation.isotope.map { abs($0.couplingPerAtomicUnit) }
    let largest = axes.map { abs($0.vzz) * (factor ?? 1) }.max() ?? 0
    let scale = factor.map { largest > 2000 ? $0 / 1000 : $0 } ?? 1
    let label: Label =
      factor == nil
      ? Label("|V_{zz}|") + Label(plain: " / \(evaluation.unit)")
      : largest > 2000 ? "|C_Q| / MHz" : "|C_Q| / kHz"
    func distribution(
      _ label: Label, range: ClosedRange<Double>? = nil, _ quantity: (PrincipalAxes) -> Double
    ) -> DistributionFigure.Distribution {
      DistributionFigure.Distribution(
        evaluation.label, label, reference: axes.map(quantity),
        predictions: predicted.enumerated().map { number, side in
          (
            Label(plain: side.0), number == 0 ? .tensor : .standard(number + 2),
            side.1.map(quantity)
          )
        }, range: range)
    }
    return [
      distribution(label) { scale * abs($0.vzz) }, distribution("η", range: 0...1) { $0.asymmetry },
    ]
  }

  // MARK: Bonds

  /// Nil where no structure is a spinel.
  private var bonds: ViolinFigure? {
    var found = SpinelBonds()
    for structure in structures {
      // A structure without usable neighbours has no bonds to show.
      try? found.add(structure)
    }
    let kinds = found.lengths.filter { $0.value.count > 20 }.keys.sorted()
    guard !kinds.isEmpty else { return nil }
    return ViolinFigure(
      "cation–O distance / Å",
      kinds.map { kind in
        ViolinFigure.Group(
          Label("\(kind.element.symbol)_{\(kind.site.label)}–O"), found.lengths[kind] ?? [])
      },
      caption: "bond lengths of \(structures.count) structures by cation and site")
  }
}

extension Evaluation {
  /// The nucleus with its mass number raised.
  fileprivate var label: Label {
    let mass = name.prefix { $0.isNumber }
    return Label(mass.isEmpty ? "" : "^{\(mass)}")
      + Label(plain: String(name.dropFirst(mass.count)))
  }
}

extension ParityQuantity {
  /// What a scalar model of the quantity learns; nil where none is compared.
  fileprivate var scalarTarget: ScalarTarget? {
    switch self {
    case .coupling: .coupling
    case .asymmetry: .asymmetry
    case .theta: .theta
    case .phi: .phi
    case .omegaQ: .omegaQ
    case .correctedTheta, .correctedPhi: nil
    }
  }
}
