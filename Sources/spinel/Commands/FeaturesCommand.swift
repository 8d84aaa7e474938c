import ArgumentParser
import Crystals
import Descriptors
import Engine
import Formats
import Regression

struct FeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Density coefficients and λ-SOAP power spectra, for use elsewhere.",
    discussion: """
      Double precision, exact radial integrals, not normalised. Arrays: expansion \
      [site, species·n, (l+1)²], lambda0 [site, pair, q1, q2], lambda2 [site, pair, 5, q1, q2], \
      centers [site, 2] (structure, atom); with --kernels also K0 [site, site] and \
      K2 [site, site, 5, 5], normalised.

      Example:
        spinel features cells.extxyz --hypers li.toml --centers Li -o features.safetensors
      """)

  @Argument(help: "Structure files.")
  var structures: [String]
  @Option(help: ArgumentHelp("Hyperparameters, a TOML file.", valueName: "file"))
  var hypers: String
  @Option(
    help: ArgumentHelp("Elements to centre on, separated by commas.", valueName: "elements"),
    transform: { try $0.split(separator: ",").map { try parseElement(String($0)) } })
  var centers: [Element]
  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"))
  var output: String
  @Flag(help: "Add the kernels between all sites.")
  var kernels = false

  func run() throws {
    let hyperparameters = try HyperparameterFile.parse(FileBytes.read(hypers), file: hypers)
    let expansion = try DensityExpansion(hyperparameters.descriptor)
    var values: [Double] = []
    var places: [Int32] = []
    var structureCount = 0
    for file in structures {
      let reader = try StructureReader(file)
      while let structure = try reader.next() {
        let atoms = structure.elements.indices.filter { centers.contains(structure.elements[$0]) }
        values += try expansion.coefficients(of: structure, centers: atoms).values
        for atom in atoms { places += [Int32(structureCount), Int32(atom)] }
        structureCount += 1
      }
    }
    let descriptor = hyperparameters.descriptor
    let count = places.count / 2
    guard count > 0 else {
      throw Failure(
        "\(escaped(structures.joined(separator: ", "), limit: 400)): no atom of \(centers.map(\.symbol).joined(separator: ", ")); "
          + "expected at least one centre",
        status: Failure.badData)
    }
    let coefficients = DensityCoefficients(
      siteCount: count, channelCount: descriptor.channelCount,
      maximumAngular: descriptor.maximumAngular, values: values)
    try AtomicFile.write(arrays(coefficients, places, hyperparameters).bytes(), to: output)
  }

  private func arrays(
    _ coefficients: DensityCoefficients, _ places: [Int32], _ hyperparameters: Hyperparameters
  ) -> Safetensors {
    let (count, channels) = (coefficients.siteCount, coefficients.channelCount)
    let scalar = PowerSpectrum(coefficients, lambda: 0)
    let tensor = PowerSpectrum(coefficients, lambda: 2)
    var arrays: [Safetensors.Tensor] = [
      .init("centers", shape: [count, 2], .int32(places)),
      .init(
        "expansion", shape: [count, channels, coefficients.componentCount],
        .float64(coefficients.values)),
      .init(
        "lambda0", shape: [count, scalar.pairs.count, channels, channels], .float64(scalar.values)),
      .init(
        "lambda2", shape: [count, tensor.pairs.count, 5, channels, channels],
        .float64(tensor.values)),
    ]
    if kernels {
      let found = SiteKernels(
        scalarFeatures: scalar.compact, tensorFeatures: tensor.compact, normalization: .own)
      arrays.append(.init("K0", shape: [count, count], .float64(found.scalar.values)))
      arrays.append(
        .init("K2", shape: [count, count, 5, 5], .float64(blocks(found.tensor.values, count))))
    }
    func list(_ pairs: [(l1: Int, l2: Int)]) -> String {
      pairs.map { "(\($0.l1),\($0.l2))" }.joined(separator: " ")
    }
    return Safetensors(
      tensors: arrays,
      metadata: [
        "format": "spinel features 1", "hyperparameters": HyperparameterFile.text(hyperparameters),
        "lambda0_pairs": list(scalar.pairs), "lambda2_pairs": list(tensor.pairs),
      ])
  }

  /// Rows 5i + μ, columns 5j + ν as [i][j][μ][ν].
  private func blocks(_ values: [Double], _ count: Int) -> [Double] {
    var result = [Double](repeating: 0, count: values.count)
    for i in 0..<count {
      for j in 0..<count {
        for mu in 0..<5 {
          for nu in 0..<5 {
            result[((i * count + j) * 5 + mu) * 5 + nu] =
              values[
                (5 * i + mu) * 5 * count + 5 * j + nu]
          }
        }
      }
    }
    return result
  }
}

/// The element of a symbol on the command line.
func parseElement(_ text: String) throws -> Element {
  guard let element = Element(symbol: text) else {
    throw ValidationError("\(escaped(text)) is no element; expected a symbol such as Li.")
  }
  return element
}
