import CKernels
import Dispatch

/// The mean |ω_Q| of some sites for every direction of the field, on the disc of `Hemisphere`.
public struct FieldMap: Sendable, Equatable {
  /// Values across the disc.
  public static let nodesAcross = 49
  /// Two more nodes at each end, where the other hemisphere goes on: all of the disc can be
  /// interpolated.
  private static let margin = 2
  private static let side = nodesAcross + 2 * margin
  private static let spacing = 2 / Double(nodesAcross - 1)

  /// `values[row * side + column]` in kHz, rows from y = −1 up; NaN where no place of the disc needs
  /// one.
  private let values: [Double]
  /// Sites that have a tensor.
  public let siteCount: Int
  /// The directions of smallest and of largest mean, and the means in kHz.
  public let lowest: (direction: SIMD3<Double>, value: Double)
  public let highest: (direction: SIMD3<Double>, value: Double)

  /// Evaluates the map: directions times sites dot products of five numbers.
  ///
  /// - Parameters:
  ///   - components: `components[m + 2][site]` in atomic units; sites that are not finite are left
  ///     out.
  ///   - weights: the five numbers whose dot product with a tensor is ω_Q in kHz for a direction.
  ///   - isStale: asked now and then; true abandons the work.
  /// - Returns: nil if abandoned, or if no site has a tensor.
  public init?(
    components: [[Float]], weights: (SIMD3<Double>) -> [Double], isStale: () -> Bool = { false }
  ) {
    let nodes = Self.nodes
    let table = nodes.flatMap { weights($0.direction).map(Float.init) }
    precondition(table.count == 5 * nodes.count, "a field direction has five weights")
    guard let sums = sumsOfModuli(components, weights: table, isStale) else { return nil }
    let count = finiteSites(components)
    guard count > 0 else { return nil }
    var values = [Double](repeating: .nan, count: Self.side * Self.side)
    var lowest = (direction: SIMD3(0.0, 0, 1), value: Double.infinity)
    var highest = (direction: SIMD3(0.0, 0, 1), value: -Double.infinity)
    for (node, sum) in zip(nodes, sums) {
      let mean = sum / Double(count)
      values[node.index] = mean
      guard node.direction.z > -1e-12 else { continue }
      if mean < lowest.value { lowest = (node.direction, mean) }
      if mean > highest.value { highest = (node.direction, mean) }
    }
    self.values = values
    siteCount = count
    (self.lowest, self.highest) = (lowest, highest)
  }

  /// The value at a place of the disc, interpolated linearly in both directions; NaN outside.
  public func value(at place: SIMD2<Double>) -> Double {
    guard (place * place).sum() <= 1 + 1e-9 else { return .nan }
    let x = (place.x + 1) / Self.spacing + Double(Self.margin)
    let y = (place.y + 1) / Self.spacing + Double(Self.margin)
    let (column, row) = (Int(x), Int(y))
    let (right, up) = (x - Double(column), y - Double(row))
    let corner = row * Self.side + column
    let below = values[corner] + right * (values[corner + 1] - values[corner])
    let next = corner + Self.side
    return below + up * (values[next] + right * (values[next + 1] - values[next]) - below)
  }

  /// The value along a direction.
  public func value(along b: SIMD3<Double>) -> Double { value(at: Hemisphere.place(of: b)) }

  public static func == (a: FieldMap, b: FieldMap) -> Bool {
    a.siteCount == b.siteCount
      && zip(a.values, b.values).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }

  /// The nodes a map needs and their places among the values.
  private static let nodes: [(index: Int, direction: SIMD3<Double>)] = {
    var nodes: [(Int, SIMD3<Double>)] = []
    for row in 0..<side {
      for column in 0..<side {
        let place = SIMD2(
          Double(column - margin) * spacing - 1, Double(row - margin) * spacing - 1)
        // A place of the disc lies less than a diagonal of the grid from the nodes around it.
        guard (place * place).sum().squareRoot() <= 1 + 1.5 * spacing else { continue }
        nodes.append((row * side + column, Hemisphere.direction(at: place)))
      }
    }
    return nodes
  }()
}

/// Σ |ω_Q| over sites for each direction, `weights[5 * direction + m + 2]`; nil if abandoned.
///
/// Sites are taken in portions, directions shared out to all cores.
func sumsOfModuli(
  _ components: [[Float]], weights: [Float], _ isStale: () -> Bool = { false }
) -> [Double]? {
  let (directions, group, portion) = (weights.count / 5, 128, 1 << 16)
  let count = components[0].count
  var sums = [Double](repeating: 0, count: directions)
  let isDone = sums.withUnsafeMutableBufferPointer { sums in
    weights.withUnsafeBufferPointer { weights in
      withColumns(components) { columns in
        for first in stride(from: 0, to: count, by: portion) {
          if isStale() { return false }
          let portion = Portion(
            columns: columns.map { $0.map { $0 + first } }, count: min(portion, count - first),
            weights: weights.baseAddress, sums: sums.baseAddress)
          DispatchQueue.concurrentPerform(iterations: (directions + group - 1) / group) { number in
            let start = number * group
            portion.add(start..<min(start + group, directions))
          }
        }
        return true
      }
    }
  }
  return isDone ? sums : nil
}

/// Some sites and where the sums of all directions are; threads add to sums of their own directions.
private struct Portion: @unchecked Sendable {
  let columns: [UnsafePointer<Float>?]
  let count: Int
  let weights: UnsafePointer<Float>?
  let sums: UnsafeMutablePointer<Double>?

  func add(_ directions: Range<Int>) {
    guard let weights, let sums else { return }
    add_moduli(
      columns, count, weights + 5 * directions.lowerBound, directions.count,
      sums + directions.lowerBound)
  }
}

/// Sites whose five components are all finite.
func finiteSites(_ components: [[Float]]) -> Int {
  withColumns(components) { columns in
    var count = 0
    for site in 0..<components[0].count {
      var sum: Float = 0
      for m in 0..<5 { sum += (columns[m]?[site] ?? .nan) * 0 }
      if sum == 0 { count += 1 }
    }
    return count
  }
}
