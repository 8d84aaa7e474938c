import Crystals
import Tensors

/// Structures with an EFG tensor on every atom of one element: what models learn from.
///
/// An *environment* is one such atom; environments are numbered through all structures, in file
/// order.
public struct LabelledStructures: Sendable {
  public let structures: [Structure]
  public let nucleus: Element
  /// The name of the per-atom property the labels come from.
  public let property: String
  /// The atoms of the nucleus' element, a list for each structure.
  public let centers: [[Int]]
  /// The raw tensors in atomic units, one an environment; never sign-fixed.
  public let labels: [SphericalTensor]
  /// The place of each structure among all those given, from 0; those without the nucleus count.
  public let numbers: [Int]
  /// The structure of each environment.
  public let structureOfEnvironment: [Int]

  /// Labels above this, in atomic units, are taken for a mistake of units.
  static let largestLabel = 1e3

  /// Collects centres and labels.
  ///
  /// Each label's antisymmetric part and trace are removed. Structures without the nucleus count for
  /// nothing and need no labels.
  ///
  /// - Throws: `noStructures`, `noEnvironments`, `missingProperty`, `wrongShape`, `unusableLabel`.
  public init(
    _ structures: [Structure], nucleus: Element, property: String
  ) throws(RegressionError) {
    guard !structures.isEmpty else { throw .noStructures }
    var kept: [Structure] = []
    var centers: [[Int]] = []
    var labels: [SphericalTensor] = []
    var owners: [Int] = []
    var numbers: [Int] = []
    for (number, structure) in structures.enumerated() {
      let atoms = structure.elements.indices.filter { structure.elements[$0] == nucleus }
      guard !atoms.isEmpty else { continue }
      let values = try Self.values(of: property, in: structure)
      for atom in atoms {
        labels.append(try Self.label(values, atom, property, structure.origin))
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
  ) throws(RegressionError) -> SphericalTensor {
    let elements = values[9 * atom..<9 * atom + 9]
    // Not-a-number fails the comparison.
    if let bad = elements.first(where: { !(abs($0) <= largestLabel) }) {
      throw .unusableLabel(origin: origin, atom: atom, property: property, found: "\(bad)")
    }
    do {
      return SphericalTensor(try SymmetricTensor.symmetrized(rowMajor: Array(elements)).tensor)
    } catch {
      throw .unusableLabel(
        origin: origin, atom: atom, property: property, found: error.description)
    }
  }
}
