import Crystals
import Engine
import Screen

/// How the cell of the Structure screen is looked at.
struct StructurePane: Sendable {
  /// Place of the structure on screen.
  var structure = 0
  /// The screen the user came from; its list is the one `n` and `p` walk along.
  var origin = View.regions
  var rotation = StructurePane.oblique
  var zoom = 1.0
  /// Whether the picked site, not the middle of the cell, is the point turned about.
  var isCentered = false
  var slab: Slab?
  /// The elements shown; nil for the nucleus on screen alone.
  var elements: Set<Element>?
  var hidden: Set<SiteGroup> = []
  /// The line of the legend the keyboard acts on, whose clusters are listed.
  var group = SiteGroup.region(1)
  /// Whether atoms bear their region's number; nil for only where colours cannot tell.
  var showsNumbers: Bool?
  /// Sites nearer than this, in Å, belong to one cluster.
  var clusterDistance = StructurePane.standardDistance
  /// The cluster that stands out, by its place in the list; nil for none.
  var cluster: Int?
  var clusters: RegionClusters?
  /// The search whose answer is awaited.
  var search: (id: Int, basis: RegionClusters.Basis)?

  /// c upwards, a to the right, seen a little from above and from the side.
  static let oblique = Screen.Rotation(
    right: SIMD3(1, 0, 0), up: SIMD3(0, 0, 1), towards: SIMD3(0, -1, 0)
  ).turned(yaw: 0.5).turned(pitch: 0.35)

  /// In Å. First neighbours of the cations of Li₄Ti₅O₁₂ (16d–16d 2.96 Å, 8a–16d 3.47 Å, 8a–8a
  /// 3.62 Å) are nearer, second ones (from 5.1 Å) are not, also in rattled cells.
  static let standardDistance = 4.2
  static let zooms = 0.25...24.0

  /// The part of the structure between two planes.
  struct Slab: Sendable, Equatable {
    /// The direction across the planes: that of sight, or a lattice vector.
    enum Axis: Int, CaseIterable, Sendable {
      case sight, a, b, c

      var label: String {
        switch self {
        case .sight: "sight"
        case .a: "a"
        case .b: "b"
        case .c: "c"
        }
      }
    }
    var axis = Axis.c
    /// Middle and thickness in parts of the cell along the axis.
    var center = 0.5
    var thickness = 0.25

    var range: ClosedRange<Double> { center - thickness / 2...center + thickness / 2 }
  }
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
    structurePane.elements ?? (nucleus.map { [$0] } ?? Set(elementsOfCell))
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
