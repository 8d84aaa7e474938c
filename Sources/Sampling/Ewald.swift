import Crystals
import Glibc
import Tensors

/// Potentials, energies and electric field gradients of point charges in a periodic cell, by
/// Ewald's summation (Ewald 1921).
///
/// Cells may be of any shape. A cell that is not neutral gets a uniform background of the opposite
/// charge, which shifts potentials and leaves gradients alone. Charges are in units of e.
///
/// An instance holds the geometry of one structure; the charges come with each question.
public struct Ewald: Sendable {
  /// Sums of more terms than this are refused.
  public static let largestTermCount = 2e11
  /// What is cut off stays below this, in e/Å³ (gradients) and e/Å (potentials).
  public static let standardAccuracy = 1e-10

  let structure: Structure
  /// Reduced lattice vectors.
  let basis: Basis
  let accuracy: Double
  let splitting: Double?

  /// Prepares the sums of a structure.
  /// - Parameters:
  ///   - accuracy: what may be cut off, in e/Å³ (gradients) and e/Å (potentials).
  ///   - splitting: α in 1/Å; the result does not depend on it. Chosen by cost if nil.
  /// - Throws: `notPeriodic`, `crystal` for a cell without volume, `option`.
  public init(
    _ structure: Structure, accuracy: Double = standardAccuracy, splitting: Double? = nil
  ) throws(SamplingError) {
    guard structure.cell.periodic == [true, true, true] else {
      throw .notPeriodic(origin: structure.origin, periodic: structure.cell.periodic)
    }
    guard accuracy.isFinite, accuracy > 0 else {
      throw .option(name: "accuracy", found: "\(accuracy)", expected: "a positive number")
    }
    guard splitting.map({ $0.isFinite && $0 > 0 }) ?? true else {
      throw .option(
        name: "splitting parameter", found: "\(splitting ?? 0)",
        expected: "a positive number in 1/Å")
    }
    do throws(CrystalError) {
      _ = try structure.cell.basis()
      let short = reducedLattice(structure.cell.vectors)
      basis = try Cell(short[0], short[1], short[2]).basis()
    } catch {
      throw .crystal(CrystalError(error.kind, origin: structure.origin))
    }
    self.structure = structure
    self.accuracy = accuracy
    self.splitting = splitting
  }

  /// The potential at each atom from all other charges and all images, in e/Å; times
  /// `Constants.coulomb` in V.
  /// - Throws: `charges`, `crystal` (coincident atoms), `tooManyTerms`.
  public func potentials(_ charges: [Double]) throws(SamplingError) -> [Double] {
    try sums(charges: charges).map(\.potential)
  }

  /// The energy of the cell in eV, ½ Σ_i q_i φ_i.
  /// - Throws: what `potentials` throws.
  public func energy(_ charges: [Double]) throws(SamplingError) -> Double {
    let potentials = try potentials(charges)
    var sum = 0.0
    for (charge, potential) in zip(charges, potentials) { sum += charge * potential }
    return Constants.coulomb * sum / 2
  }

  /// The electric field gradient V_ij = ∂²V/∂x_i∂x_j at atoms, in atomic units.
  /// - Parameter atoms: indices of the atoms asked for; all if nil.
  /// - Returns: one tensor for each atom asked for.
  /// - Throws: `charges`, `crystal` (coincident atoms), `tooManyTerms`.
  public func fieldGradients(
    _ charges: [Double], at atoms: [Int]? = nil
  ) throws(SamplingError) -> [SphericalTensor] {
    try sums(charges: charges, at: atoms).map(\.fieldGradient)
  }

  private func sums(
    charges: [Double], at atoms: [Int]? = nil
  ) throws(SamplingError) -> [EwaldSums.Value] {
    let kinds = [Int](repeating: 0, count: charges.count)
    return try EwaldSums(self, weights: charges, kinds: kinds, kindCount: 1, at: atoms).values
  }
}

extension Ewald {
  /// The electric field gradient of formal charges at atoms of a structure, in atomic units.
  /// - Parameters:
  ///   - charges: the charge of each element.
  ///   - atoms: indices of the atoms asked for; all if nil.
  /// - Throws: `noFormalCharge`, and what `init` and `fieldGradients(_:at:)` throw.
  public static func fieldGradients(
    of structure: Structure, charges: FormalCharges = .standard, at atoms: [Int]? = nil,
    accuracy: Double = standardAccuracy
  ) throws(SamplingError) -> [SphericalTensor] {
    let values = try charges.charges(of: structure)
    return try Ewald(structure, accuracy: accuracy).fieldGradients(values, at: atoms)
  }

  /// The electric field gradient of each element's sublattice with a charge of one e an atom, in
  /// atomic units: the gradient of any charges is their sum, each times its charge.
  ///
  /// Costs hardly more than the gradient of one set of charges. A sublattice's background, like
  /// its own charge at a site, adds nothing to a gradient.
  /// - Parameters:
  ///   - structure: of any elements; no formal charges are needed.
  ///   - atoms: indices of the atoms asked for; all if nil.
  /// - Returns: for each element that occurs, one tensor for each atom asked for.
  /// - Throws: what `init` and `fieldGradients(_:at:)` throw.
  public static func fieldGradients(
    perElement structure: Structure, at atoms: [Int]? = nil, accuracy: Double = standardAccuracy
  ) throws(SamplingError) -> [Element: [SphericalTensor]] {
    let elements = Set(structure.elements).sorted()
    var kindOfElement: [Element: Int] = [:]
    for (kind, element) in elements.enumerated() { kindOfElement[element] = kind }
    let sums = try EwaldSums(
      Ewald(structure, accuracy: accuracy),
      weights: [Double](repeating: 1, count: structure.count),
      kinds: structure.elements.map { kindOfElement[$0] ?? 0 }, kindCount: elements.count,
      at: atoms)
    var result: [Element: [SphericalTensor]] = [:]
    for (kind, element) in elements.enumerated() {
      result[element] = stride(from: kind, to: sums.values.count, by: elements.count).map {
        sums.values[$0].fieldGradient
      }
    }
    return result
  }
}
