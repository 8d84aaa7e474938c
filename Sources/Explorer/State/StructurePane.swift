import Crystals
import Engine

/// Where the user is on the Structure screen.
struct StructurePane: Sendable {
  /// Place of the structure on screen.
  var structure = 0
  /// The screen the user came from; its list is the one `n` and `p` walk along.
  var origin = View.regions
  /// The line of the legend the keyboard acts on, whose clusters are listed.
  var group = SiteGroup.region(1)
  /// The cluster that stands out, by its place in the list; nil for none.
  var cluster: Int?
  var clusters: RegionClusters?
  /// The search whose answer is awaited.
  var search: (id: Int, basis: RegionClusters.Basis)?
}

/// What a site counts as in the legend: its region, or why it is in none.
enum SiteGroup: Hashable, Sendable {
  case region(Int)
  case unclassified, outOfRange, withoutPrediction

  /// From a number of the region column.
  init(_ number: Float) {
    if number.isNaN {
      self = .withoutPrediction
    } else if number < 0 {
      self = .outOfRange
    } else {
      self = number == 0 ? .unclassified : .region(Int(number))
    }
  }

  /// The region's number; 0 for none.
  var number: Int { if case .region(let number) = self { number } else { 0 } }

  /// From the words of `label`.
  init?(label: String) {
    let groups: [SiteGroup] = [.unclassified, .outOfRange, .withoutPrediction]
    let number = label.hasPrefix("region ") ? Int(label.dropFirst("region ".count)) : nil
    guard let group = groups.first(where: { $0.label == label }) ?? number.map(Self.region) else {
      return nil
    }
    self = group
  }

  var label: String {
    switch self {
    case .region(let number): "region \(number)"
    case .unclassified: "unclassified"
    case .outOfRange: "out of range"
    case .withoutPrediction: "no prediction"
    }
  }
}

extension State {
  /// The structure on the Structure screen, while there is one.
  var cellShown: Structure? {
    structures.isEmpty ? nil : structures[cellPlace]
  }

  /// Its place among all.
  var cellPlace: Int { max(0, min(structurePane.structure, structures.count - 1)) }

  /// The elements of its atoms.
  var elementsOfCell: [Element] { structures.isEmpty ? [] : structures.elements(of: cellPlace) }

  /// The elements shown on the Structure screen.
  var elementsShown: Set<Element> {
    sights.cell.elements ?? (nucleus.map { [$0] } ?? Set(elementsOfCell))
  }

  /// The lines of the legend: every region, then what is in none.
  var siteGroups: [SiteGroup] {
    spectrum.regions.map { .region($0.number) } + [.unclassified, .outOfRange, .withoutPrediction]
  }

  /// The legend's line under the cursor; the first where the regions have become fewer.
  var siteGroup: SiteGroup {
    let group = structurePane.group
    return siteGroups.contains(group) ? group : siteGroups[0]
  }

  /// The cluster that stands out, while the list it was chosen from is current.
  var clusterShown: AtomClusters.Cluster? {
    guard let place = structurePane.cluster, let found = structurePane.clusters,
      found.basis == clusterBasis, found.clusters.indices.contains(place)
    else { return nil }
    return found.clusters[place]
  }
}

extension SiteTable {
  /// The rows of one structure: they follow each other, sorted by atom.
  func rows(ofStructure index: Int) -> Range<Int> {
    func first(_ isPast: (Int32) -> Bool) -> Int {
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        if isPast(structure[middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    return first { $0 >= index }..<first { $0 > index }
  }
}
