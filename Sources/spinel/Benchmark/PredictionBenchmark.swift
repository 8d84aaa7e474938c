import Crystals
import Engine
import Formats
import LinearAlgebra
import Regression

/// The figures of `bench` about prediction.
struct PredictionBenchmark {
  private let sites: Int
  private let threads: Int
  private let repeats: Int
  /// Median seconds of the whole pipeline, reading included, for some numbers of threads.
  private var pipeline: [(threads: Int, seconds: Double)] = []
  /// Median seconds a stage on one thread.
  private var stages: [StageBenchmark.Stage] = []
  /// Single-precision products a second.
  private let rate: Double
  private let peakMemory: Int?
  /// Microseconds a site in supercells of the first structure, by number of atoms.
  private var scaling: [(atoms: Int, microseconds: Double)] = []
  private let model: TensorModel

  init(files: [String], model: TensorModel, threads: Int, repeats: Int) throws {
    self.model = model
    self.threads = threads
    self.repeats = repeats
    let predictor = try Predictor(model)
    var found = 0
    for count in threads > 1 ? [threads, 1] : [1] {
      var seconds: [Double] = []
      for _ in 0..<repeats {
        let run = PredictionPipeline(files: files, predictors: [predictor], threads: count)
        let counter = Locked(0)
        let start = monotonicSeconds()
        try run.run(deliver: { delivery in
          if case .sites(let sites, _) = delivery { counter.withLock { $0 += sites.count } }
        })
        seconds.append(monotonicSeconds() - start)
        found = counter.withLock { $0 }
      }
      pipeline.append((count, median(seconds)))
    }
    sites = found
    // Before the stages, which hold everything at once.
    peakMemory = ResidentMemory.peak
    rate = ProductRate.measure(threads: 1)
    let runs = try (0..<repeats).map { _ in try StageBenchmark(files: files, model: model) }
    stages = runs[0].stages.indices.map { index in
      var stage = runs[0].stages[index]
      stage.seconds = median(runs.map { $0.stages[index].seconds })
      return stage
    }
    try measureScaling(files)
  }

  /// Repeats the first structure to larger and larger cells and predicts each batch by batch.
  private mutating func measureScaling(_ files: [String]) throws {
    guard let file = files.first, let first = try StructureReader(file).next() else { return }
    let predictor = try Predictor(model)
    let workspace = Predictor.Workspace()
    for factor in [1, 2, 4] {
      let cell = try Supercell.repeating(first, [factor, factor, factor])
      let centers = predictor.centers(in: cell)
      let runs = try (0..<max(3, repeats)).map { _ in
        let start = monotonicSeconds()
        let finder = try NeighborFinder(
          cell, cutoff: max(predictor.searchRadius, SpinelSites.reach))
        _ = SpinelSites.classify(cell, finder: finder)
        let fields = try predictor.polarization?.fields(of: cell, finder: finder)
        for first in stride(from: 0, to: centers.count, by: Predictor.batchSize) {
          _ = try predictor.predictSites(
            cell, centers: Array(centers[first...].prefix(Predictor.batchSize)), finder: finder,
            fields: fields, workspace: workspace)
        }
        return (monotonicSeconds() - start) / Double(max(1, centers.count))
      }
      scaling.append((cell.count, 1e6 * median(runs)))
    }
  }

  var text: String {
    var lines = [
      "\(sites) sites, BLAS kernels \(Threads.kernel), median of \(repeats)",
      "matrix products, one thread: \(fixed(rate * 1e-9, 1)) GFLOP/s", "",
    ]
    for (threads, seconds) in pipeline {
      lines.append(
        "all tensors, reading included, \(threads) thread\(threads == 1 ? "" : "s"): "
          + "\(fixed(seconds, 3)) s, \(Int(Double(sites) / max(seconds, 1e-9))) sites/s")
    }
    if let peakMemory { lines.append("peak memory \(fixed(Double(peakMemory) * 1e-6, 0)) MB") }
    var rows = [["stage, one thread", "ms", "us/site", "GFLOP/s", "of products"]]
    for stage in stages {
      let speed = stage.operations.map { $0 / max(stage.seconds, 1e-9) }
      rows.append([
        stage.name, fixed(1e3 * stage.seconds, 1),
        fixed(1e6 * stage.seconds / Double(max(1, sites)), 2),
        speed.map { fixed($0 * 1e-9, 1) } ?? "",
        speed.map { fixed(100 * $0 / rate, 0) + " %" } ?? "",
      ])
    }
    lines += ["", aligned(rows), ""]
    var sizes = [["atoms in one cell", "us/site"]]
    for (atoms, microseconds) in scaling { sizes.append(["\(atoms)", fixed(microseconds, 2)]) }
    return lines.joined(separator: "\n") + "\n" + aligned(sizes) + "\n"
  }

  var members: [JSON.Member] {
    [
      .init("spinel", .string(ResultDocument.version)), .init("sites", .int(sites)),
      .init("blasKernel", .string(Threads.kernel)), .init("repeat", .int(repeats)),
      .init("productRate_GFLOPs", .double(rate * 1e-9)),
      .init("peakMemory_MB", peakMemory.map { .double(Double($0) * 1e-6) } ?? .null),
      .init(
        "pipeline",
        .array(
          pipeline.map {
            .object([.init("threads", .int($0.threads)), .init("seconds", .double($0.seconds))])
          })),
      .init(
        "stages",
        .array(
          stages.map { stage in
            let speed = stage.operations.map { $0 / max(stage.seconds, 1e-9) }
            return .object([
              .init("name", .string(stage.name)), .init("seconds", .double(stage.seconds)),
              .init("GFLOPs", speed.map { .double($0 * 1e-9) } ?? .null),
              .init("shareOfProductRate", speed.map { .double($0 / rate) } ?? .null),
            ])
          })),
      .init(
        "scaling",
        .array(
          scaling.map {
            .object([
              .init("atoms", .int($0.atoms)),
              .init("microsecondsPerSite", .double($0.microseconds)),
            ])
          })),
    ]
  }
}

/// The middle of some numbers, the mean of the middle two; 0 of none.
func median(_ numbers: [Double]) -> Double {
  let sorted = numbers.sorted()
  guard !sorted.isEmpty else { return 0 }
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
