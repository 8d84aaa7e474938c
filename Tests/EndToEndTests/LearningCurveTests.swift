import Formats
import Foundation
import Support
import Testing

@Suite("spinel learning-curve")
struct LearningCurveCommandTests {
  private static let hypers = """
    species = ["Li", "O", "Ti"]
    [density]
    width = 0.5
    [cutoff]
    radius = 3.5
    [basis]
    radial = 2
    angular = 2
    [kernel]
    zeta = 2
    [regression]
    regularization = 1e-4

    """

  private func run(_ arguments: [String], in folder: URL) throws -> Program.Result {
    try folder.write(SampleFrames.text(6), as: "data.extxyz")
    try folder.write(Self.hypers, as: "hypers.toml")
    return try Program.run(
      [
        "learning-curve", "data.extxyz", "--nucleus", "Li", "--hypers", "hypers.toml",
        "--scalar-hypers", "hypers.toml",
      ] + arguments, in: folder)
  }

  private func document(_ result: Program.Result) throws -> JSON {
    #expect(result.status == 0, "\(result.errors)")
    return try JSON.parse(Array(result.output), file: "standard output")
  }

  @Test("JSON holds every repeat with its seed, and means and deviations of them")
  func json() throws {
    try Program.withFolder { folder in
      let arguments = ["--sizes", "4,2", "--repeats", "3", "--seed", "7", "--json"]
      let result = try run(arguments, in: folder)
      let found = try document(result)
      #expect(found.members?.prefix(2).map(\.name) == ["spinel", "conventions"])
      #expect(found["conventions"]?["isotope"]?.text == "7Li")
      #expect(found["split"]?.text == "structures")
      let points = try #require(found["points"]?.items)
      #expect(points.compactMap { $0["size"]?.integer } == [2, 4])
      for point in points {
        let runs = try #require(point["runs"]?.items)
        #expect(runs.compactMap { $0["seed"]?.integer } == [7, 8, 9])
        let paths = [
          ["N"], ["tensor", "MAE_CQ~"], ["tensor", "MAE_eta~"], ["tensor", "MAE_q~"],
          ["tensor", "MAE_Vij_au"], ["tensor", "theta", "MAE_rad"],
          ["tensor", "corrected", "phi", "MAE_rad"], ["tensor", "corrected", "swaps"],
          ["tensor", "omegaQ", "MAE_kHz"], ["scalar", "MAE_CQ~"], ["scalar", "phi", "MAE_rad"],
          ["scalar", "omegaQ", "within10kHz"], ["scalar", "omegaQFromScalars", "RMSE_kHz"],
          ["constant", "omegaQ", "MAE_kHz"],
        ]
        for path in paths {
          func number(_ json: JSON?) -> Double? {
            path.reduce(json) { $0?[$1] }?.number
          }
          let values = runs.compactMap { number($0) }
          let mean = try #require(number(point["mean"]), "\(path)")
          let deviation = try #require(number(point["deviation"]), "\(path)")
          #expect(values.count == 3)
          let average = values.reduce(0, +) / 3
          #expect(agree(mean, average, within: 1e-12), "\(path)")
          let square = values.map { ($0 - average) * ($0 - average) }.reduce(0, +) / 3
          #expect(abs(deviation - square.squareRoot()) < 1e-9 * max(1, average), "\(path)")
        }
      }
      #expect(try run(arguments, in: folder).output == result.output)
    }
  }

  @Test("text names isotope, split, seeds and the three ways to ω_Q")
  func text() throws {
    try Program.withFolder { folder in
      let result = try run(
        ["--sizes", "10,30", "--repeats", "2", "--split", "environments", "--isotope", "6Li"],
        in: folder)
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
      for words in [
        "6Li (Q -0.808 mb, I 1.0)", "by environments, seeds 1 to 2", "Mean absolute errors",
        "learned directly", "from learned scalars", "from the learned tensor",
        "Trained on 30 environments, N = 10 test environments",
      ] {
        #expect(result.text.contains(words), "\(words)")
      }
    }
  }

  @Test("draws the curves into a file of a column's width, and says where it cannot")
  func figure() throws {
    try Program.withFolder { folder in
      let small = ["--sizes", "2,4", "--repeats", "2", "--quiet"]
      let result = try run(small + ["--svg", "curve.svg"], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      let figure = try String(contentsOfFile: folder.file("curve.svg"), encoding: .utf8)
      #expect(figure.contains("width=\"85mm\"") && figure.hasSuffix("</svg>\n"))
      for label in ["training structures", "learned directly", "from learned tensor"] {
        #expect(figure.contains(label), "\(label)")
      }
      #expect(try run(small + ["--svg", "missing/curve.svg"], in: folder).status == 73)
    }
  }

  @Test(
    "refuses what cannot be",
    arguments: [
      (["--sizes", "2,x"], 64, "--sizes is 2,x; expected"),
      (["--sizes", "0"], 64, "--sizes is 0; expected"),
      (["--sizes", "99999999999999999999"], 64, "--sizes is 99999999999999999999"),
      (["--repeats", "0"], 64, "--repeats is 0; expected 1 to 1000"),
      (["--test-fraction", "nan"], 64, "--test-fraction is nan; expected"),
      (["--reassign-tolerance", "-1"], 64, "--reassign-tolerance"),
      (["--sizes", "6"], 65, "sizes: found 6; expected 1 to the 5 structures"),
      (["--property", "none"], 65, "no per-atom property none"),
      (["--scalar-hypers", "missing.toml"], 66, "missing.toml: No such file"),
    ])
  func refusals(arguments: [String], status: Int, says: String) throws {
    try Program.withFolder { folder in
      let result = try run(arguments, in: folder)
      #expect(result.status == Int32(status))
      #expect(result.output.isEmpty)
      #expect(result.errors.contains(says), "\(result.errors)")
    }
  }
}
