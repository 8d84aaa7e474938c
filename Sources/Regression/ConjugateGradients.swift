/// Preconditioned conjugate gradients for A x = b with a symmetric positive definite A.
///
/// Hestenes and Stiefel 1952. The residual of the recurrence drifts from b − A x by rounding; when it
/// says that the solution is reached, the true one is computed, and the iteration starts anew from
/// it where it is not yet small enough.
struct ConjugateGradients {
  /// The residual ‖b − A x‖ / ‖b‖ to be reached.
  var tolerance = 1e-8
  /// The most products with A.
  var iterationsLimit = 500

  /// Where rounding errors of A x alone are larger than the tolerance, a residual of their size will
  /// do, but none above this.
  static let largestResidual = 1e-6

  struct Solution {
    var values: [Double]
    /// Products with A.
    var iterations: Int
    /// ‖b − A x‖ / ‖b‖, computed from x.
    var residual: Double
  }

  /// - Parameters:
  ///   - product: A x.
  ///   - preconditioned: an approximation of A⁻¹ x, symmetric and positive definite.
  ///   - progress: called with the residual before each product; false ends the work.
  /// - Throws: `noConvergence` where rounding or the limit of iterations keep the residual above the
  ///   tolerance, `cancelled`.
  func solve(
    _ target: [Double], product: ([Double]) -> [Double],
    preconditioned: ([Double]) -> [Double] = { $0 }, progress: (Double) -> Bool = { _ in true }
  ) throws(RegressionError) -> Solution {
    let size = dot(target, target).squareRoot()
    var descent = Descent(
      solution: Solution(
        values: [Double](repeating: 0, count: target.count), iterations: 0, residual: 0),
      residual: target)
    guard size > 0 else { return descent.solution }
    descent.solution.residual = 1
    var starts = 0
    // Not-a-number fails the comparison and ends in an error.
    while !(descent.solution.residual <= tolerance) {
      let before = descent.solution.residual
      try descend(&descent, size, product, preconditioned, progress)
      starts += 1
      let values = descent.solution.values
      let image = product(values)
      for index in target.indices { descent.residual[index] = target[index] - image[index] }
      let residual = dot(descent.residual, descent.residual).squareRoot() / size
      descent.solution.iterations += 1
      descent.solution.residual = residual
      // More steps no longer lower what rounding errors of the product are.
      let isStuck = starts > 1 && !(residual < before / 2)
      if residual > tolerance || residual.isNaN,
        isStuck || descent.solution.iterations >= iterationsLimit
      {
        let rounding =
          64 * Double.ulpOfOne * descent.largest * dot(values, values).squareRoot() / size
        if residual <= min(rounding, Self.largestResidual) { return descent.solution }
        throw .noConvergence(
          iterations: descent.solution.iterations, residual: residual, expected: tolerance)
      }
    }
    return descent.solution
  }

  private struct Descent {
    var solution: Solution
    var residual: [Double]
    /// The largest pᵀ A p / pᵀ p seen, about the largest eigenvalue.
    var largest = 0.0
  }

  /// Iterates until the residual of the recurrence is below the tolerance.
  private func descend(
    _ descent: inout Descent, _ size: Double, _ product: ([Double]) -> [Double],
    _ preconditioned: ([Double]) -> [Double], _ progress: (Double) -> Bool
  ) throws(RegressionError) {
    var direction = preconditioned(descent.residual)
    var slope = dot(descent.residual, direction)
    while true {
      let relative = dot(descent.residual, descent.residual).squareRoot() / size
      guard relative > tolerance / 2, descent.solution.iterations < iterationsLimit - 1 else {
        return
      }
      guard progress(relative) else { throw .cancelled }
      let image = product(direction)
      descent.solution.iterations += 1
      let curvature = dot(direction, image)
      // Not positive only by rounding, or of numbers that are not finite: the true residual decides.
      guard curvature > 0, slope > 0 else { return }
      descent.largest = max(descent.largest, curvature / dot(direction, direction))
      let step = slope / curvature
      for index in direction.indices {
        descent.solution.values[index] += step * direction[index]
        descent.residual[index] -= step * image[index]
      }
      let next = preconditioned(descent.residual)
      let newSlope = dot(descent.residual, next)
      let share = newSlope / slope
      for index in direction.indices { direction[index] = next[index] + share * direction[index] }
      slope = newSlope
    }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }
}
