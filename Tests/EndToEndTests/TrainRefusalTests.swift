import Foundation
import Support
import Testing

@Suite("What spinel train refuses")
struct TrainRefusalTests {
  /// Frames of the sample, each line of atoms changed.
  private static func frames(
    _ count: Int, atoms change: (_ fields: inout [String], _ frame: Int, _ atom: Int) -> Void
  ) -> String {
    SampleFrames.text(count) { lines in
      for index in lines.indices where index % SampleFrames.linesPerFrame >= 2 {
        var fields = lines[index].split(separator: " ").map(String.init)
        change(
          &fields, index / SampleFrames.linesPerFrame, index % SampleFrames.linesPerFrame - 2)
        lines[index] = fields.joined(separator: " ")
      }
    }
  }

  private func expectRefusal(
    _ text: String, _ arguments: String = "", status: Int32 = 65, says: [String]
  ) throws {
    try Program.withFolder { folder in
      try folder.write(text, as: "data.extxyz")
      try EndToEndTests.expectRefusal(
        ["train", "data.extxyz", "--nucleus", "Li", "-o", "out.safetensors"]
          + arguments.split(separator: " ").map(String.init), in: folder, status: status, says: says
      )
      #expect(folder.names == ["data.extxyz"])
    }
  }

  @Test("one structure, which cannot be split by structure")
  func single() throws {
    try expectRefusal(
      SampleFrames.text(1),
      says: [
        "found 1 structure; expected at least 2", "--test-fraction 0", "--split environments",
      ])
  }

  @Test("fractions that leave nothing to test or to train on", arguments: ["0.05", "0.95"])
  func emptyPart(fraction: String) throws {
    try expectRefusal(
      SampleFrames.text(3), "--test-fraction \(fraction)",
      says: [
        "a test fraction of \(fraction) of 3 structures leaves none to",
        fraction == "0.05" ? "none to test on" : "none to train on", "another --test-fraction",
      ])
  }

  @Test("labels that are all equal")
  func equal() throws {
    let text = Self.frames(3) { fields, _, _ in
      for column in 4..<13 { fields[column] = column % 4 == 0 ? "0.1" : "0.0" }
      fields[12] = "-0.2"
    }
    try expectRefusal(
      text, says: ["all 16 labels (EFG tensors) are equal; expected labels that differ"])
    try expectRefusal(text, "--kernel scalar --target CQ~", says: ["all 16 labels (CQ~) are equal"])
  }

  @Test("a label that is not finite, by file, frame and atom", arguments: ["nan", "inf", "1e9"])
  func unusable(value: String) throws {
    let text = Self.frames(3) { fields, frame, atom in
      if frame == 1, atom == 3 { fields[7] = value }
    }
    try expectRefusal(
      text, says: ["data.extxyz:45: frame 1: atom 3: property efg", "expected finite numbers"])
  }

  @Test("a property that is not there, with those that are")
  func missing() throws {
    try expectRefusal(
      SampleFrames.text(3), "--property shift",
      says: ["data.extxyz:1: frame 0: no per-atom property shift; expected one of nine", "efg"])
  }

  @Test("a property of another number of columns, or of text")
  func shape() throws {
    let text = SampleFrames.text(3) { lines in
      for index in lines.indices where index % SampleFrames.linesPerFrame == 1 {
        lines[index] = lines[index].replacingOccurrences(of: "efg:R:9", with: "efg:R:3:more:R:6")
      }
    }
    try expectRefusal(
      text, says: ["data.extxyz:1: frame 0: property efg is 3 real columns; expected nine"])
    try expectRefusal(
      SampleFrames.text(3), "--property site",
      says: ["data.extxyz:1: frame 0: property site is 1 text columns; expected nine real"])
  }

  @Test("structures with elements that the hyperparameters do not list, and models likewise")
  func species() throws {
    let hypers = """
      species = ["Li", "O"]
      [density]
      width = 0.5
      [cutoff]
      radius = 3
      [basis]
      radial = 1
      angular = 1
      [kernel]
      zeta = 1
      [regression]
      regularization = 1e-2

      """
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(3), as: "data.extxyz")
      let titanium = SampleFrames.text(3) { lines in
        lines = lines.map { $0.hasPrefix("Ti ") ? "O " + $0.dropFirst(3) : $0 }
      }
      try folder.write(titanium, as: "without.extxyz")
      try folder.write(hypers, as: "hypers.toml")
      let train = ["--nucleus", "Li", "--hypers", "hypers.toml", "-o", "model.safetensors"]
      let says = [
        "data.extxyz:1: frame 0: atom", "(Ti) is a neighbour", "knows only Li, O; expected",
      ]
      try EndToEndTests.expectRefusal(
        ["train", "data.extxyz"] + train, in: folder, status: 65, says: says)
      let result = try Program.run(["train", "without.extxyz"] + train, in: folder)
      #expect(result.status == 0, "\(result.errors)")
      try EndToEndTests.expectRefusal(
        ["predict", "data.extxyz", "--model", "model.safetensors"], in: folder, status: 65,
        says: says)
    }
  }

  @Test(
    "nuclei and isotopes that do not fit",
    arguments: [
      ("--nucleus Li", "--nucleus names Li twice"), ("--isotope 17O", "17O is of no --nucleus"),
      ("--nucleus Ti,,O", "element"),
    ])
  func usage(options: String, says: String) throws {
    try expectRefusal(SampleFrames.text(3), options, status: 64, says: [says])
  }
}
