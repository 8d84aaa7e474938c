import Glibc
import LinearAlgebra

/// How the weights of a model were found.
public enum Solution: Sendable, Equatable {
  /// By factoring K + σ² 1 of all training environments.
  case direct
  /// By factoring the normal equations of sparse points.
  case sparse
  /// By conjugate gradients for (K + σ² 1) w = y of all training environments; products with the
  /// kernel over all sets of labels, and the largest ‖y − (K + σ² 1) w‖ / ‖y‖ among them.
  case iterative(iterations: Int, residual: Double)

  /// Which way the full problem is solved.
  public enum Method: Sendable, Equatable {
    /// The one that takes less work and fits into memory.
    case automatic
    case direct
    case iterative
  }
}

extension Solution: CustomStringConvertible {
  /// What follows the number of environments that a model is expanded in.
  public var description: String {
    switch self {
    case .sparse: "sparse points"
    case .direct: "environments, solved directly"
    case .iterative(let iterations, let residual):
      "environments, solved by conjugate gradients in \(iterations) iterations to a relative "
        + "residual of \(twoDigits(residual))"
    }
  }
}

/// A positive number rounded to two significant digits.
func twoDigits(_ number: Double) -> Double {
  let scale = pow(10, 1 - floor(log10(number)))
  return scale.isFinite && scale > 0 ? (number * scale).rounded() / scale : number
}

/// The work of solving the full problem in either way, in floating-point operations.
struct SolutionCost {
  let direct: Double
  let iterative: Double
  let unknowns: Int
  /// Environments that the preconditioner is to be made of.
  let preconditionerPoints: Int
  /// Iterations after which the direct way, where there is one, is no longer the dearer one.
  let iterationsLimit: Int

  /// The most unknowns of a factorisation: the matrix takes 2 GB, and a copy of it as much.
  static let directLimit = 16_000
  /// About what conjugate gradients need with the preconditioner.
  private static let iterations = 40.0
  /// Making the preconditioner may take as much as so many iterations.
  private static let preconditionerShare = 10.0
  /// Unknowns of a preconditioner.
  private static let preconditionerSizes = 1000.0...3000

  init(_ product: KernelProduct, targetSets: Int) {
    self.init(
      product.form, environments: product.environments.count,
      scalarWidth: product.features.scalar.columns, tensorWidth: product.features.tensor.columns,
      zeta: product.zeta, targetSets: targetSets)
  }

  /// - Parameter scalarWidth, tensorWidth: the numbers D₀ and D₂ of features.
  init(
    _ form: KernelForm, environments: Int, scalarWidth: Int, tensorWidth: Int, zeta: Int,
    targetSets: Int
  ) {
    let count = Double(environments)
    let components = Double(form.components)
    let width = Double(form == .tensor ? tensorWidth : scalarWidth)
    let size = components * count
    let contraction = 4 * size * width
    let pass =
      switch zeta {
      case 1: contraction
      case 2: contraction + 4 * count * Double(scalarWidth) * width
      default: contraction + 2 * count * count * (Double(scalarWidth) + width)
      }
    // The m with 2 m size (width + m) = share · pass.
    let budget = Self.preconditionerShare * pass / (2 * max(1, size))
    let balanced = ((width * width / 4 + budget).squareRoot() - width / 2)
    let points = min(
      size,
      min(
        Self.preconditionerSizes.upperBound, max(Self.preconditionerSizes.lowerBound, balanced)))
    preconditionerPoints = Int(points / components)
    let iteration = pass + 4 * points * size
    direct = size * size * (size / 3 + width)
    iterative =
      2 * points * size * (width + points) + Double(targetSets) * Self.iterations * iteration
    unknowns = form.components * environments
    iterationsLimit =
      unknowns > Self.directLimit
      ? 500 : Int(min(500, max(2 * Self.iterations, direct / max(1, iteration))))
  }

  var allowsFactoring: Bool { unknowns <= Self.directLimit }
  var prefersIteration: Bool { !allowsFactoring || iterative < direct }
}
