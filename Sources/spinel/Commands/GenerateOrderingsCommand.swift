import ArgumentParser
import Formats
import Sampling

struct GenerateOrderingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orderings",
    abstract: "The symmetry-inequivalent Li/Ti orderings of the 42-atom cell.",
    discussion: """
      Two Li on the twelve 16d sites of the cell have 66 placements; its own symmetry, found by a \
      search, leaves six. Energies are those of formal charges (Ewald summation, ideal positions), \
      divided by the permittivity: a model, not a prediction of what is stable.

      Example:
        spinel generate orderings --json
      """)

  @OptionGroup var lattice: LatticeOption
  @Option(help: ArgumentHelp("Divides the energies; 1: unscreened.", valueName: "epsilon"))
  var permittivity = 1.0
  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard permittivity.isFinite, permittivity > 0 else {
      throw ValidationError("--permittivity is \(permittivity); expected a positive number.")
    }
  }

  func run() throws {
    let cell = try OctahedralLattice.small(lattice.value())
    let found = try Orderings.inequivalent(of: cell)
    if json {
      let documents = found.map { ordering in
        JSON.object([
          .init("index", .int(ordering.index)), .init("degeneracy", .int(ordering.degeneracy)),
          .init("liLiDistance", .double(ordering.lithiumDistance)),
          .init("modelEnergy", .double(ordering.relativeEnergy / permittivity)),
          .init("totalEnergy", .double(ordering.energy / permittivity)),
        ])
      }
      try output(JSON.array(documents).bytes(indented: true))
      return
    }
    var rows = [["ordering", "placements", "Li-Li / A", "model energy / eV"]]
    for ordering in found {
      rows.append([
        "\(ordering.index)", "\(ordering.degeneracy)", fixed(ordering.lithiumDistance, 3),
        fixed(ordering.relativeEnergy / permittivity, 3),
      ])
    }
    let placements = found.reduce(0) { $0 + $1.degeneracy }
    report(
      "\(placements) placements of \(cell.lithiumCount) Li on \(cell.count) 16d sites, "
        + "\(cell.symmetry.order) operations, \(found.count) orderings")
    try output(aligned(rows) + "\n")
  }
}
