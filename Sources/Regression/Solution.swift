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
  var direct: Double
  var iterative: Double
  var unknowns: Int

  /// The most unknowns of a factorisation: the matrix takes 2 GB, and a copy of it as much.
  static let directLimit = 16_000
  /// Environments that the preconditioner is made of.
  static let preconditionerPoints = 300
  /// About what conjugate gradients need with it.
  private static let iterations = 40.0

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
    let points = components * min(count, Double(Self.preconditionerPoints))
    let contraction = 4 * size * width
    let pass =
      switch zeta {
      case 1: contraction
      case 2: contraction + 4 * count * Double(scalarWidth) * width
      default: contraction + 2 * count * count * (Double(scalarWidth) + width)
      }
    direct = size * size * (size / 3 + width)
    iterative =
      2 * points * size * (width + points)
      + Double(targetSets) * Self.iterations * (pass + 4 * points * size)
    unknowns = form.components * environments
  }

  var prefersIteration: Bool { unknowns > Self.directLimit || iterative < direct }
}
