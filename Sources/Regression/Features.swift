import Descriptors
import LinearAlgebra

/// The λ=0 and λ=2 features of environments, normalised as the kernels need them.
public struct Features: Sendable {
  /// Row i: the λ=0 features p⁰ of environment i, of unit length (zeros where there are none).
  public let scalar: Matrix<Double>
  /// Row 5 i + μ: the λ=2 features of environment i and component μ = m + 2.
  public let tensor: Matrix<Double>

  /// What the last columns of `tensor`, those of charges and dipoles, were multiplied by to stand
  /// beside the power spectrum; empty where there are none.
  public let polarizationScales: [Double]

  /// The number of environments.
  public var count: Int { scalar.rows }

  /// Normalises compact features of which dot products are inner products (see `FeatureLayout`).
  ///
  /// - Parameter polarization: columns of charges and dipoles to stand after those of the power
  ///   spectrum, as they are; nil for none.
  public init(
    scalar: consuming Matrix<Double>, tensor: consuming Matrix<Double>,
    normalization: FeatureNormalization, polarization: Matrix<Double>? = nil
  ) {
    precondition(tensor.rows == 5 * scalar.rows, "five λ=2 rows an environment")
    let norms = scalarNorms(scalar)
    tensor.scaleSites(by: inverseNorms(normalization == .scalar ? norms : tensorNorms(tensor)))
    scalar.scaleSites(by: inverseNorms(norms))
    self.scalar = scalar
    if let polarization {
      self.tensor = tensor.appendingColumns(polarization)
      polarizationScales = Array(repeating: 1, count: polarization.columns)
    } else {
      self.tensor = tensor
      polarizationScales = []
    }
  }

  private init(
    normalizedScalar: Matrix<Double>, tensor: Matrix<Double>, polarizationScales: [Double]
  ) {
    scalar = normalizedScalar
    self.tensor = tensor
    self.polarizationScales = polarizationScales
  }

  /// The same features with the columns of charges, and those of dipoles, scaled to `weight` times
  /// the mean square of the power spectrum, shared evenly by their columns.
  func balanced(polarization weight: Double) -> Features {
    let columns = polarizationScales.count
    guard columns > 0 else { return self }
    let spectrum = tensor.columns - columns
    var sizes = [Double](repeating: 0, count: columns)
    var size = 0.0
    tensor.values.withUnsafeBufferPointer { values in
      for row in 0..<tensor.rows {
        let start = row * tensor.columns
        for column in 0..<spectrum { size += values[start + column] * values[start + column] }
        for column in 0..<columns {
          let value = values[start + spectrum + column]
          sizes[column] += value * value
        }
      }
    }
    let scales = sizes.map { column in
      column > 0 && size > 0 ? (weight * size / (Double(columns / 2) * column)).squareRoot() : 1
    }
    var balanced = tensor
    balanced.scaleLastColumns(by: scales)
    return Features(
      normalizedScalar: scalar, tensor: balanced,
      polarizationScales: zip(polarizationScales, scales).map { $0 * $1 })
  }

  /// The environments at the indices given, in that order.
  public func selecting(_ environments: [Int]) -> Features {
    Features(
      normalizedScalar: scalar.selectingRows(environments),
      tensor: tensor.selectingRows(environments.flatMap { 5 * $0..<5 * $0 + 5 }),
      polarizationScales: polarizationScales)
  }
}

extension Matrix where Scalar == Double {
  /// This matrix with the columns of another of as many rows to its right.
  fileprivate func appendingColumns(_ other: Matrix<Double>) -> Matrix<Double> {
    precondition(rows == other.rows, "as many rows")
    var joined: [Double] = []
    joined.reserveCapacity(values.count + other.values.count)
    for row in 0..<rows { joined += self.row(row) + other.row(row) }
    return Matrix(rows: rows, columns: columns + other.columns, values: joined)
  }

  /// Multiplies the last columns, each by its factor.
  mutating func scaleLastColumns(by factors: [Double]) {
    let first = columns - factors.count
    let (rows, columns) = (rows, columns)
    values.withUnsafeMutableBufferPointer { values in
      for row in 0..<rows {
        for (place, factor) in factors.enumerated() {
          values[row * columns + first + place] *= factor
        }
      }
    }
  }
}
