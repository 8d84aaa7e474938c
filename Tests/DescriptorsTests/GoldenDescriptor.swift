import Crystals
import Descriptors
import Support

/// A structure with hyperparameters and reference arrays, from `Goldens/lambda_soap`.
struct GoldenDescriptor {
  static let names = [
    "axes", "co2_cluster", "isolated_atom", "lto42_a", "triclinic_small",
  ]

  let file: Golden
  let structure: Structure
  let hyperparameters: DescriptorHyperparameters

  init(_ name: String) throws {
    file = try golden("lambda_soap/\(name)")
    structure = try Structure(golden: file["structure"])
    hyperparameters = try DescriptorHyperparameters(golden: file, structure: structure)
  }

  /// Coefficients of the centres of an array of the file.
  func coefficients(_ key: String) throws -> DensityCoefficients {
    try DensityExpansion(hyperparameters).coefficients(
      of: structure, centers: file[key]["centres"].integers)
  }

  /// The coefficients in the order of the file, `[site][l][species][n][m]`.
  func inFileOrder(_ c: DensityCoefficients) -> [Double] {
    var values: [Double] = []
    for site in 0..<c.siteCount {
      for l in 0...c.maximumAngular {
        for channel in 0..<c.channelCount {
          for component in l * l..<(l + 1) * (l + 1) { values.append(c[site, channel, component]) }
        }
      }
    }
    return values
  }
}

extension Structure {
  init(golden: Golden) throws {
    let numbers = try golden["numbers"].integers
    let positions = try golden["positions_A"].numbers
    let rows = try golden["cell_rows_A"].numbers
    let periodic = try golden["pbc"].list.map { try $0.flag }
    let vectors = (0..<3).map { Vector(rows[3 * $0], rows[3 * $0 + 1], rows[3 * $0 + 2]) }
    self.init(
      cell: periodic.contains(true)
        ? Cell(vectors[0], vectors[1], vectors[2], periodic: periodic) : .none,
      elements: numbers.compactMap { Element(rawValue: UInt8($0)) },
      positions: numbers.indices.map {
        Vector(positions[3 * $0], positions[3 * $0 + 1], positions[3 * $0 + 2])
      })
  }
}

extension DescriptorHyperparameters {
  init(golden file: Golden, structure: Structure) throws {
    let values = file["hypers"]
    let scaling = values["scaling"].exists ? try values["scaling"].numbers : []
    // Files without a species order list the species by atomic number.
    let species =
      file["species_order"].exists
      ? try file["species_order"].integers.compactMap { Element(rawValue: UInt8($0)) }
      : Set(structure.elements).sorted()
    self.init(
      species: species,
      densityWidth: try values["sigma"].number,
      centerWeight: values["cw"].exists ? try values["cw"].number : 1,
      cutoffRadius: try values["rc"].number,
      cutoffSmoothing: try values["width"].number,
      radialScaling: scaling.isEmpty
        ? nil : RadialScaling(rate: scaling[0], scale: scaling[1], exponent: scaling[2]),
      radialCount: try values["n"].integer,
      maximumAngular: try values["l"].integer)
  }
}
