import Engine
import Formats
import Foundation
import Support
import Testing

@Suite("spinel predict")
struct PredictTests {
  private static let model = Program.sample("li-tensor.safetensors")

  @discardableResult
  private func predict(_ arguments: [String], in folder: URL) throws -> Program.Result {
    let result = try Program.run(
      ["predict"] + arguments + ["--model", Self.model], in: folder)
    #expect(result.status == 0, "\(arguments): \(result.errors)")
    return result
  }

  /// The columns of a CSV result.
  private func columns(_ file: String) throws -> [String: [String]] {
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let header = try #require(lines.first)
    var columns: [String: [String]] = [:]
    for (place, name) in header.enumerated() { columns[name] = lines.dropFirst().map { $0[place] } }
    return columns
  }

  @Test("writes the same numbers in all four forms")
  func forms() throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(3), as: "in.extxyz")
      for form in ["extxyz", "csv", "json", "safetensors"] {
        try predict(["in.extxyz", "-o", "out.\(form)", "--field", "1,2,3"], in: folder)
      }
      let csv = try columns(folder.file("out.csv"))
      func numbers(_ name: String) throws -> [Double] {
        try #require(csv[name], "\(name)").map { Double($0) ?? .nan }
      }
      #expect(csv["structure"]?.count == 24)

      let document = try JSON.parse(
        Array(Data(contentsOf: URL(fileURLWithPath: folder.file("out.json")))))
      let sites = try #require(document["sites"]?.items)
      let binary = try Safetensors.read(folder.file("out.safetensors"))
      func tensor(_ name: String) throws -> [Double] {
        switch try #require(binary[name]?.values, "\(name)") {
        case .float64(let values): return values
        case .float32(let values): return values.map(Double.init)
        case .int32(let values): return values.map(Double.init)
        default: return []
        }
      }
      // Single precision where the table holds it so.
      for (name, tolerance) in [
        ("structure", 0), ("atom", 0), ("omegaQ_kHz", 0), ("region", 0), ("CQ_kHz", 1e-6),
        ("eta", 1e-6),
      ] {
        let expected = try numbers(name)
        let inJSON = sites.map { $0[name]?.number ?? .nan }
        #expect(agree(inJSON, expected, within: 0), "\(name)")
        #expect(agree(try tensor(name), expected, within: tolerance), "\(name)")
      }
      let efg = try ["xx", "xy", "xz", "yy", "yz", "zz"].map { try numbers("efg_" + $0) }
      let rows = (0..<24).flatMap { row in efg.map { $0[row] } }
      #expect(agree(sites.flatMap { $0["efg"]?.numbers ?? [] }, rows, within: 0))
      #expect(agree(try tensor("efg"), rows, within: 0))

      // Extended XYZ holds one row an atom.
      let source = try ExtendedXYZReader.read(folder.file("in.extxyz"))
      let written = try ExtendedXYZReader.read(folder.file("out.extxyz"))
      #expect(written.count == 3)
      var row = 0
      for (structure, original) in zip(written, source) {
        #expect(structure.positions == original.positions && structure.cell == original.cell)
        #expect(structure.elements == original.elements)
        #expect(structure.arrays["efg_reference"] == original.arrays["efg"])
        #expect(structure.info["id"] == original.info["id"])
        guard case .real(let tensors, columns: 9)? = structure.arrays["efg"],
          case .integer(let regions, columns: 1)? = structure.arrays["region"],
          case .real(let couplings, columns: 1)? = structure.arrays["CQ_kHz"],
          case .real(let asymmetries, columns: 1)? = structure.arrays["eta"],
          case .real(let splittings, columns: 1)? = structure.arrays["omegaQ_kHz"],
          case .real(let sigma, columns: 9)? = structure.arrays["efg_sigma"],
          case .real(let novelty, columns: 1)? = structure.arrays["novelty"]
        else {
          Issue.record("arrays are missing: \(structure.arrays.keys.sorted())")
          return
        }
        #expect(sigma.count == 9 * structure.count && novelty.count == structure.count)
        for atom in 0..<structure.count {
          let nine = Array(tensors[9 * atom..<9 * atom + 9])
          guard structure.elements[atom] == .lithium else {
            #expect(regions[atom] == -1 && nine.allSatisfy { $0.isNaN })
            #expect(couplings[atom].isNaN && asymmetries[atom].isNaN && splittings[atom].isNaN)
            #expect(sigma[9 * atom].isNaN && novelty[atom].isNaN)
            continue
          }
          #expect([0, 1, 2, 4, 5, 8].map { nine[$0] } == Array(rows[6 * row..<6 * row + 6]))
          #expect([nine[3], nine[6], nine[7]] == [nine[1], nine[2], nine[5]])
          #expect(splittings[atom] == (try numbers("omegaQ_kHz")[row]))
          #expect(agree(couplings[atom], try numbers("CQ_kHz")[row], within: 1e-6))
          #expect(Double(regions[atom]) == (try numbers("region")[row]))
          row += 1
        }
      }
      #expect(row == 24)
    }
  }

  @Test("gives JSON and CSV the keys of the contract")
  func keys() throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(), as: "in.extxyz")
      try predict(["in.extxyz", "-o", "out.json", "--isotope", "6Li"], in: folder)
      let document = try JSON.parse(
        Array(Data(contentsOf: URL(fileURLWithPath: folder.file("out.json")))))
      #expect(document.members?.map(\.name) == ["spinel", "conventions", "sites"])
      let conventions = try #require(document["conventions"])
      for key in ["field", "isotope", "Q_mb", "I", "ordering", "sign"] {
        #expect(conventions[key] != nil, "\(key)")
      }
      let site = try #require(document["sites"]?[0])
      for key in [
        "structure", "atom", "species", "isotope", "siteType", "position", "efg", "Vzz", "Vyy",
        "Vxx", "CQ_kHz", "eta", "omegaQ_kHz", "theta_rad", "phi_rad", "quaternion_wxyz",
        "euler_zyz_active_deg", "ambiguousAxes", "region",
      ] {
        #expect(site[key] != nil, "\(key)")
      }
      #expect(site["isotope"]?.text == "6Li")
      #expect(site["efg"]?.numbers?.count == 6 && site["quaternion_wxyz"]?.numbers?.count == 4)
    }
  }

  @Test("numbers the regions that `regions` finds in its values")
  func regions() throws {
    try Program.withFolder { folder in
      let file = Program.sample("lto-1512.extxyz")
      let frames = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
      try folder.write(frames.prefix(4 * 1514).joined(separator: "\n") + "\n", as: "in.extxyz")
      try predict(["in.extxyz", "-o", "out.csv"], in: folder)
      let found = try Program.run(["regions", "out.csv", "--json"], in: folder)
      let document = try JSON.parse(Array(found.output))
      let edges = try #require(document["edges"]?.numbers)
      let binRegion = try #require(document["binRegion"]?.integers)
      #expect(document["regions"]?.items?.isEmpty == false)
      let csv = try columns(folder.file("out.csv"))
      let values = try #require(csv["omegaQ_kHz"]).compactMap { Double($0).map(abs) }
      let regions = try #require(csv["region"]).compactMap { Int($0) }
      #expect(values.count == 4 * 288 && regions.count == values.count)
      for (value, region) in zip(values, regions) {
        let bin = try #require(edges.lastIndex { $0 <= value })
        // A value on an edge may fall to either side in single precision.
        let isOnEdge = edges.contains { abs($0 - value) < 1e-4 }
        #expect(isOnEdge || binRegion[bin] == region, "\(value) kHz")
      }
    }
  }

  @Test("gives shards that together are the whole")
  func shards() throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(5), as: "a.extxyz")
      try folder.write(SampleFrames.text(2), as: "b.extxyz")
      try predict(["a.extxyz", "b.extxyz", "-o", "whole.csv"], in: folder)
      let whole = try columns(folder.file("whole.csv"))
      var parts: [String: [String]] = [:]
      for part in 1...3 {
        let name = "part\(part).csv"
        try predict(["a.extxyz", "b.extxyz", "-o", name, "--shard", "\(part)/3"], in: folder)
        parts.merge(try columns(folder.file(name))) { $0 + $1 }
      }
      // Regions are those of a part's own histogram.
      let names = whole.keys.filter { $0 != "region" }.sorted()
      func rows(_ table: [String: [String]]) throws -> [[String]] {
        let count = try #require(table["structure"]).count
        return (0..<count).map { row in names.map { table[$0]?[row] ?? "" } }
          .sorted { $0.joined(separator: ",") < $1.joined(separator: ",") }
      }
      #expect(try rows(parts) == rows(whole))
      #expect(whole["structure"]?.count == 7 * 8)
    }
  }

  @Test("reads structures from standard input")
  func standardInput() throws {
    try Program.withFolder { folder in
      let text = SampleFrames.text(2)
      try folder.write(text, as: "in.extxyz")
      try predict(["in.extxyz", "-o", "file.csv"], in: folder)
      let result = try Program.run(
        ["predict", "/dev/stdin", "--model", Self.model, "-o", "stdin.csv"], in: folder,
        input: Data(text.utf8))
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: folder.file("stdin.csv")))
          == Data(contentsOf: URL(fileURLWithPath: folder.file("file.csv"))))
    }
  }

  @Test("interrupted keeps finished work, and resumed ends with the same bytes")
  func resume() throws {
    try Program.withFolder { folder in
      let file = Program.sample("lto-1512.extxyz")
      let frames = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
      let count = 20
      try folder.write(frames.prefix(count * 1514).joined(separator: "\n") + "\n", as: "in.extxyz")
      let (input, output) = (folder.file("in.extxyz"), folder.file("out.csv"))
      let arguments = ["predict", input, "--model", Self.model, "-o", output]

      // The progress bar on a terminal tells when some work is done; ^C comes from the keyboard.
      let terminal = try PseudoTerminal(
        Program.path, arguments + ["--threads", "1"], columns: 100, rows: 10,
        environment: ["TERM": "xterm"])
      try terminal.wait("three structures") { screen in
        screen.lines.contains { line in
          let done = line.split(separator: "/").first?.split(separator: " ").last
          return (done.flatMap { Int($0) } ?? 0) > 3 * 288
        }
      }
      terminal.type("\u{3}")
      #expect(try terminal.waitForExit() == 130 << 8)
      #expect(terminal.screen.contains("spinel: interrupted; finished sites are kept in"))
      #expect(folder.names == ["in.extxyz", "out.csv.partial"])
      let kept = try Safetensors.read(output + ".partial")
      let sites = try #require(kept["efg"]?.shape.first)
      #expect(sites >= 3 * 288 && sites < count * 288 && sites % 288 == 0)

      #expect(try Program.run(arguments + ["--resume"]).status == 0)
      #expect(folder.names == ["in.extxyz", "out.csv"])
      let resumed = try Data(contentsOf: URL(fileURLWithPath: output))
      #expect(try Program.run(arguments).status == 0)
      #expect(try Data(contentsOf: URL(fileURLWithPath: output)) == resumed)
    }
  }

  @Test("does not go on with work of other structures")
  func foreignCheckpoint() throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(), as: "in.extxyz")
      try folder.write("nothing of ours", as: "out.csv.partial")
      let arguments = ["predict", "in.extxyz", "--model", Self.model, "-o", "out.csv"]
      try expectRefusal(
        arguments + ["--resume"], in: folder, status: 65, says: ["out.csv.partial: "])
      try predict(["in.extxyz", "-o", "out.csv"], in: folder)
    }
  }

  @Test("leaves an output alone when it fails")
  func outputKept() throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(2) { $0[50] = "Li 0 0" }, as: "bad.extxyz")
      try folder.write("what was there before", as: "out.csv")
      let arguments = ["predict", "bad.extxyz", "--model", Self.model, "-o", "out.csv"]
      try expectRefusal(arguments, in: folder, status: 65, says: ["bad.extxyz:51: "])
      #expect(
        try String(contentsOfFile: folder.file("out.csv"), encoding: .utf8)
          == "what was there before")
    }
  }
}
