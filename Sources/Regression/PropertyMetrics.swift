import Tensors

/// How well predictions of a tensor that is no field gradient agree with the reference, in its unit.
public struct PropertyMetrics: Sendable, Equatable {
  /// Environments compared.
  public var count: Int
  /// A third of the trace; nil where the property has none.
  public var isotropic: Errors?
  /// The nine elements of the tensors without their traces.
  public var anisotropic: Errors

  /// Errors in the property's unit, and Pearson's r, nil where one side does not vary.
  public struct Errors: Sendable, Equatable {
    public var meanAbsoluteError: Double
    public var rootMeanSquareError: Double
    public var pearson: Double?

    public init(meanAbsoluteError: Double, rootMeanSquareError: Double, pearson: Double?) {
      self.meanAbsoluteError = meanAbsoluteError
      self.rootMeanSquareError = rootMeanSquareError
      self.pearson = pearson
    }

    init(_ columns: Metrics.Columns) {
      let pearson = columns.pearson
      self.init(
        meanAbsoluteError: columns.meanAbsoluteError,
        rootMeanSquareError: columns.rootMeanSquareError, pearson: pearson.isFinite ? pearson : nil)
    }
  }

  public init(count: Int, isotropic: Errors?, anisotropic: Errors) {
    self.count = count
    self.isotropic = isotropic
    self.anisotropic = anisotropic
  }

  /// Compares tensors, and their isotropic parts if there are any, pair by pair.
  init(
    reference: [SphericalTensor], predicted: [SphericalTensor], isotropic: Metrics.Columns?
  ) {
    func elements(_ tensors: [SphericalTensor]) -> [Double] {
      tensors.flatMap { SymmetricTensor($0).rowMajor }
    }
    self.init(
      count: reference.count, isotropic: isotropic.map { Errors($0) },
      anisotropic: Errors(
        Metrics.Columns(reference: elements(reference), predicted: elements(predicted))))
  }
}
