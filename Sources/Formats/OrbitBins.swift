import Crystals

/// Points in a cell, sorted into bins so that a point's double is found without a search.
struct OrbitBins {
  private let cell: Basis
  private let tolerance: Double
  private let counts: SIMD3<Int>
  /// The tolerance in bins.
  private let reach: Vector
  private var bins: [Int: [Int32]] = [:]
  /// The first point added at each place.
  private(set) var points: [Vector] = []
  /// Sums of what the others added there differ from it.
  private var differences: [Vector] = []
  /// How many were added at the place of each point.
  private(set) var multiplicities: [Int32] = []

  init(_ cell: Basis, tolerance: Double) {
    self.cell = cell
    self.tolerance = tolerance
    // Bins of an Å hold a point or none and have few points near their edges.
    let bins = cell.heights.clamped(
      lowerBound: Vector(repeating: 1), upperBound: Vector(repeating: 1e5)
    ).rounded(.down)
    counts = SIMD3(Int(bins.x), Int(bins.y), Int(bins.z))
    reach = tolerance / cell.heights * bins
  }

  /// Keeps a point in [0, 1) unless there is one at the same place, periodic images counted; then
  /// the number of that one.
  @discardableResult
  mutating func add(_ s: Vector) -> Int? {
    var near: [[Int]] = []
    for axis in 0..<3 {
      let count = counts[axis]
      let u = s[axis] * Double(count)
      let own = min(Int(u), count - 1)
      var choices = [own]
      if u - Double(own) <= reach[axis] { choices.append((own + count - 1) % count) }
      if Double(own + 1) - u <= reach[axis] { choices.append((own + 1) % count) }
      near.append(choices)
    }
    for x in near[0] {
      for y in near[1] {
        for z in near[2] {
          for point in bins[key(x, y, z)] ?? [] {
            var difference = s - points[Int(point)]
            difference -= difference.rounded(.toNearestOrEven)
            guard isSmall(difference) else { continue }
            multiplicities[Int(point)] += 1
            differences[Int(point)] += difference
            return Int(point)
          }
        }
      }
    }
    bins[key(near[0][0], near[1][0], near[2][0]), default: []].append(Int32(points.count))
    points.append(s)
    differences.append(.zero)
    multiplicities.append(1)
    return nil
  }

  private func key(_ x: Int, _ y: Int, _ z: Int) -> Int { (x * counts.y + y) * counts.z + z }

  /// The middle of all points added at each place, in [0, 1).
  var middles: [Vector] {
    points.indices.map { place in
      let s = points[place] + differences[place] / Double(multiplicities[place])
      let rest = s - s.rounded(.down)
      return rest.replacing(with: 0, where: rest .>= 1)
    }
  }

  private func isSmall(_ difference: Vector) -> Bool {
    let r = cell.cartesian(difference)
    return (r * r).sum() <= tolerance * tolerance
  }
}
