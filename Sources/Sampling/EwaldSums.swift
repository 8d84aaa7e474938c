import Crystals
import Glibc
import Tensors

/// The two halves of an Ewald sum, for several kinds of charges at once.
///
/// Values are for each atom asked for and each kind, [atom][kind]: the potential and the gradient
/// that the charges of that kind make there.
struct EwaldSums {
  /// What the charges of one kind make at one atom.
  struct Value {
    /// e/Å.
    var potential = 0.0
    /// The five spherical components in e/Å³.
    var components = SIMD8<Double>.zero

    /// In atomic units.
    var fieldGradient: SphericalTensor {
      let bohr = Constants.bohrRadius
      let c = bohr * bohr * bohr * components
      return SphericalTensor(c[0], c[1], c[2], c[3], c[4])
    }
  }

  private(set) var values: [Value]
  private let atoms: [Int]
  private let weights: [Double]
  private let kinds: [Int]
  private let kindCount: Int
  private let parameters: EwaldParameters

  /// - Parameters:
  ///   - weights: the charge of each atom in units of e.
  ///   - kinds: the kind of each atom, 0..<kindCount.
  ///   - asked: the atoms at which; all if nil.
  init(
    _ ewald: Ewald, weights: [Double], kinds: [Int], kindCount: Int, at asked: [Int]? = nil
  ) throws(SamplingError) {
    let structure = ewald.structure
    guard weights.count == structure.count else {
      throw .charges(
        origin: structure.origin, found: "\(weights.count) charges", atoms: structure.count)
    }
    if let bad = weights.first(where: { !(abs($0) < 1e6) }) {
      throw .charges(origin: structure.origin, found: "a charge of \(bad)", atoms: structure.count)
    }
    atoms = asked ?? Array(0..<structure.count)
    precondition(atoms.allSatisfy { (0..<structure.count).contains($0) }, "atoms of the structure")
    self.weights = weights
    self.kinds = kinds
    self.kindCount = kindCount
    parameters = EwaldParameters(
      charges: weights, volume: ewald.basis.volume, accuracy: ewald.accuracy,
      splitting: ewald.splitting)
    values = Array(repeating: Value(), count: atoms.count * kindCount)
    guard !atoms.isEmpty else { return }
    try refuseAbsurdWork(ewald)
    do throws(CrystalError) {
      try addRealSpace(structure)
    } catch {
      throw .crystal(error)
    }
    addReciprocalSpace(structure, ewald.basis)
    addConstants(volume: ewald.basis.volume)
  }

  private func refuseAbsurdWork(_ ewald: Ewald) throws(SamplingError) {
    let volume = ewald.basis.volume
    let waves = volume * pow(parameters.reciprocalCutoff, 3) / (12 * .pi * .pi)
    let pairs = 4 * .pi / 3 * pow(parameters.realCutoff, 3) * Double(weights.count) / volume
    let terms = waves * Double(weights.count) + pairs * Double(atoms.count)
    guard terms < Ewald.largestTermCount, waves < 1e8 else {
      throw .tooManyTerms(origin: ewald.structure.origin, estimate: terms.rounded())
    }
  }

  /// Σ over neighbours of erfc(αr)/r and its second derivatives,
  /// r_i r_j B₂ − δ_ij B₁ with B₁ = (B₀ + 2α/√π e^{−α²r²})/r², B₂ = (3B₁ + 4α³/√π e^{−α²r²})/r².
  private mutating func addRealSpace(_ structure: Structure) throws(CrystalError) {
    let finder = try NeighborFinder(structure, cutoff: parameters.realCutoff)
    let alpha = parameters.splitting
    let slope = 2 * alpha / Double.pi.squareRoot()
    // Enough centres at a time to share the search, few enough to keep the list small.
    for first in stride(from: 0, to: atoms.count, by: 64) {
      let list = try finder.neighbors(of: atoms[first..<min(first + 64, atoms.count)])
      for k in list.centers.indices {
        let row = (first + k) * kindCount
        for entry in list.range(k) {
          let neighbor = Int(list.neighbors[entry])
          let weight = weights[neighbor]
          if weight == 0 { continue }
          let r = list.displacements[entry]
          let square = (r * r).sum()
          let distance = square.squareRoot()
          let gauss = slope * exp(-alpha * alpha * square)
          let b0 = erfc(alpha * distance) / distance
          let b1 = (b0 + gauss) / square
          let b2 = (3 * b1 + 2 * alpha * alpha * gauss) / square
          values[row + kinds[neighbor]].potential += weight * b0
          values[row + kinds[neighbor]].components += weight * b2 * harmonics(r)
        }
      }
    }
  }

  /// (4π/V) Σ_k e^{−k²/4α²}/k² Re[S(k) e^{−ik·r}] and its second derivatives, over half of the
  /// wave vectors and twice.
  private mutating func addReciprocalSpace(_ structure: Structure, _ basis: Basis) {
    var waves = WaveSum(
      phases: WavePhases(structure, basis, cutoff: parameters.reciprocalCutoff),
      weights: weights, kinds: kinds, kindCount: kindCount, atoms: atoms)
    let alpha = parameters.splitting
    let prefactor = 8 * .pi / basis.volume
    for wave in WaveVectors(basis, cutoff: parameters.reciprocalCutoff) {
      let square = (wave.vector * wave.vector).sum()
      let factor = prefactor * exp(-square / (4 * alpha * alpha)) / square
      waves.add(wave.indices, potential: factor, gradient: -factor * harmonics(wave.vector))
    }
    for i in values.indices {
      values[i].potential += waves.potentials[i]
      values[i].components += waves.components[i]
    }
  }

  /// The charge's own Gaussian leaves the potential, and the background joins it.
  private mutating func addConstants(volume: Double) {
    let alpha = parameters.splitting
    var totals = [Double](repeating: 0, count: kindCount)
    for (weight, kind) in zip(weights, kinds) { totals[kind] += weight }
    for (place, atom) in atoms.enumerated() {
      values[place * kindCount + kinds[atom]].potential -=
        2 * alpha / Double.pi.squareRoot() * weights[atom]
      for kind in 0..<kindCount {
        values[place * kindCount + kind].potential -=
          .pi / (alpha * alpha * volume) * totals[kind]
      }
    }
  }
}

/// The spherical components of v vᵀ without its trace, m = −2…2, and three zeros.
@inline(__always)
private func harmonics(_ v: Vector) -> SIMD8<Double> {
  let root2 = 1.4142135623730951
  return SIMD8(
    root2 * v.x * v.y, root2 * v.y * v.z,
    0.4082482904638631 * (2 * v.z * v.z - v.x * v.x - v.y * v.y),
    root2 * v.x * v.z, 0.7071067811865476 * (v.x * v.x - v.y * v.y), 0, 0, 0)
}
