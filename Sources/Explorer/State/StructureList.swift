import Crystals

/// The structures shown, kept small: a screen looks at one of a thousand at a time.
///
/// Positions are whole multiples of a 2³¹th of the largest coordinate, 12 bytes an atom, which is
/// closer than the eight digits of usual files (3·10⁻⁸ Å in a cell of 60 Å). A structure is made from
/// them when it is asked for: take it once, then look at its atoms.
public struct StructureList: RandomAccessCollection, Sendable {
  private var packed: [PackedStructure] = []
  /// The files the structures are of, in order.
  private(set) var files: [File] = []

  /// A file and the places of its structures.
  struct File: Sendable, Equatable {
    var file: String
    var structures: Range<Int>
  }

  public init(_ structures: [Structure] = []) { append(structures) }

  public var startIndex: Int { 0 }
  public var endIndex: Int { packed.count }
  public subscript(place: Int) -> Structure { packed[place].structure }

  /// Where a structure came from, without making it.
  public func origin(of place: Int) -> Structure.Origin { packed[place].origin }

  /// The cell of a structure, without making it.
  public func cell(of place: Int) -> Cell { packed[place].cell }

  /// The elements of a structure's atoms, without making it.
  public func elements(of place: Int) -> [Crystals.Element] { packed[place].elements }

  mutating func append(_ structures: [Structure]) {
    packed.reserveCapacity(packed.count + structures.count)
    for structure in structures {
      extendFiles(to: structure.origin)
      packed.append(PackedStructure(structure))
    }
  }

  mutating func removeLast(_ count: Int) {
    packed.removeLast(count)
    while let last = files.last, last.structures.upperBound > packed.count {
      files.removeLast()
      if last.structures.lowerBound < packed.count {
        files.append(File(file: last.file, structures: last.structures.lowerBound..<packed.count))
      }
    }
  }

  /// Counts the next structure to the last file, or to a new one: frames go up within a file.
  private mutating func extendFiles(to origin: Structure.Origin) {
    let place = packed.count
    let goesOn = origin.file.isEmpty || origin.frame > packed.last?.origin.frame ?? .max
    if let last = files.indices.last, files[last].file == origin.file, goesOn {
      files[last].structures = files[last].structures.lowerBound..<place + 1
    } else {
      files.append(File(file: origin.file, structures: place..<place + 1))
    }
  }
}

/// A structure with its positions rounded.
private struct PackedStructure: Sendable {
  /// All but the positions, where these could be rounded.
  private var rest: Structure
  /// x, y, z of every atom in steps; empty where they could not be rounded.
  private var steps: [Int32] = []
  private var step = 0.0

  init(_ structure: Structure) {
    rest = structure
    let largest = structure.positions.reduce(0.0) { largest, position in
      max(largest, abs(position.x), abs(position.y), abs(position.z))
    }
    let isFinite = structure.positions.allSatisfy { ($0.x + $0.y + $0.z).isFinite }
    guard isFinite, largest.isFinite, largest > 1e-6, largest < 1e4 else { return }
    let step = largest / Double(Int32.max)
    steps.reserveCapacity(3 * structure.count)
    for position in structure.positions {
      for axis in 0..<3 { steps.append(Int32((position[axis] / step).rounded())) }
    }
    self.step = step
    rest.positions = []
  }

  var origin: Structure.Origin { rest.origin }
  var cell: Cell { rest.cell }
  var elements: [Element] { rest.elements }

  var structure: Structure {
    guard !steps.isEmpty else { return rest }
    var structure = rest
    structure.positions.reserveCapacity(steps.count / 3)
    for first in stride(from: 0, to: steps.count, by: 3) {
      let whole = Vector(Double(steps[first]), Double(steps[first + 1]), Double(steps[first + 2]))
      structure.positions.append(step * whole)
    }
    return structure
  }
}
