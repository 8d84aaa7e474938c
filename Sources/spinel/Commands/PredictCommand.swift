import ArgumentParser
import Crystals
import Engine
import Formats
import LinearAlgebra
import Regression
import Tensors

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Tensors and observables of every site the models cover.",
    discussion: """
      Interrupted work is kept beside the output; --resume goes on from there.

      Example:
        spinel predict cells.extxyz --model li.safetensors -o predicted.extxyz
      """)

  @Argument(help: "Extended-XYZ files.")
  var structures: [String]
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Model files of `train`, one a nucleus.", valueName: "file"))
  var model: [String]
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where to write: .extxyz, .xyz, .csv, .json or .safetensors; without it a summary is printed.",
      valueName: "file"))
  var output: String?
  @OptionGroup var field: FieldOption
  @OptionGroup var isotopes: IsotopeOption
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var quiet: QuietOption
  @Option(
    help: ArgumentHelp("Only every N-th structure, from the K-th.", valueName: "k/n"),
    transform: Shard.init(parsing:))
  var shard: Shard?
  @Flag(help: "Go on with interrupted work of the same structures and models.")
  var resume = false

  func validate() throws {
    if let output, OutputForm(ending: output) == nil {
      throw ValidationError(
        "\(escaped(output)) has an ending without a meaning here; expected .extxyz, .xyz, .csv, "
          + ".json or .safetensors")
    }
    if resume && output == nil { throw ValidationError("--resume needs -o FILE.") }
  }

  func run() throws {
    Threads.set(1)
    let models = try model.map { try ModelFile.readTensorModel($0) }
    let nuclei = models.map(\.description.nucleus)
    guard Set(nuclei).count == nuclei.count else {
      throw Failure(
        "two models predict the same nucleus; give one model a nucleus", status: Failure.usage)
    }
    // Writing is tried before the work, not after it.
    let file = try output.map { try AtomicFile($0) }
    file?.discard()
    let conventions = ResultConventions(
      field: field.field, isotopes: models.map(\.description.isotope) + isotopes.isotope)
    var pipeline = PredictionPipeline(
      files: structures, predictors: try models.map { try Predictor($0) },
      conventions: conventions, threads: threads.count)
    let shard = shard
    let checkpoint = output.map {
      Checkpoint(
        beside: $0, models: models, structures: structures, shard: shard?.description ?? "")
    }
    var results = try resume ? checkpoint?.load(conventions) : nil
    let done = Set(results?.table.structure ?? [])
    pipeline.isWanted = { index in
      (shard?.contains(index) ?? true) && !done.contains(Int32(index))
    }
    let collected = try collect(pipeline)
    results = Results(
      table: SiteTable.joined(results?.table, collected.table), conventions: conventions,
      models: models.map(\.fingerprint.description))
    guard var results else { return }
    guard collected.isComplete else {
      let kept = try checkpoint?.save(results)
      let advice = kept.map { "; finished sites are kept in \($0), go on with --resume" } ?? ""
      throw Failure("interrupted\(advice)", status: Failure.interrupted)
    }
    guard results.table.count > 0 else {
      let list = Set(nuclei).sorted().map(\.symbol).joined(separator: ", ")
      throw Failure(
        "\(escaped(structures.joined(separator: ", "))): no atom of \(list); expected structures "
          + "with atoms that the model predicts", status: Failure.badData)
    }
    try results.assignRegions()
    if let output {
      try write(results, to: output) { shard?.contains($0) ?? true }
      checkpoint?.remove()
    } else {
      try spinel.output(ResultSummary(results).text)
    }
  }

  /// Runs the pipeline until it is done or interrupted; rows of unfinished structures are left out.
  private func collect(
    _ pipeline: PredictionPipeline
  ) throws -> (table: SiteTable, isComplete: Bool) {
    let job = Job()
    let interrupt = Interrupt(cancelling: job)
    defer { interrupt.stop() }
    let bar = ProgressBar("predicting", quiet: quiet.quiet)
    defer { bar.clear() }
    let collector = SiteCollector()
    let isComplete = try pipeline.run(
      job: job, deliver: { collector.take($0) }, progress: { bar.update($0) })
    return (collector.table(includingLast: isComplete), isComplete)
  }

  private func write(
    _ results: Results, to output: String, isWanted: (Int) -> Bool
  ) throws {
    switch OutputForm(ending: output) {
    case .structures:
      try results.writeStructures(of: structures, to: output, isWanted: isWanted)
    case .csv:
      try AtomicFile.write(ResultDocument.csv(results.sites, results.conventions), to: output)
    case .json:
      try AtomicFile.write(ResultDocument.json(results.sites, results.conventions), to: output)
    case .safetensors, nil: try AtomicFile.write(results.safetensors().bytes(), to: output)
    }
  }
}

/// The form of an output, by the ending of its name.
enum OutputForm {
  case structures, csv, json, safetensors

  init?(ending name: String) {
    switch name.split(separator: ".").last?.lowercased() {
    case "extxyz", "xyz": self = .structures
    case "csv": self = .csv
    case "json": self = .json
    case "safetensors": self = .safetensors
    default: return nil
    }
  }
}

/// The part of the structures that one of several runs takes.
struct Shard: CustomStringConvertible {
  let number: Int
  let count: Int

  /// Reads `K/N`, K from 1.
  init(parsing text: String) throws {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], count >= 1,
      (1...count).contains(number)
    else { throw ValidationError("--shard is \(text); expected K/N with K from 1 to N.") }
    (self.number, self.count) = (number, count)
  }

  func contains(_ structure: Int) -> Bool { structure % count == number - 1 }

  var description: String { "\(number)/\(count)" }
}
