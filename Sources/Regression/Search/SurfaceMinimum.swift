import LinearAlgebra

extension ResponseSurface {
  /// The lowest point of the surface inside a box, exactly, whatever the signs of its curvatures.
  ///
  /// On each face of the box (each coordinate at its lower bound, at its upper bound, or free) the
  /// minimum over the free coordinates is the solution of a linear system if the surface is convex
  /// in them; if it is not, it falls towards a smaller face, down to the corners. The lowest of all
  /// candidates is the minimum; of equal ones the first.
  ///
  /// - Parameters:
  ///   - lower: lower bounds, one a coordinate; not above `upper`.
  ///   - upper: upper bounds.
  public func minimum(
    lower: [Double], upper: [Double]
  ) -> (point: [Double], value: Double) {
    let dimension = linear.count
    precondition(lower.count == dimension && upper.count == dimension, "bounds of each coordinate")
    var best: (point: [Double], value: Double) = (lower, value(at: lower))
    var sides = [Int](repeating: 0, count: dimension)
    while true {
      if let candidate = stationaryPoint(sides, lower, upper) {
        let value = value(at: candidate)
        if value < best.value { best = (candidate, value) }
      }
      // The next face, counted in base three.
      var place = 0
      while place < dimension, sides[place] == 2 {
        sides[place] = 0
        place += 1
      }
      guard place < dimension else { return best }
      sides[place] += 1
    }
  }

  /// The minimum on a face, where it lies inside; sides are 0 lower, 1 upper, 2 free.
  private func stationaryPoint(_ sides: [Int], _ lower: [Double], _ upper: [Double]) -> [Double]? {
    var point = sides.indices.map { sides[$0] == 0 ? lower[$0] : sides[$0] == 1 ? upper[$0] : 0 }
    let free = sides.indices.filter { sides[$0] == 2 }
    guard !free.isEmpty else { return point }
    // 2 Q_ff x_f = −g_f − 2 Q_fb x_b
    let curvature = Matrix<Double>(rows: free.count, columns: free.count) {
      2 * quadratic[free[$0]][free[$1]]
    }
    guard let factor = try? Cholesky(curvature) else { return nil }
    let right = free.map { a in
      -linear[a] - 2 * sides.indices.reduce(0) { $0 + quadratic[a][$1] * point[$1] }
    }
    for (a, solution) in zip(free, factor.solve(right)) {
      guard solution >= lower[a], solution <= upper[a] else { return nil }
      point[a] = solution
    }
    return point
  }
}
