import LinearAlgebra

/// A quadratic y(x) = c + g·x + xᵀ Q x fitted to points by least squares.
public struct ResponseSurface: Sendable, Equatable {
  public let constant: Double
  /// g, one number a coordinate.
  public let linear: [Double]
  /// Q, symmetric, row after row.
  public let quadratic: [[Double]]
  public let quality: Quality

  /// How well the surface follows the points it was fitted to.
  public struct Quality: Sendable, Equatable {
    /// Points fitted.
    public var points: Int
    /// Coefficients the points could tell.
    public var coefficients: Int
    /// Coefficients of the full quadratic.
    public var fullCoefficients: Int
    /// The share of the variance of y that the surface explains; nil where y does not vary.
    public var determination: Double?
    /// R² with the numbers of points and coefficients allowed for; nil for as many coefficients as
    /// points.
    public var adjustedDetermination: Double?
    /// Root mean square of y − y(x) over the points.
    public var residual: Double
  }

  /// Fits the surface to values at points of equal dimension.
  ///
  /// Where the points cannot tell all coefficients, as for a coordinate of two levels or for fewer
  /// points than coefficients, interactions go first, then squares; their coefficients are 0.
  ///
  /// - Throws: `option` for no points, points of different dimension or values not finite;
  ///   `linearAlgebra`.
  public init(points: [[Double]], values: [Double]) throws(RegressionError) {
    let dimension = points.first?.count ?? 0
    guard !points.isEmpty, points.count == values.count,
      points.allSatisfy({ $0.count == dimension && $0.allSatisfy(\.isFinite) }),
      values.allSatisfy(\.isFinite)
    else {
      throw .option(
        name: "response surface", found: "\(points.count) points and \(values.count) values",
        expected: "as many finite values as points of one dimension")
    }
    let terms = Term.all(dimension)
    let (kept, coefficients) = try Self.fit(terms, points, values)
    var constant = 0.0
    var linear = [Double](repeating: 0, count: dimension)
    var quadratic = [[Double]](
      repeating: [Double](repeating: 0, count: dimension), count: dimension)
    for (term, coefficient) in zip(kept, coefficients) {
      switch term {
      case .constant: constant = coefficient
      case .linear(let a): linear[a] = coefficient
      case .product(let a, let b):
        quadratic[a][b] += coefficient / 2
        quadratic[b][a] += coefficient / 2
      }
    }
    self.constant = constant
    self.linear = linear
    self.quadratic = quadratic
    let residuals = zip(points, values).map { point, value in
      value - zip(kept, coefficients).reduce(0) { $0 + $1.1 * $1.0.value(point) }
    }
    let squares = residuals.reduce(0) { $0 + $1 * $1 }
    let mean = values.reduce(0, +) / Double(values.count)
    let total = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let freedom = points.count - kept.count
    let varies = total > 1e-24 * Double(values.count) * max(mean * mean, 1e-300)
    quality = Quality(
      points: points.count, coefficients: kept.count, fullCoefficients: terms.count,
      determination: varies ? 1 - squares / total : nil,
      adjustedDetermination: varies && freedom > 0
        ? 1 - squares / Double(freedom) * Double(points.count - 1) / total : nil,
      residual: (squares / Double(values.count)).squareRoot())
  }

  /// The surface at a point.
  public func value(at point: [Double]) -> Double {
    var sum = constant
    for a in linear.indices {
      sum += linear[a] * point[a]
      for b in linear.indices { sum += point[a] * quadratic[a][b] * point[b] }
    }
    return sum
  }

  /// A term of the quadratic.
  private enum Term {
    case constant
    case linear(Int)
    case product(Int, Int)

    /// What is told last stands last.
    static func all(_ dimension: Int) -> [Term] {
      let range = 0..<dimension
      return [.constant] + range.map { .linear($0) } + range.map { .product($0, $0) }
        + range.flatMap { a in (a + 1..<max(a + 1, dimension)).map { .product(a, $0) } }
    }

    func value(_ point: [Double]) -> Double {
      switch self {
      case .constant: 1
      case .linear(let a): point[a]
      case .product(let a, let b): point[a] * point[b]
      }
    }
  }

  private static func fit(
    _ terms: [Term], _ points: [[Double]], _ values: [Double]
  ) throws(RegressionError) -> ([Term], [Double]) {
    // Term after term, so that each is kept only if the points tell it from those before it.
    var kept: [Term] = []
    var coefficients: [Double] = []
    for term in terms where kept.count < points.count {
      let trial = kept + [term]
      let matrix = Matrix<Double>(rows: points.count, columns: trial.count) { row, column in
        trial[column].value(points[row])
      }
      do throws(LinearAlgebraError) {
        coefficients = try leastSquares(matrix, values)
        kept = trial
      } catch .rankDeficient {
        continue
      } catch {
        throw .linearAlgebra(error)
      }
    }
    return (kept, coefficients)
  }
}
