import Glibc
import LinearAlgebra
import Tensors

extension UncertaintyModel {
  /// Fewer held-out environments or structures than these say nothing of the tails of errors.
  public static let leastEnvironments = 20
  public static let leastStructures = 4

  /// Adjusts the uncertainties to held-out errors; nil where these are too few, or all zero.
  public init?(_ errors: HeldOutErrors) {
    guard errors.count >= Self.leastEnvironments,
      Set(errors.structures).count >= Self.leastStructures,
      let (shape, factors) = Self.calibrated(errors),
      let calibration = Calibration(crossValidating: errors)
    else { return nil }
    self.init(shape: shape, factors: factors, calibration: calibration)
  }

  /// Shape, scale and factors from all errors given; nil where there is no spread.
  static func calibrated(_ errors: HeldOutErrors) -> (shape: Shape, factors: CoverageFactors)? {
    guard var shape = Shape(mostLikelyFor: errors) else { return nil }
    let weights = FieldDirection.z.weights
    let ratios = zip(errors.errors(weights), errors.deviations(shape, weights))
      .map { abs($0) / $1 }.filter(\.isFinite).sorted()
    guard !ratios.isEmpty else { return nil }
    let quantiles = CoverageFactors.levels.map { quantile($0, of: ratios) }
    guard let factors = CoverageFactors(quantiles.map { $0 / quantiles[1] }) else { return nil }
    shape.scale *= quantiles[1]
    return (shape, factors)
  }

  /// The number that a further one, drawn alike, stays below with this probability.
  private static func quantile(_ level: Double, of sorted: [Double]) -> Double {
    let rank = (Double(sorted.count + 1) * level).rounded(.up)
    return sorted[min(sorted.count, max(1, Int(rank))) - 1]
  }
}

extension UncertaintyModel.Shape {
  /// The shape that makes errors most likely, distributed as Student's t with four degrees of
  /// freedom; nil where there is no error at all.
  ///
  /// Expectation maximisation: given the weights of the t distribution, the logarithm of the variance
  /// is a regression with Gamma-distributed squares (Fisher scoring, whose matrix is constant), and
  /// the excess along the tensor is a mean.
  init?(mostLikelyFor errors: HeldOutErrors) {
    let count = Double(errors.count)
    let sizes = errors.predicted.map { $0.dot($0) }
    let novelties = errors.novelties.sorted()
    noveltyFloor = max(1e-6, 0.1 * novelties[novelties.count / 2])
    sizeFloor = max(1e-9, 0.1 * (sizes.reduce(0, +) / count).squareRoot())
    // Squares of the error along the tensor and across it.
    var along: [Double] = []
    var across: [Double] = []
    for (row, tensor) in errors.predicted.enumerated() {
      let error = tensor - errors.reference[row]
      let projection = error.dot(tensor)
      along.append(sizes[row] > 0 ? projection * projection / sizes[row] : 0)
      across.append(max(0, error.dot(error) - along[row]))
    }
    let total = along.reduce(0, +) + across.reduce(0, +)
    guard total > 0, total.isFinite else { return nil }

    // Columns without spread keep the exponent 0.
    let first = errors.novelties.map { [noveltyFloor] in log($0 + noveltyFloor) }
    let second = sizes.map { [sizeFloor] in log($0 + sizeFloor * sizeFloor) }
    let (firstMean, secondMean) = (Statistics.mean(first), Statistics.mean(second))
    var exponents = (0.0, 0.0)
    var level = log(total / (5 * count))
    excess = 0
    let freedom = 4.0
    let x = first.map { $0 - firstMean }
    let z = second.map { $0 - secondMean }
    let (xx, xz, zz) = (
      zip(x, x).reduce(1e-3 * count) { $0 + $1.0 * $1.1 },
      zip(x, z).reduce(0) { $0 + $1.0 * $1.1 },
      zip(z, z).reduce(1e-3 * count) { $0 + $1.0 * $1.1 }
    )
    for _ in 0..<200 {
      var (residue, slopeX, slopeZ, ratioAlong) = (0.0, 0.0, 0.0, 0.0)
      for row in x.indices {
        let variance = exp(level + exponents.0 * x[row] + exponents.1 * z[row])
        let square = (along[row] / (1 + excess) + across[row]) / variance
        let weight = (freedom + 5) / (freedom + square)
        let difference = weight * square / 5 - 1
        residue += difference
        slopeX += difference * x[row]
        slopeZ += difference * z[row]
        ratioAlong += weight * along[row] / variance
      }
      // A step of more than one would leave the region where the scoring holds.
      func clipped(_ step: Double) -> Double { min(1, max(-1, step)) }
      let determinant = xx * zz - xz * xz
      let steps = (
        clipped(residue / count), clipped((zz * slopeX - xz * slopeZ) / determinant),
        clipped((xx * slopeZ - xz * slopeX) / determinant)
      )
      let change = min(20, max(0, ratioAlong / count - 1)) - excess
      level += steps.0
      // An uncertainty that falls with the novelty or the size would not hold outside the data.
      exponents.0 = min(2, max(0, exponents.0 + steps.1))
      exponents.1 = min(2, max(0, exponents.1 + steps.2))
      excess += change
      if abs(steps.0) + abs(steps.1) + abs(steps.2) + abs(change) < 1e-10 { break }
    }
    noveltyExponent = exponents.0
    sizeExponent = exponents.1
    scale = exp(0.5 * (level - exponents.0 * firstMean - exponents.1 * secondMean))
    guard scale.isFinite, scale > 0 else { return nil }
  }
}
