import LinearAlgebra
import Tensors

extension CrossValidation {
  /// Whether a fold's solution is expanded in fewer environments than it trains on.
  func isSparse(_ fold: Int, _ hyperparameters: Hyperparameters) -> Bool {
    let count = hyperparameters.regression.sparsePoints
    return count > 0 && count < folds[fold].train.count
  }

  /// Whether no fold is solved in all its environments.
  func isSparse(_ hyperparameters: Hyperparameters) -> Bool {
    folds.indices.allSatisfy { isSparse($0, hyperparameters) }
  }

  /// The kernel between all environments; nil where no solution needs it, and where it is too large.
  func kernel(_ features: Features, _ hyperparameters: Hyperparameters) -> Matrix<Double>? {
    if features.count > environmentsLimit || isSparse(hyperparameters) { return nil }
    var kernel = features.tensor.gram()
    Kernel.modulate(&kernel, features, features, zeta: hyperparameters.kernel.zeta)
    return kernel
  }

  /// The tensors of a fold's test set for each σ², from all its training environments.
  func fullPredictions(
    _ kernel: Matrix<Double>, _ number: Int, _ regularizations: [Double]
  ) throws(RegressionError) -> [[SphericalTensor]] {
    let fold = folds[number]
    let targets = fold.train.flatMap { data.labels[$0].array }
    let test = Self.block(kernel, fold.test, fold.train)
    var found: [[SphericalTensor]] = []
    for regularization in regularizations {
      do {
        // The block is taken anew for each σ², since the solution works in its memory.
        let weights = try GaussianProcess.weights(
          kernel: Self.block(kernel, fold.train, fold.train), targets: targets,
          regularization: regularization)
        let components = test * weights
        found.append(
          fold.test.indices.map { row in
            var tensor = SphericalTensor.zero
            for mu in 0..<5 { tensor[mu] = components[5 * row + mu] }
            return tensor
          })
      } catch {
        throw .linearAlgebra(error)
      }
    }
    return found
  }

  /// The tensors of a fold's test set for each σ², by a training of its own for each.
  func trainedPredictions(
    _ hyperparameters: Hyperparameters, _ features: ExtractedFeatures, _ number: Int,
    _ regularizations: [Double], _ isCancelled: () -> Bool
  ) throws(RegressionError) -> [[SphericalTensor]] {
    var found: [[SphericalTensor]] = []
    for regularization in regularizations {
      var training = Training(hyperparameters)
      training.hyperparameters.regression.regularization = regularization
      training.isotope = isotope
      found.append(
        try training.train(
          on: data, split: folds[number], features: features, isCancelled: isCancelled
        ).predictions)
    }
    return found
  }

  /// The tensors of a fold's test set for each σ², from sparse points; no kernel of all environments
  /// is formed.
  func sparsePredictions(
    _ hyperparameters: Hyperparameters, _ features: Features, _ number: Int,
    _ regularizations: [Double], _ isCancelled: () -> Bool
  ) throws(RegressionError) -> [[SphericalTensor]] {
    let (fold, zeta) = (folds[number], hyperparameters.kernel.zeta)
    let chosen = SparsePoints.farthest(
      features.selecting(fold.train), count: hyperparameters.regression.sparsePoints,
      seed: UInt64(number))
    let points = features.selecting(chosen.map { fold.train[$0] })
    do {
      var problem = try SparseProblem(kernelMM: Kernel.tensor(points, points, zeta: zeta))
      let step = max(200, points.count)
      for start in stride(from: 0, to: fold.train.count, by: step) {
        if isCancelled() { throw RegressionError.cancelled }
        let part = Array(fold.train[start..<min(fold.train.count, start + step)])
        problem.add(
          kernelMN: Kernel.tensor(points, features.selecting(part), zeta: zeta),
          targets: part.flatMap { data.labels[$0].array })
      }
      let test = features.selecting(fold.test)
      return try regularizations.map { regularization in
        let weights = try problem.weights(regularization: regularization)
        return TensorWeights(weights, of: points, zeta: zeta).predict(test, zeta: zeta)
      }
    } catch let error as LinearAlgebraError {
      throw .linearAlgebra(error)
    } catch {
      throw .cancelled
    }
  }

  /// The 5 × 5 blocks of some environments with others.
  private static func block(
    _ kernel: Matrix<Double>, _ rows: [Int], _ columns: [Int]
  ) -> Matrix<Double> {
    var block = Matrix<Double>(rows: 5 * rows.count, columns: 5 * columns.count)
    block.values.withUnsafeMutableBufferPointer { target in
      kernel.values.withUnsafeBufferPointer { source in
        var next = 0
        for row in rows {
          for mu in 0..<5 {
            let start = (5 * row + mu) * kernel.columns
            for column in columns {
              for nu in 0..<5 {
                target[next] = source[start + 5 * column + nu]
                next += 1
              }
            }
          }
        }
      }
    }
    return block
  }
}
