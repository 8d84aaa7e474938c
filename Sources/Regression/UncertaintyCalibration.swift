import Glibc
import Tensors

extension UncertaintyModel.Calibration {
  /// Groups of structures, each judged by what the others say.
  private static let groups = 5

  /// Judges the uncertainties of each group of structures by a shape, a scale and factors from the
  /// other groups; nil where one of them has no errors.
  init?(crossValidating errors: HeldOutErrors) {
    let structures = Array(Set(errors.structures)).sorted()
    let groups = min(Self.groups, structures.count)
    guard groups >= 2 else { return nil }
    // Structures of one kind often follow one another.
    let group = Dictionary(uniqueKeysWithValues: structures.enumerated().map { ($1, $0 % groups) })
    let directions = [FieldDirection.z.weights] + Self.directions.map(\.weights)
    var judged = directions.map { _ in Judgement() }
    for held in 0..<groups {
      let rows = errors.structures.indices
      let known = errors.selecting(rows.filter { group[errors.structures[$0]] != held })
      let unknown = errors.selecting(rows.filter { group[errors.structures[$0]] == held })
      guard known.count > 0, let (shape, factors) = UncertaintyModel.calibrated(known) else {
        return nil
      }
      for (place, weights) in directions.enumerated() {
        judged[place].add(
          errors: unknown.errors(weights), deviations: unknown.deviations(shape, weights),
          factors: factors)
      }
    }
    func curve(_ parts: ArraySlice<Judgement>) -> CalibrationCurve {
      CalibrationCurve(
        points: CoverageFactors.levels.indices.map { level in
          .init(
            expected: CoverageFactors.levels[level],
            observed: Statistics.mean(parts.map { Double($0.inside[level]) / Double($0.count) }))
        }, count: errors.count, structures: structures.count)
    }
    self.init(
      alongZ: curve(judged[...0]), anyDirection: curve(judged[1...]),
      ranking: judged[0].ranking,
      rankingAnyDirection: Statistics.mean(judged[1...].map(\.ranking)))
  }

  /// Directions spread evenly over the half sphere (a Fibonacci lattice).
  private static let directions: [FieldDirection] = {
    let count = 48
    let golden = Double.pi * (3 - 5.0.squareRoot())
    return (0..<count).compactMap { index in
      let z = (Double(index) + 0.5) / Double(count)
      let angle = golden * Double(index)
      let radius = (1 - z * z).squareRoot()
      return try? FieldDirection(
        radius * cos(angle), radius * sin(angle), z)
    }
  }()

  /// Errors and uncertainties for one field direction.
  private struct Judgement {
    var inside = [Int](repeating: 0, count: CoverageFactors.levels.count)
    var errors: [Double] = []
    var deviations: [Double] = []
    var count: Int { errors.count }

    mutating func add(errors: [Double], deviations: [Double], factors: CoverageFactors) {
      for (error, deviation) in zip(errors, deviations) {
        for (level, factor) in factors.factors.enumerated() where abs(error) <= factor * deviation {
          inside[level] += 1
        }
      }
      self.errors += errors
      self.deviations += deviations
    }

    /// The mean |error| of the most uncertain tenth over that of all.
    var ranking: Double {
      let order = errors.indices.sorted { deviations[$0] > deviations[$1] }
      let top = order.prefix(max(1, (errors.count + 5) / 10)).map { abs(errors[$0]) }
      return Statistics.mean(top) / Statistics.mean(errors.map(abs))
    }
  }
}
