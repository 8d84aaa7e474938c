/// Finds the neighbours of atoms within a cutoff, under periodic boundaries in any directions.
///
/// Atoms are sorted into bins once, so that the cost grows linearly with their number. Cells of any
/// shape will do, also ones smaller than the cutoff: then an atom appears through several of its
/// periodic images, and as its own neighbour. A finder is a value and may be used from any thread.
public struct NeighborFinder: Sendable {
  /// Atoms closer than this, in Å, are refused as coincident.
  public static let closestApproach = 0.1
  /// Candidates around one centre, and pairs in one list, beyond which a request is refused.
  public static let largestCount = 100_000_000

  /// Å.
  public let cutoff: Double
  private let bins: AtomBins

  /// Sorts the atoms of a structure for searches up to `cutoff` Å.
  ///
  /// Throws `mismatchedCounts`, `nonFiniteCell`, `singularCell`, `nonFinitePosition`,
  /// `coincidentAtoms` (periodic images included), `unusableCutoff` and `tooManyNeighbors`.
  public init(_ structure: Structure, cutoff: Double) throws(CrystalError) {
    do throws(CrystalError) {
      guard cutoff.isFinite, cutoff > 0 else {
        throw CrystalError(.unusableCutoff(cutoff))
      }
      self.cutoff = cutoff
      bins = try AtomBins(structure, cutoff: cutoff)
      try bins.refuseCoincidentAtoms(of: structure)
    } catch {
      throw CrystalError(error.kind, origin: structure.origin)
    }
  }

  /// The neighbours of the given atoms at 0 < r < `cutoff`, in the order of `centers`.
  ///
  /// Throws `tooManyNeighbors` where the list would outgrow memory.
  public func neighbors(of centers: some Collection<Int>) throws(CrystalError) -> NeighborList {
    try neighbors(of: centers, within: cutoff)
  }

  /// The neighbours of the given atoms at 0 < r < `radius` Å, where `radius` is at most the cutoff.
  public func neighbors(of centers: some Collection<Int>, within radius: Double)
    throws(CrystalError) -> NeighborList
  {
    precondition(radius <= cutoff, "a search may not reach beyond the finder's cutoff")
    return try bins.neighbors(of: centers.map { Int32($0) }, within: radius)
  }
}
