import Foundation
import Testing

@Suite("The Model screen of the program") struct ModelScreenTests {
  @Test("the shipped model is judged on the sites it was not trained on, with evaluate's numbers")
  func heldOut() throws {
    try Program.withFolder { folder in
      try Data("7\n".utf8).write(to: folder.appendingPathComponent("keys"))
      let result = try Program.run(
        [
          "explore", Program.sample("lto-dft.extxyz"), "--model",
          Program.sample("li-tensor.safetensors"), "--script", "keys", "--size", "120x40",
        ], in: folder)
      #expect(result.status == 0)
      // The figures of SampleData/README.md, made by spinel evaluate.
      #expect(result.text.contains("88 sites of 11 structures"))
      #expect(result.text.contains("not trained on; a shows all"))
      let rows = result.text.split(separator: "\n")
      for (quantity, error) in [("C̃_Q", "0.100"), ("η̃", "0.054"), ("|ω_Q| / kHz", "5.65")] {
        let row = try #require(rows.first { $0.contains("│\(quantity) ") })
        // On the test set the file stores, and here.
        #expect(row.split(separator: " ").count { $0 == error } == 2, "\(row)")
      }
    }
  }

  @Test("the set a model was made from is known in several files too, and twice over")
  func ownDataInSeveralFiles() throws {
    try Program.withFolder { folder in
      try Data("7\n".utf8).write(to: folder.appendingPathComponent("keys"))
      let text = try String(contentsOfFile: Program.sample("lto-dft.extxyz"), encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      // Where the frames begin: a line with the number of atoms, then one with the cell.
      let starts = lines.indices.dropLast().filter {
        Int(lines[$0].trimmingCharacters(in: .whitespaces)) != nil
          && lines[$0 + 1].contains("Lattice=")
      }
      try #require(starts.count == 56)
      try folder.write(lines[..<starts[20]].joined(separator: "\n") + "\n", as: "a.extxyz")
      try folder.write(lines[starts[20]...].joined(separator: "\n"), as: "b.extxyz")
      let whole = Program.sample("lto-dft.extxyz")
      for (files, sites) in [
        (["a.extxyz", "b.extxyz"], "88 sites of 11 structures"),
        ([whole, whole], "176 sites of 22 structures"),
      ] {
        let result = try Program.run(
          ["explore"] + files
            + [
              "--model", Program.sample("li-tensor.safetensors"), "--script", "keys", "--size",
              "120x40",
            ], in: folder)
        #expect(result.status == 0)
        #expect(result.text.contains(sites), "\(result.text)")
        #expect(result.text.contains("not trained on; a shows all"))
      }
    }
  }

  @Test("beside a file without tensors, what the model was trained on is known all the same")
  func heldOutOfSeveralFiles() throws {
    try Program.withFolder { folder in
      try Data("7\n".utf8).write(to: folder.appendingPathComponent("keys"))
      for first in [true, false] {
        let files = [Program.sample("lto-dft.extxyz"), Program.sample("lto-1512.extxyz")]
        let result = try Program.run(
          ["explore"] + (first ? files : files.reversed())
            + [
              "--model", Program.sample("li-tensor.safetensors"), "--script", "keys", "--size",
              "120x40",
            ], in: folder)
        #expect(result.status == 0)
        #expect(result.text.contains("88 sites of 11 structures"), "\(result.text)")
        #expect(result.text.contains("not trained on; a shows all"))
        let row = try #require(
          result.text.split(separator: "\n").first { $0.contains("│|ω_Q| / kHz ") })
        #expect(row.split(separator: " ").count { $0 == "5.65" } == 2, "\(row)")
      }
    }
  }
}
