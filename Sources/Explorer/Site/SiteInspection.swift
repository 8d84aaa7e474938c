import Crystals
import Engine
import Regression
import Tensors

/// All there is to say of one site; made when the site is chosen, not when it is drawn.
struct SiteInspection: Sendable {
  /// What the inspection was made of; another basis asks for another inspection.
  struct Basis: Sendable, Equatable {
    var row: Int
    var generation: Int
    var field: FieldDirection
    var isotope: Isotope
    var hasStructure: Bool
    /// The model compared with, and whether the row has something to be compared with.
    var comparison: Int?
    var isCompared: Bool
  }
  let basis: Basis
  let key: SiteKey
  let element: Element
  let siteType: SiteType
  let position: SIMD3<Float>
  /// Li on the 16d sites around, of `siteType.octahedralNeighbors`; −1 where not known.
  let lithiumNeighbors: Int8
  /// Mean distance to them and mean length of the bonds to O in Å; NaN where not known.
  let lithiumDistance: Float
  let bondLength: Float
  /// σ of ω_Q in kHz and novelty; NaN where not known.
  let uncertainty: Double
  let novelty: Float
  /// The training environment most like the site; `none` where not known.
  let nearest: NearestEnvironment
  let predicted: Observables
  /// The file's own tensor, or that of the model compared with; nil where there is none.
  let reference: Observables?
  let surroundings: Surroundings
  let origin: Structure.Origin

  init(
    _ basis: Basis, _ table: SiteTable, reference: [[Float]], _ structure: Structure?,
    types: [SiteType]
  ) {
    self.basis = basis
    let row = basis.row
    key = table.key(row)
    element = table.element[row]
    siteType = table.siteType[row]
    position = table.position[row]
    lithiumNeighbors = max(table.lithiumNeighbors[row], table.octahedralLithium[row])
    lithiumDistance = table.lithiumDistance[row]
    bondLength = table.bondLength[row]
    novelty = table.novelty[row]
    nearest = table.nearest[row]
    func tensor(_ components: [[Float]]) -> SphericalTensor? {
      guard components.allSatisfy({ $0.count > row }) else { return nil }
      return SphericalTensor(components.map { Double($0[row]) })
    }
    let nothing = SphericalTensor(.nan, .nan, .nan, .nan, .nan)
    predicted = Observables(
      of: tensor(table.components) ?? nothing, isotope: basis.isotope, field: basis.field)
    uncertainty =
      table.uncertainty(row)?.omegaQ(
        of: predicted.tensor, isotope: basis.isotope, field: basis.field) ?? .nan
    self.reference = tensor(reference).flatMap { tensor in
      tensor.isFinite ? Observables(of: tensor, isotope: basis.isotope, field: basis.field) : nil
    }
    if let structure {
      surroundings = Surroundings(of: Int(key.atom), in: structure, types: types)
      origin = structure.origin
    } else {
      surroundings = .unknown
      origin = Structure.Origin()
    }
  }

  /// ω_Q in kHz in the form chosen.
  func omegaQ(_ observables: Observables, printed: Bool) -> Double {
    printed ? observables.omegaQAsPrinted : observables.omegaQ
  }
}

extension Surroundings {
  static let unknown = Surroundings(trouble: "the structure is not known")

  private init(trouble: String) { self.trouble = trouble }
}

extension State {
  /// Makes the inspection of the site chosen where it is out of date.
  mutating func inspectSelected() {
    guard view == .site else { return }
    guard let row = selectedRow else {
      sitePane.inspection = nil
      return
    }
    let index = Int(table.structure[row])
    let isKnown = structures.indices.contains(index)
    let basis = SiteInspection.Basis(
      row: row, generation: generation, field: settings.field, isotope: isotope,
      hasStructure: isKnown, comparison: comparedModel, isCompared: reference[0].count > row)
    guard sitePane.inspection?.basis != basis else { return }
    let structure = isKnown ? structures[index] : nil
    if let structure, sitePane.types.structure != index || sitePane.types.generation != generation {
      sitePane.types = SitePane.Types(
        structure: index, generation: generation, types: SpinelSites.classify(structure).types)
    }
    sitePane.inspection = SiteInspection(
      basis, table, reference: reference, structure, types: sitePane.types.types)
  }
}
