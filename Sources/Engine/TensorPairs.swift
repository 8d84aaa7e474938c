import Crystals
import Formats
import Tensors

/// Two per-atom tensor arrays of the same structures side by side, for one element.
public struct TensorPairs: Sendable {
  public let element: Element
  /// The rank-2 parts, in the arrays' unit.
  public private(set) var reference: [SphericalTensor] = []
  public private(set) var predicted: [SphericalTensor] = []
  /// A third of the trace, which the rank-2 part lacks.
  public private(set) var isotropic = Metrics.Columns(reference: [], predicted: [])
  /// The structure of each pair.
  public private(set) var structures: [Int] = []
  /// Atoms of the element for which one of the arrays holds no tensor (nine NaN).
  public private(set) var withoutTensor = 0

  /// Whether any trace is above 1e-3 of its tensor's size: an EFG has none.
  public private(set) var hasTrace = false

  private init(_ element: Element) { self.element = element }

  /// Pairs of every element that has any, by atomic number.
  ///
  /// - Throws: `FormatError` for a structure without one of the arrays, for arrays that are not nine
  ///   real columns, and for a tensor of which only some numbers are finite.
  public static func read(
    _ structures: [Structure], reference: String, predicted: String
  ) throws(FormatError) -> [TensorPairs] {
    var found: [Element: TensorPairs] = [:]
    for (number, structure) in structures.enumerated() {
      let truth = try FileTensors.columns(of: structure, reference)
      let guess = try FileTensors.columns(of: structure, predicted)
      for atom in 0..<structure.count {
        let element = structure.elements[atom]
        let first = try tensor(truth, atom, structure, reference)
        let second = try tensor(guess, atom, structure, predicted)
        found[element, default: TensorPairs(element)].add(first, second, structure: number)
      }
    }
    return found.values.filter { !$0.reference.isEmpty }.sorted { $0.element < $1.element }
  }

  private mutating func add(
    _ reference: Parts?, _ predicted: Parts?, structure: Int
  ) {
    guard let reference, let predicted else {
      withoutTensor += 1
      return
    }
    self.reference.append(reference.tensor)
    self.predicted.append(predicted.tensor)
    isotropic.reference.append(reference.isotropic)
    isotropic.predicted.append(predicted.isotropic)
    structures.append(structure)
    hasTrace = hasTrace || reference.hasTrace || predicted.hasTrace
  }

  private struct Parts {
    var tensor: SphericalTensor
    var isotropic: Double
    var hasTrace: Bool
  }

  /// The tensor of an atom; nil where all nine numbers are NaN, which stands for none.
  private static func tensor(
    _ columns: [Double], _ atom: Int, _ structure: Structure, _ property: String
  ) throws(FormatError) -> Parts? {
    let nine = Array(columns[(9 * atom)..<(9 * atom + 9)])
    if nine.allSatisfy(\.isNaN) { return nil }
    guard let (tensor, residue) = try? SymmetricTensor.symmetrized(rowMajor: nine) else {
      throw FormatError(
        file: structure.origin.file, line: structure.origin.line,
        found: "atom \(atom) with a number in \(escaped(property)) that is not finite",
        expected: "nine finite numbers, or nine NaN for an atom without a tensor")
    }
    let largest = nine.map(abs).max() ?? 0
    return Parts(
      tensor: SphericalTensor(tensor), isotropic: residue.trace / 3,
      hasTrace: abs(residue.trace) > 1e-3 * largest && largest >= PrincipalAxes.nullLimit)
  }
}
