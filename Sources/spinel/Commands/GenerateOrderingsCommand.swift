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
        spinel generate orderings --ordering 0 -o lowest.vasp
      """)

  @Option(
    name: .shortAndLong, help: ArgumentHelp(StructureFormat.outputHelp, valueName: "file"))
  var output: String?
  @Option(help: ArgumentHelp("Only this ordering, counted from 0.", valueName: "n"))
  var ordering: Int?
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
    let all = try Orderings.inequivalent(of: cell)
    if let ordering, !all.indices.contains(ordering) {
      throw Failure(
        "--ordering is \(ordering); expected 0 to \(all.count - 1)", status: Failure.usage)
    }
    let found = ordering.map { [all[$0]] } ?? all
    if let output { try write(found, of: cell, to: output) }
    if json {
      let documents = found.map { ordering in
        JSON.object([
          .init("index", .int(ordering.index)), .init("degeneracy", .int(ordering.degeneracy)),
          .init("liLiDistance", .double(ordering.lithiumDistance)),
          .init("modelEnergy", .double(ordering.relativeEnergy / permittivity)),
          .init("totalEnergy", .double(ordering.energy / permittivity)),
        ])
      }
      try spinel.output(JSON.array(documents).bytes(indented: true))
      return
    }
    var rows = [["ordering", "placements", "Li-Li / A", "model energy / eV"]]
    for ordering in found {
      rows.append([
        "\(ordering.index)", "\(ordering.degeneracy)", fixed(ordering.lithiumDistance, 3),
        fixed(ordering.relativeEnergy / permittivity, 3),
      ])
    }
    let placements = all.reduce(0) { $0 + $1.degeneracy }
    report(
      "\(placements) placements of \(cell.lithiumCount) Li on \(cell.count) 16d sites, "
        + "\(cell.symmetry.order) operations, \(all.count) orderings")
    try spinel.output(aligned(rows) + "\n")
  }

  private func write(_ found: [Ordering], of cell: OctahedralLattice, to output: String) throws {
    let form = try StructureFormat.output(output, of: found.count, advice: "--ordering 0")
    let file = try AtomicFile(output)
    for ordering in found {
      var structure = cell.structure(lithium: ordering.lithium)
      structure.info = [
        "ordering": .integer([ordering.index], shape: []),
        "degeneracy": .integer([ordering.degeneracy], shape: []),
        "model_energy_eV": .real([ordering.relativeEnergy / permittivity], shape: []),
      ]
      try file.append(form.bytes(structure))
    }
    try file.commit()
  }
}
