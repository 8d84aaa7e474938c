import ArgumentParser
import Crystals
import Descriptors
import Engine
import Formats
import Glibc
import LinearAlgebra
import Regression
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

      Exit codes: 0 success, 64 usage, 65 bad data, 66 input missing or unreadable, \
      73 cannot create output, 74 input/output error, 130 interrupted (finished work is kept).
      """,
    version: ResultDocument.version,
    subcommands: [
      ExploreCommand.self, PredictCommand.self, ObservablesCommand.self, RegionsCommand.self,
      TrainCommand.self, FeaturesCommand.self, BenchCommand.self, CheckHealthCommand.self,
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
      guard let failure = Failure(describing: error) else { exit(withError: error) }
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
    case let error as SpectraError: self.init("\(error)", status: Failure.badData)
    case let error as TensorError: self.init("\(error)", status: Failure.badData)
    case let error as TerminalError: self.init("\(error)", status: Failure.usage)
    default: return nil
    }
  }
}
