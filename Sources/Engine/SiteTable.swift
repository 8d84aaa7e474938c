import Crystals
import Regression
import Tensors

/// Every predicted site, one array a quantity, rows in file order.
///
/// All columns have `count` entries. A site without a prediction holds NaN in its numbers.
public struct SiteTable: Sendable {
  /// Index of the structure the site belongs to, over all files read.
  public var structure: [Int32] = []
  /// Index of the atom in its structure, in file order.
  public var atom: [Int32] = []
  public var element: [Element] = []
  public var siteType: [SiteType] = []
  /// Li among the twelve nearest 16d sites of an 8a site; −1 where that has no meaning.
  public var lithiumNeighbors: [Int8] = []
  /// Li among the six nearest 16d sites of a 16d or 16c site; −1 where that has no meaning.
  public var octahedralLithium: [Int8] = []
  /// Mean distance in Å to the Li counted by the two; NaN without any.
  public var lithiumDistance: [Float] = []
  /// Mean length in Å of the site's cation–O bonds; NaN where they are not known.
  public var bondLength: [Float] = []
  /// Cartesian position in Å.
  public var position: [SIMD3<Float>] = []
  /// Spherical components m = −2…2 in atomic units: `components[m + 2][site]`.
  public var components: [[Float]] = Array(repeating: [], count: 5)
  /// A third of the trace in the unit of the property, NaN where it has none; empty while no site has
  /// one.
  public var isotropic: [Float] = []
  /// Quadrupolar coupling constant C_Q in kHz for the isotope in use, signed.
  public var quadrupolarCoupling: [Float] = []
  /// Asymmetry η, 0…1.
  public var asymmetry: [Float] = []
  /// Principal value V_zz in atomic units, signed.
  public var vzz: [Float] = []
  /// The files' own tensors, `reference[m + 2][site]`, NaN where a site has none; empty arrays while
  /// no site has one.
  public var reference: [[Float]] = Array(repeating: [], count: 5)
  /// σ_⊥ and σ_∥ of the tensor in atomic units (`TensorUncertainty`); NaN where the model gives none.
  public var uncertaintyAcross: [Float] = []
  public var uncertaintyAlong: [Float] = []
  /// 0 on a training environment, towards 1 far from all; NaN where the model gives none.
  public var novelty: [Float] = []
  /// The training environment most like the site, among those the model keeps.
  public var nearest: [NearestEnvironment] = []

  public init() {}

  public var count: Int { structure.count }

  /// Appends the rows of another table.
  public mutating func append(_ other: SiteTable) {
    let (hasReference, bringsReference) = (!reference[0].isEmpty, !other.reference[0].isEmpty)
    for m in 0..<5 where hasReference || bringsReference {
      let missing = hasReference ? 0 : count
      reference[m] += Array(repeating: .nan, count: missing)
      reference[m] +=
        bringsReference ? other.reference[m] : Array(repeating: .nan, count: other.count)
    }
    if !isotropic.isEmpty || !other.isotropic.isEmpty {
      isotropic += Array(repeating: .nan, count: count - isotropic.count)
      isotropic +=
        other.isotropic.isEmpty ? Array(repeating: .nan, count: other.count) : other.isotropic
    }
    structure += other.structure
    atom += other.atom
    element += other.element
    siteType += other.siteType
    lithiumNeighbors += other.lithiumNeighbors
    octahedralLithium += other.octahedralLithium
    lithiumDistance += other.lithiumDistance
    bondLength += other.bondLength
    position += other.position
    for m in 0..<5 { components[m] += other.components[m] }
    quadrupolarCoupling += other.quadrupolarCoupling
    asymmetry += other.asymmetry
    vzz += other.vzz
    uncertaintyAcross += other.uncertaintyAcross
    uncertaintyAlong += other.uncertaintyAlong
    novelty += other.novelty
    nearest += other.nearest
  }
}
