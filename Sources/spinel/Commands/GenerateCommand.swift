import ArgumentParser
import Formats
import Sampling

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Structures to learn from and to predict: orderings, rattled cells, Li/Ti order.",
    discussion: """
      Example:
        spinel generate orderings
        spinel generate dataset -o rattled.extxyz --label point-charge
        spinel generate sample -o order.extxyz --cells 3 --count 20
      """,
    subcommands: [
      GenerateOrderingsCommand.self, GenerateDatasetCommand.self, GenerateSampleCommand.self,
    ])
}

/// The ideal lattice that structures are made on.
struct LatticeOption: ParsableArguments {
  @Option(help: ArgumentHelp("Cubic lattice constant in Å.", valueName: "a"))
  var lattice = SpinelLattice.standard.latticeConstant
  @Option(
    name: .customLong("oxygen-u"),
    help: ArgumentHelp("Coordinate u of O on 32e, origin choice 2.", valueName: "u"))
  var oxygenParameter = SpinelLattice.standard.oxygenParameter

  func validate() throws {
    do { _ = try value() } catch { throw ValidationError("\(error).") }
  }

  func value() throws(SamplingError) -> SpinelLattice {
    try SpinelLattice(latticeConstant: lattice, oxygenParameter: oxygenParameter)
  }
}

extension StructureFormat {
  /// What the help of an option says of the forms.
  static let outputHelp =
    "The file to write: extended XYZ, or a single structure as .vasp (POSCAR), .cell or .magres."

  /// The form to write so many structures in, by the name of the file.
  /// - Throws: `Failure` where that form cannot hold them; `advice` says how to have one only.
  static func output(_ file: String, of count: Int, advice: String) throws -> StructureFormat {
    do throws(FormatError) {
      return try StructureFormat(
        writing: count, to: file, advice: "\(advice) makes one, .extxyz holds all")
    } catch {
      throw Failure("\(error)", status: Failure.usage)
    }
  }
}

extension Failure {
  /// What a refusal of the sampler is for the user.
  init(sampling error: SamplingError) {
    let status =
      switch error {
      case .option, .tooClose: Failure.usage
      case .cancelled: Failure.interrupted
      default: Failure.badData
      }
    self.init("\(error)", status: status)
  }
}
