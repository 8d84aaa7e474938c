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
  /// The unit of the tensors; nil where it is not stated.
  public var unit: String?
  /// Whether the tensors are electric field gradients, in atomic units.
  public var isFieldGradient: Bool
  public var training: TrainingSummary
  /// Agreement of field gradients on the test set; nil where there was none.
  public var metrics: ModelMetrics?
  /// Agreement of any other property on the test set; nil where there was none.
  public var propertyMetrics: PropertyMetrics?
  /// Free text such as the labels' level of theory.
  public var provenance: String

  public init(
    nucleus: Element, isotope: Isotope, property: String,
    unit: String? = TensorProperty.fieldGradientUnit, isFieldGradient: Bool = true,
    training: TrainingSummary, metrics: ModelMetrics? = nil,
    propertyMetrics: PropertyMetrics? = nil, provenance: String = ""
  ) {
    self.nucleus = nucleus
    self.isotope = isotope
    self.property = property
    self.unit = unit
    self.isFieldGradient = isFieldGradient
    self.training = training
    self.metrics = metrics
    self.propertyMetrics = propertyMetrics
    self.provenance = provenance
  }

  /// The property and its unit; nil for field gradients.
  public var otherProperty: TensorProperty? {
    isFieldGradient ? nil : TensorProperty(name: property, unit: unit)
  }

  /// The unit of field gradients as model files name it.
  static let fieldGradientUnit = "atomic units"
  /// What tensors other than field gradients are.
  static let otherConvention = """
    symmetric rank-2 tensor T; spherical components m = -2...2 of its traceless part: \
    (sqrt2 Txy, sqrt2 Tyz, (2Tzz-Txx-Tyy)/sqrt6, sqrt2 Txz, (Txx-Tyy)/sqrt2)
    """
  /// What field gradients are.
  static let convention = """
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
