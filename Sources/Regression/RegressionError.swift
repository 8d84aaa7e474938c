import Crystals
import Descriptors
import LinearAlgebra

/// What can go wrong when models are described, trained, stored or applied.
public enum RegressionError: Error, Sendable, Equatable {
  /// A hyperparameter file that cannot be used.
  case hyperparameterFile(file: String, line: Int, found: String, expected: String)
  /// A hyperparameter no model can be made with.
  case hyperparameter(name: String, found: String, expected: String)
  /// An argument of training or validation out of its range.
  case option(name: String, found: String, expected: String)
  /// A structure without the per-atom property to learn.
  case missingProperty(origin: Structure.Origin, property: String, available: [String])
  /// A property that is not nine real columns.
  case wrongShape(origin: Structure.Origin, property: String, found: String)
  /// A label that is not finite, or absurdly large.
  case unusableLabel(origin: Structure.Origin, atom: Int, property: String, found: String)
  case noStructures
  /// No atom of the nucleus' element in any structure.
  case noEnvironments(nucleus: Element)
  /// Every environment was trained on by a model that is to be judged.
  case noHeldOutSites(nucleus: Element, models: Int)
  /// Too few structures to split them as asked.
  case tooFewStructures(found: Int, expected: Int, purpose: String)
  /// A split that leaves nothing to test on, or nothing to train on.
  case emptyPart(part: String, structures: Int, testFraction: Double)
  /// Labels of no spread: there is nothing to learn.
  case equalLabels(count: Int, quantity: String)
  /// A problem whose matrices do not fit in memory.
  case tooLarge(unknowns: Int, limit: Int)
  /// An iterative solution that came to a halt too far from the labels.
  case noConvergence(iterations: Int, residual: Double, expected: Double)
  /// A model file that cannot be used.
  case modelFile(file: String, found: String, expected: String)
  /// The log of a hyperparameter search that cannot be gone on with.
  case searchLog(file: String, line: Int, found: String, expected: String)
  case descriptor(DescriptorError)
  case linearAlgebra(LinearAlgebraError)
  case cancelled
}

extension RegressionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .hyperparameterFile(let file, let line, let found, let expected),
      .searchLog(let file, let line, let found, let expected):
      "\(file):\(line): \(found); expected \(expected)"
    case .hyperparameter(let name, let found, let expected):
      "hyperparameter \(name): found \(found); expected \(expected)"
    case .option(let name, let found, let expected):
      "\(name): found \(found); expected \(expected)"
    case .missingProperty(let origin, let property, let available):
      "\(place(origin)): no per-atom property \(escaped(property)); expected one of nine columns"
        + (available.isEmpty
          ? " (the structure has no further columns)"
          : ", found \(available.map { escaped($0) }.joined(separator: ", "))")
    case .wrongShape(let origin, let property, let found):
      "\(place(origin)): property \(escaped(property)) is \(found); "
        + "expected nine real columns "
        + (TensorProperty.isFieldGradient(property)
          ? "(row-major V_xx V_xy V_xz …, atomic units)" : "(row-major xx xy xz yx …)")
    case .unusableLabel(let origin, let atom, let property, let found):
      "\(place(origin)): atom \(atom): property \(escaped(property)) holds \(found); "
        + "expected finite numbers "
        + (TensorProperty.isFieldGradient(property)
          ? "in atomic units" : "up to \(LabelledStructures.largestLabel)")
        + "; leave the structure out or correct it"
    case .noStructures:
      "found no structures; expected at least two with labels"
    case .noHeldOutSites(let nucleus, let models):
      "each \(nucleus) atom of the data was trained on by "
        + (models == 1 ? "the model" : "one of \(models) models")
        + "; give other data, models of one split (--seed, --test-fraction of train), or --all "
        + "to judge sites that were trained on"
    case .noEnvironments(let nucleus):
      "found no \(nucleus) atom in any structure; expected structures with the nucleus asked for"
    case .tooFewStructures(let found, let expected, let purpose):
      "found \(found) structure\(found == 1 ? "" : "s"); expected at least \(expected) \(purpose)"
    case .emptyPart(let part, let structures, let testFraction):
      "a test fraction of \(testFraction) of \(structures) structures leaves none to \(part) on; "
        + "expected at least one: give more structures or another --test-fraction "
        + "(0 learns from all, without a test)"
    case .equalLabels(let count, let quantity):
      "all \(count) labels (\(quantity)) are equal; expected labels that differ: "
        + "there is nothing to learn"
    case .tooLarge(let unknowns, let limit):
      "a problem of \(unknowns) unknowns does not fit in memory; "
        + "expected at most \(limit): set fewer sparse_points, or 0 for all environments"
    case .noConvergence(let iterations, let residual, let expected):
      "no convergence: found a relative residual of \(twoDigits(residual)) after \(iterations) iterations; "
        + "expected \(expected): raise the regularization, or set sparse_points"
    case .modelFile(let file, let found, let expected):
      "\(file.isEmpty ? "model file" : file): found \(found); expected \(expected)"
    case .descriptor(let error): "\(error)"
    case .linearAlgebra(let error): "\(error)"
    case .cancelled: "cancelled"
    }
  }

  private func place(_ origin: Structure.Origin) -> String {
    origin.file.isEmpty
      ? "structure \(origin.frame)"
      : "\(escaped(origin.file, limit: 400)):\(origin.line): frame \(origin.frame)"
  }
}
