import Crystals

/// The atoms around a site.
struct Surroundings: Sendable {
  /// Neighbours of one kind at about one distance.
  struct Shell: Sendable, Equatable {
    var element: Element
    var siteType: SiteType
    var count: Int
    /// Mean, least and largest distance in Å.
    var distance: Double
    var nearest: Double
    var farthest: Double
  }

  /// One corner of the coordination polyhedron.
  struct Corner: Sendable {
    /// From the site, in Å.
    var displacement: Vector
    var element: Element
    var atom: Int
  }

  /// By distance.
  var shells: [Shell] = []
  var corners: [Corner] = []
  /// Why nothing is known; empty where all went well.
  var trouble = ""

  /// How far is looked, in Å.
  static let reach = 5.2
  /// Neighbours of a kind farther apart than this in distance belong to different shells, in Å.
  private static let gap = 0.35

  init(of atom: Int, in structure: Structure, types: [SiteType]) {
    guard structure.elements.indices.contains(atom) else {
      trouble = "the structure has no atom \(atom)"
      return
    }
    do {
      let list = try NeighborFinder(structure, cutoff: Self.reach).neighbors(of: [atom])
      let neighbors = list.range(0).map { entry in
        Corner(
          displacement: list.displacements[entry],
          element: structure.elements[Int(list.neighbors[entry])], atom: Int(list.neighbors[entry]))
      }.sorted { $0.distance < $1.distance }
      shells = Self.shells(neighbors, types)
      corners = Self.polyhedron(neighbors)
    } catch {
      trouble = error.description
    }
  }

  private static func shells(_ neighbors: [Corner], _ types: [SiteType]) -> [Shell] {
    var shells: [Shell] = []
    for neighbor in neighbors {
      let type = types.indices.contains(neighbor.atom) ? types[neighbor.atom] : .other
      let distance = neighbor.distance
      let same = shells.lastIndex { $0.element == neighbor.element && $0.siteType == type }
      if let same, distance - shells[same].farthest < gap {
        let count = Double(shells[same].count)
        shells[same].distance = (shells[same].distance * count + distance) / (count + 1)
        shells[same].farthest = distance
        shells[same].count += 1
      } else {
        shells.append(
          Shell(
            element: neighbor.element, siteType: type, count: 1, distance: distance,
            nearest: distance, farthest: distance))
      }
    }
    return shells.sorted { $0.distance < $1.distance }
  }

  /// The nearest anions up to the widest gap in distance; without anions the nearest atoms.
  private static func polyhedron(_ neighbors: [Corner]) -> [Corner] {
    let anions = neighbors.filter { anionic.contains($0.element.symbol) && $0.distance < 3.4 }
    let candidates = Array((anions.isEmpty ? neighbors : anions).prefix(13))
    guard candidates.count > 4 else { return candidates }
    let gaps = (3..<candidates.count - 1).map { place in
      (candidates[place + 1].distance - candidates[place].distance, place + 1)
    }
    guard let widest = gaps.max(by: { $0.0 < $1.0 }), widest.0 > 0.15 else {
      return Array(candidates.prefix(candidates.count >= 6 ? 6 : 4))
    }
    return Array(candidates.prefix(widest.1))
  }

  private static let anionic: Set<String> = ["N", "O", "F", "S", "Cl", "Se", "Br", "I"]
}

extension Surroundings.Corner {
  var distance: Double { (displacement * displacement).sum().squareRoot() }
}
