import LinearAlgebra

extension Training {
  /// Solves for the weights of all training environments, or of the sparse points among them.
  ///
  /// The kernel's blocks of an environment may have any size: 5 × 5 for tensors, 1 × 1 for scalars.
  /// Targets and weights have one column a set of labels.
  func fit(
    _ training: Features, targets: Matrix<Double>, kernel: (Features, Features) -> Matrix<Double>,
    _ isCancelled: () -> Bool, _ progress: (Progress) -> Void
  ) throws(RegressionError) -> (points: [Int], weights: Matrix<Double>) {
    let settings = hyperparameters.regression
    let components = targets.rows / max(1, training.count)
    var points = Array(0..<training.count)
    if settings.sparsePoints > 0, settings.sparsePoints < training.count {
      points =
        selection == .farthest
        ? SparsePoints.farthest(training, count: settings.sparsePoints, seed: seed)
        : SparsePoints.random(training.count, count: settings.sparsePoints, seed: seed)
    }
    let unknowns = components * points.count
    guard unknowns <= GaussianProcess.unknownsLimit else {
      throw .tooLarge(unknowns: unknowns, limit: GaussianProcess.unknownsLimit)
    }
    if points.count == training.count {
      progress(Progress(stage: .kernel, done: 0, total: training.count))
      let full = kernel(training, training)
      progress(Progress(stage: .weights, done: 0, total: 1))
      if isCancelled() { throw .cancelled }
      do throws(LinearAlgebraError) {
        let weights = try GaussianProcess.weights(
          kernel: full, targets: targets, regularization: settings.regularization)
        return (points, weights)
      } catch {
        throw .linearAlgebra(error)
      }
    }
    let sparse = training.selecting(points)
    do {
      var problem = try SparseProblem(
        kernelMM: kernel(sparse, sparse), targetSets: targets.columns)
      let step = max(200, points.count)
      for start in stride(from: 0, to: training.count, by: step) {
        progress(Progress(stage: .kernel, done: start, total: training.count))
        if isCancelled() { throw RegressionError.cancelled }
        let part = start..<min(training.count, start + step)
        let labels = components * part.lowerBound..<components * part.upperBound
        problem.add(
          kernelMN: kernel(sparse, training.selecting(Array(part))),
          targets: targets.selectingRows(labels))
      }
      progress(Progress(stage: .weights, done: 0, total: 1))
      return (points, try problem.weightColumns(regularization: settings.regularization))
    } catch let error as LinearAlgebraError {
      throw .linearAlgebra(error)
    } catch {
      throw .cancelled
    }
  }
}
