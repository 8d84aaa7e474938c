import ArgumentParser
import Crystals
import Dispatch
import Engine
import Tensors

/// The direction of the magnetic field, as several commands take it.
struct FieldOption: ParsableArguments {
  @Option(
    name: .customLong("field"),
    help: ArgumentHelp(
      "Direction of the magnetic field in the structures' Cartesian axes (default: 0,0,1).",
      valueName: "x,y,z"),
    transform: FieldOption.parse)
  var given: FieldDirection?

  var field: FieldDirection { given ?? .z }

  private static func parse(_ text: String) throws -> FieldDirection {
    do { return try FieldDirection(parsing: text) } catch { throw ValidationError("\(error)") }
  }
}

/// Isotopes to compute observables for, in place of the usual ones.
struct IsotopeOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Isotope of an element, such as 7Li, or with its moment in mb, such as 7Li=-40.6; repeatable.",
      valueName: "isotope"),
    transform: IsotopeOption.parse)
  var isotope: [Isotope] = []

  private static func parse(_ text: String) throws -> Isotope {
    do { return try Isotope(parsing: text) } catch { throw ValidationError("\(error)") }
  }
}

/// How many threads work.
struct ThreadsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Threads to work with (default: all cores; the explorer leaves one to the keys).",
      valueName: "n"))
  var threads: Int?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads); expected a number from 1 to 1024")
    }
  }

  var count: Int { threads ?? activeProcessorCount() }

  /// As many as leave a core to the thread that draws.
  var countBesideScreen: Int { threads ?? max(1, activeProcessorCount() - 1) }
}

/// Silence on standard error.
struct QuietOption: ParsableArguments {
  @Flag(help: "No progress bar.")
  var quiet = false
}
