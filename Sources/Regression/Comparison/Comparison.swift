import Tensors

/// A tensor model beside scalar models on the same test set: the numbers of the paper's Figs. 3–5.
///
/// All sides are normalised alike: μ and σ of C̃_Q and η̃ are those of the test set's reference
/// tensors, whatever the models were trained with.
public struct Comparison: Sendable {
  /// The tensor model: eqs. 6–9, angles as they are and corrected, and ω_Q from the learned tensor.
  public let tensor: Metrics
  /// The scalar models, and the two ways from them to ω_Q.
  public let scalar: ScalarColumns
  /// What constants reach: of each quantity its mean over the training set.
  public let constant: ScalarColumns

  /// Compares predictions of one test set.
  ///
  /// - Throws: `TensorError.pairs` if the counts differ.
  public init(
    reference: [SphericalTensor], tensor predicted: [SphericalTensor], scalar: ScalarPredictions,
    constant: ScalarPredictions, isotope: Isotope, field: FieldDirection = .z,
    tolerance: Double = Reassignment.defaultTolerance
  ) throws(TensorError) {
    tensor = try Metrics(
      reference: reference, predicted: predicted, isotope: isotope, field: field,
      tolerance: tolerance)
    self.scalar = try ScalarColumns(
      reference: reference, predicted: scalar, isotope: isotope, field: field)
    self.constant = try ScalarColumns(
      reference: reference, predicted: constant, isotope: isotope, field: field)
  }

  /// Scalars of reference tensors beside predictions of them, with V_zz ≥ 0.
  public struct ScalarColumns: Sendable, Equatable {
    /// C̃_Q = (V_zz − μ)/σ (eq. 7).
    public let coupling: Metrics.Columns
    /// η̃ = (V_xx − V_yy)/μ (eq. 8).
    public let asymmetry: Metrics.Columns
    /// θ and φ in radians.
    public let theta: Metrics.Columns
    public let phi: Metrics.Columns
    /// |ω_Q| in kHz, learned directly.
    public let omegaQ: Metrics.Columns
    /// |ω_Q| in kHz, from the four other scalars through eq. 5.
    public let omegaQFromScalars: Metrics.Columns

    /// - Throws: `TensorError.pairs` if the counts differ.
    public init(
      reference: [SphericalTensor], predicted: ScalarPredictions, isotope: Isotope,
      field: FieldDirection = .z
    ) throws(TensorError) {
      guard reference.count == predicted.count else {
        throw .pairs(reference: reference.count, predicted: predicted.count)
      }
      let truth = ScalarPredictions(of: reference, isotope: isotope, field: field)
      let mean = Statistics.mean(truth.vzz)
      let deviation = Statistics.standardDeviation(truth.vzz)
      func columns(
        _ quantity: (ScalarPredictions) -> [Double], minus shift: Double = 0,
        over scale: Double = 1
      ) -> Metrics.Columns {
        Metrics.Columns(
          reference: quantity(truth).map { ($0 - shift) / scale },
          predicted: quantity(predicted).map { ($0 - shift) / scale })
      }
      coupling = columns(\.vzz, minus: mean, over: deviation > 0 ? deviation : 1)
      asymmetry = columns(\.difference, over: mean)
      theta = columns(\.theta)
      phi = columns(\.phi)
      omegaQ = columns(\.omegaQ)
      omegaQFromScalars = Metrics.Columns(
        reference: truth.omegaQ, predicted: predicted.omegaQFromScalars(isotope: isotope))
    }
  }
}
