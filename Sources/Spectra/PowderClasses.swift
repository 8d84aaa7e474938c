/// Sites gathered by ω_max and η: what a powder pattern needs to know of them.
struct PowderClasses {
  /// A site or many alike.
  private struct Class {
    var splitting: Double
    /// Which of the shapes.
    var shape: Int
    var weight: Double
  }

  let siteCount: Int
  let secondMoment: Double
  let largestSplitting: Double
  private var classes: [Class] = []
  private var shapes: [PowderShape] = []
  private let isExact: Bool

  /// The most sites that each keep their own ω_max and η.
  static let mostExact = 256
  /// Classes across the ranges of ω_max and of η where there are more.
  static let splittingClasses = 512
  static let asymmetryClasses = 64

  /// Gathers sites; nil where none has a tensor.
  init?(splittings: [Float], asymmetry: [Float]) {
    var (count, squares) = (0, 0.0)
    var splittingRange = (low: Double.infinity, high: 0.0)
    var asymmetryRange = (low: 1.0, high: 0.0)
    func forEachSite(_ body: (Double, Double) -> Void) {
      splittings.withUnsafeBufferPointer { splittings in
        asymmetry.withUnsafeBufferPointer { asymmetry in
          for site in 0..<min(splittings.count, asymmetry.count)
          where splittings[site].isFinite && asymmetry[site].isFinite {
            body(Double(splittings[site].magnitude), Double(min(max(0, asymmetry[site]), 1)))
          }
        }
      }
    }
    forEachSite { splitting, eta in
      count += 1
      squares += splitting * splitting * (1 + eta * eta / 3) / 5
      splittingRange = (min(splittingRange.low, splitting), max(splittingRange.high, splitting))
      asymmetryRange = (min(asymmetryRange.low, eta), max(asymmetryRange.high, eta))
    }
    guard count > 0 else { return nil }
    siteCount = count
    secondMoment = squares / Double(count)
    largestSplitting = splittingRange.high
    isExact = count <= Self.mostExact
    if isExact {
      var (classes, shapes): ([Class], [PowderShape]) = ([], [])
      forEachSite { splitting, eta in
        classes.append(Class(splitting: splitting, shape: shapes.count, weight: 1))
        shapes.append(PowderShape(asymmetry: eta))
      }
      (self.classes, self.shapes) = (classes, shapes)
      return
    }
    // Each site counts for the four classes around it, in proportion to its nearness: the pattern
    // between two classes is interpolated, and its moments are kept to second order.
    let across = ClassAxis(splittingRange, Self.splittingClasses)
    let down = ClassAxis(asymmetryRange, Self.asymmetryClasses)
    var weights = [Double](repeating: 0, count: across.count * down.count)
    weights.withUnsafeMutableBufferPointer { weights in
      forEachSite { splitting, eta in
        let (column, right) = across.place(splitting)
        let (row, below) = down.place(eta)
        let cell = row * across.count + column
        weights[cell] += (1 - right) * (1 - below)
        if right > 0 { weights[cell + 1] += right * (1 - below) }
        if below > 0 { weights[cell + across.count] += (1 - right) * below }
        if right > 0, below > 0 { weights[cell + across.count + 1] += right * below }
      }
    }
    shapes = (0..<down.count).map { PowderShape(asymmetry: down.value($0)) }
    for (cell, weight) in weights.enumerated() where weight > 0 {
      classes.append(
        Class(
          splitting: across.value(cell % across.count), shape: cell / across.count, weight: weight))
    }
  }

  /// How the moduli of all satellites' shifts are spread over bins of a width from 0 on, weighted by
  /// sites and intensities; nil if abandoned.
  func moduli(
    _ pairs: [QuadrupolarLines.Pair], binWidth: Double, bins: Int, _ isStale: () -> Bool
  ) -> [Double]? {
    var result = [Double](repeating: 0, count: bins)
    var table: (shape: Int, values: [Double]) = (-1, [])
    for (number, one) in classes.enumerated() {
      if number % 1024 == 0, isStale() { return nil }
      if !isExact, table.shape != one.shape {
        table = (one.shape, Self.tabulated(shapes[one.shape]))
      }
      for pair in pairs {
        let (weight, splitting) = (one.weight * pair.share, one.splitting * pair.shift)
        guard splitting > 0 else {
          result[0] += weight
          continue
        }
        let step = binWidth / splitting
        if isExact {
          add(weight, step, &result) { shapes[one.shape].cumulative(ofModulus: $0) }
        } else {
          table.values.withUnsafeBufferPointer { values in
            add(weight, step, &result) { x in
              let place = x * Double(Self.tableSteps)
              let below = min(Int(place), Self.tableSteps - 1)
              return values[below] + (place - Double(below)) * (values[below + 1] - values[below])
            }
          }
        }
      }
    }
    return result
  }

  /// Adds a distribution over 0…1 to bins that are `step` wide on its axis.
  @inline(__always)
  private func add(
    _ weight: Double, _ step: Double, _ bins: inout [Double], cumulative: (Double) -> Double
  ) {
    bins.withUnsafeMutableBufferPointer { bins in
      var below = 0.0
      for bin in bins.indices {
        let edge = step * Double(bin + 1)
        let share = edge < 1 ? cumulative(edge) : 1
        bins[bin] += weight * (share - below)
        if edge >= 1 { return }
        below = share
      }
    }
  }

  private static let tableSteps = 1024

  /// The cumulative distribution of the modulus at equal steps of 0…1.
  private static func tabulated(_ shape: PowderShape) -> [Double] {
    (0...tableSteps).map { shape.cumulative(ofModulus: Double($0) / Double(tableSteps)) }
  }
}

/// Equally spaced values over a range; one where the range is a point.
private struct ClassAxis {
  let lower: Double
  let step: Double
  let count: Int

  init(_ range: (low: Double, high: Double), _ most: Int) {
    let span = range.high - range.low
    lower = range.low
    count = span > 1e-6 * max(range.high, 1e-300) ? most : 1
    step = count > 1 ? span / Double(count - 1) : 1
  }

  func value(_ place: Int) -> Double { lower + Double(place) * step }

  /// The value below, and how far on the way to the next one, 0…1.
  @inline(__always)
  func place(_ value: Double) -> (below: Int, part: Double) {
    guard count > 1 else { return (0, 0) }
    let place = (value - lower) / step
    let below = min(max(0, Int(place)), count - 2)
    return (below, min(max(0, place - Double(below)), 1))
  }
}
