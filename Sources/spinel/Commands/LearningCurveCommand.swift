import ArgumentParser
import Crystals
import Engine
import Figures
import Formats
import LinearAlgebra
import Regression
import Tensors

struct LearningCurveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learning-curve",
    abstract: "Error against training size, of tensor and scalar models.",
    discussion: """
      Each repeat keeps a test set of its own and learns from nested random subsets of the rest. \
      The tensor model is compared with scalar models of CQ~, eta~, theta, phi and omega_Q, and \
      omega_Q is reached by three ways: learned directly, from the other learned scalars, and from \
      the learned tensor.

      Example:
        spinel learning-curve dft.extxyz --nucleus Li --hypers li-tensor.toml \
      --scalar-hypers li-scalar.toml --repeats 5 --svg curve.svg
      """)

  @Argument(help: "Extended-XYZ files with a tensor on every atom of the nucleus.")
  var data: [String]
  @Option(help: "The element to learn.", transform: parseElement)
  var nucleus: Element
  @Option(
    help: ArgumentHelp("Hyperparameters of the tensor model, a TOML file.", valueName: "file"))
  var hypers: String?
  @Option(help: ArgumentHelp("Hyperparameters of the scalar models.", valueName: "file"))
  var scalarHypers: String?
  @Option(
    help: ArgumentHelp(
      "Structures to learn from, or environments with --split environments (default: halved from "
        + "all that are not tested on).", valueName: "n,n,…"),
    transform: LearningCurveCommand.parseSizes)
  var sizes: [Int]?
  @Option(help: "Test sets drawn, each with subsets of its own.")
  var repeats = 5
  @Option(help: "Seed of the first repeat; the others follow it one by one.")
  var seed: UInt64 = 1
  @Option(help: "Share of the data kept for the test.")
  var testFraction = 0.2
  @Option(help: "structures (no structure on both sides) or environments (the paper's way).")
  var split: Split.Mode = .structures
  @Option(help: "Largest relative gap of principal values that corrected angles may reassign.")
  var reassignTolerance = Reassignment.defaultTolerance
  @Option(help: "Name of the per-atom property to learn, nine columns in atomic units.")
  var property = "efg"
  @Flag(help: "Print JSON.")
  var json = false
  @Option(help: ArgumentHelp("Draw the curves into a file.", valueName: "file"))
  var svg: String?
  @OptionGroup var field: FieldOption
  @OptionGroup var isotopes: IsotopeOption
  @OptionGroup var quiet: QuietOption

  func validate() throws {
    guard (1...1000).contains(repeats) else {
      throw ValidationError("--repeats is \(repeats); expected 1 to 1000.")
    }
    guard testFraction > 0, testFraction < 1 else {
      throw ValidationError("--test-fraction is \(testFraction); expected more than 0, below 1.")
    }
    guard reassignTolerance >= 0, reassignTolerance <= 1 else {
      throw ValidationError("--reassign-tolerance is \(reassignTolerance); expected 0 to 1.")
    }
  }

  private static func parseSizes(_ text: String) throws -> [Int] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let sizes = parts.compactMap { $0 }
    guard sizes.count == parts.count, sizes.allSatisfy({ $0 >= 1 }) else {
      throw ValidationError(
        "--sizes is \(text); expected numbers of \(Split.Mode.structures.rawValue) or "
          + "\(Split.Mode.environments.rawValue) such as 5,10,20,40.")
    }
    return sizes
  }

  func run() throws {
    // The linear algebra of training is one big problem at a time.
    Threads.set(activeProcessorCount())
    if let svg { try AtomicFile(svg).discard() }
    var structures: [Structure] = []
    for file in data { structures += try StructureReader.read(file) }
    let species = Set(structures.flatMap(\.elements)).sorted()
    let labelled = try LabelledStructures(structures, nucleus: nucleus, property: property)

    let job = Job()
    let interrupt = Interrupt(cancelling: job)
    defer { interrupt.stop() }
    let bar = ProgressBar("learning curve", quiet: quiet.quiet)
    let training = try ComparativeTraining(
      labelled, tensor: hyperparameters(hypers) ?? .standard(species: species),
      scalar: hyperparameters(scalarHypers) ?? .standardScalar(species: species),
      isotope: isotopes.isotope.last { $0.element == nucleus.symbol }, field: field.field,
      tolerance: reassignTolerance, isCancelled: { job.isCancelled },
      progress: showing(bar, "features"))
    let curve = try learn(training, job, bar)
    bar.clear()
    if let svg {
      try AtomicFile.write(Array(LearningCurveFigure(curve, training).svg.utf8), to: svg)
    }
    if json {
      try output(LearningCurveDocument(curve, training).json.bytes(indented: true))
    } else {
      try output(LearningCurveReport(curve, training).text)
    }
    if !curve.isComplete {
      let finished = curve.points.first?.runs.count ?? 0
      throw Failure(
        "interrupted after \(finished) of \(repeats) repeats; the numbers are of those",
        status: Failure.interrupted)
    }
  }

  private func learn(
    _ training: ComparativeTraining, _ job: Job, _ bar: ProgressBar
  ) throws -> LearningCurve {
    var settings = LearningCurve.Settings()
    settings.sizes = sizes
    settings.repeats = repeats
    settings.seed = seed
    settings.testFraction = testFraction
    settings.split = split
    let start = monotonicSeconds()
    let progress = { (stage: LearningCurve.Progress) in
      let label = "repeat \(stage.repeat + 1)/\(repeats), \(stage.size) \(split.rawValue)"
      showing(bar, label, start)(stage.done, stage.total)
    }
    return try LearningCurve(
      training, settings, isCancelled: { job.isCancelled }, progress: progress)
  }

  /// What draws the state of a stage that began at a time.
  private func showing(
    _ bar: ProgressBar, _ label: String, _ start: Double = monotonicSeconds()
  ) -> (_ done: Int, _ total: Int) -> Void {
    { done, total in
      let elapsed = monotonicSeconds() - start
      let progress = Progress(
        done: done, total: total, rate: elapsed > 0 ? Double(done) / elapsed : 0, elapsed: elapsed)
      bar.update(progress, label: label)
    }
  }

  private func hyperparameters(_ file: String?) throws -> Hyperparameters? {
    try file.map { try HyperparameterFile.parse(FileBytes.read($0), file: $0) }
  }
}
