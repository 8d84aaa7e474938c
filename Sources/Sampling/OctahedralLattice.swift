import Crystals

/// The 16d sites of a cell of the ideal spinel lattice, and how symmetry permutes them.
public struct OctahedralLattice: Sendable {
  public let lattice: SpinelLattice
  /// All sites of the cell.
  public let sites: SpinelLattice.SiteCell
  /// The cell's own symmetry with all 16d sites alike.
  public let symmetry: SpaceGroup

  /// The 16d sites, in Å.
  public var positions: [Vector] { sites.octahedral }
  public var cell: Cell { sites.cell }
  /// Number of 16d sites.
  public var count: Int { sites.octahedral.count }
  /// How many of the 16d sites hold Li in Li4Ti5O12: one in six.
  public var lithiumCount: Int { count / 6 }

  /// - Throws: `option` where a sixth of the 16d sites is no whole number.
  public init(
    _ lattice: SpinelLattice, _ sites: SpinelLattice.SiteCell
  ) throws(SamplingError) {
    guard sites.octahedral.count % 6 == 0, !sites.octahedral.isEmpty else {
      throw .option(
        name: "cell", found: "\(sites.octahedral.count) 16d sites",
        expected: "a multiple of 6, so that one in six can hold Li")
    }
    self.lattice = lattice
    self.sites = sites
    let counts = [sites.tetrahedral.count, sites.octahedral.count, sites.oxygen.count]
    let kinds = counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
    symmetry = try SpaceGroup(
      cell: sites.cell, positions: sites.tetrahedral + sites.octahedral + sites.oxygen,
      kinds: kinds, sites: Array(counts[0]..<counts[0] + counts[1]))
  }

  /// The cell of 42 atoms, two Li on twelve 16d sites.
  public static func small(
    _ lattice: SpinelLattice = .standard
  ) throws(SamplingError) -> OctahedralLattice {
    try OctahedralLattice(lattice, lattice.hexagonalCell())
  }

  /// The largest n of `cubic`.
  public static let largestCubicCount = 6

  /// n × n × n cubic cells.
  /// - Throws: `option` unless n is 3 or 6.
  public static func cubic(
    _ n: Int, _ lattice: SpinelLattice = .standard
  ) throws(SamplingError) -> OctahedralLattice {
    guard n > 0, n <= largestCubicCount, n % 3 == 0 else {
      throw .option(
        name: "cells", found: "\(n)",
        expected: "3 or 6, so that one in six of the 16 n³ sites can hold Li")
    }
    return try OctahedralLattice(lattice, lattice.cubicCells(n))
  }

  /// A symmetric matrix, row by row, from the rows of sites that symmetry does not relate: each
  /// operation carries a site's row to that of another site. The diagonal is 0.
  ///
  /// In a cubic cell all 16d sites are alike; the 42-atom cell has two kinds.
  func matrix(
    _ row: (_ site: Int) throws(SamplingError) -> [Double]
  ) throws(SamplingError) -> [Double] {
    var matrix = [Double](repeating: 0, count: count * count)
    var isKnown = [Bool](repeating: false, count: count)
    for site in 0..<count where !isKnown[site] {
      let own = try row(site)
      for translation in symmetry.translations {
        for representative in symmetry.representatives {
          let image = Int(translation[Int(representative[site])])
          guard !isKnown[image] else { continue }
          isKnown[image] = true
          for other in 0..<count {
            matrix[image * count + Int(translation[Int(representative[other])])] = own[other]
          }
        }
      }
    }
    for i in 0..<count {
      matrix[i * count + i] = 0
      for j in 0..<i {
        // Equal but for rounding.
        let mean = (matrix[i * count + j] + matrix[j * count + i]) / 2
        matrix[i * count + j] = mean
        matrix[j * count + i] = mean
      }
    }
    return matrix
  }

  /// The structure of an ordering: Li on 8a and on the given 16d sites, Ti on the others, O on
  /// 32e, all on ideal positions; per-atom labels in `site`.
  public func structure(lithium: some Collection<Int>) -> Structure {
    let chosen = Set(lithium)
    var structure = Structure(cell: cell, elements: [], positions: [])
    var labels: [String] = []
    func add(_ element: Element, _ label: String, _ positions: [Vector]) {
      structure.positions += positions
      structure.elements += positions.map { _ in element }
      labels += positions.map { _ in label }
    }
    add(.lithium, "Li8a", sites.tetrahedral)
    let octahedral = sites.octahedral.enumerated()
    add(.lithium, "Li16d", octahedral.filter { chosen.contains($0.offset) }.map(\.element))
    add(.titanium, "Ti16d", octahedral.filter { !chosen.contains($0.offset) }.map(\.element))
    add(.oxygen, "O32e", sites.oxygen)
    structure.arrays["site"] = .text(labels, columns: 1)
    return structure
  }
}
