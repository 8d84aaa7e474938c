import LinearAlgebra
import Regression
import Support
import Testing

@Suite("Kernels and sparse points")
struct KernelTests {
  static let features = Result {
    let data = try SampleSet.labelled(3)
    return try FeatureExtraction(SampleSet.hyperparameters, reduction: nil)
      .features(of: Array(zip(data.structures, data.centers)))
  }
  let features: Features

  init() throws { features = try Self.features.get() }

  @Test(
    "kernels of a set with itself are symmetric and have no negative eigenvalue", arguments: 1...4)
  func positive(zeta: Int) throws {
    for kernel in [
      Kernel.scalar(features, features, zeta: zeta), Kernel.tensor(features, features, zeta: zeta),
    ] {
      #expect(agree(kernel.transposed.values, kernel.values, within: 1e-14))
      let eigen = try SymmetricEigen(kernel)
      #expect((eigen.values.first ?? -1) > -1e-12 * (eigen.values.last ?? 0))
    }
  }

  @Test("the scalar kernel of an environment with itself is 1")
  func diagonal() {
    let kernel = Kernel.scalar(features, features, zeta: 3)
    for index in 0..<features.count { #expect(abs(kernel[index, index] - 1) < 1e-12) }
  }

  @Test("features without any length give zeros, never NaN", arguments: ["scalar", "own"])
  func noFeatures(name: String) {
    let empty = Features(
      scalar: Matrix(rows: 2, columns: 3), tensor: Matrix(rows: 10, columns: 4),
      normalization: name == "own" ? .own : .scalar)
    #expect(Kernel.scalar(empty, empty, zeta: 2).values.allSatisfy { $0 == 0 })
    #expect(Kernel.tensor(empty, empty, zeta: 2).values.allSatisfy { $0 == 0 })
  }

  @Test("farthest points begin with the seed's and each next is least like those before it")
  func farthest() {
    let chosen = SparsePoints.farthest(features, count: 6, seed: 3)
    #expect(Set(chosen).count == 6)
    #expect(chosen == SparsePoints.farthest(features, count: 6, seed: 3))
    let kernel = Kernel.scalar(features, features, zeta: 1)
    for k in 1..<6 {
      func similarity(_ index: Int) -> Double { chosen[..<k].map { kernel[index, $0] }.max() ?? 0 }
      let least = (0..<features.count).map(similarity).min() ?? 0
      #expect(abs(similarity(chosen[k]) - least) < 1e-9)
    }
  }

  @Test("farthest points stop where environments repeat")
  func repeated() {
    let twice = features.selecting([0, 1, 2, 0, 1, 2, 2])
    #expect(SparsePoints.farthest(twice, count: 7, seed: 1).count == 3)
  }

  @Test("random points are distinct, ascending and the seed's")
  func random() {
    let chosen = SparsePoints.random(50, count: 10, seed: 9)
    #expect(chosen.count == 10 && Set(chosen).count == 10 && chosen == chosen.sorted())
    #expect(chosen == SparsePoints.random(50, count: 10, seed: 9))
    #expect(chosen != SparsePoints.random(50, count: 10, seed: 10))
    #expect(SparsePoints.random(5, count: 10, seed: 1) == [0, 1, 2, 3, 4])
  }

  @Test("with all environments as sparse points the sparse solution is the full one")
  func sparseLimit() throws {
    let kernel = Kernel.tensor(features, features, zeta: 2)
    var generator = SplitMix64(seed: 4)
    let targets = (0..<kernel.rows).map { _ in generator.normal() }
    let full = try GaussianProcess.weights(kernel: kernel, targets: targets, regularization: 1e-3)
    var problem = try SparseProblem(kernelMM: kernel)
    problem.add(kernelMN: kernel, targets: targets)
    let sparse = try problem.weights(regularization: 1e-3)
    #expect(agree(kernel * sparse, kernel * full, within: 1e-6))
  }
}
