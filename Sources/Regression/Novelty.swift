import Descriptors
import LinearAlgebra

/// How unlike the training environments an environment is: 0 on one of them, towards 1 far away.
///
/// 1 − kᵀ K_MM⁻¹ k with the similarities k_j = (p⁰ · p⁰_j)^s to M environments p⁰_j, chosen as far
/// apart as the training set has them. It is the variance that a Gaussian process of this kernel
/// keeps after it has seen them. The sharpness s makes two training environments taken at random
/// about half alike; with the power of the regression itself all would look the same.
public struct Novelty: Sendable, Equatable {
  /// Where a training environment came from.
  public struct Origin: Sendable, Hashable {
    /// The structure's number among all structures trained on, from 0.
    public var structure: Int32
    /// The atom's number in the structure, from 0.
    public var atom: Int32

    public init(structure: Int32, atom: Int32) {
      self.structure = structure
      self.atom = atom
    }
  }

  /// Row j: the λ=0 features p⁰_j of unit length, M × D₀.
  public let points: Matrix<Double>
  public let origins: [Origin]
  /// The power s of similarities, a power of two.
  public let sharpness: Int
  /// L⁻¹ with K_MM = L Lᵀ, zeros above the diagonal.
  let inverseFactor: Matrix<Double>

  /// Environments kept at most.
  public static let pointsLimit = 128
  /// Powers of similarities used.
  static let sharpnesses = 1...1024

  /// Prepares the kernel of the points given.
  /// - Throws: `option` for an impossible sharpness or another number of origins than of points,
  ///   `linearAlgebra` where the points are too much alike.
  public init(
    points: Matrix<Double>, origins: [Origin], sharpness: Int
  ) throws(RegressionError) {
    guard Self.sharpnesses.contains(sharpness), sharpness.nonzeroBitCount == 1 else {
      throw .option(
        name: "sharpness", found: "\(sharpness)",
        expected:
          "a power of two in \(Self.sharpnesses.lowerBound)...\(Self.sharpnesses.upperBound)")
    }
    guard points.rows > 0, origins.count == points.rows else {
      throw .option(
        name: "origins", found: "\(origins.count) of \(points.rows) points",
        expected: "one a point, and at least one point")
    }
    self.points = points
    self.origins = origins
    self.sharpness = sharpness
    var kernel = Matrix.product(points, points, transposeB: true)
    Self.sharpen(&kernel, sharpness)
    var inverse = Matrix<Double>.identity(points.rows)
    do { solveTriangular(try Cholesky.jittered(kernel).factor, into: &inverse) } catch {
      throw .linearAlgebra(error)
    }
    inverseFactor = inverse
  }

  /// Chooses up to `pointsLimit` of some environments, by farthest-point sampling.
  /// - Parameters:
  ///   - features: of the training environments.
  ///   - origins: one an environment.
  ///   - sharpness: nil: that which suits these environments.
  public init(
    choosingFrom features: Features, origins: [Origin], sharpness: Int? = nil, seed: UInt64
  ) throws(RegressionError) {
    let chosen = SparsePoints.farthest(features, count: Self.pointsLimit, seed: seed)
    try self.init(
      points: features.scalar.selectingRows(chosen), origins: chosen.map { origins[$0] },
      sharpness: sharpness ?? Self.sharpness(of: features))
  }

  /// The power of two that brings the median similarity of these environments nearest to ½.
  static func sharpness(of features: Features) -> Int {
    let step = max(1, features.count / 200)
    let some = features.scalar.selectingRows(Array(stride(from: 0, to: features.count, by: step)))
    let kernel = Matrix.product(some, some, transposeB: true)
    let pairs = (1..<max(1, some.rows)).flatMap { kernel.row($0).prefix($0) }.sorted()
    guard !pairs.isEmpty else { return 1 }
    let median = pairs[pairs.count / 2]
    var sharpness = sharpnesses.lowerBound
    // 2^(−1/√2) is where the next power of two comes nearer to ½ on a logarithmic scale.
    while sharpness < sharpnesses.upperBound, Self.power(median, sharpness) > 0.6125 {
      sharpness *= 2
    }
    return sharpness
  }

  /// What is to be said of an environment.
  public struct Finding: Sendable, Equatable {
    /// 0 on a training environment, towards 1 far from all.
    public var novelty: Double
    /// The point most like the environment.
    public var nearest: Int
    /// Its similarity p⁰ · p⁰_j, at most 1.
    public var similarity: Double
  }

  /// Judges environments by their normalised features.
  public func findings(_ features: Features) -> [Finding] {
    var similarities = Matrix.product(points, features.scalar, transposeB: true)
    var scratch = similarities
    return findings(&similarities, scratch: &scratch, count: features.count)
  }

  /// Buffers of one worker, reused from batch to batch.
  public struct Workspace {
    var similarities = Matrix<Double>(rows: 0, columns: 0)
    var whitened = Matrix<Double>(rows: 0, columns: 0)

    public init() {}
  }

  /// Judges the columns of a matrix of λ=0 features, D₀ × any, of the squared norms given.
  ///
  /// In double precision: a small difference to 1 is raised to a high power.
  public func findings(
    _ columns: Matrix<Float>, _ squaredNorms: [Float], _ workspace: inout Workspace
  ) -> [Finding] {
    let count = columns.columns
    if workspace.similarities.rows != points.rows || workspace.similarities.columns != count {
      workspace.similarities = Matrix(rows: points.rows, columns: count)
      workspace.whitened = workspace.similarities
    }
    Matrix.multiply(points, columns.converted(), into: &workspace.similarities)
    let factors = inverseNorms(squaredNorms.map { Double($0).squareRoot() })
    workspace.similarities.values.withUnsafeMutableBufferPointer { values in
      for row in stride(from: 0, to: values.count, by: count) {
        for (site, factor) in factors.enumerated() { values[row + site] *= factor }
      }
    }
    return findings(
      &workspace.similarities, scratch: &workspace.whitened, count: squaredNorms.count)
  }

  /// Judges the columns of the matrix of similarities p⁰_j · p⁰, M × any, which is overwritten.
  private func findings(
    _ similarities: inout Matrix<Double>, scratch: inout Matrix<Double>, count: Int
  ) -> [Finding] {
    let columns = similarities.columns
    var findings = [Finding](
      repeating: Finding(novelty: 1, nearest: 0, similarity: -.infinity), count: count)
    similarities.values.withUnsafeBufferPointer { values in
      for row in 0..<points.rows {
        for site in 0..<count {
          let similarity = values[row * columns + site]
          if similarity > findings[site].similarity {
            findings[site].similarity = similarity
            findings[site].nearest = row
          }
        }
      }
    }
    Self.sharpen(&similarities, sharpness)
    Matrix.multiply(inverseFactor, similarities, into: &scratch)
    scratch.values.withUnsafeBufferPointer { values in
      for row in 0..<points.rows {
        for site in 0..<count {
          let value = values[row * columns + site]
          findings[site].novelty -= value * value
        }
      }
    }
    for site in findings.indices {
      findings[site].novelty = min(1, max(0, findings[site].novelty))
    }
    return findings
  }

  private static func sharpen(_ matrix: inout Matrix<Double>, _ sharpness: Int) {
    let squarings = sharpness.trailingZeroBitCount
    matrix.values.withUnsafeMutableBufferPointer { values in
      for _ in 0..<squarings {
        for index in values.indices { values[index] *= values[index] }
      }
    }
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = base
    for _ in 0..<exponent.trailingZeroBitCount { result *= result }
    return result
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.points == b.points && a.origins == b.origins && a.sharpness == b.sharpness
  }
}
