import Crystals

/// The symmetry operators of a crystal, each once, identity among them.
struct SymmetryGroup {
  let operators: [SymmetryOperator]

  /// More than the 192 of any conventional cell: supercells list translations too.
  static let largestCount = 10_000

  /// Makes a group of operators; `words` are their spellings, for messages.
  ///
  /// Throws a failure for operators that distort the cell, and for a list that is no group.
  init(_ operators: [SymmetryOperator], vectors: [Vector], words: [String])
    throws(CommentLine.Failure)
  {
    var known: [SymmetryOperator.Key: Int] = [:]
    var distinct: [SymmetryOperator] = []
    for (index, symmetry) in operators.enumerated() {
      guard symmetry.keeps(vectors) else {
        throw .init(
          found:
            "the symmetry operator \(words[index]), which changes the cell's lengths or angles",
          expected: "operators that fit the cell")
      }
      if known.updateValue(index, forKey: symmetry.key) == nil { distinct.append(symmetry) }
    }
    // What the operators generate must be no more than they are.
    var reached: Set<SymmetryOperator.Key> = [SymmetryOperator.identity.key]
    var elements = [SymmetryOperator.identity]
    var generators: [SymmetryOperator] = []
    guard known[SymmetryOperator.identity.key] != nil else {
      throw .init(found: "symmetry operators without x,y,z", expected: "the identity among them")
    }
    for symmetry in distinct where !reached.contains(symmetry.key) {
      generators.append(symmetry)
      var next = 0
      while next < elements.count {
        for generator in generators {
          guard let product = generator.after(elements[next]), known[product.key] != nil else {
            let name = known[generator.key].map { words[$0] } ?? ""
            let other = known[elements[next].key].map { words[$0] } ?? "x,y,z"
            throw .init(
              found: "symmetry operators that are no group: \(name) after \(other) is missing",
              expected: "all operators of the space group")
          }
          if reached.insert(product.key).inserted { elements.append(product) }
        }
        next += 1
      }
    }
    self.operators = distinct
  }

  /// The distinct images of a position, in fractional coordinates in [0, 1), the first operator's
  /// first.
  ///
  /// Images closer than `tolerance` (in Å) are one atom on a special position. Nil where not equally
  /// many fall together everywhere: the position is neither on a special one nor clear of it.
  func orbit(of s: Vector, in cell: Basis, tolerance: Double) -> [Vector]? {
    var orbit = OrbitBins(cell, tolerance: tolerance)
    for symmetry in operators { orbit.add(symmetry.image(of: s)) }
    let isEven = orbit.multiplicities.allSatisfy { $0 == orbit.multiplicities[0] }
    return isEven ? orbit.points : nil
  }
}

/// Points in a cell, sorted into bins so that a point's double is found without a search.
private struct OrbitBins {
  private let cell: Basis
  private let tolerance: Double
  private let counts: SIMD3<Int>
  /// The tolerance in bins.
  private let reach: Vector
  private var bins: [Int: [Int32]] = [:]
  private(set) var points: [Vector] = []
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

  /// Keeps a point unless there is one at the same place, periodic images counted.
  mutating func add(_ s: Vector) {
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
          for point in bins[key(x, y, z)] ?? [] where isSame(points[Int(point)], s) {
            multiplicities[Int(point)] += 1
            return
          }
        }
      }
    }
    bins[key(near[0][0], near[1][0], near[2][0]), default: []].append(Int32(points.count))
    points.append(s)
    multiplicities.append(1)
  }

  private func key(_ x: Int, _ y: Int, _ z: Int) -> Int { (x * counts.y + y) * counts.z + z }

  private func isSame(_ s: Vector, _ t: Vector) -> Bool {
    let difference = s - t
    let r = cell.cartesian(difference - difference.rounded(.toNearestOrEven))
    return (r * r).sum() <= tolerance * tolerance
  }
}
