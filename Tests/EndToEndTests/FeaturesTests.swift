import Formats
import Foundation
import Support
import Testing

@Suite("spinel features")
struct FeaturesTests {
  private func toml(_ reference: Golden, species: [String]) throws -> String {
    let hypers = reference["hypers"]
    var text = """
      species = [\(species.map { "\"\($0)\"" }.joined(separator: ", "))]
      [density]
      width = \(try hypers["sigma"].number)
      center_weight = \(hypers["cw"].exists ? try hypers["cw"].number : 1.0)
      [cutoff]
      radius = \(try hypers["rc"].number)
      smoothing = \(try hypers["width"].number)
      [basis]
      radial = \(try hypers["n"].integer)
      angular = \(try hypers["l"].integer)
      [kernel]
      zeta = 1
      [regression]
      sparse_points = 0
      regularization = 1e-6

      """
    if hypers["scaling"].exists {
      let scaling = try hypers["scaling"].numbers
      text +=
        "[radial_scaling]\nrate = \(scaling[0])\nscale = \(scaling[1])\nexponent = \(scaling[2])\n"
    }
    return text
  }

  private let symbols = [3: "Li", 6: "C", 8: "O", 17: "Cl", 22: "Ti"]

  private func structure(_ reference: Golden) throws -> String {
    let structure = reference["structure"]
    let numbers = try structure["numbers"].integers
    let positions = try structure["positions_A"].numbers
    let cell = try structure["cell_rows_A"].numbers
    let periodic = try structure["pbc"].list.map { try $0.flag ? "T" : "F" }
    var text = "\(numbers.count)\n"
    if periodic.contains("T") {
      text += "Lattice=\"\(cell.map { "\($0)" }.joined(separator: " "))\" "
    }
    text += "Properties=species:S:1:pos:R:3 pbc=\"\(periodic.joined(separator: " "))\"\n"
    for (atom, number) in numbers.enumerated() {
      let r = positions[(3 * atom)..<(3 * atom + 3)].map { "\($0)" }.joined(separator: " ")
      text += "\(try #require(symbols[number])) \(r)\n"
    }
    return text
  }

  @Test(
    "equals the reference expansion, power spectra and kernels to 1e-9",
    arguments: ["axes", "co2_cluster", "isolated_atom", "lto42_a", "triclinic_small"])
  func references(name: String) throws {
    let reference = try golden("lambda_soap/\(name)")
    let species = try reference["species_order"].integers.map { try #require(symbols[$0]) }
    let folder = try Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, hypers, output) = (
      folder.appendingPathComponent("in.extxyz"), folder.appendingPathComponent("h.toml"),
      folder.appendingPathComponent("f.safetensors")
    )
    try structure(reference).write(to: input, atomically: true, encoding: .utf8)
    try toml(reference, species: species).write(to: hypers, atomically: true, encoding: .utf8)
    let result = try Program.run([
      "features", input.path, "--hypers", hypers.path, "--centers",
      species.joined(separator: ","), "-o", output.path, "--kernels",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let found = try Safetensors.read(output.path)

    func array(_ name: String) throws -> (shape: [Int], values: [Double]) {
      let tensor = try #require(found[name])
      guard case .float64(let values) = tensor.values else {
        Issue.record("\(name) is not float64")
        return ([], [])
      }
      return (tensor.shape, values)
    }
    func block(_ array: (shape: [Int], values: [Double]), _ site: Int) -> [Double] {
      let size = array.shape.dropFirst().reduce(1, *)
      return Array(array.values[(site * size)..<((site + 1) * size)])
    }
    let (expansion, lambda0, lambda2) = (
      try array("expansion"), try array("lambda0"), try array("lambda2")
    )
    let channels = try reference["hypers"]["n"].integer * species.count
    let angular = try reference["hypers"]["l"].integer
    for (place, center) in try reference["c"]["centres"].integers.enumerated() {
      let mine = block(expansion, center)
      // The reference lies [l][species][n][m], ours [species·n][lm].
      let components = (angular + 1) * (angular + 1)
      var reordered: [Double] = []
      for l in 0...angular {
        for q in 0..<channels {
          let start = q * components
          reordered += mine[(start + l * l)..<(start + (l + 1) * (l + 1))]
        }
      }
      #expect(
        relativeDeviation(reordered, try reference["c"]["values"][place].numbers) <= 1e-9,
        "expansion of atom \(center)")
    }
    for (place, center) in try reference["ps0"]["centres"].integers.enumerated() {
      let (first, second) = (block(lambda0, center), block(lambda2, center))
      #expect(relativeDeviation(first, try reference["ps0"]["values"][place].numbers) <= 1e-9)
      let expected = try reference["ps2"]["values"][place].numbers
      if expected.contains(where: { $0 != 0 }) {
        #expect(relativeDeviation(second, expected) <= 1e-9)
      } else {
        #expect(second.allSatisfy { abs($0) < 1e-12 })
      }
    }
    try compareKernels(reference["kernels"], array("K0"), array("K2"))
  }

  private func compareKernels(
    _ reference: Golden, _ scalar: (shape: [Int], values: [Double]),
    _ tensor: (shape: [Int], values: [Double])
  ) throws {
    let atoms = try reference["atoms"].integers
    let count = scalar.shape[0]
    let mine0 = atoms.flatMap { i in atoms.map { scalar.values[i * count + $0] } }
    var mine2: [Double] = []
    for i in atoms {
      for j in atoms {
        let start = (i * count + j) * 25
        mine2 += tensor.values[start..<(start + 25)]
      }
    }
    #expect(relativeDeviation(mine0, try reference["K0"].numbers) <= 1e-9)
    let expected = try reference["K2"].numbers
    if expected.contains(where: { $0 != 0 }) {
      #expect(relativeDeviation(mine2, expected) <= 1e-9)
    } else {
      #expect(mine2.allSatisfy { $0 == 0 })
    }
  }
}
