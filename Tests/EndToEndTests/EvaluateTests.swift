import Formats
import Foundation
import Support
import Testing

@Suite("spinel evaluate")
struct EvaluateTests {
  private static let pairs = "pairs.extxyz"

  /// Two tensors on each of some Li atoms, all 3 Å apart, as arrays of the names given.
  private static func frame(
    _ reference: [[Double]], _ predicted: [[Double]], names: (String, String) = ("efg", "ml")
  ) -> String {
    var lines = [
      "\(reference.count)", "Properties=species:S:1:pos:R:3:\(names.0):R:9:\(names.1):R:9",
    ]
    for (index, pair) in zip(reference, predicted).enumerated() {
      lines.append(
        "Li \(3 * index) 0 0 " + (pair.0 + pair.1).map { "\($0)" }.joined(separator: " "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func goldens() throws -> (reference: [[Double]], predicted: [[Double]]) {
    let file = try golden("nmr/metric_goldens")
    return try (
      file["V_data_au"].list.map { try $0.numbers }, file["V_ml_au"].list.map { try $0.numbers }
    )
  }

  @Test("--against prints the numbers of the reference file to 1e-9")
  func against() throws {
    let file = try golden("nmr/metric_goldens")
    let (reference, predicted) = try Self.goldens()
    try Program.withFolder { folder in
      try folder.write(Self.frame(reference, predicted), as: Self.pairs)
      let result = try Program.run(
        ["evaluate", Self.pairs, "--against", "ml", "--isotope", "7Li", "--json"], in: folder)
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
      let document = try JSON.parse(Array(result.output))
      let found = try #require(document["evaluations"]?[0])
      func expect(_ value: JSON?, _ expected: Double, _ name: String) {
        #expect(agree(value?.number ?? .nan, expected, within: 1e-9), "\(name)")
      }
      #expect(found["N"]?.integer == 40 && found["nucleus"]?.text == "7Li")
      expect(found["MAE_Vij_au"], try file["MAE_Vij_au"].number, "eq. 6")
      expect(found["mu_Vzz"], try file["mu_Vzz"].number, "mu")
      expect(found["sigma_Vzz"], try file["sigma_Vzz_ddof0"].number, "sigma")
      expect(found["MAE_CQ~"], try file["MAE_CQ_tilde"].number, "eq. 7")
      expect(found["pearson_CQ~"], try file["pearson_CQ_tilde"].number, "r of eq. 7")
      expect(found["MAE_eta~"], try file["MAE_eta_tilde"].number, "eq. 8")
      expect(found["omegaQ"]?["MAE_kHz"], try file["MAE_omegaQ_kHz"].number, "omega_Q")
      // What the file holds site by site, summed up here.
      let alignment = try file["q_tilde"].numbers
      expect(found["MAE_q~"], alignment.reduce(0) { $0 + 1 - $1 } / 40, "eq. 9")
      let columns = [
        ("CQ~", "CQ_tilde", found["RMSE_CQ~"], found["pearson_CQ~"]),
        ("eta~", "eta_tilde", found["RMSE_eta~"], found["pearson_eta~"]),
        (
          "omegaQ", "omegaQ_abs_kHz", found["omegaQ"]?["RMSE_kHz"], found["omegaQ"]?["pearson"]
        ),
      ]
      for (name, key, error, correlation) in columns {
        let (a, b) = try (file["\(key)_data"].numbers, file["\(key)_ml"].numbers)
        expect(error, (zip(a, b).reduce(0) { $0 + pow($1.1 - $1.0, 2) } / 40).squareRoot(), name)
        expect(correlation, Self.pearson(a, b), name)
      }
      let (a, b) = try (
        file["omegaQ_abs_kHz_data"].numbers, file["omegaQ_abs_kHz_ml"].numbers
      )
      expect(
        found["omegaQ"]?["within10kHz"], Double(zip(a, b).count { abs($0 - $1) <= 10 }) / 40,
        "share")
      let swaps = try file["reassign"].list.count { try $0["perm"].integers != [0, 1, 2] }
      #expect(found["corrected"]?["swaps"]?.integer == swaps)
      for angle in ["theta", "phi"] {
        #expect(found[angle]?["MAE_rad"]?.number ?? -1 > 0)
        #expect(found["corrected"]?[angle]?["pearson"]?.number ?? -1 > 0)
      }
    }
  }

  /// Pearson's r by the textbook.
  private static func pearson(_ a: [Double], _ b: [Double]) -> Double {
    let (meanA, meanB) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
    func sum(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    let (x, y) = (a.map { $0 - meanA }, b.map { $0 - meanB })
    return sum(x, y) / (sum(x, x) * sum(y, y)).squareRoot()
  }

  @Test("tensors of another kind are compared without kHz, and their isotropic parts")
  func shielding() throws {
    try Program.withFolder { folder in
      let reference = [
        [90.0, 1, 0, 1, 95, 0, 0, 0, 100], [80, 0, 2, 0, 90, 0, 2, 0, 110],
        [70, 0, 0, 0, 90, 3, 0, 3, 120],
      ]
      // 2 ppm, 4 ppm and 6 ppm more on the diagonal.
      let predicted = reference.enumerated().map { number, tensor in
        tensor.enumerated().map { $1 + ($0 % 4 == 0 ? 2 * Double(number + 1) : 0) }
      }
      try folder.write(Self.frame(reference, predicted, names: ("ms", "ms_ml")), as: Self.pairs)
      let arguments = ["evaluate", Self.pairs, "--property", "ms", "--against", "ms_ml"]
      let result = try Program.run(arguments + ["--json"], in: folder)
      let found = try #require(try JSON.parse(Array(result.output))["evaluations"]?[0])
      #expect(found["omegaQ"] == nil && found["CQ"] == nil && found["MAE_Vij_au"] == nil)
      #expect(agree(found["MAE_isotropic"]?.number ?? .nan, 4, within: 1e-12))
      #expect(found["MAE_Vij"]?.number ?? 1 < 1e-9 && found["nucleus"]?.text == "Li")
      let table = try Program.run(arguments, in: folder).text
      #expect(table.contains("isotropic part") && !table.contains("kHz"))
      // An isotope says that they are field gradients after all.
      let gradients = try Program.run(arguments + ["--isotope", "7Li", "--json"], in: folder)
      let entry = try JSON.parse(Array(gradients.output))["evaluations"]?[0]
      #expect(entry?["omegaQ"]?["MAE_kHz"] != nil)
    }
  }

  @Test("atoms without a tensor in one array are left out and counted")
  func missing() throws {
    let (reference, predicted) = try Self.goldens()
    try Program.withFolder { folder in
      var some = predicted
      for index in 0..<3 { some[index] = Array(repeating: .nan, count: 9) }
      try folder.write(Self.frame(reference, some), as: Self.pairs)
      let result = try Program.run(["evaluate", Self.pairs, "--against", "ml"], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.text.contains("37 sites of 1 structure; 3 more have no tensor"))
    }
  }

  // MARK: Models

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

  /// Models of six structures in a folder, by what they learned: `efg` and scalars.
  private func train(_ targets: [String], in folder: URL) throws {
    try folder.write(SampleFrames.text(6), as: "data.extxyz")
    try folder.write(Self.hypers, as: "hypers.toml")
    for target in targets {
      let result = try Program.run(
        [
          "train", "data.extxyz", "--nucleus", "Li", "--hypers", "hypers.toml", "--seed", "3",
          "--test-fraction", "0.34", "--kernel", target == "efg" ? "tensor" : "scalar", "--target",
          target, "-o", "\(target).st",
        ], in: folder)
      #expect(result.status == 0, "\(result.errors)")
    }
  }

  @Test("judges a model on its own test set, on all sites, and on other data, and says which")
  func sites() throws {
    try Program.withFolder { folder in
      try train(["efg"], in: folder)
      func run(_ arguments: [String]) throws -> Program.Result {
        let result = try Program.run(["evaluate"] + arguments + ["--model", "efg.st"], in: folder)
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        return result
      }
      let own = try run(["data.extxyz"]).text
      #expect(
        own.contains(
          "16 sites of 2 structures not trained on, the test set of the split by structures, "
            + "seed 3, test fraction 0.34"))
      let all = try run(["data.extxyz", "--all"]).text
      #expect(all.contains("48 sites of 6 structures, all of the data, of which only the test set"))
      try folder.write(SampleFrames.text(8), as: "more.extxyz")
      let other = try run(["more.extxyz"]).text
      #expect(other.contains("64 sites of 8 structures, all of the data, which are not those"))
      #expect(other.contains("may be in common"))

      // The error that training found on the same test set, in double precision, to two decimals.
      let report = try Program.run(
        [
          "train", "data.extxyz", "--nucleus", "Li", "--hypers", "hypers.toml", "--seed", "3",
          "--test-fraction", "0.34", "-o", "again.st",
        ], in: folder
      ).text
      let row = try #require(report.split(separator: "\n").first { $0.hasPrefix("model ") })
      let cells = row.split(separator: " ").compactMap { Double($0) }
      let document = try JSON.parse(Array(try run(["data.extxyz", "--json"]).output))
      let found = try #require(document["evaluations"]?[0])
      #expect(found["sites"]?.text == "heldOut" && found["splits"]?[0]?["seed"]?.integer == 3)
      #expect(abs((found["MAE_CQ~"]?.number ?? .nan) - cells[0]) < 2e-4)
      #expect(abs((found["omegaQ"]?["MAE_kHz"]?.number ?? .nan) - cells[4]) < 0.02)
    }
  }

  @Test("compares the ways to omega_Q and draws figures of the numbers in the table")
  func routes() throws {
    try Program.withFolder { folder in
      let targets = ["efg", "CQ~", "eta~", "theta", "phi", "omegaQ"]
      try train(targets, in: folder)
      let models = ["--model"] + targets.map { "\($0).st" }
      let result = try Program.run(
        ["evaluate", "data.extxyz", "--json", "--svg", "figures"] + models, in: folder)
      #expect(result.status == 0, "\(result.errors)")
      let document = try JSON.parse(Array(result.output))
      let routes = try #require(document["routes"]?.items)
      #expect(routes.compactMap { $0["route"]?.text } == ["direct", "fourScalars", "tensor"])
      #expect(routes.allSatisfy { $0["N"]?.integer == 16 && $0["MAE_kHz"]?.number ?? 0 > 0 })
      let entries = try #require(document["evaluations"]?.items)
      #expect(entries.compactMap { $0["kind"]?.text } == ["tensor", "scalar"])
      #expect(entries[1]["MAE_CQ~"]?.number ?? 0 > 0)
      let calibration = try #require(entries[0]["calibration"])
      #expect(calibration["N"]?.integer == 16 && calibration["structures"]?.integer == 2)
      #expect(calibration["coverage"]?.items?.count == 4)
      #expect(
        entries[1]["omegaQ"]?["MAE_kHz"]?.number == routes[0]["MAE_kHz"]?.number)

      let quantities = ["CQ", "eta", "theta", "phi", "theta-corrected", "phi-corrected", "omegaQ"]
      let names =
        quantities.map { "parity-Li-\($0).svg" } + [
          "calibration-Li.svg", "distributions.svg", "bond-lengths.svg",
        ]
      #expect(folder.appendingPathComponent("figures").names == names.sorted())
      for name in names { #expect(result.errors.contains("spinel: wrote figures/\(name)")) }
      let figure = try String(
        contentsOfFile: folder.file("figures/parity-Li-omegaQ.svg"), encoding: .utf8)
      for route in routes {
        let error = String(format: "MAE = %.1f kHz", try #require(route["MAE_kHz"]?.number))
        #expect(figure.contains(error))
      }
    }
  }

  // MARK: Refusals

  @Test("what cannot be compared is refused with a reason")
  func refusals() throws {
    let model = Program.sample("li-tensor.safetensors")
    try Program.withFolder { folder in
      let tensor = [1.0, 0, 0, 0, 2, 0, 0, 0, -3]
      var broken = tensor
      broken[2] = .nan
      try folder.write(Self.frame([tensor, tensor], [tensor, broken]), as: "half.extxyz")
      try folder.write(
        "1\nProperties=species:S:1:pos:R:3:efg:R:6\nLi 0 0 0 1 2 3 4 5 6\n", as: "six.extxyz")
      try folder.write(SampleFrames.text(), as: "good.extxyz")
      try folder.write(SampleFrames.text(replacing: "O", by: "Fe", first: 1), as: "iron.extxyz")
      try folder.write(SampleFrames.text(replacing: "Li", by: "Ti", first: 8), as: "noli.extxyz")
      try folder.write(
        SampleFrames.text { lines in
          var fields = lines[2].split(separator: " ").map(String.init)
          fields[4] = "nan"
          lines[2] = fields.joined(separator: " ")
        }, as: "nan.extxyz")
      let cases: [([String], Int32, [String])] = [
        (["half.extxyz", "--against", "ml"], 65, ["half.extxyz:1: ", "atom 1", "ml"]),
        (["good.extxyz", "--against", "ml"], 65, ["good.extxyz:2: ", "no per-atom property ml"]),
        (["six.extxyz", "--against", "efg"], 65, ["six.extxyz:2: ", "with 6 columns"]),
        (["six.extxyz", "--model", model], 65, ["six.extxyz:1: ", "6 real columns"]),
        (
          ["good.extxyz", "--property", "ms", "--model", model], 65,
          ["good.extxyz:1: ", "no per-atom property ms", "found efg"]
        ),
        (["iron.extxyz", "--model", model], 65, ["iron.extxyz:1: ", "(Fe)", "Li, O, Ti"]),
        (["noli.extxyz", "--model", model], 65, ["no Li atom in any structure"]),
        (["nan.extxyz", "--model", model], 65, ["nan.extxyz:1: ", "atom 0", "holds nan"]),
        (["good.extxyz"], 64, ["--model FILE or --against NAME"]),
        (["good.extxyz", "--model", model, "--against", "b"], 64, ["--model FILE or --against"]),
        (["good.extxyz", "--against", "efg", "--all"], 64, ["--all is for models"]),
        (
          ["good.extxyz", "--against", "efg", "--reassign-tolerance", "2"], 64,
          ["--reassign-tolerance is 2.0"]
        ),
        (
          ["good.extxyz", "--against", "efg", "--svg", "good.extxyz/a"], 73,
          ["good.extxyz/a: Not a directory"]
        ),
      ]
      for (arguments, status, pieces) in cases {
        try expectRefusal(["evaluate"] + arguments, in: folder, status: status, says: pieces)
      }
    }
  }

  @Test("scalar models are refused another field than theirs, and twice the same target")
  func scalarRefusals() throws {
    try Program.withFolder { folder in
      try train(["theta"], in: folder)
      try expectRefusal(
        ["evaluate", "data.extxyz", "--model", "theta.st", "--field", "1,0,0"], in: folder,
        status: 65, says: ["theta.st: a model of theta in a field along 0,0,1"])
      try expectRefusal(
        ["evaluate", "data.extxyz", "--model", "theta.st", "theta.st"], in: folder, status: 64,
        says: ["theta.st: a second model of theta"])
    }
  }
}
