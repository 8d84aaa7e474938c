import Regression
import Support
import Testing

@Suite("Response surfaces")
struct ResponseSurfaceTests {
  /// c + Σ g_a x_a + Σ q_ab x_a x_b, written out.
  struct Quadratic {
    var constant: Double
    var linear: [Double]
    var matrix: [[Double]]

    /// Curvatures drawn at random are of either sign; `convex` makes them M Mᵀ + ½.
    init(_ dimension: Int, seed: UInt64, convex: Bool = false) {
      var generator = SplitMix64(seed: seed)
      func draw() -> Double { Double.random(in: -1...1, using: &generator) }
      constant = draw()
      linear = (0..<dimension).map { _ in draw() }
      let random = (0..<dimension).map { _ in (0..<dimension).map { _ in draw() } }
      matrix = (0..<dimension).map { a in
        (0..<dimension).map { b in
          guard convex else { return random[a][b] + random[b][a] }
          let product = (0..<dimension).reduce(0) { $0 + random[a][$1] * random[b][$1] }
          return product + (a == b ? 0.5 : 0)
        }
      }
    }

    func value(_ x: [Double]) -> Double {
      var sum = constant
      for a in x.indices {
        sum += linear[a] * x[a]
        for b in x.indices { sum += matrix[a][b] * x[a] * x[b] }
      }
      return sum
    }

    func slope(_ x: [Double], _ a: Int) -> Double {
      linear[a] + x.indices.reduce(0) { $0 + 2 * matrix[a][$1] * x[$1] }
    }

    /// The surface fitted to its values on a Box–Behnken design.
    func surface() throws -> ResponseSurface {
      let points = try BoxBehnken(factors: linear.count).points.map { $0.map(Double.init) }
      return try ResponseSurface(points: points, values: points.map(value))
    }
  }

  @Test("a quadratic is found again from its values on a design", arguments: 1...7)
  func recovery(dimension: Int) throws {
    let truth = Quadratic(dimension, seed: UInt64(dimension))
    let surface = try truth.surface()
    #expect(agree([surface.constant], [truth.constant], within: 1e-10))
    #expect(agree(surface.linear, truth.linear, within: 1e-10))
    #expect(agree(surface.quadratic.flatMap { $0 }, truth.matrix.flatMap { $0 }, within: 1e-10))
    #expect(try #require(surface.quality.determination) > 1 - 1e-12)
    #expect(surface.quality.residual < 1e-12)
    #expect(surface.quality.coefficients == (dimension + 1) * (dimension + 2) / 2)
  }

  @Test("fit quality is that of textbook least squares on a cubic")
  func quality() throws {
    // y = x³ at ±1 and ±⅓: by symmetry the best quadratic is b x with b = Σx⁴ / Σx².
    let x = [-1, -1.0 / 3, 1.0 / 3, 1]
    let (two, four, six) = (20.0 / 9, 164.0 / 81, 1460.0 / 729)
    let surface = try ResponseSurface(points: x.map { [$0] }, values: x.map { $0 * $0 * $0 })
    #expect(abs(surface.linear[0] - four / two) < 1e-12)
    #expect(abs(surface.constant) < 1e-12 && abs(surface.quadratic[0][0]) < 1e-12)
    let left = six - four * four / two
    #expect(abs(surface.quality.residual - (left / 4).squareRoot()) < 1e-12)
    #expect(abs(try #require(surface.quality.determination) - (1 - left / six)) < 1e-12)
    // Four points, three coefficients: (left / 1) / (six / 3).
    #expect(abs(try #require(surface.quality.adjustedDetermination) - (1 - 3 * left / six)) < 1e-12)
  }

  @Test("the minimum of a convex quadratic inside the box is found to 1e-8", arguments: 1...6)
  func interior(dimension: Int) throws {
    var truth = Quadratic(dimension, seed: 40 + UInt64(dimension), convex: true)
    let bottom = (0..<dimension).map { 0.9 * (Double($0) / 6 - 0.4) }
    for a in 0..<dimension {
      truth.linear[a] = -bottom.indices.reduce(0) { $0 + 2 * truth.matrix[a][$1] * bottom[$1] }
    }
    let ones = [Double](repeating: 1, count: dimension)
    let found = try truth.surface().minimum(lower: ones.map { -$0 }, upper: ones)
    #expect(zip(found.point, bottom).allSatisfy { abs($0 - $1) < 1e-8 })
    #expect(abs(found.value - truth.value(bottom)) < 1e-10)
  }

  @Test("no point of a fine grid lies below the minimum in a box, whatever the curvatures")
  func bruteForce() throws {
    for seed in 0..<30 {
      let dimension = 2 + seed % 2
      let truth = Quadratic(dimension, seed: UInt64(seed), convex: seed % 3 == 0)
      let (lower, upper) = ([-1, -0.5, 0.2].prefix(dimension), [0.7, 1, 0.9].prefix(dimension))
      let found = try truth.surface().minimum(lower: Array(lower), upper: Array(upper))
      let steps = dimension == 2 ? 100 : 20
      var least = Double.infinity
      for index in 0..<Int((0..<dimension).reduce(1) { product, _ in product * (steps + 1) }) {
        var rest = index
        let point = zip(lower, upper).map { low, high in
          defer { rest /= steps + 1 }
          return low + (high - low) * Double(rest % (steps + 1)) / Double(steps)
        }
        least = min(least, truth.value(point))
      }
      #expect(abs(truth.value(found.point) - found.value) < 1e-9)
      #expect(found.value <= least + 1e-9)
      #expect(found.value > least - 0.05, "no point of the box is near the value")
    }
  }

  @Test("in five dimensions the minimum obeys the conditions of one and beats random points")
  func conditions() throws {
    var generator = SplitMix64(seed: 5)
    for seed in UInt64(100)..<120 {
      let truth = Quadratic(5, seed: seed, convex: seed % 2 == 0)
      let ones = [Double](repeating: 1, count: 5)
      let found = try truth.surface().minimum(lower: ones.map { -$0 }, upper: ones)
      for a in 0..<5 {
        let slope = truth.slope(found.point, a)
        switch found.point[a] {
        case -1: #expect(slope > -1e-8)
        case 1: #expect(slope < 1e-8)
        default: #expect(abs(slope) < 1e-8 && abs(found.point[a]) < 1)
        }
      }
      for _ in 0..<2000 {
        let point = ones.map { _ in Double.random(in: -1...1, using: &generator) }
        #expect(truth.value(point) >= found.value - 1e-9)
      }
    }
  }

  @Test("a coordinate of two levels has no curvature, and one of a single level no slope")
  func degenerate() throws {
    let points = [[0.0, 1, 3], [0.5, 1, 3], [1, 1, 3], [0, 2, 3], [0.5, 2, 3], [1, 2, 3]]
    let surface = try ResponseSurface(points: points, values: points.map { $0[0] * $0[0] - $0[1] })
    #expect(abs(surface.quadratic[0][0] - 1) < 1e-10)
    #expect(surface.quadratic[1][1] == 0 && surface.linear[2] == 0)
    #expect(abs(surface.value(at: [0.3, 1.5, 3]) - (0.09 - 1.5)) < 1e-10)
    #expect(surface.quality.coefficients < surface.quality.fullCoefficients)
  }

  @Test("fewer points than coefficients, equal values and bad numbers do not stop it")
  func poor() throws {
    let two = try ResponseSurface(points: [[0, 0], [1, 0]], values: [1, 3])
    #expect(abs(two.value(at: [0.5, 0]) - 2) < 1e-12)
    #expect(two.quality.adjustedDetermination == nil)
    let flat = try ResponseSurface(points: [[-1], [0], [1]], values: [2, 2, 2])
    #expect(flat.quality.determination == nil)
    #expect(throws: RegressionError.self) { try ResponseSurface(points: [[0]], values: [.nan]) }
    #expect(throws: RegressionError.self) { try ResponseSurface(points: [], values: []) }
  }
}
