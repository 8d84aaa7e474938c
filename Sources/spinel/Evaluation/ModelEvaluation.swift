import Crystals
import Engine
import Regression
import Tensors

/// Judges models on structures with labels, nucleus by nucleus.
struct ModelEvaluation {
  let structures: [Structure]
  let field: FieldDirection
  /// Isotopes asked for, in place of the models' own.
  let isotopes: [Isotope]
  let tolerance: Double
  /// The reference's property; nil: the one the models were trained on.
  let property: String?
  /// Whether sites are judged that were trained on.
  let all: Bool
  let isCancelled: () -> Bool
  /// Told of the structures done and of all.
  let progress: (_ done: Int, _ total: Int) -> Void

  typealias NamedModel = (file: String, model: Model)

  /// One evaluation a nucleus, in the order the models name them.
  func evaluations(of models: [NamedModel]) throws -> [Evaluation] {
    var nuclei: [Element] = []
    for (_, model) in models where !nuclei.contains(model.description.nucleus) {
      nuclei.append(model.description.nucleus)
    }
    let jobs = try nuclei.map { nucleus in
      let members = models.filter { $0.model.description.nucleus == nucleus }
      return (members, try labelled(nucleus, members))
    }
    let total = jobs.reduce(0) { $0 + $1.0.count * $1.1.structures.count }
    var done = 0
    return try jobs.map { members, data in
      try evaluation(of: members, on: data) {
        done += 1
        progress(done, total)
      }
    }
  }

  private func labelled(
    _ nucleus: Element, _ models: [NamedModel]
  ) throws -> LabelledStructures {
    let properties = Set(models.map(\.model.description.property))
    guard let trained = properties.first, property != nil || properties.count == 1 else {
      throw Failure(
        "the models of \(nucleus) were trained on different properties, "
          + properties.sorted().map { escaped($0) }.joined(separator: ", ")
          + "; name the one to compare with by --property", status: Failure.usage)
    }
    return try LabelledStructures(structures, nucleus: nucleus, property: property ?? trained)
  }

  private func evaluation(
    of models: [NamedModel], on data: LabelledStructures, step: () -> Void
  ) throws -> Evaluation {
    let sites = try EvaluatedSites(of: data, for: models.map(\.model.description), all: all)
    let reference = sites.environments.map { data.labels[$0] }
    let isotope =
      isotopes.last { $0.element == data.nucleus.symbol } ?? models[0].model.description.isotope
    var result = Evaluation(
      nucleus: data.nucleus, isotope: data.isFieldGradient ? isotope : nil, field: field,
      tolerance: tolerance,
      property: data.property, sites: sites, reference: reference,
      structures: sites.environments.map { data.structureOfEnvironment[$0] })
    let centers = Self.centers(sites.environments, data)
    var scalars = ScalarValues()
    let tensorCount = models.count { if case .tensor = $0.model { true } else { false } }
    for (file, model) in models {
      switch model {
      case .tensor(let model):
        let (predicted, uncertainties) = try tensors(model, data.structures, centers, step)
        let number = result.tensors.count + 1
        result.tensors.append(
          Evaluation.TensorSide(
            name: tensorCount > 1 ? "tensor \(number)" : "tensor", file: file,
            predicted: predicted,
            metrics: try Metrics(
              reference: reference, predicted: predicted,
              isotope: data.isFieldGradient ? isotope : nil, field: field, tolerance: tolerance),
            calibration: model.uncertainty.map {
              calibration($0, result, predicted, uncertainties, isotope)
            }))
      case .scalar(let model):
        try refuse(model, file, scalars)
        let values = try numbers(model, data.structures, centers, step)
        scalars.take(values, of: model, file, isotope)
      }
    }
    if !scalars.files.isEmpty {
      result.scalars = Evaluation.ScalarSide(
        files: scalars.files,
        columns: try Comparison.ScalarColumns(
          reference: reference, predicted: scalars.predictions(count: reference.count),
          isotope: isotope, field: field))
    }
    return result
  }

  /// The atoms of each structure among the environments.
  private static func centers(_ environments: [Int], _ data: LabelledStructures) -> [[Int]] {
    var isWanted = [Bool](repeating: false, count: data.count)
    for environment in environments { isWanted[environment] = true }
    var next = 0
    return data.centers.map { atoms in
      defer { next += atoms.count }
      return atoms.indices.filter { isWanted[next + $0] }.map { atoms[$0] }
    }
  }

  private func tensors(
    _ model: TensorModel, _ structures: [Structure], _ centers: [[Int]], _ step: () -> Void
  ) throws -> ([SphericalTensor], [TensorUncertainty]) {
    let predictor = try Predictor(model)
    let workspace = Predictor.Workspace()
    var found: [SphericalTensor] = []
    var uncertainties: [TensorUncertainty] = []
    for (structure, atoms) in zip(structures, centers) {
      for start in stride(from: 0, to: atoms.count, by: Predictor.batchSize) {
        if isCancelled() { throw RegressionError.cancelled }
        let batch = Array(atoms[start..<min(atoms.count, start + Predictor.batchSize)])
        let sites = try predictor.predictSites(structure, centers: batch, workspace: workspace)
        for site in batch.indices {
          found.append(
            SphericalTensor(sites.components[5 * site..<5 * site + 5].map(Double.init)) ?? .zero)
          uncertainties.append(
            TensorUncertainty(across: Double(sites.across[site]), along: Double(sites.along[site])))
        }
      }
      step()
    }
    return (found, uncertainties)
  }

  private func calibration(
    _ model: UncertaintyModel, _ evaluation: Evaluation, _ predicted: [SphericalTensor],
    _ uncertainties: [TensorUncertainty], _ isotope: Isotope
  ) -> Evaluation.Calibration {
    let weights = isotope.splittingPerAtomicUnit * field.weights
    return Evaluation.Calibration(
      here: CalibrationCurve(
        errors: zip(evaluation.reference, predicted).map { ($1 - $0).dot(weights) },
        uncertainties: zip(uncertainties, predicted).map {
          $0.omegaQ(of: $1, isotope: isotope, field: field)
        }, factors: model.factors, structures: evaluation.structures),
      crossValidated: field == .z ? model.calibration.alongZ : model.calibration.anyDirection)
  }

  private func numbers(
    _ model: ScalarModel, _ structures: [Structure], _ centers: [[Int]], _ step: () -> Void
  ) throws -> [Double] {
    let extraction = try FeatureExtraction(model.hyperparameters, reduction: model.reduction)
    var found: [Double] = []
    for (structure, atoms) in zip(structures, centers) {
      if isCancelled() { throw RegressionError.cancelled }
      if !atoms.isEmpty {
        found += model.predict(try extraction.features(of: [(structure, atoms)]))
      }
      step()
    }
    return found
  }

  private func refuse(_ model: ScalarModel, _ file: String, _ known: ScalarValues) throws {
    let name = escaped(file, limit: 400)
    if let other = known.files[model.target] {
      throw Failure(
        "\(name): a second model of \(model.target.rawValue) beside \(escaped(other, limit: 400)); "
          + "give one a nucleus and target", status: Failure.usage)
    }
    let knowsField = [.theta, .phi, .omegaQ].contains(model.target)
    if knowsField, field != .z {
      throw Failure(
        "\(name): a model of \(model.target.rawValue) in a field along 0,0,1, which no other field "
          + "can be asked of; leave --field or the model out", status: Failure.badData)
    }
  }
}

/// What scalar models of one nucleus predict, freed of their normalisation.
private struct ScalarValues {
  var files: [ScalarTarget: String] = [:]
  private var values: [ScalarTarget: [Double]] = [:]

  mutating func take(
    _ numbers: [Double], of model: ScalarModel, _ file: String, _ isotope: Isotope
  ) {
    files[model.target] = file
    let deviation = model.couplingDeviation > 0 ? model.couplingDeviation : 1
    let own = model.description.isotope.splittingPerAtomicUnit
    values[model.target] =
      switch model.target {
      case .coupling: numbers.map { model.couplingMean + deviation * $0 }
      case .asymmetry: numbers.map { model.couplingMean * $0 }
      case .theta, .phi: numbers
      // kHz of one isotope as those of another.
      case .omegaQ: numbers.map { own == 0 ? $0 : $0 * abs(isotope.splittingPerAtomicUnit / own) }
      }
  }

  /// NaN for a target without a model.
  func predictions(count: Int) -> ScalarPredictions {
    func column(_ target: ScalarTarget) -> [Double] {
      values[target] ?? Array(repeating: .nan, count: count)
    }
    return ScalarPredictions(
      vzz: column(.coupling), difference: column(.asymmetry), theta: column(.theta),
      phi: column(.phi), omegaQ: column(.omegaQ))
  }
}
