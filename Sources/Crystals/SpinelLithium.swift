/// Li on the 16d sites around the cations of a spinel.
extension SpinelSites {
  /// Counts the Li around every cation on 8a, 16d or 16c.
  static func countLithium(
    _ structure: Structure, _ list: NeighborList, _ result: inout Classification
  ) {
    for (k, center) in list.centers.enumerated() {
      let atom = Int(center)
      switch result.types[atom] {
      case .site8a:
        let found = lithium(k, onNearest: 12, within: reach, list, structure, result.types)
        (result.lithiumNeighbors[atom], result.lithiumDistances[atom]) = found
      case .site16d, .site16c:
        let found = lithium(k, onNearest: 6, within: sharedEdge, list, structure, result.types)
        (result.octahedralLithium[atom], result.lithiumDistances[atom]) = found
      case .site48f, .oxygen32e, .other: break
      }
    }
  }

  /// Li on the 16d sites nearest to the k-th cation, and their mean distance in Å, NaN of none; −1
  /// where more than a sixth of these sites is missing.
  private static func lithium(
    _ k: Int, onNearest wanted: Int, within radius: Double, _ list: NeighborList,
    _ structure: Structure, _ types: [SiteType]
  ) -> (count: Int8, distance: Float) {
    var sites = 0
    var lithium = 0
    var sum = 0.0
    for entry in list.range(k) {
      let atom = Int(list.neighbors[entry])
      guard types[atom] == .site16d else { continue }
      let r = list.displacements[entry]
      let square = dot(r, r)
      guard square < radius * radius else { continue }
      sites += 1
      guard structure.elements[atom] == .lithium else { continue }
      lithium += 1
      sum += square.squareRoot()
    }
    guard sites >= wanted - wanted / 6 else { return (-1, .nan) }
    guard sites > wanted else { return (Int8(lithium), Float(sum / Double(lithium))) }
    // Of more sites than a spinel has there, the nearest.
    let distances = list.range(k)
      .filter { types[Int(list.neighbors[$0])] == .site16d }
      .map { (length(list.displacements[$0]), structure.elements[Int(list.neighbors[$0])]) }
      .sorted { $0.0 < $1.0 }.prefix(wanted).filter { $0.1 == .lithium }.map(\.0)
    return (Int8(distances.count), Float(distances.reduce(0, +) / Double(distances.count)))
  }
}
