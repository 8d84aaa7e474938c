import Crystals
import Spectra
import Tensors

/// Everything the user chooses about what is shown: the part of the state that undo restores.
public struct Settings: Sendable, Equatable {
  public var observable = Observable.absoluteOmegaQ
  /// Bin width by observable, in its unit; absent means a width that suits the values.
  public var binWidths: [Observable: Double] = [:]
  /// Range of the histogram by observable; absent means as wide as the values.
  public var ranges: [Observable: ClosedRange<Double>] = [:]
  public var threshold = Threshold.standard
  /// K: how many of the most prominent peaks become regions.
  public var peakCount = 5
  /// Whether the first and the last bin can be peaks.
  public var paddedEdges = true
  public var field = FieldDirection.z
  /// Whether ω_Q is eq. (5) as printed in place of the invariant b·V·b.
  public var printedEquation5 = false
  public var logarithmicCounts = false
  public var stacking = Stacking.none
  /// The structure whose sites the histogram counts; nil for all.
  public var structureShown: Int?
  /// The file whose sites the histogram counts, by its place; nil for all.
  public var fileShown: Int?
  /// Regions that were moved, split, merged or named by hand, by observable.
  public var handRegions: [Observable: [HandRegion]] = [:]
  public var filter = ""
  public var sort: [SortKey] = []
  public var columns: [SiteField] = SiteField.standardColumns
  public var tensorUnit = TensorUnit.atomic
  /// What the sites of the Outliers screen are ranked by.
  public var outlierScore = OutlierScore.uncertainty
  /// The nucleus shown; nil for the first model's.
  public internal(set) var nucleus: Element?
  var scalesOfOthers: [Element: Scales] = [:]
  /// The model shown of each nucleus, by its name; the first where none is named.
  public internal(set) var modelsShown: [Element: String] = [:]
  /// What predictions are compared with.
  public internal(set) var comparison = Comparison.files

  public init() {}

  /// The bin width chosen for the observable shown; nil where it follows the values.
  public var binWidth: Double? {
    get { binWidths[observable] }
    set { binWidths[observable] = newValue }
  }

  /// The fixed range of the observable shown; nil where it follows the values.
  public var range: ClosedRange<Double>? {
    get { ranges[observable] }
    set { ranges[observable] = newValue }
  }
}

/// By what the bars of the histogram are divided.
public enum Stacking: String, CaseIterable, Sendable {
  case none, siteType, structure, file

  var label: String {
    switch self {
    case .none: "regions"
    case .siteType: "site types"
    case .structure: "structures"
    case .file: "files"
    }
  }
}

/// A region fixed by hand, in the observable's unit; threshold and peak count leave it alone.
public struct HandRegion: Sendable, Equatable {
  public var lower: Double
  public var upper: Double
  public var name: String

  public init(lower: Double, upper: Double, name: String = "") {
    self.lower = lower
    self.upper = upper
    self.name = name
  }
}

/// One key to sort rows by.
public struct SortKey: Sendable, Equatable {
  public var field: SiteField
  public var descending: Bool

  public init(_ field: SiteField, descending: Bool = false) {
    self.field = field
    self.descending = descending
  }
}

/// The unit tensors are shown in.
public enum TensorUnit: String, Sendable {
  case atomic
  case voltPerSquareAngstrom

  var label: String { self == .atomic ? "a.u." : "V/Å²" }
}

extension SiteField {
  /// The columns shown until the user chooses others.
  public static let standardColumns: [SiteField] = [
    .structure, .atom, .siteType, .absoluteOmegaQ, .quadrupolarCoupling, .asymmetry, .theta, .phi,
    .lithiumNeighbors, .region, .uncertainty, .novelty, .tag, .note,
  ]
}
