import Tensors

/// How well predicted tensors agree with reference tensors, in the numbers a model carries.
public struct ModelMetrics: Sendable, Equatable {
  /// Environments compared.
  public var count: Int
  /// Root mean square over environments of ‖ΔV‖ (Frobenius), in atomic units.
  public var tensorError: Double
  /// `tensorError` over the root mean square of the reference's ‖V‖.
  public var relativeError: Double
  /// C̃_Q of eq. 7.
  public var coupling: Agreement
  /// η̃ of eq. 8.
  public var asymmetry: Agreement
  /// Mean of 1 − q̃ (eq. 9); nil for a constant prediction.
  public var alignmentError: Double?
  /// |ω_Q| with the field along the laboratory's z, in kHz.
  public var omegaQ: Agreement
  /// ω_Q with its sign, in kHz.
  public var signedOmegaQ: Agreement
  /// The share of environments whose |ω_Q| is within 10 kHz, 0…1.
  public var within10kHz: Double

  /// Mean absolute error, NaN of no pairs, and Pearson's r, nil where one side does not vary.
  public struct Agreement: Sendable, Equatable {
    public var meanAbsoluteError: Double
    public var pearson: Double?

    public init(meanAbsoluteError: Double, pearson: Double?) {
      self.meanAbsoluteError = meanAbsoluteError
      self.pearson = pearson
    }

    init(_ columns: Metrics.Columns) {
      let pearson = columns.pearson
      self.init(
        meanAbsoluteError: columns.meanAbsoluteError, pearson: pearson.isFinite ? pearson : nil)
    }
  }

  /// Compares tensors pair by pair; the counts must be equal and not 0.
  public init(reference: [SphericalTensor], predicted: [SphericalTensor], isotope: Isotope) {
    let metrics: Metrics
    do {
      metrics = try Metrics(reference: reference, predicted: predicted, isotope: isotope)
    } catch {
      preconditionFailure("one prediction a reference tensor")
    }
    self.init(
      reference: reference, predicted: predicted, coupling: metrics.coupling,
      asymmetry: metrics.asymmetry, omegaQ: metrics.omegaQ, isotope: isotope,
      alignmentError: metrics.meanAlignmentError)
  }

  /// The agreement that constants reach: for each quantity its mean over the training labels.
  public init(reference: [SphericalTensor], meansOf training: [SphericalTensor], isotope: Isotope) {
    let axes = reference.map { PrincipalAxes(of: $0) }
    let known = training.map { PrincipalAxes(of: $0) }
    let mean = Statistics.mean(axes.map { abs($0.vzz) })
    let deviation = Statistics.standardDeviation(axes.map { abs($0.vzz) })
    let divisor = deviation > 0 ? deviation : 1
    func columns<Value>(
      _ reference: [Value], _ training: [Value], _ quantity: (Value) -> Double
    ) -> Metrics.Columns {
      Metrics.Columns(
        reference: reference.map(quantity),
        predicted: Array(
          repeating: Statistics.mean(training.map(quantity)), count: reference.count))
    }
    let splitting = isotope.splittingPerAtomicUnit
    let field = FieldDirection.z.weights
    let average =
      (1 / Double(training.count)) * training.reduce(SphericalTensor.zero) { $0 + $1 }
    self.init(
      reference: reference, predicted: Array(repeating: average, count: reference.count),
      coupling: columns(axes, known) { (abs($0.vzz) - mean) / divisor },
      asymmetry: columns(axes, known) { $0.sign * ($0.vxx - $0.vyy) / mean },
      omegaQ: columns(reference, training) { abs(splitting * $0.dot(field)) }, isotope: isotope,
      alignmentError: nil)
    // A constant correlates with nothing; rounding would give it some number.
    coupling.pearson = nil
    asymmetry.pearson = nil
    omegaQ.pearson = nil
    signedOmegaQ.pearson = nil
  }

  private init(
    reference: [SphericalTensor], predicted: [SphericalTensor], coupling: Metrics.Columns,
    asymmetry: Metrics.Columns, omegaQ: Metrics.Columns, isotope: Isotope, alignmentError: Double?
  ) {
    precondition(!reference.isEmpty, "metrics of no environments")
    let errors = zip(reference, predicted).map { ($1 - $0).dot($1 - $0) }
    let size = Statistics.mean(reference.map { $0.dot($0) }).squareRoot()
    count = reference.count
    tensorError = Statistics.mean(errors).squareRoot()
    relativeError = size > 0 ? tensorError / size : 0
    self.coupling = Agreement(coupling)
    self.asymmetry = Agreement(asymmetry)
    self.alignmentError = alignmentError.flatMap { $0.isFinite ? $0 : nil }
    self.omegaQ = Agreement(omegaQ)
    let (splitting, field) = (isotope.splittingPerAtomicUnit, FieldDirection.z.weights)
    signedOmegaQ = Agreement(
      Metrics.Columns(
        reference: reference.map { splitting * $0.dot(field) },
        predicted: predicted.map { splitting * $0.dot(field) }))
    within10kHz = omegaQ.share(within: 10)
  }

  /// Restores metrics from their numbers.
  init(
    count: Int, tensorError: Double, relativeError: Double, coupling: Agreement,
    asymmetry: Agreement, alignmentError: Double?, omegaQ: Agreement, signedOmegaQ: Agreement,
    within10kHz: Double
  ) {
    self.count = count
    self.tensorError = tensorError
    self.relativeError = relativeError
    self.coupling = coupling
    self.asymmetry = asymmetry
    self.alignmentError = alignmentError
    self.omegaQ = omegaQ
    self.signedOmegaQ = signedOmegaQ
    self.within10kHz = within10kHz
  }
}
