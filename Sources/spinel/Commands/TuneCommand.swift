import ArgumentParser
import Crystals
import Engine
import Formats
import Glibc
import LinearAlgebra
import Regression
import Tensors

struct TuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Search for hyperparameters by cross-validation.",
    discussion: """
      Each round evaluates a Box–Behnken design of the factors by k-fold cross-validation, fits a \
      quadratic surface to the scores and evaluates its minimum; the next design is half as wide \
      around the best point. The score is the mean of the MAE of CQ~, eta~ and 1 - q~. Every point \
      is kept in a log beside the output, HYPERS.log, which --resume goes on with.

      Factors: \(SearchFactor.allCases.map(\.rawValue).joined(separator: ", ")).

      Example:
        spinel tune dft.extxyz --nucleus Li --bounds cutoff=5:7 -o li.toml
        spinel train dft.extxyz --nucleus Li --hypers li.toml -o li.safetensors
      """)

  @Argument(help: "Structure files with a tensor on every atom of the nucleus.")
  var data: [String]
  @Option(help: "The element to learn.", transform: parseElement)
  var nucleus: Element
  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file of the best ones.", valueName: "hypers"))
  var output: String
  @Option(help: "Parts of the cross-validation.")
  var folds = 5
  @Option(
    help: ArgumentHelp("Hyperparameters to vary, one to seven.", valueName: "names"),
    transform: TuneCommand.parseFactors)
  var factors: [SearchFactor] = [.cutoff, .width, .regularization]
  @Option(
    help: ArgumentHelp(
      "Bounds of a factor, such as cutoff=4:7; repeatable.", valueName: "factor=lower:upper"),
    transform: TuneCommand.parseBounds)
  var bounds: [FactorBounds] = []
  @Option(
    help: ArgumentHelp(
      "Hyperparameters to start from, a TOML file (default: the standard ones).", valueName: "file")
  )
  var hypers: String?
  @Option(help: "The most designs evaluated.")
  var rounds = 3
  @Option(help: "Environments the prediction is expanded in; 0: all (default: as in --hypers).")
  var sparsePoints: Int?
  @Option(help: "What stays together in a fold: structures, or environments (the paper's way).")
  var split: Split.Mode = .structures
  @Option(help: "Seed of the folds.")
  var seed: UInt64 = 1
  @Option(help: "Name of the per-atom property to learn, nine columns in atomic units.")
  var property = "efg"
  @Flag(help: "Go on with the search in the log.")
  var resume = false
  @Flag(help: "The report as JSON.")
  var json = false
  @OptionGroup var isotopes: IsotopeOption
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var quiet: QuietOption

  private var logFile: String { output + ".log" }

  func validate() throws {
    if folds < 2 { throw ValidationError("--folds is \(folds); expected 2 or more.") }
    if !(1...100).contains(rounds) {
      throw ValidationError("--rounds is \(rounds); expected 1 to 100.")
    }
    if let sparsePoints, sparsePoints < 0 {
      throw ValidationError("--sparse-points is \(sparsePoints); expected 0 or more.")
    }
  }

  func run() throws {
    // The linear algebra of a fold is one big problem at a time.
    Threads.set(threads.count)
    try AtomicFile(output).discard()
    if !resume, access(logFile, F_OK) == 0 {
      throw Failure(
        "\(escaped(logFile, limit: 400)): the log of an earlier search is there; go on with it by "
          + "--resume, delete it to search anew, or choose another output",
        status: Failure.cannotCreate)
    }
    var structures: [Structure] = []
    for file in data { structures += try StructureReader.read(file) }
    let labelled = try LabelledStructures(structures, nucleus: nucleus, property: property)
    let validation = try CrossValidation(
      labelled, folds: folds, seed: seed, split: split,
      isotope: isotopes.isotope.last { $0.element == nucleus.symbol })
    let space = try searchSpace(structures)
    let header = SearchLog.Header(
      version: ResultDocument.version, validation: validation, space: space)
    var log = SearchLog(header)
    if resume, access(logFile, F_OK) == 0 {
      log = try SearchLog(FileBytes.read(logFile), file: logFile, header: header)
    }
    var search = try HyperparameterSearch(space, roundLimit: rounds)
    for point in log.points { search.add(point) }
    try evaluate(&search, &log, validation)
    guard let report = SearchReport(search, header: header) else {
      throw Failure("no point was evaluated", status: Failure.badData)
    }
    try AtomicFile.write(Array(report.hyperparameterFile.utf8), to: output)
    try json ? spinel.output(report.json.bytes(indented: true)) : spinel.output(report.text)
  }

  /// Runs the search to its end, with each point in the log as soon as it is known.
  private func evaluate(
    _ search: inout HyperparameterSearch, _ log: inout SearchLog, _ validation: CrossValidation
  ) throws {
    let job = Job()
    let interrupt = Interrupt(cancelling: job)
    defer { interrupt.stop() }
    let bar = ProgressBar("tuning", quiet: quiet.quiet)
    defer { bar.clear() }
    let start = monotonicSeconds()
    var solved = 0
    var evaluator = PointEvaluator(validation, space: search.space)
    try AtomicFile.write(log.bytes, to: logFile)
    do {
      while true {
        let points = try search.next()
        if points.isEmpty { return }
        // What later rounds may need is counted too: the time left is the longest to be expected.
        let total = solved + search.pointsLeft * validation.folds.count
        let label = "tuning: round \(search.round) of at most \(search.roundLimit)"
        func update(_ done: Int) {
          let elapsed = monotonicSeconds() - start
          bar.update(
            Progress(
              done: done, total: total, rate: elapsed > 0 ? Double(done) / elapsed : 0,
              elapsed: elapsed), label: label)
        }
        update(solved)
        let evaluated = try evaluator.evaluate(
          points, isCancelled: { job.isCancelled }, progress: { update(solved + $0) })
        solved += evaluated.count * validation.folds.count
        for point in evaluated {
          search.add(point)
          log.add(point)
        }
        try AtomicFile.write(log.bytes, to: logFile)
      }
    } catch RegressionError.cancelled {
      bar.clear()
      throw Failure(
        "interrupted; \(log.points.count) evaluated points are kept in "
          + "\(escaped(logFile, limit: 400)), go on with --resume", status: Failure.interrupted)
    }
  }

  private func searchSpace(_ structures: [Structure]) throws -> SearchSpace {
    var start: Hyperparameters
    if let hypers {
      start = try HyperparameterFile.parse(FileBytes.read(hypers), file: hypers)
    } else {
      start = .standard(species: Set(structures.flatMap(\.elements)).sorted())
      start.regression.sparsePoints = 0
    }
    if let sparsePoints { start.regression.sparsePoints = sparsePoints }
    do {
      return try SearchSpace(start: start, factors: factors, bounds: bounds)
    } catch {
      switch error {
      case .option(let name, let found, let expected):
        throw Failure("--\(name): found \(found); expected \(expected)", status: Failure.usage)
      case .hyperparameter(let name, let found, let expected):
        throw Failure(
          "--bounds make \(name) \(found); expected \(expected)", status: Failure.usage)
      default: throw error
      }
    }
  }

  private static func parseFactors(_ text: String) throws -> [SearchFactor] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { try factor($0) }
  }

  private static func parseBounds(_ text: String) throws -> FactorBounds {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    let numbers =
      parts.last.map { $0.split(separator: ":", omittingEmptySubsequences: false) } ?? []
    guard parts.count == 2, numbers.count == 2, let lower = Double(numbers[0]),
      let upper = Double(numbers[1])
    else {
      throw ValidationError("expected FACTOR=LOWER:UPPER, such as cutoff=4:7")
    }
    guard lower < upper, lower.isFinite, upper.isFinite else {
      throw ValidationError("the lower bound is not below the upper one; expected numbers that are")
    }
    return FactorBounds(try factor(parts[0]), lower: lower, upper: upper)
  }

  private static func factor(_ name: Substring) throws -> SearchFactor {
    guard let factor = SearchFactor(rawValue: String(name)) else {
      let names = SearchFactor.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("no factor \(escaped(String(name))); expected some of \(names)")
    }
    return factor
  }
}
