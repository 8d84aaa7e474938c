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
      standard output and into the model.

      Example:
        spinel train dft.extxyz --nucleus Li --hypers li.toml -o li.safetensors
      """)

  @Argument(help: "Structure files with a tensor on every atom of the nucleus.")
  var data: [String]
  @Option(help: "The element to learn.", transform: parseElement)
  var nucleus: Element
  @Option(name: .shortAndLong, help: ArgumentHelp("The model file.", valueName: "model"))
  var output: String
  @Option(help: "tensor or scalar.")
  var kernel: KernelKind = .tensor
  @Option(help: "What to learn: efg, or with --kernel scalar CQ~, eta~, theta, phi or omegaQ.")
  var target = TrainingTarget.efg
  @Option(help: ArgumentHelp("Hyperparameters, a TOML file.", valueName: "file"))
  var hypers: String?
  @Option(help: "Environments the prediction is expanded in; 0: all (default: as in --hypers).")
  var sparsePoints: Int?
  @Option(help: "Share of the data kept for the test; 0: learn from everything.")
  var testFraction = 0.2
  @Option(help: "structures (no structure on both sides) or environments (the paper's way).")
  var split: Split.Mode = .structures
  @Option(help: "Seed of split and sparse points.")
  var seed: UInt64 = 1
  @Option(help: "Name of the per-atom property to learn, nine columns in atomic units.")
  var property = "efg"
  @OptionGroup var isotopes: IsotopeOption
  @OptionGroup var quiet: QuietOption

  enum KernelKind: String, ExpressibleByArgument, CaseIterable { case tensor, scalar }

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
  }

  func run() throws {
    // The linear algebra of training is one big problem at a time.
    Threads.set(activeProcessorCount())
    try AtomicFile(output).discard()
    var structures: [Structure] = []
    for file in data { structures += try StructureReader.read(file) }
    let labelled = try LabelledStructures(structures, nucleus: nucleus, property: property)
    var training = Training(try hyperparameters(for: structures))
    training.testFraction = testFraction
    training.split = split
    training.seed = seed
    training.isotope = isotopes.isotope.last { $0.element == nucleus.symbol }
    training.provenance = provenance(of: structures)
    training.estimatesUncertainty = true

    let job = Job()
    let interrupt = Interrupt(cancelling: job)
    defer { interrupt.stop() }
    let bar = ProgressBar("training", quiet: quiet.quiet)
    let start = monotonicSeconds()
    let progress = { (stage: Training.Progress) in
      bar.update(
        Progress(
          done: stage.done, total: stage.total, rate: 0, elapsed: monotonicSeconds() - start),
        label: "training: \(stage.stage.rawValue)")
    }
    let model: Model
    let text: String
    if let target = target.scalar {
      let result = try training.train(
        scalar: target, on: labelled, isCancelled: { job.isCancelled }, progress: progress)
      model = .scalar(result.model)
      text = TrainingReport(labelled, result).text
    } else {
      let result = try training.train(
        on: labelled, isCancelled: { job.isCancelled }, progress: progress)
      model = .tensor(result.model)
      text = TrainingReport(labelled, result).text
    }
    bar.clear()
    try AtomicFile.write(ModelFile.bytes(model), to: output)
    try spinel.output(text)
  }

  /// Those of --hypers, or the standard ones for the elements that occur.
  private func hyperparameters(for structures: [Structure]) throws -> Hyperparameters {
    var found: Hyperparameters
    if let hypers {
      found = try HyperparameterFile.parse(FileBytes.read(hypers), file: hypers)
    } else {
      found = .standard(species: Set(structures.flatMap(\.elements)).sorted())
    }
    if let sparsePoints { found.regression.sparsePoints = sparsePoints }
    return found
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

/// What `--target` names: the tensor, or a scalar of it.
enum TrainingTarget: ExpressibleByArgument, Equatable, CaseIterable {
  case efg
  case scalarTarget(ScalarTarget)

  static let allCases = [TrainingTarget.efg] + ScalarTarget.allCases.map { .scalarTarget($0) }

  init?(argument: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue == argument }) else { return nil }
    self = found
  }

  var rawValue: String { scalar?.rawValue ?? "efg" }
  var defaultValueDescription: String { rawValue }
  static var allValueStrings: [String] { allCases.map(\.rawValue) }

  var scalar: ScalarTarget? {
    if case .scalarTarget(let target) = self { target } else { nil }
  }
}

extension Split.Mode: ExpressibleByArgument {}
