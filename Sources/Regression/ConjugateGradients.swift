/// Preconditioned conjugate gradients for A x = b with a symmetric positive definite A.
///
/// Hestenes and Stiefel 1952. The residual of the recurrence drifts from b − A x by rounding; when it
/// says that the solution is reached, the true one is computed, and the iteration starts anew from
/// it where it is not yet small enough.
struct ConjugateGradients {
  /// The residual ‖b − A x‖ / ‖b‖ to be reached.
  var tolerance = 1e-8
  /// The most products with A.
  var iterationsLimit = 400

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
    var solution = Solution(
      values: [Double](repeating: 0, count: target.count), iterations: 0, residual: 0)
    guard size > 0 else { return solution }
    var residual = target
    solution.residual = 1
    var restarts = 0
    // Not-a-number fails the comparisons and ends in an error.
    while !(solution.residual <= tolerance) {
      let before = solution.residual
      try descend(&solution, &residual, size, product, preconditioned, progress)
      let image = product(solution.values)
      solution.iterations += 1
      for index in target.indices { residual[index] = target[index] - image[index] }
      solution.residual = dot(residual, residual).squareRoot() / size
      restarts += 1
      // Rounding errors of the product bound the residual: more steps no longer lower it.
      let isStuck = restarts > 1 && !(solution.residual < before / 2)
      if !(solution.residual <= tolerance), isStuck || solution.iterations >= iterationsLimit {
        throw .noConvergence(
          iterations: solution.iterations, residual: solution.residual, expected: tolerance)
      }
    }
    return solution
  }

  /// Iterates until the residual of the recurrence is below the tolerance.
  private func descend(
    _ solution: inout Solution, _ residual: inout [Double], _ size: Double,
    _ product: ([Double]) -> [Double], _ preconditioned: ([Double]) -> [Double],
    _ progress: (Double) -> Bool
  ) throws(RegressionError) {
    var direction = preconditioned(residual)
    var slope = dot(residual, direction)
    while true {
      let relative = dot(residual, residual).squareRoot() / size
      guard relative > tolerance / 2, solution.iterations < iterationsLimit - 1 else { return }
      guard progress(relative) else { throw .cancelled }
      let image = product(direction)
      solution.iterations += 1
      let curvature = dot(direction, image)
      // Not positive only by rounding, or of numbers that are not finite: the true residual decides.
      guard curvature > 0, slope > 0 else { return }
      let step = slope / curvature
      for index in direction.indices {
        solution.values[index] += step * direction[index]
        residual[index] -= step * image[index]
      }
      let next = preconditioned(residual)
      let newSlope = dot(residual, next)
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
