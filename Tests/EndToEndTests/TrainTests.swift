import Foundation
import Support
import Testing

@Suite("spinel train")
struct TrainTests {
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

  private func train(_ arguments: [String], in folder: URL) throws -> Program.Result {
    try folder.write(SampleFrames.text(6), as: "data.extxyz")
    try folder.write(Self.hypers, as: "hypers.toml")
    return try Program.run(
      ["train", "data.extxyz", "--nucleus", "Li", "--hypers", "hypers.toml"] + arguments,
      in: folder)
  }

  @Test("makes a model that predict takes, the same from the same seed")
  func tensor() throws {
    try Program.withFolder { folder in
      for name in ["one.safetensors", "two.safetensors"] {
        let result = try train(["-o", name, "--seed", "4"], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.text.contains("trained on"))
      }
      let models = try ["one.safetensors", "two.safetensors"].map {
        try Data(contentsOf: URL(fileURLWithPath: folder.file($0)))
      }
      #expect(models[0] == models[1])
      let result = try Program.run(
        ["predict", "data.extxyz", "--model", "one.safetensors"], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.text.hasPrefix("48 sites in 6 structures"))
    }
  }

  @Test("makes models of scalars, which predict refuses")
  func scalar() throws {
    try Program.withFolder { folder in
      let result = try train(
        ["-o", "scalar.safetensors", "--kernel", "scalar", "--target", "CQ~"], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      try expectRefusal(
        ["predict", "data.extxyz", "--model", "scalar.safetensors"], in: folder, status: 65,
        says: ["scalar.safetensors: a model of the scalar CQ~; expected a model of tensors"])
    }
  }

  @Test("makes a model of each nucleus in a folder, by hyperparameters of a folder")
  func nuclei() throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(4), as: "data.extxyz")
      for name in ["li-tensor.toml", "ti-tensor.toml"] { try folder.write(Self.hypers, as: name) }
      for nuclei in [["--nucleus", "Li,Ti"], ["--nucleus", "Ti", "--nucleus", "Li"]] {
        let result = try Program.run(
          ["train", "data.extxyz", "-o", "models", "--hypers", ".", "--isotope", "49Ti"] + nuclei,
          in: folder)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.text.contains("7Li (Q -40.1 mb, I 1.5)"))
        #expect(result.text.contains("49Ti (Q 247.0 mb, I 3.5)"))
        let models = folder.appendingPathComponent("models")
        #expect(models.names == ["li-tensor.safetensors", "ti-tensor.safetensors"])
      }
      let result = try Program.run(
        [
          "predict", "data.extxyz", "--model", "models/li-tensor.safetensors",
          "models/ti-tensor.safetensors",
        ], in: folder)
      #expect(result.text.contains("72 sites in 4 structures"), "\(result.text)\(result.errors)")
      try expectRefusal(
        ["train", "data.extxyz", "--nucleus", "Li,O", "--hypers", ".", "-o", "models"], in: folder,
        status: 66, says: ["./o-tensor.toml: No such file"])
      try expectRefusal(
        ["train", "data.extxyz", "--nucleus", "Li,Ti", "--hypers", ".", "-o", "data.extxyz"],
        in: folder, status: 73, says: ["data.extxyz: a file; expected a folder"])
      try expectRefusal(
        ["train", "data.extxyz", "--nucleus", "Li,Ti", "-o", "missing/models"], in: folder,
        status: 73, says: ["missing/models: No such file"])
    }
  }
}
