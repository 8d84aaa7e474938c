import LinearAlgebra

/// Weights of environments, by which a model is expanded in them.
struct Expansion {
  /// The environments, as numbers of the features.
  let points: [Int]
  /// Weights `[components * place + component]`, one column a set of labels.
  let weights: Matrix<Double>
  let solution: Solution
}

extension Training {
  /// Solves for the weights of all training environments, or of the sparse points among them.
  ///
  /// - Parameters:
  ///   - environments: those trained on, as numbers of `features`.
  ///   - targets: labels `[components * place + component]`, one column a set of labels.
  func fit(
    _ form: KernelForm, of features: Features, environments: [Int], targets: Matrix<Double>,
    _ isCancelled: () -> Bool, _ progress: (Progress) -> Void
  ) throws(RegressionError) -> Expansion {
    let count = hyperparameters.regression.sparsePoints
    if count > 0, count < environments.count {
      let places =
        selection == .farthest
        ? SparsePoints.farthest(features.selecting(environments), count: count, seed: seed)
        : SparsePoints.random(environments.count, count: count, seed: seed)
      return Expansion(
        points: places.map { environments[$0] },
        weights: try sparseWeights(
          form, features, environments, places, targets, isCancelled, progress),
        solution: .sparse)
    }
    let product = KernelProduct(
      form, of: features, environments: environments, zeta: hyperparameters.kernel.zeta)
    let cost = SolutionCost(product, targetSets: targets.columns)
    let isIterative =
      switch method {
      case .automatic: cost.prefersIteration
      case .direct: false
      case .iterative: true
      }
    if isIterative {
      do throws(RegressionError) {
        return try iterated(product, targets, cost, isCancelled, progress)
      } catch .noConvergence where method == .automatic && cost.allowsFactoring {
        // Too little regularisation for iterations, not for a factorisation.
      } catch {
        throw error
      }
    }
    return Expansion(
      points: environments,
      weights: try directWeights(form, features, environments, targets, isCancelled, progress),
      solution: .direct)
  }

  private func directWeights(
    _ form: KernelForm, _ features: Features, _ environments: [Int], _ targets: Matrix<Double>,
    _ isCancelled: () -> Bool, _ progress: (Progress) -> Void
  ) throws(RegressionError) -> Matrix<Double> {
    try Self.refuse(unknowns: form.components * environments.count)
    progress(Progress(stage: .kernel, done: 0, total: environments.count))
    let training = features.selecting(environments)
    let kernel = form.matrix(training, training, zeta: hyperparameters.kernel.zeta)
    progress(Progress(stage: .weights, done: 0, total: 1))
    if isCancelled() { throw .cancelled }
    do throws(LinearAlgebraError) {
      return try GaussianProcess.weights(
        kernel: kernel, targets: targets,
        regularization: hyperparameters.regression.regularization)
    } catch {
      throw .linearAlgebra(error)
    }
  }

  private func sparseWeights(
    _ form: KernelForm, _ features: Features, _ environments: [Int], _ places: [Int],
    _ targets: Matrix<Double>, _ isCancelled: () -> Bool, _ progress: (Progress) -> Void
  ) throws(RegressionError) -> Matrix<Double> {
    try Self.refuse(unknowns: form.components * places.count)
    let zeta = hyperparameters.kernel.zeta
    let sparse = features.selecting(places.map { environments[$0] })
    do {
      var problem = try SparseProblem(
        kernelMM: form.matrix(sparse, sparse, zeta: zeta), targetSets: targets.columns)
      let step = max(200, places.count)
      for start in stride(from: 0, to: environments.count, by: step) {
        progress(Progress(stage: .kernel, done: start, total: environments.count))
        if isCancelled() { throw RegressionError.cancelled }
        let part = start..<min(environments.count, start + step)
        let labels = form.components * part.lowerBound..<form.components * part.upperBound
        problem.add(
          kernelMN: form.matrix(sparse, features.selecting(Array(environments[part])), zeta: zeta),
          targets: targets.selectingRows(labels))
      }
      progress(Progress(stage: .weights, done: 0, total: 1))
      return try problem.weightColumns(
        regularization: hyperparameters.regression.regularization)
    } catch let error as LinearAlgebraError {
      throw .linearAlgebra(error)
    } catch {
      throw .cancelled
    }
  }

  private static func refuse(unknowns: Int) throws(RegressionError) {
    guard unknowns <= GaussianProcess.unknownsLimit else {
      throw .tooLarge(unknowns: unknowns, limit: GaussianProcess.unknownsLimit)
    }
  }
}
