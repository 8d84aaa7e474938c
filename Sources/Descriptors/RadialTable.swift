/// Radial integrals at equidistant r with cubic Hermite interpolation between them.
///
/// The number of nodes is doubled until the largest error, seen at the middle of every interval
/// (where a cubic Hermite interpolant is worst), is below `tolerance` times the largest integral.
/// Cutoff and scaling stay outside: without them the integrals are smooth up to and beyond r_c.
public struct RadialTable: Sendable {
  public let radius: Double
  public let intervalCount: Int
  /// The largest error found, relative to the largest integral.
  public let error: Double
  /// Values and slopes times the spacing, `[node][l][value, slope][n]`.
  let nodes: [Double]
  private let rowCount: Int
  private let radialCount: Int

  /// Tabulates a basis on 0…`radius` Å.
  /// - Parameter tolerance: relative to the largest integral; at usual widths 1e-6 takes 100 to 300
  ///   intervals, 1e-8 500 to 1000.
  public init(_ basis: RadialBasis, radius: Double, tolerance: Double) {
    precondition(radius > 0 && tolerance > 0)
    let most = 1 << 15
    var count = 16
    var samples = (0...count).map {
      basis.integralsAndDerivatives(at: radius * Double($0) / Double(count))
    }
    var error = Double.infinity
    while true {
      let middles = (0..<count).map {
        basis.integralsAndDerivatives(at: radius * (Double($0) + 0.5) / Double(count))
      }
      let spacing = radius / Double(count)
      var largest = 0.0
      var deviation = 0.0
      for interval in 0..<count {
        let (a, b, middle) = (samples[interval], samples[interval + 1], middles[interval])
        for i in a.values.indices {
          let interpolated =
            0.5 * (a.values[i] + b.values[i])
            + 0.125 * spacing * (a.derivatives[i] - b.derivatives[i])
          deviation = max(deviation, abs(interpolated - middle.values[i]))
          largest = max(largest, abs(a.values[i]), abs(middle.values[i]))
        }
      }
      error = deviation / largest
      // Half the tolerance leaves room for what lies between the samples.
      if error <= 0.5 * tolerance || count >= most { break }
      var finer = [samples[0]]
      for (middle, next) in zip(middles, samples.dropFirst()) { finer += [middle, next] }
      samples = finer
      count *= 2
    }
    self.radius = radius
    self.error = error
    intervalCount = count
    radialCount = basis.radialCount
    rowCount = basis.maximumAngular + 1
    let spacing = radius / Double(count)
    var nodes: [Double] = []
    nodes.reserveCapacity(samples.count * rowCount * 2 * radialCount)
    for sample in samples {
      for l in 0..<rowCount {
        let row = l * radialCount..<(l + 1) * radialCount
        nodes += sample.values[row]
        nodes += sample.derivatives[row].lazy.map { $0 * spacing }
      }
    }
    self.nodes = nodes
  }

  /// The interpolated integrals `[l][n]` at 0 ≤ r ≤ radius.
  public func integrals(at r: Double) -> [Double] {
    precondition(r >= 0 && r <= radius)
    let place = r / radius * Double(intervalCount)
    let interval = min(Int(place), intervalCount - 1)
    let t = place - Double(interval)
    let s = 1 - t
    let weights = (
      (1 + 2 * t) * s * s, t * s * s, t * t * (3 - 2 * t), -t * t * s
    )
    let size = rowCount * 2 * radialCount
    var values: [Double] = []
    values.reserveCapacity(rowCount * radialCount)
    for l in 0..<rowCount {
      let a = interval * size + l * 2 * radialCount
      let b = a + size
      for n in 0..<radialCount {
        values.append(
          weights.0 * nodes[a + n] + weights.1 * nodes[a + radialCount + n]
            + weights.2 * nodes[b + n] + weights.3 * nodes[b + radialCount + n])
      }
    }
    return values
  }

  /// The nodes in single precision, `[node][l][value, slope][radialStride]`, padded with zeros.
  func floats(radialStride: Int) -> AlignedFloats {
    let rows = nodes.count / radialCount
    let floats = AlignedFloats(count: rows * radialStride)
    for row in 0..<rows {
      for n in 0..<radialCount {
        floats.pointer[row * radialStride + n] = Float(nodes[row * radialCount + n])
      }
    }
    return floats
  }
}
