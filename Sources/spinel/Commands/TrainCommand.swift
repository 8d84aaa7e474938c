import ArgumentParser
import Crystals
import Engine
import Formats
import LinearAlgebra
import Regression
import Tensors

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model on structures with tensors.",
    discussion: """
      A part of the structures is kept for a test and never learned from; the report on it goes to
      standard output and into the model. Of several nuclei, -o names the folder of the models, \
      li-tensor.safetensors and so on, and --hypers may name a folder with li-tensor.toml and so on.

      Example:
        spinel train dft.extxyz --nucleus Li --hypers li.toml -o li.safetensors
        spinel train dft.extxyz --nucleus Li,Ti,O --hypers SampleData -o models
      """)

  @Argument(help: "Structure files with a tensor on every atom of the nucleus.")
  var data: [String]
  @Option(
    help: ArgumentHelp(
      "The element to learn; several as a list, such as Li,Ti,O, or repeated.",
      valueName: "nucleus"),
    transform: TrainCommand.parseNuclei)
  var nucleus: [[Element]]
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The model file; with several nuclei the folder of the models.", valueName: "model"))
  var output: String
  @Option(help: "tensor or scalar.")
  var kernel: KernelKind = .tensor
  @Option(help: "What to learn: efg, or with --kernel scalar CQ~, eta~, theta, phi or omegaQ.")
  var target = TrainingTarget.efg
  @Option(
    help: ArgumentHelp(
      "Hyperparameters, a TOML file, or a folder with one a nucleus and kernel.",
      valueName: "file"))
  var hypers: String?
  @Option(help: "Environments the prediction is expanded in; 0: all (default: as in --hypers).")
  var sparsePoints: Int?
  @Option(help: "Share of the data kept for the test; 0: learn from everything.")
  var testFraction = 0.2
  @Option(help: "structures (no structure on both sides) or environments (the paper's way).")
  var split: Split.Mode = .structures
  @Option(help: "Seed of split and sparse points.")
  var seed: UInt64 = 1
  @Option(
    help: """
      Name of the per-atom property to learn, nine columns; with efg in the name they are field \
      gradients in atomic units.
      """)
  var property = "efg"
  @Option(
    help: ArgumentHelp(
      "Unit of a property that is no field gradient (default: NAME_unit of the structures).",
      valueName: "text"))
  var unit: String?
  @OptionGroup var isotopes: IsotopeOption
  @OptionGroup var quiet: QuietOption

  enum KernelKind: String, ExpressibleByArgument, CaseIterable { case tensor, scalar }

  private static func parseNuclei(_ text: String) throws -> [Element] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map {
      try parseElement(String($0))
    }
  }

  /// All nuclei asked for, in their order.
  var nuclei: [Element] { nucleus.flatMap { $0 } }

  func validate() throws {
    if (kernel == .tensor) != (target == .efg) {
      throw ValidationError(
        "--target \(target.rawValue) does not go with --kernel \(kernel.rawValue): the tensor kernel "
          + "learns efg, the scalar kernel CQ~, eta~, theta, phi or omegaQ.")
    }
    guard testFraction >= 0, testFraction < 1 else {
      throw ValidationError("--test-fraction is \(testFraction); expected 0 or more, below 1.")
    }
    if let sparsePoints, sparsePoints < 0 {
      throw ValidationError("--sparse-points is \(sparsePoints); expected 0 or more.")
    }
    for (place, element) in nuclei.enumerated() where nuclei[..<place].contains(element) {
      throw ValidationError("--nucleus names \(element) twice; expected each element once.")
    }
    for isotope in isotopes.isotope where !nuclei.contains(where: { $0.symbol == isotope.element })
    {
      throw ValidationError(
        "--isotope \(isotope.name) is of no --nucleus; expected an isotope of "
          + "\(nuclei.map(\.symbol).joined(separator: ", ")).")
    }
  }

  func run() throws {
    // The linear algebra of training is one big problem at a time.
    Threads.set(activeProcessorCount())
    let outputs = try tryOutputs()
    var structures: [Structure] = []
    for file in data { structures += try StructureReader.read(file) }
    // All that can be wrong with the data of any nucleus is said before the first is trained.
    let labelled = try nuclei.map {
      try LabelledStructures(structures, nucleus: $0, property: property, unit: unit)
    }
    let trainings = try nuclei.map { try training(of: $0, on: structures) }

    let job = Job()
    let interrupt = Interrupt(cancelling: job)
    defer { interrupt.stop() }
    for (place, file) in outputs.enumerated() {
      let (model, report) = try train(trainings[place], on: labelled[place], job)
      if nuclei.count > 1 { try OutputFolder.make(output) }
      try AtomicFile.write(ModelFile.bytes(model), to: file)
      try spinel.output(place > 0 ? "\n" + report : report)
    }
  }

  private func train(
    _ training: Training, on labelled: LabelledStructures, _ job: Job
  ) throws -> (Model, report: String) {
    let name = nuclei.count > 1 ? "training \(labelled.nucleus)" : "training"
    let bar = ProgressBar(name, quiet: quiet.quiet)
    defer { bar.clear() }
    let start = monotonicSeconds()
    let progress = { (stage: Training.Progress) in
      bar.update(
        Progress(
          done: stage.done, total: stage.total, rate: 0, elapsed: monotonicSeconds() - start),
        label: "\(name): \(stage.stage.rawValue)")
    }
    if let target = target.scalar {
      let result = try training.train(
        scalar: target, on: labelled, isCancelled: { job.isCancelled }, progress: progress)
      return (.scalar(result.model), TrainingReport(labelled, result).text)
    }
    let result = try training.train(
      on: labelled, isCancelled: { job.isCancelled }, progress: progress)
    return (.tensor(result.model), TrainingReport(labelled, result).text)
  }

  /// The file of each nucleus' model; that it can be written is tried before the work, not after it.
  private func tryOutputs() throws -> [String] {
    guard nuclei.count > 1 else {
      try AtomicFile(output).discard()
      return [output]
    }
    let isNew = try OutputFolder.make(output)
    defer { if isNew { OutputFolder.removeIfEmpty(output) } }
    let outputs = nuclei.map { Self.file(in: output, of: $0, kernel, "safetensors") }
    for output in outputs { try AtomicFile(output).discard() }
    return outputs
  }

  private func training(of nucleus: Element, on structures: [Structure]) throws -> Training {
    var training = Training(try hyperparameters(of: nucleus, for: structures))
    training.testFraction = testFraction
    training.split = split
    training.seed = seed
    training.isotope = isotopes.isotope.last { $0.element == nucleus.symbol }
    training.provenance = provenance(of: structures)
    training.estimatesUncertainty = true
    return training
  }

  /// Those of --hypers, or the standard ones for the elements that occur.
  private func hyperparameters(
    of nucleus: Element, for structures: [Structure]
  ) throws -> Hyperparameters {
    var found: Hyperparameters
    if let hypers {
      let file =
        OutputFolder.exists(hypers) ? Self.file(in: hypers, of: nucleus, kernel, "toml") : hypers
      found = try HyperparameterFile.parse(FileBytes.read(file), file: file)
    } else {
      found = .standard(species: Set(structures.flatMap(\.elements)).sorted())
    }
    if let sparsePoints { found.regression.sparsePoints = sparsePoints }
    return found
  }

  /// `li-tensor.toml` and the like in a folder.
  private static func file(
    in folder: String, of nucleus: Element, _ kernel: KernelKind, _ ending: String
  ) -> String {
    let name = "\(nucleus.symbol.lowercased())-\(kernel.rawValue).\(ending)"
    return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// The level of theory the files state, and their names.
  private func provenance(of structures: [Structure]) -> String {
    let names = data.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    var methods: [String] = []
    for structure in structures {
      if case .text(let texts, _)? = structure.info["method"] {
        for text in texts where !methods.contains(text) { methods.append(text) }
      }
    }
    return (names + methods).joined(separator: "; ")
  }
}
