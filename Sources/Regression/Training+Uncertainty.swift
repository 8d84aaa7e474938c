import LinearAlgebra
import Tensors

extension Training {
  /// The novelty and the uncertainty of a tensor model trained on some environments of the data.
  ///
  /// The uncertainty learns from the errors of models trained without the structures they predict:
  /// ten folds by structure of up to 1,000 environments, five of up to 3,000, above that one fold of
  /// a tenth of the structures.
  ///
  /// - Parameters:
  ///   - features: of all environments of the data.
  ///   - environments: those trained on.
  /// - Returns: no uncertainty where there are fewer structures or environments than it needs, and
  ///   for properties other than field gradients, for whose splittings it is made.
  func judgement(
    of data: LabelledStructures, _ features: Features, environments: [Int],
    _ isCancelled: () -> Bool, _ progress: (Progress) -> Void
  ) throws(RegressionError) -> (novelty: Novelty, uncertainty: UncertaintyModel?) {
    let novelty = try self.novelty(of: data, features, environments)
    guard data.isFieldGradient else { return (novelty, nil) }
    var errors = HeldOutErrors()
    let folds = folds(of: data, environments)
    for (number, fold) in folds.enumerated() {
      progress(Progress(stage: .uncertainty, done: number, total: folds.count))
      errors.append(try heldOut(fold, data, features, novelty.sharpness, isCancelled))
    }
    return (novelty, UncertaintyModel(errors))
  }

  private func novelty(
    of data: LabelledStructures, _ features: Features, _ environments: [Int], sharpness: Int? = nil
  ) throws(RegressionError) -> Novelty {
    try Novelty(
      choosingFrom: features.selecting(environments),
      origins: environments.map { data.origin(ofEnvironment: $0) }, sharpness: sharpness,
      seed: seed)
  }

  /// Environments divided by structure at random; only those folds that are to be worked on.
  private func folds(of data: LabelledStructures, _ environments: [Int]) -> [Split] {
    let structures = Array(Set(environments.map { data.structureOfEnvironment[$0] })).sorted()
    guard environments.count >= UncertaintyModel.leastEnvironments,
      structures.count >= UncertaintyModel.leastStructures
    else { return [] }
    let (count, used) =
      switch environments.count {
      case ...1000: (10, 10)
      case ...3000: (5, 5)
      default: (10, 1)
      }
    let foldCount = min(count, structures.count)
    var generator = SeededGenerator(seed: seed)
    var fold: [Int: Int] = [:]
    for (place, structure) in structures.shuffled(using: &generator).enumerated() {
      fold[structure] = place % foldCount
    }
    return (0..<min(used, foldCount)).map { number in
      func isTest(_ environment: Int) -> Bool {
        fold[data.structureOfEnvironment[environment]] == number
      }
      return Split(
        train: environments.filter { !isTest($0) }, test: environments.filter(isTest))
    }
  }

  private func heldOut(
    _ fold: Split, _ data: LabelledStructures, _ features: Features, _ sharpness: Int,
    _ isCancelled: () -> Bool
  ) throws(RegressionError) -> HeldOutErrors {
    let zeta = hyperparameters.kernel.zeta
    let found = try fit(
      .tensor, of: features, environments: fold.train,
      targets: Matrix(
        rows: 5 * fold.train.count, columns: 1,
        values: fold.train.flatMap { data.labels[$0].array }), isCancelled, { _ in })
    let collapsed = TensorWeights(
      found.weights.values, of: features, environments: found.points, zeta: zeta)
    let unknown = features.selecting(fold.test)
    let novelty = try self.novelty(of: data, features, fold.train, sharpness: sharpness)
    return HeldOutErrors(
      predicted: collapsed.predict(unknown, zeta: zeta),
      reference: fold.test.map { data.labels[$0] },
      novelties: novelty.findings(unknown).map(\.novelty),
      structures: fold.test.map { data.structureOfEnvironment[$0] })
  }
}

extension LabelledStructures {
  /// The structure, by its number among all those given, and the atom of an environment.
  func origin(ofEnvironment environment: Int) -> Novelty.Origin {
    let structure = structureOfEnvironment[environment]
    var first = environment
    while first > 0, structureOfEnvironment[first - 1] == structure { first -= 1 }
    return Novelty.Origin(
      structure: Int32(clamping: numbers[structure]),
      atom: Int32(clamping: centers[structure][environment - first]))
  }
}
