import Crystals
import Regression
import Tensors

/// One site of a result: where it is, its tensor, and what is known besides.
public struct ResultSite: Sendable {
  /// Index of the structure over all files read, from 0.
  public var structure: Int
  /// Index of the atom in file order, from 0.
  public var atom: Int
  public var element: Element
  public var siteType: SiteType?
  /// Li among the twelve nearest 16d sites of an 8a site.
  public var lithiumNeighbors: Int?
  /// Li among the six nearest 16d sites of a 16d or 16c site.
  public var octahedralLithium: Int?
  /// Mean distance in Å to the Li counted by the two; nil without any.
  public var lithiumDistance: Double?
  /// Mean length in Å of the site's cation–O bonds.
  public var bondLength: Double?
  /// Cartesian, in Å.
  public var position: Vector
  /// Without its trace; an EFG in atomic units. Not finite where nothing was predicted.
  public var tensor: SphericalTensor
  /// A third of the trace; nil where the property has none.
  public var isotropic: Double?
  /// How far the tensor may be off.
  public var uncertainty: TensorUncertainty?
  public var novelty: Double?
  /// The region of the ω_Q histogram, 0 for none.
  public var region: Int?

  public init(
    structure: Int, atom: Int, element: Element, siteType: SiteType? = nil,
    lithiumNeighbors: Int? = nil, octahedralLithium: Int? = nil, lithiumDistance: Double? = nil,
    bondLength: Double? = nil, position: Vector, tensor: SphericalTensor,
    isotropic: Double? = nil, uncertainty: TensorUncertainty? = nil, novelty: Double? = nil,
    region: Int? = nil
  ) {
    self.structure = structure
    self.atom = atom
    self.element = element
    self.siteType = siteType
    self.lithiumNeighbors = lithiumNeighbors
    self.octahedralLithium = octahedralLithium
    self.lithiumDistance = lithiumDistance
    self.bondLength = bondLength
    self.position = position
    self.tensor = tensor
    self.isotropic = isotropic
    self.uncertainty = uncertainty
    self.novelty = novelty
    self.region = region
  }
}

/// What turns tensors into observables: the field, an isotope for each element, and which tensors are
/// no field gradients.
public struct ResultConventions: Sendable {
  public var field: FieldDirection
  public var isotopes: [Element: Isotope]
  /// The properties of those elements whose tensors are no field gradients.
  public var properties: [Element: TensorProperty]

  /// Takes the given isotopes, and the usual one of every other element.
  public init(
    field: FieldDirection = .z, isotopes: [Isotope] = [],
    properties: [Element: TensorProperty] = [:]
  ) {
    self.field = field
    self.isotopes = [:]
    self.properties = properties
    for isotope in isotopes {
      if let element = Element(symbol: isotope.element) { self.isotopes[element] = isotope }
    }
  }

  /// The isotope of an element; nil for an element that has none with a quadrupole moment, or whose
  /// tensors are no field gradients.
  public func isotope(of element: Element) -> Isotope? {
    guard properties[element] == nil else { return nil }
    return isotopes[element] ?? Isotope.standard(for: element.symbol)
  }
}

extension SiteTable {
  /// The row of a site as a result, with its region when given.
  public func site(_ row: Int, region: Int? = nil) -> ResultSite {
    ResultSite(
      structure: Int(structure[row]), atom: Int(atom[row]), element: element[row],
      siteType: siteType[row],
      lithiumNeighbors: lithiumNeighbors[row] < 0 ? nil : Int(lithiumNeighbors[row]),
      octahedralLithium: octahedralLithium[row] < 0 ? nil : Int(octahedralLithium[row]),
      lithiumDistance: lithiumDistance[row].isNaN ? nil : Double(lithiumDistance[row]),
      bondLength: bondLength[row].isNaN ? nil : Double(bondLength[row]),
      position: Vector(position[row]), tensor: tensor(row),
      isotropic: isotropic(row),
      uncertainty: uncertainty(row),
      novelty: novelty[row].isNaN ? nil : Double(novelty[row]), region: region)
  }

  /// The predicted tensor of a row, in atomic units.
  public func tensor(_ row: Int) -> SphericalTensor {
    SphericalTensor(
      Double(components[0][row]), Double(components[1][row]), Double(components[2][row]),
      Double(components[3][row]), Double(components[4][row]))
  }

  /// A third of the trace of a row's tensor; nil where the property has none.
  public func isotropic(_ row: Int) -> Double? {
    guard isotropic.count == count, !isotropic[row].isNaN else { return nil }
    return Double(isotropic[row])
  }

  /// How far the tensor of a row may be off; nil where that is not known.
  public func uncertainty(_ row: Int) -> TensorUncertainty? {
    let (across, along) = (uncertaintyAcross[row], uncertaintyAlong[row])
    guard !across.isNaN, !along.isNaN else { return nil }
    return TensorUncertainty(across: Double(across), along: Double(along))
  }

  /// The file's own tensor of a row, in atomic units; nil where it holds none.
  public func referenceTensor(_ row: Int) -> SphericalTensor? {
    guard reference[0].count == count, !reference[0][row].isNaN else { return nil }
    return SphericalTensor(
      Double(reference[0][row]), Double(reference[1][row]), Double(reference[2][row]),
      Double(reference[3][row]), Double(reference[4][row]))
  }
}
