import ArgumentParser
import Crystals
import Descriptors
import Engine
import Formats
import Glibc
import LinearAlgebra
import Regression
import Sampling
import Screen
import Spectra
import Tensors
import Terminal

/// The program: a terminal explorer of predicted EFG tensors, and the commands around it.
@main
struct Spinel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spinel",
    abstract:
      "Predicts electric-field-gradient tensors and explores the Li environments behind them.",
    discussion: """
      Without a command the explorer opens on the sample structures.

      Example:
        spinel predict cells.extxyz --model li.safetensors -o predicted.extxyz
        spinel explore --results predicted.extxyz

      Exit codes: 0 success, 64 usage, 65 bad data, 66 input missing or unreadable, \
      73 cannot create output, 74 input/output error, 130 interrupted (finished work is kept).
      """,
    version: ResultDocument.version,
    subcommands: [
      ExploreCommand.self, PredictCommand.self, ObservablesCommand.self, RegionsCommand.self,
      TrainCommand.self, TuneCommand.self, EvaluateCommand.self, LearningCurveCommand.self,
      FeaturesCommand.self, GenerateCommand.self, BenchCommand.self, CheckHealthCommand.self,
      ThemesCommand.self,
    ],
    defaultSubcommand: ExploreCommand.self)

  static func main() {
    // A reader that goes away is an error of the write, not the end of the program.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      // Help and version, when asked for, come as errors that are none.
      if let code = error as? ExitCode { Glibc.exit(code.rawValue) }
      guard let failure = Failure(describing: error) ?? Failure(ofArguments: error) else {
        exit(withError: error)
      }
      report("spinel: \(failure.message)")
      Glibc.exit(failure.status)
    }
  }
}

extension Failure {
  /// The failure that an error of any module is for the user; nil for the argument parser's own.
  init?(describing error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as FormatError: self.init("\(error)", status: error.kind.exitCode)
    case let error as CrystalError: self.init("\(error)", status: Failure.badData)
    case let error as DescriptorError: self.init("\(error)", status: Failure.badData)
    case RegressionError.cancelled: self.init("interrupted", status: Failure.interrupted)
    case let error as RegressionError: self.init("\(error)", status: Failure.badData)
    case let error as LinearAlgebraError: self.init("\(error)", status: Failure.badData)
    case let error as SamplingError: self.init(sampling: error)
    case let error as SpectraError: self.init("\(error)", status: Failure.badData)
    case let error as TensorError: self.init("\(error)", status: Failure.badData)
    case let error as TerminalError: self.init("\(error)", status: Failure.usage)
    default: return nil
    }
  }
}

extension Failure {
  /// What the argument parser refuses, as one line; nil for help that was asked for.
  fileprivate init?(ofArguments error: any Error) {
    guard !Spinel.exitCode(for: error).isSuccess else { return nil }
    // Choices are listed one a line, "  - name".
    var message = Spinel.message(for: error).split(whereSeparator: \.isNewline).map { line in
      line.hasPrefix("  - ") ? String(line.dropFirst(4)) : String(line)
    }.joined(separator: " ")
    while message.last == "." { message.removeLast() }
    let full = Spinel.fullMessage(for: error).split(whereSeparator: \.isNewline)
    if message.hasSuffix("'"), !message.contains("provide"),
      let help = full.first(where: { $0.hasPrefix("Help:") })
    {
      // No reason was given: the option's own help says what was expected.
      message += "; expected: " + (help.split(separator: "  ").last ?? "")
    }
    while message.last == "." { message.removeLast() }
    if let advice = full.last, let quote = advice.firstIndex(of: "'"),
      let end = advice.lastIndex(of: "'"), quote < end
    {
      message += "; see \(advice[quote...end])"
    }
    self.init(visible(message), status: Spinel.exitCode(for: error).rawValue)
  }
}
