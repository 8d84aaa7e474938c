import Engine
import Formats
import Sampling

/// How many swaps the samplers try a second on one thread, and how many labelled cells are made.
struct SamplingBenchmark {
  /// Medians, by what is counted.
  private let rates: [(name: String, value: Double)]

  private static let sweeps = 2000
  private static let labelledCells = 64

  /// Samples a cell of 1512 atoms by both methods, and labels small cells.
  init(repeats: Int) throws {
    let cell = try OctahedralLattice.cubic(3)
    let pairs = try PairInteractions.shells(.fitted, on: cell)
    let metropolis = try Metropolis(
      pairs, lithiumCount: cell.lithiumCount, settings: .init(sweeps: Self.sweeps))
    let walk = try WangLandau(
      pairs, lithiumCount: cell.lithiumCount, settings: .init(sweeps: Self.sweeps))
    let cells = try RattledStructures(.init(isLabelled: true))
    var (cooled, walked, labelled) = ([Double](), [Double](), [Double]())
    for run in 0..<repeats {
      cooled.append(try rate { try metropolis.run(run).attempts })
      walked.append(
        try rate {
          var none = DistinctOrderings(symmetry: cell.symmetry, siteCount: cell.count, limit: 0)
          return try walk.run(keeping: &none).attempts
        })
      labelled.append(
        try rate {
          for number in 0..<Self.labelledCells { _ = try cells.structure(number) }
          return Self.labelledCells
        })
    }
    rates = [
      ("Metropolis, million swaps tried a second", median(cooled) / 1e6),
      ("Wang-Landau, million swaps tried a second", median(walked) / 1e6),
      ("labelled 42-atom cells a second", median(labelled)),
    ]
  }

  var text: String {
    var rows = [["making structures of 1512 atoms, one thread", ""]]
    for (name, value) in rates { rows.append([name, fixed(value, 1)]) }
    return aligned(rows) + "\n"
  }

  var json: JSON { .object(rates.map { .init($0.name, .double($0.value)) }) }
}

/// What is counted a second.
private func rate(_ body: () throws -> Int) rethrows -> Double {
  let start = monotonicSeconds()
  let count = try body()
  return Double(count) / max(monotonicSeconds() - start, 1e-9)
}
