/// The periodic cell of a structure: three lattice vectors and the directions that repeat.
public struct Cell: Sendable, Hashable {
  /// Lattice vectors a, b, c in Å (the rows of an extended-XYZ `Lattice`).
  public var vectors: [Vector]
  /// Whether the structure repeats along a, b, c.
  public var periodic: [Bool]

  public init(_ a: Vector, _ b: Vector, _ c: Vector, periodic: [Bool] = [true, true, true]) {
    vectors = [a, b, c]
    self.periodic = periodic
  }

  /// No cell: a molecule or cluster in free space.
  public static let none = Cell(.zero, .zero, .zero, periodic: [false, false, false])
}
