/// Designs of three levels for quadratic response surfaces (Box & Behnken, Technometrics 2, 455,
/// 1960).
///
/// Each block takes two or three factors through all combinations of −1 and 1 while the others stay
/// at 0; centre points, all factors 0, follow. For 3, 4 and 5 factors the blocks are all pairs: 12,
/// 24 and 40 points and the centre. For 6 and 7 they are triples: 48 and 56. For 1 and 2 factors,
/// where there are no such designs, it is the full factorial of three levels.
public struct BoxBehnken: Sendable, Equatable {
  /// Coded coordinates −1, 0 or 1, one row a point; centre points come last.
  public let points: [[Int]]

  /// The numbers of factors there are designs for.
  public static let factorCounts = 1...7

  /// Makes the design of a number of factors.
  ///
  /// - Parameter centerCount: centre points. One is enough for an objective without noise, since
  ///   repetitions tell its noise and nothing else; `customaryCenterCount` gives the textbook's.
  /// - Throws: `option` for numbers of factors without a design.
  public init(factors: Int, centerCount: Int = 1) throws(RegressionError) {
    guard Self.factorCounts.contains(factors) else {
      throw .option(name: "factors", found: "\(factors)", expected: "1 to 7 at a time")
    }
    guard (0...100).contains(centerCount) else {
      throw .option(name: "centre points", found: "\(centerCount)", expected: "0 to 100")
    }
    let center = [Int](repeating: 0, count: factors)
    var points: [[Int]]
    if factors < 3 {
      points = Self.combinations(of: [-1, 0, 1], count: factors).filter { $0 != center }
    } else {
      points = Self.blocks(factors).flatMap { block in
        Self.combinations(of: [-1, 1], count: block.count).map { levels in
          var point = center
          for (factor, level) in zip(block, levels) { point[factor] = level }
          return point
        }
      }
    }
    points += Array(repeating: center, count: centerCount)
    self.points = points
  }

  /// The centre points that textbooks add where each run has its noise: 3, 3, 6, 6 and 6 for 3 to 7
  /// factors, which makes 15, 27, 46, 54 and 62 runs; 1 in the factorials of fewer factors.
  public static func customaryCenterCount(factors: Int) -> Int {
    factors < 3 ? 1 : factors < 5 ? 3 : 6
  }

  /// The factors that vary together.
  private static func blocks(_ factors: Int) -> [[Int]] {
    switch factors {
    case 6: [[0, 1, 3], [1, 2, 4], [2, 3, 5], [0, 3, 4], [1, 4, 5], [0, 2, 5]]
    // The lines of the Fano plane: each pair of factors meets once.
    case 7: [[3, 4, 5], [0, 5, 6], [1, 4, 6], [0, 1, 3], [2, 3, 6], [0, 2, 4], [1, 2, 5]]
    default:
      (0..<factors).flatMap { first in (first + 1..<factors).map { [first, $0] } }
    }
  }

  private static func combinations(of levels: [Int], count: Int) -> [[Int]] {
    (0..<count).reduce([[]]) { shorter, _ in
      shorter.flatMap { start in levels.map { start + [$0] } }
    }
  }
}
