import ArgumentParser
import Crystals
import Engine
import Formats
import Glibc
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

  @Argument(help: "Structure files.")
  var structures: [String]
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Model files of `train`, one a nucleus.", valueName: "file"))
  var model: [String]
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      """
      Where to write: .extxyz, .xyz, .magres (one structure), .csv, .json or .safetensors; without \
      it a summary is printed.
      """,
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
        "\(escaped(output)) has an ending without a meaning here; expected .extxyz, .xyz, .magres, "
          + ".csv, .json or .safetensors")
    }
    if resume && output == nil { throw ValidationError("--resume needs -o FILE.") }
  }

  func run() throws {
    Threads.set(1)
    let models = try model.map { try ModelFile.readTensorModel($0) }
    let nuclei = models.map(\.description.nucleus)
    try refuseRivals(nuclei)
    let properties = try properties(of: models)
    // Writing is tried before the work, not after it.
    try output.map { try AtomicFile($0) }?.discard()
    let shard = shard
    let form = output.flatMap { OutputForm(ending: $0) }
    if form == .structures || form == .magres { try refusePipes() }
    if form == .magres, let output {
      try Results.requireOneStructure(in: structures, for: output) { shard?.contains($0) ?? true }
    }
    let conventions = ResultConventions(
      field: field.field,
      isotopes: models.map(\.description).filter(\.isFieldGradient).map(\.isotope)
        + isotopes.isotope, properties: properties)
    var pipeline = PredictionPipeline(
      files: structures, predictors: try models.map { try Predictor($0) },
      conventions: conventions, threads: threads.count)
    let checkpoint = output.map {
      Checkpoint(
        beside: $0, models: models, structures: structures, shard: shard?.description ?? "")
    }
    let kept = try resume ? checkpoint?.load(conventions) : nil
    let done = Set(kept?.table.structure ?? [])
    let isWanted: @Sendable (Int) -> Bool = { shard?.contains($0) ?? true }
    pipeline.isWanted = { isWanted($0) && !done.contains(Int32($0)) }

    let job = Job()
    let interrupt = Interrupt(cancelling: job)
    defer { interrupt.stop() }
    let collected = try collect(pipeline, job)
    var results = Results(
      table: SiteTable.joined(kept?.table, collected.table), conventions: conventions,
      models: models.map(\.fingerprint.description))
    guard collected.isComplete else { throw try interrupted(checkpoint, results) }
    guard results.table.count > 0 else { throw nothingPredicted(nuclei) }
    if models.contains(where: \.description.isFieldGradient) { try results.assignRegions() }
    guard let output else { return try spinel.output(ResultSummary(results).text) }
    guard try write(results, to: output, isWanted, job) else {
      throw try interrupted(checkpoint, results)
    }
    checkpoint?.remove()
  }

  /// A result holds one tensor a site: two models of a nucleus would be two results.
  private func refuseRivals(_ nuclei: [Element]) throws {
    for (place, nucleus) in nuclei.enumerated() {
      guard let first = nuclei[..<place].firstIndex(of: nucleus) else { continue }
      let files = [first, place].map { escaped(model[$0], limit: 400) }
      throw Failure(
        "\(files[0]) and \(files[1]): both are models of \(nucleus.symbol); expected one model a "
          + "nucleus. Predict with each in a run of its own, with its own -o; "
          + "spinel explore --model \(files[0]) \(files[1]) shows both side by side",
        status: Failure.usage)
    }
  }

  /// What the models predict besides field gradients, by nucleus.
  private func properties(of models: [TensorModel]) throws -> [Element: TensorProperty] {
    var properties: [Element: TensorProperty] = [:]
    for (model, file) in zip(models, model) {
      guard let property = model.description.otherProperty else { continue }
      let other = properties.values.first { $0.name == property.name }
      if let other, other.unit != property.unit {
        throw Failure(
          "\(escaped(file, limit: 400)): \(escaped(property.name)) in \(escaped(property.unitText)); "
            + "expected the \(escaped(other.unitText)) of the model before", status: Failure.usage)
      }
      properties[model.description.nucleus] = property
      if output.flatMap({ OutputForm(ending: $0) }) == .magres,
        property != TensorProperty(name: "ms", unit: "ppm")
      {
        throw Failure(
          "\(escaped(file, limit: 400)): a model of \(escaped(property.name)) in "
            + "\(escaped(property.unitText)); a magres output holds efg, and ms in ppm",
          status: Failure.usage)
      }
    }
    return properties
  }

  /// The structures are read a second time when they are written with their tensors.
  private func refusePipes() throws {
    for file in structures {
      var status = stat()
      guard stat(file, &status) == 0, status.st_mode & S_IFMT != S_IFREG,
        status.st_mode & S_IFMT != S_IFDIR
      else { continue }
      throw Failure(
        "\(escaped(file, limit: 400)): a pipe or device, which can be read only once; expected a "
          + "file, or an output of .csv, .json or .safetensors", status: Failure.usage)
    }
  }

  private func interrupted(_ checkpoint: Checkpoint?, _ results: Results) throws -> Failure {
    let kept = try checkpoint?.save(results)
    let advice = kept.map {
      "; finished sites are kept in \(escaped($0, limit: 400)), go on with --resume"
    }
    return Failure("interrupted\(advice ?? "")", status: Failure.interrupted)
  }

  private func nothingPredicted(_ nuclei: [Element]) -> Failure {
    let list = Set(nuclei).sorted().map(\.symbol).joined(separator: ", ")
    let files = escaped(structures.joined(separator: ", "), limit: 400)
    let part = shard.map { " in shard \($0)" } ?? ""
    return Failure(
      "\(files): no atom of \(list)\(part); expected structures with atoms that the model predicts",
      status: Failure.badData)
  }

  /// Runs the pipeline until it is done or interrupted; rows of unfinished structures are left out.
  private func collect(
    _ pipeline: PredictionPipeline, _ job: Job
  ) throws -> (table: SiteTable, isComplete: Bool) {
    let bar = ProgressBar("predicting", quiet: quiet.quiet)
    defer { bar.clear() }
    let collector = SiteCollector()
    let isComplete = try pipeline.run(
      job: job, deliver: { collector.take($0) }, progress: { bar.update($0) })
    return (collector.table(includingLast: isComplete), isComplete)
  }

  /// Says whether all was written rather than interrupted.
  private func write(
    _ results: Results, to output: String, _ isWanted: (Int) -> Bool, _ job: Job
  ) throws -> Bool {
    switch OutputForm(ending: output) {
    case .structures, .magres:
      return try results.writeStructures(
        of: structures, to: output, asMagres: OutputForm(ending: output) == .magres,
        isWanted: isWanted, mayContinue: { job.mayContinue() })
    case .csv:
      try AtomicFile.write(ResultDocument.csv(results.sites, results.conventions), to: output)
    case .json:
      try AtomicFile.write(ResultDocument.json(results.sites, results.conventions), to: output)
    case .safetensors, nil: try AtomicFile.write(results.safetensors().bytes(), to: output)
    }
    return true
  }
}

/// The form of an output, by the ending of its name.
enum OutputForm {
  case structures, magres, csv, json, safetensors

  init?(ending name: String) {
    switch name.split(separator: ".").last?.lowercased() {
    case "extxyz", "xyz": self = .structures
    case "magres": self = .magres
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
    else { throw ValidationError("expected K/N with K from 1 to N") }
    (self.number, self.count) = (number, count)
  }

  func contains(_ structure: Int) -> Bool { structure % count == number - 1 }

  var description: String { "\(number)/\(count)" }
}
