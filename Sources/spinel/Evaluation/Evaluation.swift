import Crystals
import Regression
import Tensors

/// Reference tensors of one nucleus beside predictions of them.
struct Evaluation {
  let nucleus: Element
  /// What makes kHz of the tensors; nil for tensors that are no EFG.
  let isotope: Isotope?
  let field: FieldDirection
  /// The largest relative gap of principal values that corrected angles may reassign.
  let tolerance: Double
  /// The reference's per-atom property.
  let property: String
  /// Why these sites; nil where the predictions are an array of the same file.
  let sites: EvaluatedSites?
  let reference: [SphericalTensor]
  /// The structure of each site.
  let structures: [Int]
  /// Atoms without a tensor in one of two arrays.
  var withoutTensor = 0
  var tensors: [TensorSide] = []
  var scalars: ScalarSide?
  /// A third of the trace, where tensors have one.
  var isotropic: Metrics.Columns?

  /// Predicted tensors.
  struct TensorSide {
    /// `tensor`, numbered where there are several; the array's name for two arrays of a file.
    var name: String
    /// The model's file.
    var file: String?
    var predicted: [SphericalTensor]
    var metrics: Metrics
    /// Where the model knows uncertainties.
    var calibration: Calibration?
  }

  /// How often intervals of ω_Q hold the reference.
  struct Calibration {
    /// On the sites of this evaluation.
    var here: CalibrationCurve
    /// In the model's cross-validation.
    var crossValidated: CalibrationCurve
  }

  /// What scalar models predict.
  struct ScalarSide {
    /// The file of each model.
    var files: [ScalarTarget: String]
    var columns: Comparison.ScalarColumns

    /// The targets in their order.
    var targets: [ScalarTarget] { ScalarTarget.allCases.filter { files[$0] != nil } }

    /// Whether ω_Q follows from the four other scalars.
    var hasFourScalars: Bool {
      [.coupling, .asymmetry, .theta, .phi].allSatisfy { files[$0] != nil }
    }

    /// Reference and prediction of a target.
    func columns(of target: ScalarTarget) -> Metrics.Columns {
      switch target {
      case .coupling: columns.coupling
      case .asymmetry: columns.asymmetry
      case .theta: columns.theta
      case .phi: columns.phi
      case .omegaQ: columns.omegaQ
      }
    }
  }

  /// A way to |ω_Q|, as the paper's Fig. 4 compares them.
  struct Route {
    var name: String
    /// The key in documents.
    var key: String
    var columns: Metrics.Columns
  }

  /// The ways the models at hand give.
  var routes: [Route] {
    guard isotope != nil else { return [] }
    var found: [Route] = []
    if let scalars {
      if scalars.files[.omegaQ] != nil {
        found.append(Route(name: "direct", key: "direct", columns: scalars.columns.omegaQ))
      }
      if scalars.hasFourScalars {
        found.append(
          Route(
            name: "four scalars", key: "fourScalars", columns: scalars.columns.omegaQFromScalars))
      }
    }
    for side in tensors {
      found.append(Route(name: side.name, key: side.name, columns: side.metrics.omegaQ))
    }
    return found
  }

  /// How the nucleus is called: its isotope, or its element where none matters.
  var name: String { isotope?.name ?? nucleus.symbol }

  /// The unit of the tensors.
  var unit: String { isotope == nil ? "units of \(property)" : "a.u." }
}
