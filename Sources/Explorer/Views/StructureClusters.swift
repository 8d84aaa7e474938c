import Crystals
import Numbers
import Screen

/// The list of clusters beside the cell.
extension StructureView {
  private var currentClusters: RegionClusters? {
    state.structurePane.clusters.flatMap { $0.basis == state.clusterBasis ? $0 : nil }
  }

  /// The sentence about the clusters of the region chosen.
  var clusterSummary: String {
    guard let found = currentClusters else { return "searching" }
    if !found.trouble.isEmpty { return visible(found.trouble) }
    let count = found.clusters.count
    let sites = found.clusters.reduce(0) { $0 + $1.atoms.count }
    guard let largest = found.clusters.first else { return "no sites" }
    return "\(grouped(count)) \(count == 1 ? "cluster" : "clusters") of \(grouped(sites)) sites, "
      + "largest \(grouped(largest.atoms.count)), \(extent(largest))"
  }

  func extent(_ cluster: AtomClusters.Cluster) -> String {
    switch cluster.dimensions {
    case 0: cluster.atoms.count == 1 ? "alone" : "finite"
    case 1: "endless chain"
    case 2: "endless layer"
    default: "endless in 3D"
    }
  }

  /// Where the clusters are listed, one a row.
  private var clusterArea: Rect { Box.inside(clustersBox).inset(left: 1, top: 1, right: 1) }

  /// The first cluster listed, so that the one that stands out is in sight.
  private var firstCluster: Int {
    let room = max(1, clusterArea.rows)
    return max(0, (state.structurePane.cluster ?? 0) - room + 1)
  }

  func drawClusters(into frame: inout Frame) {
    let distance = decimal(state.sights.cell.clusterDistance, places: 2)
    let inside = frame.box(
      clustersBox, "Clusters of \(state.siteGroup.label)", note: look.text("< \(distance) Å"),
      look: look
    ).inset(left: 1, right: 1)
    guard let found = currentClusters, found.trouble.isEmpty, !found.clusters.isEmpty else {
      frame.draw(paragraph: look.text(clusterSummary), in: inside, style: dim)
      return
    }
    let sites = found.clusters.reduce(0) { $0 + $1.atoms.count }
    frame.draw(
      "\(grouped(found.clusters.count)) with \(grouped(sites)) sites", in: inside, style: plain,
      ellipsis: look.glyphs.ellipsis)
    let area = clusterArea
    for row in 0..<area.rows {
      let place = firstCluster + row
      guard found.clusters.indices.contains(place) else { break }
      let cluster = found.clusters[place]
      frame.draw(
        [
          Span(look.text(state.structurePane.cluster == place ? "▸" : " "), plain),
          Span(leading("\(place + 1)", 4), dim),
          Span(leading(grouped(cluster.atoms.count), 8), plain),
          Span(cluster.atoms.count == 1 ? " site   " : " sites  ", dim),
          Span(extent(cluster), cluster.dimensions > 0 ? look.style(.accent) : dim),
        ], in: area, row: row)
      if state.structurePane.cluster == place {
        frame.restyle(area.row(row)) { $0 = look.style(.cursor) }
      }
    }
  }

  /// The cluster whose line is at a place of the screen.
  func cluster(atX x: Int, y: Int) -> Int? {
    let area = clusterArea
    guard area.contains(x: x, y: y), let found = currentClusters else { return nil }
    let place = firstCluster + y - area.y
    return found.clusters.indices.contains(place) ? place : nil
  }
}
