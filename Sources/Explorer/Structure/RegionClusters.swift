import Crystals
import Engine

/// The sites of one region of a structure, joined into clusters by distance.
public struct RegionClusters: Sendable {
  /// What the clusters follow from; another basis asks for another search.
  struct Basis: Sendable, Equatable {
    var structure: Int
    var group: SiteGroup
    var distance: Double
    var nucleus: Element?
    var generation: Int
    /// Rows of the structure, and revisions of what tells their regions.
    var rows: Range<Int>
    var regions: Int
    var field: Int

    /// Whether the other is about the same sites as far as the user chose them: only sites came, and
    /// regions moved with them.
    func isOutgrown(by other: Basis) -> Bool {
      var grown = self
      (grown.rows, grown.regions) = (other.rows, other.regions)
      return grown == other
    }
  }

  let basis: Basis
  /// Largest first.
  var clusters: [AtomClusters.Cluster] = []
  /// Why there are none; empty where all went well.
  var trouble = ""

  /// Finds the clusters; nil where `isStale` said to stop.
  init?(_ basis: Basis, _ structure: Structure, _ columns: SiteColumns, isStale: () -> Bool) {
    self.basis = basis
    var regions = [Float](repeating: .nan, count: basis.rows.count)
    var atoms = regions
    regions.withUnsafeMutableBufferPointer {
      if let values = $0.baseAddress { columns.fill(.region, rows: basis.rows, into: values) }
    }
    atoms.withUnsafeMutableBufferPointer {
      if let values = $0.baseAddress { columns.fill(.atom, rows: basis.rows, into: values) }
    }
    let members = regions.indices.filter { SiteGroup(regions[$0]) == basis.group }
      .map { Int(atoms[$0]) }.filter { structure.elements.indices.contains($0) }
    do {
      guard
        let found = try AtomClusters(
          of: members, in: structure, within: basis.distance, isStale: isStale)
      else { return nil }
      clusters = found.clusters
    } catch {
      trouble = error.description
    }
  }
}

extension State {
  /// What the clusters on the Structure screen should follow from; nil without a structure.
  var clusterBasis: RegionClusters.Basis? {
    guard !structures.isEmpty else { return nil }
    return RegionClusters.Basis(
      structure: cellPlace, group: siteGroup, distance: sights.cell.clusterDistance,
      nucleus: nucleus, generation: generation, rows: table.rows(ofStructure: cellPlace),
      regions: regionRevision, field: fieldRevision)
  }

  /// Asks for the clusters of the region chosen where those known are out of date.
  mutating func searchClusters() -> [Effect] {
    guard view == .structure, let basis = clusterBasis, structurePane.clusters?.basis != basis,
      structurePane.search?.basis != basis
    else { return [] }
    // Asking again for every batch of sites would never let an answer come.
    if isWorking, let search = structurePane.search, search.basis.isOutgrown(by: basis) {
      return []
    }
    guard let structure = cellShown else { return [] }
    let id = nextRequest
    nextRequest += 1
    structurePane.search = (id, basis)
    let columns = columns([.region, .atom])
    return [
      .compute(
        Computation(.clusters, id: id) { isStale in
          RegionClusters(basis, structure, columns, isStale: isStale).map { .clusters($0) }
        })
    ]
  }

  /// Takes the answer awaited; others are of no use any more.
  mutating func take(_ clusters: RegionClusters, id: Int) {
    guard structurePane.search?.id == id else { return }
    if structurePane.clusters?.basis.group != clusters.basis.group
      || structurePane.clusters?.basis.structure != clusters.basis.structure
    {
      structurePane.cluster = nil
    }
    structurePane.clusters = clusters
    structurePane.search = nil
  }
}
