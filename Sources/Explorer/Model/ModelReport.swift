import Engine
import Figures
import Regression
import Tensors

/// How a model's predictions compare with the files' own tensors, or with another model's: the metrics of eqs 6–9, the
/// points of the parity plots and the coverage of the intervals.
///
/// Made off the drawing thread by the code `evaluate` uses.
public struct ModelReport: Sendable {
  /// What the report follows from; when it changes a new one is asked for.
  struct Basis: Sendable, Equatable {
    var generation: Int
    /// Sites of each model compared, and what their data are to them.
    var rowCounts: [Int]
    var field: Int
    var relations: [ModelSummary.Relation]
    /// Whether sites trained on are compared too, where the others are known.
    var takesAll: Bool
    var comparison: Comparison.Basis
  }

  /// A quantity's agreement in numbers.
  struct Agreement: Sendable, Equatable {
    var count: Int
    var meanAbsoluteError: Double
    var rootMeanSquareError: Double
    var pearson: Double

    init(_ columns: Metrics.Columns) {
      count = columns.count
      meanAbsoluteError = columns.meanAbsoluteError
      rootMeanSquareError = columns.rootMeanSquareError
      pearson = columns.pearson
    }
  }

  /// The points of a parity plot and the range both axes span.
  struct Parity: Sendable {
    /// One of each pair of places that no screen could tell apart.
    var points: [(x: Double, y: Double)]
    var range: ClosedRange<Double>
  }

  /// Sites compared, and the structures they are of.
  var sites: Int
  var structures: Int
  /// Every how many-th site was compared.
  var stride: Int
  var metrics: Metrics
  var agreement: [ParityQuantity: Agreement]
  var parity: [ParityQuantity: Parity]
  /// Nil where the model knows no uncertainties.
  var calibration: CalibrationCurve?
  /// Which sites these are, in words.
  var subject: String
  /// The head of figures.
  var caption: String

  /// Of more sites than this every second, third, … is compared.
  static let mostSites = 200_000
  /// Places told apart along each axis of a parity plot.
  private static let grid = 400.0

  /// What is compared, and how.
  struct Request: Sendable {
    var table: SiteTable
    var isotope: Isotope
    var field: FieldDirection
    var factors: CoverageFactors?
    var relation: ModelSummary.Relation
    var takesAll: Bool
    /// The model whose tensors are the table's reference; nil where they are the files' own.
    var other: String?
    /// Model, isotope and field, for the head of figures.
    var conventions: String
  }

  /// Compares; nil where `isStale` says to stop, or where no site has both tensors.
  init?(_ request: Request, isStale: () -> Bool) {
    let (table, isotope, field) = (request.table, request.isotope, request.field)
    let candidates: [Int]
    switch request.relation {
    case _ where request.other != nil:
      candidates = Array(0..<table.count)
      subject = "the two models' difference, which is no error of either"
    case .ownData(let heldOut) where !heldOut.isEmpty && !request.takesAll:
      candidates = heldOut.compactMap {
        table.row(of: SiteKey(structure: $0.structure, atom: $0.atom))
      }
      subject = "not trained on; a shows all"
    case .ownData(let heldOut):
      candidates = Array(0..<table.count)
      subject =
        heldOut.isEmpty
        ? "all trained on: errors too small" : "sites trained on included; a leaves them out"
    case .otherData:
      candidates = Array(0..<table.count)
      subject = "not the model's own set; single structures may be"
    case .unknown:
      candidates = Array(0..<table.count)
      subject = "some may have been trained on; see spinel evaluate"
    }
    let rows = candidates.filter { row in
      table.reference.allSatisfy { $0.count > row && !$0[row].isNaN }
        && table.components.allSatisfy { !$0[row].isNaN }
    }
    guard !rows.isEmpty else { return nil }
    stride = (rows.count + Self.mostSites - 1) / Self.mostSites
    let step = stride
    let compared = stride == 1 ? rows : rows.indices.filter { $0 % step == 0 }.map { rows[$0] }
    func tensors(_ components: [[Float]]) -> [SphericalTensor] {
      compared.map { row in
        SphericalTensor(
          Double(components[0][row]), Double(components[1][row]), Double(components[2][row]),
          Double(components[3][row]), Double(components[4][row]))
      }
    }
    let (reference, predicted) = (tensors(table.reference), tensors(table.components))
    guard !isStale(),
      let metrics = try? Metrics(
        reference: reference, predicted: predicted, isotope: isotope, field: field), !isStale()
    else { return nil }
    self.metrics = metrics
    let against = request.other.map { "those of model \($0)" } ?? "reference tensors"
    caption = "predicted tensors against \(against): \(subject). \(request.conventions)"
    sites = compared.count
    let owners = compared.map { Int(table.structure[$0]) }
    structures = Set(owners).count
    agreement = [:]
    parity = [:]
    for quantity in ParityQuantity.allCases {
      let columns = quantity.columns(of: metrics)
      agreement[quantity] = Agreement(columns)
      parity[quantity] = Self.parity(columns, quantity.range)
    }
    // Intervals are about errors, not about the difference of two models.
    if let factors = request.factors, request.other == nil {
      let weights = isotope.splittingPerAtomicUnit * field.weights
      let curve = CalibrationCurve(
        errors: zip(reference, predicted).map { ($1 - $0).dot(weights) },
        uncertainties: zip(compared, predicted).map { row, tensor in
          table.uncertainty(row)?.omegaQ(of: tensor, isotope: isotope, field: field) ?? .nan
        }, factors: factors, structures: owners)
      calibration = curve.count > 0 ? curve : nil
    }
  }

  private static func parity(
    _ columns: Metrics.Columns, _ range: ClosedRange<Double>?
  ) -> Parity {
    let pairs = zip(columns.reference, columns.predicted).filter { $0.isFinite && $1.isFinite }
    let values = pairs.lazy.flatMap { [$0.0, $0.1] }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let range = range ?? (low < high ? low...high : low - 1...high + 1)
    let perUnit = grid / (range.upperBound - range.lowerBound)
    var seen = Set<SIMD2<Double>>()
    let points = pairs.filter { pair in
      let x = ((pair.0 - range.lowerBound) * perUnit).rounded(.down)
      let y = ((pair.1 - range.lowerBound) * perUnit).rounded(.down)
      return seen.insert(SIMD2(x, y)).inserted
    }
    return Parity(points: points.map { (x: $0.0, y: $0.1) }, range: range)
  }

  /// All parity figures on one page.
  var page: ParityPage {
    ParityPage(
      ParityQuantity.allCases.map { quantity in
        ParityFigure(
          quantity,
          sides: [.init(Label(quantity.symbol), .tensor, quantity.columns(of: metrics))],
          caption: caption)
      }, caption: caption)
  }
}
