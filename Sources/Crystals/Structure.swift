/// A Cartesian vector; positions and displacements are in Å.
public typealias Vector = SIMD3<Double>

/// One arrangement of atoms: a cell, elements, positions, and whatever else its file said of them.
public struct Structure: Sendable {
  /// The periodic cell (or none).
  public var cell: Cell
  /// One element an atom, in file order.
  public var elements: [Element]
  /// One Cartesian position an atom, in Å.
  public var positions: [Vector]
  /// Further per-atom columns by name (`efg`, `site`, …).
  public var arrays: [String: AtomArray]
  /// The frame's key–value pairs other than cell, pbc and columns.
  public var info: [String: InfoValue]
  /// Where the structure came from, for messages.
  public var origin: Origin

  public init(
    cell: Cell, elements: [Element], positions: [Vector], arrays: [String: AtomArray] = [:],
    info: [String: InfoValue] = [:], origin: Origin = Origin()
  ) {
    self.cell = cell
    self.elements = elements
    self.positions = positions
    self.arrays = arrays
    self.info = info
    self.origin = origin
  }

  public var count: Int { elements.count }
}

extension Structure {
  /// A file, the frame's place in it counted from 0, and the frame's first line counted from 1.
  public struct Origin: Sendable, Hashable {
    public var file: String
    public var frame: Int
    public var line: Int

    public init(file: String = "", frame: Int = 0, line: Int = 1) {
      self.file = file
      self.frame = frame
      self.line = line
    }
  }

  /// A per-atom array of `columns` values an atom, stored row-major: `values[atom * columns + column]`.
  public enum AtomArray: Sendable, Equatable {
    case real([Double], columns: Int)
    case integer([Int], columns: Int)
    case logical([Bool], columns: Int)
    case text([String], columns: Int)
  }

  /// One value of a frame's comment line.
  public enum InfoValue: Sendable, Equatable {
    case real([Double], shape: [Int])
    case integer([Int], shape: [Int])
    case logical([Bool], shape: [Int])
    case text([String], shape: [Int])
  }
}
