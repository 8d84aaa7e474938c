import Crystals
import Tensors

/// Structures with a tensor on every atom of one element, an EFG or another: what models learn from.
///
/// An *environment* is one such atom; environments are numbered through all structures, in file
/// order.
public struct LabelledStructures: Sendable {
  public let structures: [Structure]
  public let nucleus: Element
  /// The name of the per-atom property the labels come from.
  public let property: String
  /// Whether the labels are electric field gradients, by the name of the property.
  public let isFieldGradient: Bool
  /// The unit of the labels; nil where it is not stated.
  public let unit: String?
  /// The atoms of the nucleus' element, a list for each structure.
  public let centers: [[Int]]
  /// The raw tensors without their traces, one an environment; never sign-fixed.
  public let labels: [SphericalTensor]
  /// A third of the trace of each tensor, which for field gradients is an error of rounding.
  public let isotropic: [Double]
  /// Whether the traces are a part of the property: never for field gradients, else where any is
  /// above 1e-3 of its tensor's norm.
  public let hasIsotropic: Bool
  /// The place of each structure among all those given, from 0; those without the nucleus count.
  public let numbers: [Int]
  /// The structure of each environment.
  public let structureOfEnvironment: [Int]

  /// Field gradients above this, in atomic units, are taken for a mistake of units.
  static let largestFieldGradient = 1e3
  /// Any other labels above this are taken for a mistake.
  static let largestLabel = 1e9

  /// Collects centres and labels.
  ///
  /// Each label's antisymmetric part and trace are removed. Structures without the nucleus count for
  /// nothing and need no labels.
  ///
  /// - Parameter unit: that of the labels; nil takes what the structures state as `PROPERTY_unit`,
  ///   or for field gradients atomic units.
  /// - Throws: `noStructures`, `noEnvironments`, `missingProperty`, `wrongShape`, `unusableLabel`,
  ///   `option` for a name or units that cannot be used.
  public init(
    _ structures: [Structure], nucleus: Element, property: String, unit: String? = nil
  ) throws(RegressionError) {
    guard !structures.isEmpty else { throw .noStructures }
    var kept: [Structure] = []
    var centers: [[Int]] = []
    var labels: [SphericalTensor] = []
    var isotropic: [Double] = []
    var hasTrace = false
    var owners: [Int] = []
    var numbers: [Int] = []
    for (number, structure) in structures.enumerated() {
      let atoms = structure.elements.indices.filter { structure.elements[$0] == nucleus }
      guard !atoms.isEmpty else { continue }
      let values = try Self.values(of: property, in: structure)
      for atom in atoms {
        let label = try Self.label(values, atom, property, structure.origin)
        labels.append(label.tensor)
        isotropic.append(label.trace / 3)
        let size = (label.tensor.dot(label.tensor) + label.trace * label.trace / 3).squareRoot()
        if abs(label.trace) > 1e-3 * size { hasTrace = true }
        owners.append(kept.count)
      }
      centers.append(atoms)
      kept.append(structure)
      numbers.append(number)
    }
    guard !kept.isEmpty else { throw .noEnvironments(nucleus: nucleus) }
    self.structures = kept
    self.nucleus = nucleus
    self.property = property
    self.centers = centers
    self.labels = labels
    self.isotropic = isotropic
    isFieldGradient = TensorProperty.isFieldGradient(property)
    hasIsotropic = hasTrace && !isFieldGradient
    self.unit = try TensorProperty.named(property, of: kept, unit: unit).unit
    structureOfEnvironment = owners
    self.numbers = numbers
  }

  /// The number of environments.
  public var count: Int { labels.count }

  /// Spherical components in the order of tensor weights, `5 * environment + μ`.
  public var targets: [Double] { labels.flatMap { label in (0..<5).map { label[$0] } } }

  /// The environments of the structures given, ascending.
  public func environments(ofStructures chosen: Set<Int>) -> [Int] {
    structureOfEnvironment.indices.filter { chosen.contains(structureOfEnvironment[$0]) }
  }

  /// A hash of everything that training sees: elements, cells, positions, labels.
  public var fingerprint: Fingerprint {
    var print = Fingerprint()
    print.combine(property)
    print.combine(nucleus.symbol)
    for structure in structures {
      print.combine(structure.elements.map(\.rawValue))
      print.combine(structure.cell.periodic.map { $0 ? UInt8(1) : 0 })
      for vector in structure.cell.vectors + structure.positions {
        print.combine([vector.x, vector.y, vector.z])
      }
    }
    print.combine(targets)
    if hasIsotropic { print.combine(isotropic) }
    return print
  }

  private static func values(
    of property: String, in structure: Structure
  ) throws(RegressionError) -> [Double] {
    func refusal(_ found: String) -> RegressionError {
      .wrongShape(origin: structure.origin, property: property, found: found)
    }
    switch structure.arrays[property] {
    case .real(let values, let columns):
      guard columns == 9 else { throw refusal("\(columns) real columns") }
      guard values.count == 9 * structure.count else {
        throw refusal("\(values.count) numbers for \(structure.count) atoms")
      }
      return values
    case .integer(_, let columns)?: throw refusal("\(columns) integer columns")
    case .logical(_, let columns)?: throw refusal("\(columns) logical columns")
    case .text(_, let columns)?: throw refusal("\(columns) text columns")
    case nil:
      throw .missingProperty(
        origin: structure.origin, property: property, available: structure.arrays.keys.sorted())
    }
  }

  private static func label(
    _ values: [Double], _ atom: Int, _ property: String, _ origin: Structure.Origin
  ) throws(RegressionError) -> (tensor: SphericalTensor, trace: Double) {
    let limit = TensorProperty.isFieldGradient(property) ? largestFieldGradient : largestLabel
    let elements = values[9 * atom..<9 * atom + 9]
    // Not-a-number fails the comparison.
    if let bad = elements.first(where: { !(abs($0) <= limit) }) {
      throw .unusableLabel(origin: origin, atom: atom, property: property, found: "\(bad)")
    }
    do {
      let found = try SymmetricTensor.symmetrized(rowMajor: Array(elements))
      return (SphericalTensor(found.tensor), found.residue.trace)
    } catch {
      throw .unusableLabel(
        origin: origin, atom: atom, property: property, found: error.description)
    }
  }
}
