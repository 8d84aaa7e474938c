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
  /// How many files have a short name.
  private var namesakes: [String: Int] = [:]

  /// A file and the places of its structures.
  struct File: Sendable, Equatable {
    var file: String
    /// Its name without folders and ending.
    let name: String
    var structures: Range<Int>

    init(_ file: String, _ structures: Range<Int>) {
      self.file = file
      self.structures = structures
      name = Self.bare(FilePath.name(of: file))
    }

    private static func bare(_ name: String) -> String {
      guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
      return String(name[..<dot])
    }
  }

  /// The short name of a file; with its folders where several have one name.
  func name(ofFile place: Int) -> String {
    let file = files[place]
    return namesakes[file.name, default: 0] > 1 ? file.file : file.name
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
    for structure in structures {
      extendFiles(to: structure.origin)
      packed.append(PackedStructure(structure))
    }
  }

  mutating func removeLast(_ count: Int) {
    packed.removeLast(count)
    while let last = files.indices.last, files[last].structures.upperBound > packed.count {
      let first = files[last].structures.lowerBound
      if first < packed.count {
        files[last].structures = first..<packed.count
      } else {
        namesakes[files.removeLast().name, default: 1] -= 1
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
      let file = File(origin.file, place..<place + 1)
      files.append(file)
      namesakes[file.name, default: 0] += 1
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
