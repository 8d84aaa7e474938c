import Formats
import Foundation
import Testing

@Suite("Regions of the explorer and of spinel regions")
struct ExplorerRegionsTests {
  /// A result of three structures.
  private func withResult(_ body: (URL, String, String) throws -> Void) throws {
    try Session.withGood { folder, file in
      let result = folder.file("result.json")
      let run = try Program.run([
        "predict", file, "--model", Program.sample("li-tensor.safetensors"), "-o", result,
      ])
      try #require(run.status == 0, "\(run.errors)")
      try body(folder, file, result)
    }
  }

  private func explore(_ arguments: [String], _ lines: [String], in folder: URL) throws -> String {
    let script = try folder.write(
      lines.map { "text::\($0)\nenter\n" }.joined(), as: "script-\(lines.count)")
    let run = try Program.run(["explore"] + arguments + ["--script", script, "--size", "120x40"])
    try #require(run.status == 0, "\(run.errors)")
    return run.text
  }

  @Test(
    "the same bins, range, peaks and threshold give the same counts and regions",
    arguments: [
      ("absOmegaQ", "0,120", 4.0, 2.0, 5), ("CQ", "-300,300", 10, 1, 3), ("eta", "0,1", 0.05, 1, 9),
    ])
  func agree(observable: String, range: String, width: Double, threshold: Double, peaks: Int) throws
  {
    try withResult { folder, file, result in
      let exported = folder.file("explorer.json")
      let screen = try explore(
        [file, "--results", result, "--field", "1,1,0"],
        [
          "observable \(observable)", "range \(range.replacing(",", with: " "))",
          "bin-width \(width)", "threshold \(threshold)",
        ] + Array(repeating: "more-peaks", count: max(0, peaks - 5))
          + Array(repeating: "fewer-peaks", count: max(0, 5 - peaks)) + ["export \(exported)"],
        in: folder)
      #expect(screen.contains("K \(peaks)"))
      let found = try JSON.parse(Array(Data(contentsOf: URL(fileURLWithPath: exported))))
      let run = try Program.run([
        "regions", result, "--json", "--observable", observable, "--range=\(range)",
        "--bin-width", "\(width)", "--threshold", "\(threshold)", "--peaks", "\(peaks)", "--field",
        "1,1,0",
      ])
      try #require(run.status == 0, "\(run.errors)")
      let expected = try JSON.parse(Array(run.output))
      for key in [
        "counts", "binRegion", "outOfRange", "withoutPrediction", "unclassified", "peaks",
      ] {
        #expect(found[key] == expected[key], "\(key)")
      }
      let (ours, theirs) = (found["edges"]?.numbers ?? [], expected["edges"]?.numbers ?? [])
      #expect(ours.count == theirs.count && !ours.isEmpty)
      for (a, b) in zip(ours, theirs) { #expect(abs(a - b) <= 1e-9 * max(1, abs(b))) }
      let regions = expected["regions"]?.items ?? []
      #expect(!regions.isEmpty && found["regions"]?.items?.count == regions.count)
      for (a, b) in zip(found["regions"]?.items ?? [], regions) {
        for key in ["number", "rank", "peakBin", "prominence", "firstBin", "lastBin", "count"] {
          #expect(a[key] == b[key], "\(key)")
        }
      }
    }
  }

  @Test("regions written by either are opened on other data and stay where they were")
  func applied() throws {
    try withResult { folder, file, result in
      let run = try Program.run([
        "regions", result, "--json", "--range", "0,120", "--bin-width", "4", "--threshold", "2",
      ])
      let regions = try folder.write(run.text, as: "regions.json")
      let other = try folder.write(SampleFrames.text(1), as: "other.extxyz")
      let exported = folder.file("applied.json")
      let screen = try explore(
        [other], ["range 0 120", "bin-width 4", "open \(regions)", "export \(exported)"], in: folder
      )
      let expected = try JSON.parse(Array(run.output))["regions"]?.items ?? []
      let document = try JSON.parse(Array(Data(contentsOf: URL(fileURLWithPath: exported))))
      let found = document["regions"]?.items ?? []
      #expect(!expected.isEmpty && found.count == expected.count)
      for (a, b) in zip(found, expected) {
        #expect(a["byHand"]?.logical == true)
        for key in ["lower", "upper"] {
          #expect(abs((a[key]?.number ?? .nan) - (b[key]?.number ?? .nan)) < 1e-9)
        }
      }
      // What the screen says of the eight sites is what the file holds.
      let counts = document["counts"]?.integers ?? []
      let inRegions = found.compactMap { $0["count"]?.integer }.reduce(0, +)
      #expect(inRegions + (document["unclassified"]?.integer ?? -1) == counts.reduce(0, +))
      #expect(screen.contains("all       8 100.0"))
    }
  }
}
