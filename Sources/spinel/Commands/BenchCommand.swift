import ArgumentParser
import Engine
import Formats
import LinearAlgebra
import Regression

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "How fast the prediction is on this machine, stage by stage.",
    discussion: """
      Times are medians over the repetitions. Rates are given as a fraction of the rate at which \
      this machine multiplies matrices in single precision, measured in the same run.

      Example:
        spinel bench --repeat 5 --threads 2
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Structures to predict (default: the samples).", valueName: "file"))
  var structures: [String] = []
  @Option(help: ArgumentHelp("Model (default: the sample model).", valueName: "file"))
  var model: String?
  @Option(name: .customLong("repeat"), help: "Repetitions.")
  var repeats = 5
  @OptionGroup var threads: ThreadsOption
  @Flag(help: "Print JSON.")
  var json = false
  @Option(help: "Sites of the explorer's benchmark.")
  var explorerSites = 1_000_000

  func validate() throws {
    guard (1...1000).contains(repeats) else {
      throw ValidationError("--repeat is \(repeats); expected 1 to 1000.")
    }
    guard (0...100_000_000).contains(explorerSites) else {
      throw ValidationError("--explorer-sites is \(explorerSites); expected 0 to 100000000.")
    }
  }

  func run() throws {
    Threads.set(1)
    let files = structures.isEmpty ? [ProgramData.structures] : structures
    let model = try ModelFile.readTensorModel(self.model ?? ProgramData.model)
    let benchmark = try PredictionBenchmark(
      files: files, model: model, threads: threads.count, repeats: repeats)
    let sampling = try SamplingBenchmark(repeats: repeats)
    let explorer =
      explorerSites > 0 ? ExplorerBenchmark(sites: explorerSites, repeats: repeats) : nil
    if json {
      var members = benchmark.members
      members.append(.init("sampling", sampling.json))
      if let explorer { members.append(.init("explorer", explorer.json)) }
      try output(JSON.object(members).bytes(indented: true))
    } else {
      try output(benchmark.text + "\n" + sampling.text + (explorer.map { "\n" + $0.text } ?? ""))
    }
  }
}
