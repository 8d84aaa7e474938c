import LinearAlgebra

/// The choice of the environments a sparse model is expanded in.
public enum SparsePoints {
  /// Farthest-point sampling: each next environment is the one least like those chosen before it,
  /// by the distance 2 − 2 p⁰_i · p⁰_j; the first comes from the seed.
  ///
  /// Ends early where the remaining environments repeat chosen ones.
  public static func farthest(_ features: Features, count: Int, seed: UInt64) -> [Int] {
    let total = features.count
    guard count > 0, total > 0 else { return [] }
    var generator = SeededGenerator(seed: seed)
    var chosen = [Int(generator.next(upperBound: UInt64(total)))]
    var distances = [Double](repeating: .infinity, count: total)
    while chosen.count < min(count, total) {
      let latest = Array(features.scalar.row(chosen[chosen.count - 1]))
      let similarities = features.scalar.applied(to: latest)
      var farthest = 0
      for index in 0..<total {
        distances[index] = min(distances[index], max(0, 2 - 2 * similarities[index]))
        if distances[index] > distances[farthest] { farthest = index }
      }
      guard distances[farthest] > 1e-12 else { break }
      chosen.append(farthest)
    }
    return chosen
  }

  /// Environments drawn at random without repetition, in ascending order.
  public static func random(_ total: Int, count: Int, seed: UInt64) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    return (0..<total).shuffled(using: &generator).prefix(max(0, count)).sorted()
  }
}
