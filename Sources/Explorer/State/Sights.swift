import Crystals
import Screen
import Spectra

/// How things are looked at: no site's region or number follows from it.
///
/// Undo restores it and sessions keep it, as they do `Settings`.
public struct Sights: Sendable, Equatable {
  var cell = Cell()
  var site = Site()
  var field = Field()
  /// Whether the Model screen compares sites trained on too, where the others are known.
  var comparesTrained = false

  public init() {}

  /// The cell of the Structure screen.
  struct Cell: Sendable, Equatable {
    var rotation = Sights.oblique
    var zoom = 1.0
    /// Whether the picked site, not the middle of the cell, is the point turned about.
    var isCentered = false
    var slab: Slab?
    /// The elements shown; nil for the nucleus on screen alone.
    var elements: Set<Element>?
    var hidden: Set<SiteGroup> = []
    /// Whether atoms bear their region's number; nil for only where colours cannot tell.
    var showsNumbers: Bool?
    /// Sites nearer than this, in Å, belong to one cluster.
    var clusterDistance = Sights.standardDistance
  }

  /// The surroundings of the Site screen.
  struct Site: Sendable, Equatable {
    /// Turns in radians, about the screen's vertical and horizontal axis.
    var yaw = 0.6
    var pitch = 0.35
    var zoom = 1.0
  }

  /// The map and the pattern of the Field screen.
  struct Field: Sendable, Equatable {
    /// The sites whose mean |ω_Q| colours the map: all, or a region's.
    var mapSet = SiteSet.all
    /// The sites the powder pattern is of.
    var patternSet = SiteSet.all
    /// The region looked at, counted from 1.
    var region = 1
    /// Full width of the lines in kHz; nil for one that suits the splittings.
    var lineWidth: Double?
    var lineShape = LineBroadening.Shape.gaussian
    var showsCentralLine = true
  }

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

    static let thicknesses = 0.02...1.0
  }

  /// c upwards, a to the right, seen a little from above and from the side.
  static let oblique = Rotation(
    right: SIMD3(1, 0, 0), up: SIMD3(0, 0, 1), towards: SIMD3(0, -1, 0)
  ).turned(yaw: 0.5).turned(pitch: 0.35)

  /// In Å. First neighbours of the cations of Li₄Ti₅O₁₂ (16d–16d 2.96 Å, 8a–16d 3.47 Å, 8a–8a
  /// 3.62 Å) are nearer, second ones (from 5.1 Å) are not, also in rattled cells.
  static let standardDistance = 4.2
  static let clusterDistances = 0.5...12.0
  static let cellZooms = 0.25...24.0
  static let siteZooms = 0.25...4.0
  static let lineWidths = 0.0...1e6
}

extension ClosedRange<Double> {
  func nearest(to value: Double) -> Double { Swift.min(Swift.max(value, lowerBound), upperBound) }
}
