/// How well predicted tensors agree with reference tensors: eqs. 6–9, angles and splittings.
///
/// Columns hold one number a pair, in the order given. V_zz, C_Q and η enter with every tensor
/// sign-fixed to V_zz ≥ 0. μ and σ are mean and standard deviation (ddof = 0) of the reference's
/// V_zz, so a comparison is for one nuclear species at a time. Pairs with a tensor that is not
/// finite are left out and counted.
public struct Metrics: Sendable {
  /// Pairs compared.
  public let count: Int
  /// Pairs left out because a tensor was not finite.
  public let skipped: Int
  /// Mean over pairs of Σ_ij |ΔV_ij| over all nine elements, in a.u. (eq. 6).
  public let meanTensorError: Double
  /// μ, the mean V_zz of the reference in a.u.
  public let mean: Double
  /// σ, the standard deviation of V_zz of the reference in a.u.
  public let deviation: Double
  /// C̃_Q = (V_zz − μ)/σ (eq. 7); without spread (σ = 0), V_zz − μ.
  public let coupling: Columns
  /// η̃ = (V_xx − V_yy)/μ (eq. 8).
  public let asymmetry: Columns
  /// θ between field and z axis, 0…π/2; NaN for null tensors.
  public let theta: Columns
  /// φ of the field from the x axis, 0…π/2; NaN for null and axial tensors.
  public let phi: Columns
  /// |ω_Q| in kHz; NaN without an isotope.
  public let omegaQ: Columns
  /// q̃, the quaternion dot product under the tensors' own symmetry, ½…1 (eq. 9); NaN for nulls.
  public let alignment: [Double]
  /// θ and φ after near-equal principal values of the prediction were reassigned.
  public let correctedTheta: Columns
  public let correctedPhi: Columns
  /// The assignment chosen for each pair.
  public let reassignments: [Reassignment]

  /// A quantity of the reference and of the prediction.
  public struct Columns: Sendable, Equatable {
    public var reference: [Double]
    public var predicted: [Double]

    public init(reference: [Double], predicted: [Double]) {
      self.reference = reference
      self.predicted = predicted
    }

    /// Pairs of which both numbers are finite; the others count for nothing.
    public var count: Int {
      zip(reference, predicted).count { $0.isFinite && $1.isFinite }
    }

    /// Both sides times a factor.
    public func scaled(by factor: Double) -> Columns {
      Columns(reference: reference.map { factor * $0 }, predicted: predicted.map { factor * $0 })
    }

    public var meanAbsoluteError: Double { Statistics.meanAbsoluteError(reference, predicted) }
    public var rootMeanSquareError: Double { Statistics.rootMeanSquareError(reference, predicted) }
    public var pearson: Double { Statistics.pearson(reference, predicted) }

    /// The share of pairs that agree within a band, 0…1.
    public func share(within band: Double) -> Double {
      Statistics.share(within: band, reference, predicted)
    }
  }

  /// Compares tensors pair by pair.
  ///
  /// - Parameters:
  ///   - reference, predicted: EFGs in atomic units; without an isotope, other tensors in any unit.
  ///   - isotope: what makes kHz of atomic units; nil for tensors that are no EFG.
  ///   - tolerance: the largest relative gap of principal values that may change places.
  /// - Throws: `TensorError.pairs` if the counts differ.
  public init(
    reference: [SphericalTensor], predicted: [SphericalTensor], isotope: Isotope?,
    field: FieldDirection = .z, tolerance: Double = Reassignment.defaultTolerance
  ) throws(TensorError) {
    guard reference.count == predicted.count else {
      throw .pairs(reference: reference.count, predicted: predicted.count)
    }
    let pairs = zip(reference, predicted).filter { $0.isFinite && $1.isFinite }
    let truth = pairs.map { PrincipalAxes(of: $0.0) }
    let guess = pairs.map { PrincipalAxes(of: $0.1) }
    let mean = Statistics.mean(truth.map { abs($0.vzz) })
    let deviation = Statistics.standardDeviation(truth.map { abs($0.vzz) })
    let divisor = deviation > 0 ? deviation : 1
    let weights = field.weights
    let splitting = isotope?.splittingPerAtomicUnit ?? .nan

    func columns(_ quantity: (PrincipalAxes) -> Double) -> Columns {
      Columns(reference: truth.map(quantity), predicted: guess.map(quantity))
    }
    count = pairs.count
    skipped = reference.count - pairs.count
    meanTensorError = Statistics.mean(
      pairs.map { pair in
        SymmetricTensor(pair.1 - pair.0).rowMajor.reduce(0) { $0 + abs($1) }
      })
    self.mean = mean
    self.deviation = deviation
    coupling = columns { (abs($0.vzz) - mean) / divisor }
    asymmetry = columns { $0.sign * ($0.vxx - $0.vyy) / mean }
    theta = columns { $0.angles(to: field).theta }
    phi = columns { $0.angles(to: field).phi }
    omegaQ = Columns(
      reference: pairs.map { abs(splitting * $0.0.dot(weights)) },
      predicted: pairs.map { abs(splitting * $0.1.dot(weights)) })
    alignment = zip(truth, guess).map { truth, guess in
      guard truth.hasOrientation, guess.hasOrientation else { return .nan }
      return truth.quaternion.alignment(with: guess.quaternion)
    }
    reassignments = zip(truth, guess).map { truth, guess in
      Reassignment(of: guess, reference: truth, tolerance: tolerance)
    }
    let corrected = reassignments.map { $0.axes.angles(to: field) }
    correctedTheta = Columns(reference: theta.reference, predicted: corrected.map(\.theta))
    correctedPhi = Columns(reference: phi.reference, predicted: corrected.map(\.phi))
  }

  /// V_zz ≥ 0 in atomic units, C̃_Q without its normalisation.
  public var couplingInAtomicUnits: Columns {
    let scale = deviation > 0 ? deviation : 1
    func restored(_ values: [Double]) -> [Double] { values.map { scale * $0 + mean } }
    return Columns(
      reference: restored(coupling.reference), predicted: restored(coupling.predicted))
  }

  /// Mean of 1 − q̃ over pairs with orientations (eq. 9).
  public var meanAlignmentError: Double {
    Statistics.mean(alignment.filter(\.isFinite).map { 1 - $0 })
  }

  /// Pairs whose principal axes were reassigned for the corrected angles.
  public var swaps: Int { reassignments.count(where: \.isSwapped) }
}
