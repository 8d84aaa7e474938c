import Glibc
import LinearAlgebra

extension Training {
  /// Solves the full problem by conjugate gradients with a Nyström preconditioner.
  func iterated(
    _ product: KernelProduct, _ targets: Matrix<Double>, _ cost: SolutionCost,
    _ isCancelled: () -> Bool, _ progress: (Progress) -> Void
  ) throws(RegressionError) -> Expansion {
    let count = product.environments.count
    let regularization = hyperparameters.regression.regularization
    let preconditioner = try NystromPreconditioner(
      product,
      points: SparsePoints.random(count, count: cost.preconditionerPoints, seed: seed),
      regularization: regularization
    ) { done in
      progress(Progress(stage: .preconditioner, done: done, total: count))
      return !isCancelled()
    }
    let gradients = ConjugateGradients(iterationsLimit: cost.iterationsLimit)
    var weights = Matrix<Double>(rows: targets.rows, columns: targets.columns)
    var iterations = 0
    var residual = 0.0
    for column in 0..<targets.columns {
      let found = try gradients.solve(
        (0..<targets.rows).map { targets[$0, column] },
        product: { vector in
          var image = product(vector)
          for index in image.indices { image[index] += regularization * vector[index] }
          return image
        },
        preconditioned: { preconditioner($0) },
        progress: { residual in
          progress(
            Progress(
              stage: .iterations,
              done: 100 * column + Self.percent(residual, of: gradients.tolerance),
              total: 100 * targets.columns, residual: residual))
          return !isCancelled()
        })
      for row in 0..<targets.rows { weights[row, column] = found.values[row] }
      iterations += found.iterations
      residual = max(residual, found.residual)
    }
    return Expansion(
      points: product.environments, weights: weights,
      solution: .iterative(iterations: iterations, residual: residual))
  }

  /// How far a residual that falls from 1 to the tolerance has come, on a logarithmic scale.
  private static func percent(_ residual: Double, of tolerance: Double) -> Int {
    let share = log(residual) / log(tolerance)
    return share.isFinite ? min(99, max(0, Int(100 * share))) : 0
  }
}
