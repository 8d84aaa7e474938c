import Regression
import Testing

@Suite("Box–Behnken designs")
struct BoxBehnkenTests {
  /// Box and Behnken's table: factors, factors that vary together, blocks, and runs with the
  /// customary centre points.
  static let table = [(3, 2, 3, 15), (4, 2, 6, 27), (5, 2, 10, 46), (6, 3, 6, 54), (7, 3, 7, 62)]

  /// Σ over points of the product of some coordinates.
  private func moment(_ design: BoxBehnken, _ factors: [Int]) -> Int {
    design.points.reduce(0) { sum, point in sum + factors.reduce(1) { $0 * point[$1] } }
  }

  @Test("have the published numbers of points", arguments: table)
  func counts(factors: Int, together: Int, blocks: Int, runs: Int) throws {
    let single = try BoxBehnken(factors: factors)
    #expect(single.points.count == blocks << together + 1)
    let center = [Int](repeating: 0, count: factors)
    #expect(single.points.count { $0 == center } == 1)
    #expect(Set(single.points).count == single.points.count)
    let customary = try BoxBehnken(
      factors: factors, centerCount: BoxBehnken.customaryCenterCount(factors: factors))
    #expect(customary.points.count == runs)
    #expect(Set(customary.points) == Set(single.points))
  }

  @Test("take each block through all signs while the other factors stay at 0", arguments: table)
  func blocks(factors: Int, together: Int, blocks: Int, runs: Int) throws {
    let points = try BoxBehnken(factors: factors, centerCount: 0).points
    let groups = Dictionary(grouping: points) { point in point.map { $0 != 0 } }
    #expect(groups.count == blocks)
    for (varied, group) in groups {
      #expect(varied.count { $0 } == together)
      #expect(Set(group).count == 1 << together)
    }
    // Each factor is in as many blocks as any other.
    let uses = (0..<factors).map { factor in groups.keys.count { $0[factor] } }
    #expect(Set(uses) == [blocks * together / factors])
  }

  @Test("of pairs hold every pair of factors", arguments: [3, 4, 5])
  func pairs(factors: Int) throws {
    let points = Set(try BoxBehnken(factors: factors).points)
    for a in 0..<factors {
      for b in 0..<factors where b != a {
        for (x, y) in [(-1, -1), (-1, 1), (1, -1), (1, 1)] {
          var point = [Int](repeating: 0, count: factors)
          (point[a], point[b]) = (x, y)
          #expect(points.contains(point))
        }
      }
    }
  }

  @Test("have no odd moments, so linear terms and products are orthogonal", arguments: 1...7)
  func orthogonality(factors: Int) throws {
    let design = try BoxBehnken(factors: factors)
    for a in 0..<factors {
      #expect(moment(design, [a]) == 0)
      #expect(moment(design, [a, a]) == moment(design, [0, 0]))
      for b in 0..<factors {
        #expect(a == b || moment(design, [a, b]) == 0)
        for c in 0..<factors { #expect(moment(design, [a, b, c]) == 0) }
      }
    }
  }

  @Test("are rotatable for 4 and 7 factors: Σx⁴ = 3 Σx²y²", arguments: [4, 7])
  func rotatability(factors: Int) throws {
    let design = try BoxBehnken(factors: factors)
    for a in 0..<factors {
      for b in 0..<factors where b != a {
        #expect(moment(design, [a, a, a, a]) == 3 * moment(design, [a, a, b, b]))
      }
    }
  }

  @Test("of one and two factors are the factorials of three levels")
  func few() throws {
    #expect(Set(try BoxBehnken(factors: 1).points) == [[-1], [0], [1]])
    let grid = (-1...1).flatMap { a in (-1...1).map { [a, $0] } }
    #expect(Set(try BoxBehnken(factors: 2).points) == Set(grid))
    #expect(try BoxBehnken(factors: 2).points.count == 9)
  }

  @Test("are refused where there are none", arguments: [-1, 0, 8])
  func refusals(factors: Int) {
    #expect(throws: RegressionError.self) { try BoxBehnken(factors: factors) }
    #expect(throws: RegressionError.self) { try BoxBehnken(factors: 3, centerCount: -1) }
  }
}
