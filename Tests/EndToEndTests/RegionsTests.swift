import Formats
import Foundation
import Support
import Testing

@Suite("spinel regions")
struct RegionsTests {
  /// Runs `regions` on counts or values and returns the document.
  private func regions(_ arguments: [String], _ kind: String, _ text: String) throws -> JSON {
    let folder = try Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("input")
    try text.write(to: file, atomically: true, encoding: .utf8)
    let result = try Program.run(["regions", "--\(kind)", file.path, "--json"] + arguments)
    #expect(result.status == 0, "\(result.errors)")
    return try JSON.parse(Array(result.output))
  }

  private func compare(_ found: JSON, _ expected: Golden, _ name: String) throws {
    #expect(try found["binRegion"]?.integers == expected["labels"].integers, "\(name)")
    #expect(try found["unclassified"]?.integer == expected["unclassified"].integer, "\(name)")
    let regions = try #require(found["regions"]?.items)
    let references = try expected["regions"].list
    #expect(regions.count == references.count, "\(name)")
    for (region, reference) in zip(regions, references) {
      for (key, other) in [
        ("number", "region"), ("rank", "rank"), ("peakBin", "bin"), ("firstBin", "lo"),
        ("lastBin", "hi"),
      ] {
        #expect(try region[key]?.integer == reference[other].integer, "\(name) \(key)")
      }
      for key in ["prominence", "count"] {
        let value = try #require(region[key]?.number)
        #expect(try abs(value - reference[key].number) <= 1e-9, "\(name) \(key)")
      }
    }
  }

  @Test("equals every reference histogram, edges padded and as SciPy")
  func references() throws {
    for histogram in try golden("nmr/hist_goldens")["histograms"].list {
      let counts = try histogram["counts"].integers
      let options = [
        "--peaks", "\(try histogram["K"].integer)",
        "--threshold", "\(try histogram["threshold"].number)",
      ]
      let name = try histogram["name"].text
      try compare(regions(options, "counts", "\(counts)"), histogram["edge_padded"], name)
      try compare(
        regions(options + ["--unpadded-edges"], "counts", "\(counts)"),
        histogram["scipy_unpadded"], name + " unpadded")
    }
  }

  @Test("a result of several nuclei is counted together with a warning, one of a nucleus without")
  func severalNuclei() throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(), as: "cell.extxyz")
      for (nuclei, warns) in [(["li"], false), (["li", "o"], true)] {
        let models = nuclei.map { Program.sample("\($0)-tensor.safetensors") }
        let made = try Program.run(
          ["predict", "cell.extxyz", "--model"] + models + ["-o", "made.extxyz"], in: folder)
        #expect(made.status == 0, "\(made.errors)")
        let result = try Program.run(["regions", "made.extxyz"], in: folder)
        #expect(result.status == 0)
        #expect(result.errors.contains("made.extxyz holds sites of Li, O, counted") == warns)
        #expect(result.errors.isEmpty == !warns)
      }
    }
  }

  @Test("counts sites of given values into the reference histograms")
  func values() throws {
    for sites in try golden("nmr/hist_goldens")["site_cases"].list {
      let values = try sites["values"].numbers.map { "\($0)" }.joined(separator: "\n")
      let found = try regions(
        [
          "--bins", "\(try sites["nbins"].integer)",
          "--range", "\(try sites["lo"].number),\(try sites["hi"].number)",
        ], "values", values)
      #expect(try found["counts"]?.integers == sites["counts"].integers)
      try compare(found, sites["edge_padded"], try sites["name"].text)
    }
  }

  @Test("says of each region of a result with site types what stands out in it")
  func findings() throws {
    let folder = try Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("result.csv").path
    var text = "structure,atom,species,siteType,x,y,z"
    for name in ["xx", "xy", "xz", "yy", "yz", "zz"] { text += ",efg_\(name)" }
    // 300 sites on 8a at 4.7 kHz, 100 on 16d at 18.8 kHz.
    for atom in 0..<400 {
      let (type, size) = atom % 4 == 0 ? ("16d", 0.004) : ("8a", 0.001)
      text += "\n0,\(atom),Li,\(type),0,0,0,\(-size / 2),0,0,\(-size / 2),0,\(size)"
    }
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let plain = try Program.run(["regions", file, "--bin-width", "1"])
    #expect(plain.status == 0, "\(plain.errors)")
    let lines = String(decoding: plain.output, as: UTF8.self).split(separator: "\n")
    #expect(lines.contains("region 1: 8a sites, 1.3× over-represented"))
    #expect(lines.contains("region 2: 16d sites, 4.0× over-represented"))
    let document = try JSON.parse(
      Array(Program.run(["regions", file, "--bin-width", "1", "--json"]).output))
    let regions = try #require(document["regions"]?.items)
    #expect(
      regions.map { $0["finding"]?.text }
        == ["8a sites, 1.3× over-represented", "16d sites, 4.0× over-represented"])
    let classes = try #require(regions.last?["composition"]?.items)
    #expect(classes.map { $0["siteType"]?.text } == ["8a", "16d"])
    #expect(classes.map { $0["count"]?.integer } == [0, 100])
    #expect(classes.last?["ratio"]?.number == 4)

    // Without site types nothing is said.
    let numbers = folder.appendingPathComponent("numbers").path
    try (0..<50).map { "\($0 % 3)" }.joined(separator: "\n")
      .write(toFile: numbers, atomically: true, encoding: .utf8)
    let values = try Program.run(["regions", "--values", numbers])
    #expect(!String(decoding: values.output, as: UTF8.self).contains("region 1:"))
  }

  @Test("refuses no input, two inputs and contradictory bins with exit code 64")
  func usage() throws {
    for arguments in [
      [], ["--values", "a", "--counts", "b"], ["--values", "a", "--bins", "3", "--bin-width", "1"],
      ["--values", "a", "--range", "5,1"], ["--values", "a", "--peaks", "0"],
    ] {
      #expect(try Program.run(["regions"] + arguments).status == 64, "\(arguments)")
    }
  }
}
