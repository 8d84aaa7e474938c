/// Lengths of the cation–oxygen bonds of a spinel, by element and site of the cation.
public struct SpinelBonds: Sendable {
  /// A cation's element and site.
  public struct Kind: Hashable, Sendable, Comparable {
    public var element: Element
    public var site: SiteType

    public init(_ element: Element, _ site: SiteType) {
      self.element = element
      self.site = site
    }

    public static func < (a: Kind, b: Kind) -> Bool {
      (a.element.rawValue, a.site.rawValue) < (b.element.rawValue, b.site.rawValue)
    }
  }

  /// In Å, in the order of the structures added.
  public private(set) var lengths: [Kind: [Double]] = [:]

  public init() {}

  /// Adds the bonds of a structure: of each cation on a spinel site those to its nearest O, four
  /// where they form a tetrahedron and six for an octahedron.
  ///
  /// Nearest ones rather than those within a cutoff, so that a long bond of a rattled structure is
  /// not lost. A structure that is no spinel adds nothing.
  /// - Throws: `CrystalError` for a structure whose neighbours cannot be found.
  public mutating func add(_ structure: Structure) throws(CrystalError) {
    let finder = try NeighborFinder(structure, cutoff: SpinelSites.reach)
    let sites = SpinelSites.classify(structure, finder: finder)
    let cations = structure.elements.indices.filter {
      structure.elements[$0] != .oxygen && sites.types[$0] != .other
    }
    let list = try finder.neighbors(of: cations)
    for (place, cation) in cations.enumerated() {
      let distances = list.range(place)
        .filter { structure.elements[Int(list.neighbors[$0])] == .oxygen }
        .map { length(list.displacements[$0]) }.sorted()
      let kind = Kind(structure.elements[cation], sites.types[cation])
      lengths[kind, default: []] += distances.prefix(Int(sites.oxygenCoordination[cation]))
    }
  }
}
