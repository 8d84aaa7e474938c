import LinearAlgebra
import Support
import Tensors
import Testing

@testable import Regression

@Suite("Iterative solution")
struct IterativeSolutionTests {
  static let features = Result {
    let data = try SampleSet.labelled(4)
    return try FeatureExtraction(SampleSet.hyperparameters, reduction: nil)
      .features(of: Array(zip(data.structures, data.centers)))
  }
  let features: Features
  /// Some of the environments, in no order.
  let chosen = [3, 0, 7, 12, 30, 21, 8, 9, 17]

  init() throws { features = try Self.features.get() }

  private func numbers(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in generator.normal() }
  }

  @Test("products from features equal those with the kernel matrix", arguments: 1...4)
  func products(zeta: Int) {
    let part = features.selecting(chosen)
    for (form, matrix) in [
      (KernelForm.tensor, Kernel.tensor(part, part, zeta: zeta)),
      (.scalar, Kernel.scalar(part, part, zeta: zeta)),
    ] {
      let product = KernelProduct(form, of: features, environments: chosen, zeta: zeta)
      let vector = numbers(product.unknowns, seed: 5)
      #expect(agree(product(vector), matrix * vector, within: 1e-12))
    }
  }

  @Test("products of more environments than one batch equal those with the kernel matrix")
  func batches() {
    let size = KernelProduct.batchSize + 37
    let many = Features(
      scalar: Matrix(rows: size, columns: 3, values: numbers(3 * size, seed: 1)),
      tensor: Matrix(rows: 5 * size, columns: 2, values: numbers(10 * size, seed: 2)),
      normalization: .scalar)
    let vector = numbers(5 * size, seed: 3)
    for zeta in [2, 3] {
      let product = KernelProduct(
        .tensor, of: many, environments: Array(0..<size), zeta: zeta)
      #expect(product.batches.count == 2)
      let rows = [0, 1, size / 2, size - 1]
      let exact = Kernel.tensor(many.selecting(rows), many, zeta: zeta) * vector
      let found = product(vector)
      #expect(agree(rows.flatMap { found[5 * $0..<5 * $0 + 5] }, exact, within: 1e-11))
    }
  }

  @Test("with all environments the preconditioner is the inverse of the regularised kernel")
  func inverse() throws {
    let product = KernelProduct(.tensor, of: features, environments: chosen, zeta: 2)
    let preconditioner = try NystromPreconditioner(
      product, points: Array(chosen.indices), regularization: 1e-3)
    let vector = numbers(product.unknowns, seed: 8)
    let image = zip(product(vector), vector).map { $0 + 1e-3 * $1 }
    #expect(agree(preconditioner(image), vector, within: 1e-7))
  }

  @Test("conjugate gradients solve a system whose solution is known")
  func gradients() throws {
    // A = R Rᵀ + 1 is symmetric and positive definite.
    let random = Matrix(rows: 12, columns: 12, values: numbers(144, seed: 2))
    var matrix = Matrix.product(random, random, transposeB: true)
    matrix.addToDiagonal(1)
    let solution = numbers(12, seed: 3)
    let gradients = ConjugateGradients(tolerance: 1e-12)
    let found = try gradients.solve(matrix * solution, product: { matrix * $0 })
    #expect(agree(found.values, solution, within: 1e-9))
    #expect(found.residual <= 1e-12)
    #expect(found.iterations >= 12)
    let nothing = try gradients.solve(Array(repeating: 0, count: 12), product: { matrix * $0 })
    #expect(nothing.values.allSatisfy { $0 == 0 })
  }

  @Test("the preconditioner saves iterations")
  func fewer() throws {
    let product = KernelProduct(.tensor, of: features, environments: Array(0..<32), zeta: 2)
    let targets = numbers(product.unknowns, seed: 6)
    func iterations(_ preconditioned: ([Double]) -> [Double]) throws -> Int {
      try ConjugateGradients().solve(
        targets, product: { vector in zip(product(vector), vector).map { $0 + 1e-3 * $1 } },
        preconditioned: preconditioned
      ).iterations
    }
    let preconditioner = try NystromPreconditioner(
      product, points: Array(0..<16), regularization: 1e-3)
    #expect(try 2 * iterations { preconditioner($0) } < iterations { $0 })
  }

  @Test("the reference's full regression has its predictions", arguments: [10, 36])
  func golden(points: Int) throws {
    let reference = try GoldenRegressionTests.reference.get()
    let golden = reference.golden
    let all = try GoldenRegressionTests.features.get()
    let regularization = try golden["reg2"].number
    let product = KernelProduct(.tensor, of: all, environments: reference.train, zeta: 2)
    let preconditioner = try NystromPreconditioner(
      product, points: Array(0..<points), regularization: regularization)
    let found = try ConjugateGradients().solve(
      reference.targets(of: reference.train),
      product: { vector in zip(product(vector), vector).map { $0 + regularization * $1 } },
      preconditioned: { preconditioner($0) })
    let weights = TensorWeights(
      found.values, of: all, environments: reference.train, zeta: 2)
    let predictions = weights.predict(all.selecting(reference.test), zeta: 2)
    #expect(
      agree(components(predictions), try golden["prediction2_test"].numbers, within: 1e-6))
  }

  @Test("models solved iteratively predict what those solved directly do", arguments: 1...3)
  func models(zeta: Int) throws {
    let data = try SampleSet.labelled()
    var training = Training(SampleSet.hyperparameters(zeta: zeta))
    training.method = .direct
    let direct = try training.train(on: data)
    let scalars = try training.train(scalars: ScalarTarget.allCases, on: data)
    #expect(direct.solution == .direct && scalars.allSatisfy { $0.solution == .direct })
    training.method = .iterative
    let iterative = try training.train(on: data)
    #expect(
      agree(components(iterative.predictions), components(direct.predictions), within: 1e-6))
    guard case .iterative(let iterations, let residual) = iterative.solution else {
      Issue.record("solved by \(iterative.solution)")
      return
    }
    #expect(iterations > 0 && residual <= 1e-8)
    for (found, exact) in zip(
      try training.train(scalars: ScalarTarget.allCases, on: data), scalars)
    {
      #expect(agree(found.test.predicted, exact.test.predicted, within: 1e-6))
    }
  }

  @Test("labels that no weights can give are refused with the residual")
  func noConvergence() throws {
    // One environment twice with two labels, and next to no noise to explain it.
    let product = KernelProduct(.scalar, of: features, environments: [0, 0], zeta: 2)
    do {
      _ = try ConjugateGradients().solve(
        [1, -0.7], product: { vector in zip(product(vector), vector).map { $0 + 1e-30 * $1 } })
      Issue.record("a solution of an unsolvable system")
    } catch .noConvergence(_, let residual, let expected) {
      #expect(residual > expected)
    }
    let limited = ConjugateGradients(iterationsLimit: 3)
    let all = KernelProduct(.tensor, of: features, environments: Array(0..<32), zeta: 2)
    #expect(throws: RegressionError.self) {
      try limited.solve(
        numbers(all.unknowns, seed: 1),
        product: { vector in zip(all(vector), vector).map { $0 + 1e-6 * $1 } })
    }
  }

  @Test("where iterations cannot converge, a problem that can be factored is")
  func factored() throws {
    let size = 600
    // Two features for 3,000 unknowns: without noise no weights give the labels.
    let poor = Features(
      scalar: Matrix(rows: size, columns: 2, values: numbers(2 * size, seed: 1)),
      tensor: Matrix(rows: 5 * size, columns: 2, values: numbers(10 * size, seed: 2)),
      normalization: .scalar)
    let targets = Matrix(rows: 5 * size, columns: 1, values: numbers(5 * size, seed: 3))
    var training = Training(SampleSet.hyperparameters)
    training.hyperparameters.regression.regularization = 1e-15
    func solution() throws -> Solution {
      try training.fit(
        .tensor, of: poor, environments: Array(0..<size), targets: targets, { false }, { _ in }
      ).solution
    }
    #expect(try solution() == .direct)
    training.method = .iterative
    #expect(throws: RegressionError.self) { try solution() }
    training.method = .automatic
    training.hyperparameters.regression.regularization = 1e-3
    #expect(try solution() != .direct)
  }

  @Test("progress tells of the residual, and cancelling ends the iterations")
  func progress() throws {
    let data = try SampleSet.labelled(4)
    var training = Training(SampleSet.hyperparameters)
    training.method = .iterative
    var seen: [Training.Progress] = []
    _ = try training.train(on: data, progress: { seen.append($0) })
    #expect(Set(seen.map(\.stage)) == [.features, .preconditioner, .iterations, .test])
    #expect(seen.first { $0.stage == .iterations }?.residual == 1)
    for (a, b) in zip(seen, seen.dropFirst()) where a.stage == b.stage { #expect(a.done <= b.done) }
    for stage in [Training.Progress.Stage.preconditioner, .iterations] {
      var isReached = false
      #expect(throws: RegressionError.cancelled) {
        try training.train(
          on: data, isCancelled: { isReached }, progress: { isReached = $0.stage == stage })
      }
    }
  }

  @Test("few environments are solved directly, as many as the paper's iteratively")
  func choice() {
    func prefersIteration(_ environments: Int, _ form: KernelForm, targets: Int = 1) -> Bool {
      // Three species, four radial functions, angular momenta to 6.
      SolutionCost(
        form, environments: environments, scalarWidth: 546, tensorWidth: 1188, zeta: 2,
        targetSets: targets
      ).prefersIteration
    }
    #expect(!prefersIteration(448, .tensor))
    #expect(prefersIteration(10_496, .tensor))
    #expect(prefersIteration(13_120, .tensor))
    #expect(!prefersIteration(448, .scalar, targets: 5))
    #expect(!prefersIteration(10_496, .scalar, targets: 5))
    #expect(prefersIteration(50_000, .scalar))
  }
}
