import Spectra
import Tensors

/// What the Field screen shows.
struct FieldPane: Sendable {
  /// How often the sites of a region were chosen.
  var choosing = 0
  var map = Awaited<SiteSetBasis, MeanMap>()
  var pattern = Awaited<PatternQuestion, SitePattern>()
  var present: PresentMean?
}

/// The mean |ω_Q| of a set of sites for all directions of the field.
public struct MeanMap: Sendable {
  /// nil where no site of the set has a tensor.
  let map: FieldMap?
  /// The sites; nil for all of the table.
  let rows: [Int32]?
  /// The field for which a region's sites were taken.
  let field: FieldDirection
  /// Whether the map is of an even sample of the sites, to be followed by that of all.
  let isSample: Bool
}

/// What a powder pattern is asked of.
struct PatternQuestion: Sendable, Equatable {
  var sites: SiteSetBasis
  var broadening: LineBroadening
}

/// The powder pattern of a set of sites, and what fast exchange over them would leave.
public struct SitePattern: Sendable {
  /// nil where no site of the set has a tensor.
  let pattern: PowderPattern?
  /// The mean of the raw tensors.
  let exchange: SphericalTensor?
  let siteCount: Int
  /// The field for which a region's sites were taken.
  let field: FieldDirection
  /// ω_max in kHz and η where the set is one site.
  let single: (splitting: Double, asymmetry: Double)?
}

/// The mean |ω_Q| of the map's sites for the field in use.
struct PresentMean: Sendable {
  var fieldRevision: Int
  var rowCount: Int
  /// Whether it is of all sites of the table.
  var isOfAll: Bool
  var siteCount: Int
  var mean: Double
}
