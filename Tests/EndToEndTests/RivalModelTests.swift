import Foundation
import Support
import Testing

@Suite("Two models of one nucleus in the program") struct RivalModelTests {
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

  /// Runs a test in a folder with two files of structures, `one.extxyz` with 4 and `two.extxyz` with
  /// the first 2 of them, and a small model, `small.safetensors`.
  private func withModels(_ body: (URL) throws -> Void) throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(4), as: "one.extxyz")
      try folder.write(SampleFrames.text(2), as: "two.extxyz")
      try folder.write(Self.hypers, as: "hypers.toml")
      let result = try Program.run(
        [
          "train", "one.extxyz", "--nucleus", "Li", "--hypers", "hypers.toml", "-o",
          "small.safetensors",
        ], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      try body(folder)
    }
  }

  private func explore(
    _ files: [String], _ models: [String], _ keys: String..., in folder: URL,
    size: String = "120x40"
  ) throws -> String {
    try folder.write(keys.joined(separator: "\n") + "\n", as: "keys")
    let result = try Program.run(
      ["explore"] + files + ["--model"] + models + ["--script", "keys", "--size", size], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    return result.text
  }

  private let shipped = Program.sample("li-tensor.safetensors")

  @Test("show each site once, each model by what it predicts alone, and both on the Model screen")
  func explorer() throws {
    try withModels { folder in
      let models = [shipped, "small.safetensors"]
      let first = try explore(["one.extxyz"], models, "2", in: folder)
      #expect(first.contains("32 ⁷Li · li-tensor (V: 1 of 2)"))
      func rows(_ screen: String) -> [String] {
        screen.split(separator: "\n").map(String.init).filter {
          $0.contains("16d") || $0.contains("8a")
        }
      }
      let firstAlone = try explore(["one.extxyz"], [shipped], "2", in: folder)
      #expect(rows(first) == rows(firstAlone))
      let second = try explore(["one.extxyz"], models, "2", "V", in: folder)
      #expect(second.contains("small (V: 2 of 2)"))
      let secondAlone = try explore(["one.extxyz"], ["small.safetensors"], "2", in: folder)
      #expect(rows(second) == rows(secondAlone))
      #expect(rows(first) != rows(second) && rows(first).count > 20)
      let screen = try explore(["one.extxyz"], models, "7", in: folder)
      let alone = try explore(["one.extxyz"], ["small.safetensors"], "7", in: folder)
      func cells(_ screen: String) -> [Substring] {
        let row = screen.split(separator: "\n").first { $0.contains("│|ω_Q| / kHz ") } ?? ""
        // The facts stand to the left.
        let own = row.split(separator: "│").first { $0.hasPrefix("|ω_Q| / kHz ") } ?? ""
        return own.split(separator: " ").filter { Double($0) != nil }
      }
      // test and here by the shipped model, then by the other, whose own screen has r and N between.
      let (both, small) = (cells(screen), cells(alone))
      try #require(both.count >= 4 && small.count >= 4)
      #expect(both[2] == small[0] && both[3] == small[3], "\(both), \(small)")
      #expect(both[0] == "5.65")
    }
  }

  @Test("a model and its copy differ by nothing, and have names of their own")
  func copies() throws {
    try withModels { folder in
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("copy"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: shipped, toPath: folder.file("copy/li-tensor.safetensors"))
      let screen = try explore(
        ["one.extxyz"], [shipped, "copy/li-tensor.safetensors"], ":",
        "text:compare copy/li-tensor", "enter", "7", in: folder)
      #expect(screen.contains("Against copy/li-tensor"))
      let row = screen.split(separator: "\n").first { $0.contains("│|ω_Q| / kHz ") } ?? ""
      #expect(row.split(separator: " ").contains("0.00"), "\(row)")
    }
  }

  @Test("files are shown one by one or together, and compared")
  func files() throws {
    try withModels { folder in
      let files = ["one.extxyz", "two.extxyz"]
      let all = try explore(files, [shipped], "1", in: folder)
      #expect(all.contains("48 ⁷Li"))
      let one = try explore(files, [shipped], ":", "text:file two", "enter", in: folder)
      #expect(one.contains("two ×2") && one.contains("all      16 "))
      let compared = try explore(
        files, [shipped], ":", "text:file two", "enter", ":", "text:compare one", "enter", "esc",
        in: folder)
      #expect(compared.contains("─ one × 0.50"))
    }
  }

  @Test("predict refuses two models of one nucleus, and says which and what to do")
  func predict() throws {
    try withModels { folder in
      try expectRefusal(
        ["predict", "one.extxyz", "--model", shipped, "small.safetensors", "-o", "out.csv"],
        in: folder, status: 64,
        says: ["li-tensor.safetensors and small.safetensors: both are models of Li", "its own -o"])
      #expect(!folder.names.contains("out.csv"))
    }
  }

  @Test("evaluate takes both, one after the other")
  func evaluate() throws {
    try withModels { folder in
      let result = try Program.run(
        ["evaluate", "one.extxyz", "--model", shipped, "small.safetensors"], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.text.contains("li-tensor") && result.text.contains("small"))
    }
  }
}
