import Crystals
import Tensors

/// What a model is of and how it was made; nothing here changes a prediction in atomic units.
public struct ModelDescription: Sendable, Equatable {
  /// The element whose atoms the model predicts.
  public var nucleus: Element
  /// The isotope that kHz refer to unless another is asked for.
  public var isotope: Isotope
  /// The per-atom property the labels came from.
  public var property: String
  public var training: TrainingSummary
  /// Agreement on the test set; nil where there was none.
  public var metrics: ModelMetrics?
  /// Free text such as the labels' level of theory.
  public var provenance: String

  public init(
    nucleus: Element, isotope: Isotope, property: String, training: TrainingSummary,
    metrics: ModelMetrics? = nil, provenance: String = ""
  ) {
    self.nucleus = nucleus
    self.isotope = isotope
    self.property = property
    self.training = training
    self.metrics = metrics
    self.provenance = provenance
  }

  /// The tensors' unit.
  public static let unit = "atomic units"
  /// What the tensors are.
  public static let convention = """
    V_ij = second derivative of the electrostatic potential; spherical components m = -2...2: \
    (sqrt2 Vxy, sqrt2 Vyz, (2Vzz-Vxx-Vyy)/sqrt6, sqrt2 Vxz, (Vxx-Vyy)/sqrt2)
    """
}

/// The data a model was trained on.
public struct TrainingSummary: Sendable, Equatable {
  public var structures: Int
  public var trainingEnvironments: Int
  public var testEnvironments: Int
  /// Environments the prediction was expanded in.
  public var sparsePoints: Int
  public var testFraction: Double
  public var split: Split.Mode
  public var seed: UInt64
  /// A hash of the structures and labels given.
  public var data: Fingerprint

  public init(
    structures: Int, trainingEnvironments: Int, testEnvironments: Int, sparsePoints: Int,
    testFraction: Double, split: Split.Mode, seed: UInt64, data: Fingerprint
  ) {
    self.structures = structures
    self.trainingEnvironments = trainingEnvironments
    self.testEnvironments = testEnvironments
    self.sparsePoints = sparsePoints
    self.testFraction = testFraction
    self.split = split
    self.seed = seed
    self.data = data
  }
}
