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
