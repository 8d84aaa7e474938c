/// The periodic cell of a structure: three lattice vectors and the directions that repeat.
public struct Cell: Sendable, Hashable {
  /// Lattice vectors a, b, c in Å (the rows of an extended-XYZ `Lattice`).
  public var vectors: [Vector]
  /// Whether the structure repeats along a, b, c.
  public var periodic: [Bool]

  public init(_ a: Vector, _ b: Vector, _ c: Vector, periodic: [Bool] = [true, true, true]) {
    precondition(periodic.count == 3, "three directions, three flags")
    vectors = [a, b, c]
    self.periodic = periodic
  }

  /// No cell: a molecule or cluster in free space.
  public static let none = Cell(.zero, .zero, .zero, periodic: [false, false, false])

  /// |a · (b × c)| in Å³; zero where a direction has no vector.
  public var volume: Double { abs(dot(vectors[0], cross(vectors[1], vectors[2]))) }

  /// The cell's vectors as a complete basis of space.
  ///
  /// A direction that is not periodic may have no vector, or one that lies in the plane of the
  /// others: a unit vector orthogonal to the rest stands in for it.
  /// Throws `nonFiniteCell` and `singularCell`.
  public func basis() throws(CrystalError) -> Basis {
    for (direction, vector) in vectors.enumerated() {
      guard (abs(vector) .< Self.longest) == SIMDMask(repeating: true) else {
        throw CrystalError(.nonFiniteCell(direction: direction, vector: vector))
      }
    }
    var complete = vectors
    let kept = (0..<3).filter { periodic[$0] }
    guard spans(kept.map { vectors[$0] }) else {
      throw CrystalError(.singularCell(vectors: kept.map { vectors[$0] }))
    }
    var chosen = kept
    for direction in 0..<3 where !periodic[direction] {
      if spans((chosen + [direction]).map { vectors[$0] }) {
        chosen.append(direction)
      }
    }
    for direction in 0..<3 where !chosen.contains(direction) {
      complete[direction] = orthogonal(to: chosen.map { complete[$0] })
      chosen.append(direction)
    }
    return Basis(complete, periodic: periodic)
  }

  /// No lattice vector or coordinate may be longer, in Å: beyond, rounding eats the distances.
  static let longest = 1e9
}

/// A complete basis of space made from a cell, with its inverse.
public struct Basis: Sendable, Hashable {
  /// Basis vectors in Å.
  public let a: Vector, b: Vector, c: Vector
  /// Rows of the inverse in 1/Å: the i-th fractional coordinate of r is `inverse[i] · r`.
  public let inverse: [Vector]
  /// Whether the structure repeats along a, b, c.
  public let periodic: [Bool]

  init(_ vectors: [Vector], periodic: [Bool]) {
    (a, b, c) = (vectors[0], vectors[1], vectors[2])
    let signedVolume = dot(a, cross(b, c))
    inverse = [cross(b, c) / signedVolume, cross(c, a) / signedVolume, cross(a, b) / signedVolume]
    self.periodic = periodic
  }

  public var vectors: [Vector] { [a, b, c] }

  /// |a · (b × c)| in Å³, counting the unit vectors that stand in for missing directions.
  public var volume: Double { abs(dot(a, cross(b, c))) }

  /// Distances in Å between the faces of the cell, across a, b and c.
  public var heights: Vector {
    Vector(1 / length(inverse[0]), 1 / length(inverse[1]), 1 / length(inverse[2]))
  }

  /// Fractional coordinates of a Cartesian vector in Å.
  @inlinable
  public func fractional(_ r: Vector) -> Vector {
    Vector((inverse[0] * r).sum(), (inverse[1] * r).sum(), (inverse[2] * r).sum())
  }

  /// The Cartesian vector in Å of fractional coordinates.
  @inlinable
  public func cartesian(_ s: Vector) -> Vector { s.x * a + s.y * b + s.z * c }

  /// The periodic image of a position inside the cell: fractional coordinates in [0, 1) along
  /// periodic directions, untouched along others.
  public func wrapped(_ r: Vector) -> Vector {
    var s = fractional(r)
    for direction in 0..<3 where periodic[direction] {
      s[direction] = wrappedFraction(s[direction])
    }
    return cartesian(s)
  }
}

/// s − ⌊s⌋, kept below 1 where rounding would give 1.
@inline(__always)
package func wrappedFraction(_ s: Double) -> Double {
  let rest = s - s.rounded(.down)
  return rest < 1 ? rest : 0
}
