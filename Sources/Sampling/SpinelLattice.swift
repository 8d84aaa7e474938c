import Crystals
import Glibc

/// The ideal spinel lattice, Fd-3m in origin choice 2, with Li on 8a, Li and Ti on 16d, O on 32e.
public struct SpinelLattice: Sendable, Equatable {
  /// The cubic lattice constant in Å.
  public let latticeConstant: Double
  /// The coordinate u of O on 32e (u, u, u); 0.25 for cubic close packing.
  public let oxygenParameter: Double

  /// Li4Ti5O12 at room temperature.
  public static let standard = SpinelLattice(uncheckedConstant: 8.359, oxygenParameter: 0.2625)

  /// - Throws: `option` for a lattice constant outside 6…12 Å or a u outside 0.24…0.28.
  public init(
    latticeConstant: Double = standard.latticeConstant,
    oxygenParameter: Double = standard.oxygenParameter
  ) throws(SamplingError) {
    guard (6...12).contains(latticeConstant) else {
      throw .option(
        name: "lattice constant", found: "\(latticeConstant)", expected: "6 to 12 Å")
    }
    guard (0.24...0.28).contains(oxygenParameter) else {
      throw .option(name: "u", found: "\(oxygenParameter)", expected: "0.24 to 0.28")
    }
    self.init(uncheckedConstant: latticeConstant, oxygenParameter: oxygenParameter)
  }

  private init(uncheckedConstant: Double, oxygenParameter: Double) {
    latticeConstant = uncheckedConstant
    self.oxygenParameter = oxygenParameter
  }

  /// A cell of the lattice with its sites, in Cartesian coordinates in Å.
  public struct SiteCell: Sendable, Equatable {
    public let cell: Cell
    public let tetrahedral: [Vector]
    public let octahedral: [Vector]
    public let oxygen: [Vector]

    /// All sites: 8a, 16d, 32e.
    public var count: Int { tetrahedral.count + octahedral.count + oxygen.count }
  }

  /// n × n × n cubic cells of 56 sites each, axes along x, y, z.
  public func cubicCells(_ n: Int) -> SiteCell {
    let a = latticeConstant * Double(n)
    return siteCell(Cell(Vector(a, 0, 0), Vector(0, a, 0), Vector(0, 0, a)), reach: n + 1)
  }

  /// The cell of 42 sites, three primitive cells: Li4Ti5O12 twice, its 16d sites alone of symmetry
  /// R-3m. Axes a and b along [-1 1 0] and [0 -1 1], c along [1 1 1] of the cubic lattice.
  public func hexagonalCell() -> SiteCell {
    let a = latticeConstant
    return siteCell(
      Cell(Vector(-a / 2, a / 2, 0), Vector(0, -a / 2, a / 2), Vector(a, a, a)), reach: 3)
  }

  /// The same cell turned so that a runs along x and c along z.
  public func uprightHexagonalCell() -> SiteCell {
    let axes = [
      Vector(-1, 1, 0) / 2.0.squareRoot(), Vector(-1, -1, 2) / 6.0.squareRoot(),
      Vector(1, 1, 1) / 3.0.squareRoot(),
    ]
    func turned(_ r: Vector) -> Vector { Vector(dot(axes[0], r), dot(axes[1], r), dot(axes[2], r)) }
    let found = hexagonalCell()
    let vectors = found.cell.vectors.map(turned)
    return SiteCell(
      cell: Cell(vectors[0], vectors[1], vectors[2]), tetrahedral: found.tetrahedral.map(turned),
      octahedral: found.octahedral.map(turned), oxygen: found.oxygen.map(turned))
  }

  /// All sites in a cell of the lattice, by site, then along c, b and a.
  private func siteCell(_ cell: Cell, reach: Int) -> SiteCell {
    let rows = reciprocalRows(cell.vectors)
    func inside(_ coordinates: [Vector]) -> [Vector] {
      var found: [(key: Vector, position: Vector)] = []
      for i in -reach...reach {
        for j in -reach...reach {
          for k in -reach...reach {
            for point in coordinates {
              let r = latticeConstant * (point + Vector(Double(i), Double(j), Double(k)))
              let s = Vector(dot(rows[0], r), dot(rows[1], r), dot(rows[2], r))
              // Sites on a face belong to the lower one, whatever the rounding.
              guard (s .>= -1e-6) == all, (s .< 1 - 1e-6) == all else { continue }
              // Rounded, so that the order of equal coordinates is the lattice's.
              let key = (1e6 * s).rounded(.toNearestOrEven)
              found.append((Vector(key.z, key.y, key.x), r))
            }
          }
        }
      }
      found.sort { ($0.key.x, $0.key.y, $0.key.z) < ($1.key.x, $1.key.y, $1.key.z) }
      return found.map(\.position)
    }
    return SiteCell(
      cell: cell, tetrahedral: inside(Self.centred(Self.tetrahedral)),
      octahedral: inside(Self.centred(Self.octahedral)),
      oxygen: inside(Self.centred(oxygenCoordinates)))
  }
}

private let all = SIMDMask<SIMD3<Int64>>(repeating: true)

/// The rows that turn Cartesian into fractional coordinates.
private func reciprocalRows(_ v: [Vector]) -> [Vector] {
  let volume = dot(v[0], cross(v[1], v[2]))
  return [cross(v[1], v[2]) / volume, cross(v[2], v[0]) / volume, cross(v[0], v[1]) / volume]
}

extension SpinelLattice {
  /// Coordinates of a primitive cell, International Tables A no. 227, origin choice 2.
  private static let tetrahedral = [Vector(0.125, 0.125, 0.125), Vector(0.875, 0.375, 0.375)]
  private static let octahedral = [
    Vector(0.5, 0.5, 0.5), Vector(0.25, 0.75, 0), Vector(0.75, 0, 0.25), Vector(0, 0.25, 0.75),
  ]
  private var oxygenCoordinates: [Vector] {
    let u = oxygenParameter
    let half = [
      Vector(u, u, u), Vector(0.75 - u, 0.25 - u, u + 0.5), Vector(0.25 - u, u + 0.5, 0.75 - u),
      Vector(u + 0.5, 0.75 - u, 0.25 - u),
    ]
    return half + half.map { -$0 }
  }

  /// With the face centres, and every coordinate in 0..<1.
  private static func centred(_ primitive: [Vector]) -> [Vector] {
    let centres = [Vector.zero, Vector(0, 0.5, 0.5), Vector(0.5, 0, 0.5), Vector(0.5, 0.5, 0)]
    return primitive.flatMap { point in
      centres.map { centre in
        let r = point + centre
        return r - r.rounded(.down)
      }
    }
  }
}
