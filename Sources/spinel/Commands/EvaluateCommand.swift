import ArgumentParser
import Crystals
import Engine
import Formats
import LinearAlgebra
import Regression
import Tensors

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "How well models, or the tensors of a second array, agree with reference tensors.",
    discussion: """
      On the data a model was trained on, only its own test set is judged, unless --all is given. \
      Models of one nucleus are judged on the sites that none of them was trained on; with scalar \
      models beside a tensor model the ways to omega_Q are compared.

      --against compares two arrays of the same file for every element that has tensors in both. \
      Tensors are EFGs in atomic units if the property's name holds "efg" or an isotope of the \
      element is named; others (shieldings, say) are compared without C_Q and omega_Q in kHz, with \
      their isotropic parts.

      Example:
        spinel evaluate dft.extxyz --model li.safetensors --svg figures
        spinel evaluate both.extxyz --property efg --against efg_other --isotope 7Li --json
      """)

  @Argument(help: "Structure files with reference tensors: extended XYZ or magres.")
  var data: [String]
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Model files of `train`, tensor or scalar.", valueName: "file"))
  var model: [String] = []
  @Option(
    help: "The reference: a per-atom property of nine columns (default: the models', or efg).")
  var property: String?
  @Option(
    help: ArgumentHelp(
      "A second per-atom property to compare, in place of models.", valueName: "name"))
  var against: String?
  @Flag(help: "Judge all sites, also those a model was trained on.")
  var all = false
  @Option(help: "Largest relative gap of principal values that corrected angles may reassign.")
  var reassignTolerance = Reassignment.defaultTolerance
  @Flag(help: "Print JSON.")
  var json = false
  @Option(help: ArgumentHelp("Draw figures into a folder.", valueName: "folder"))
  var svg: String?
  @OptionGroup var field: FieldOption
  @OptionGroup var isotopes: IsotopeOption
  @OptionGroup var quiet: QuietOption

  func validate() throws {
    guard model.isEmpty != (against == nil) else {
      throw ValidationError("Give what to compare with: --model FILE or --against NAME.")
    }
    if all, against != nil { throw ValidationError("--all is for models; --against takes all.") }
    guard reassignTolerance >= 0, reassignTolerance <= 1 else {
      throw ValidationError("--reassign-tolerance is \(reassignTolerance); expected 0 to 1.")
    }
  }

  func run() throws {
    Threads.set(activeProcessorCount())
    let models = try model.map { ($0, try ModelFile.parse(FileBytes.read($0), file: $0)) }
    var structures: [Structure] = []
    for file in data { structures += try StructureReader.read(file) }
    let evaluations =
      try against.map { try compared(structures, with: $0) } ?? judged(models, structures)
    if let svg { try EvaluationFigures(evaluations, structures).write(to: FigureFolder(svg)) }
    if json {
      try output(EvaluationDocument(evaluations, field: field.field).json.bytes(indented: true))
    } else {
      try output(EvaluationReport(evaluations).text)
    }
  }

  private func compared(_ structures: [Structure], with name: String) throws -> [Evaluation] {
    try ArrayEvaluation(
      structures: structures, reference: property ?? "efg", predicted: name, field: field.field,
      isotopes: isotopes.isotope, tolerance: reassignTolerance
    ).evaluations()
  }

  private func judged(
    _ models: [(String, Model)], _ structures: [Structure]
  ) throws -> [Evaluation] {
    let job = Job()
    let interrupt = Interrupt(cancelling: job)
    defer { interrupt.stop() }
    let bar = ProgressBar("evaluating", quiet: quiet.quiet)
    defer { bar.clear() }
    let start = monotonicSeconds()
    return try ModelEvaluation(
      structures: structures, field: field.field, isotopes: isotopes.isotope,
      tolerance: reassignTolerance, property: property, all: all,
      isCancelled: { job.isCancelled },
      progress: { done, total in
        let elapsed = monotonicSeconds() - start
        bar.update(
          Progress(
            done: done, total: total, rate: elapsed > 0 ? Double(done) / elapsed : 0,
            elapsed: elapsed))
      }
    ).evaluations(of: models)
  }
}

/// A folder that figures are written into, made where it is missing.
struct FigureFolder {
  let path: String

  init(_ path: String) throws {
    self.path = path
    try OutputFolder.make(path)
  }

  /// Writes a figure and says so on standard error.
  func write(_ svg: String, as name: String) throws {
    let file = path + "/" + name + ".svg"
    try AtomicFile.write(Array(svg.utf8), to: file)
    report("spinel: wrote \(escaped(file, limit: 400))")
  }
}
