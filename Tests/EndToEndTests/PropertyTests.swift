import Foundation
import Support
import Testing

@Suite("spinel with properties other than field gradients")
struct PropertyTests {
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

  /// The sample's tensors times a thousand plus a trace that grows with the largest element.
  private static let data = SampleFrames.text(6) { lines in
    for (index, line) in lines.enumerated() {
      if line.contains("Properties=") {
        lines[index] = line.replacingOccurrences(of: ":efg:R:9", with: ":ms:R:9") + " ms_unit=ppm"
        continue
      }
      var words = line.split(separator: " ").map(String.init)
      guard words.count > 10 else { continue }
      let tensor = words[efgColumn..<efgColumn + 9].compactMap { Double($0) }
      let isotropic = 100 + 300 * (tensor.map(abs).max() ?? 0)
      for (place, value) in tensor.enumerated() {
        words[efgColumn + place] = "\(1000 * value + (place % 4 == 0 ? isotropic : 0))"
      }
      lines[index] = words.joined(separator: " ")
    }
  }

  /// Where the nine numbers of a line begin.
  private static let efgColumn: Int = {
    let header = SampleFrames.text().split(separator: "\n")[1]
    let properties = header.split(separator: " ").first { $0.hasPrefix("Properties=") } ?? ""
    let words = properties.dropFirst(11).split(separator: ":")
    var column = 0
    for place in stride(from: 0, to: words.count - 2, by: 3) {
      if words[place] == "efg" { break }
      column += Int(words[place + 2]) ?? 0
    }
    return column
  }()

  private func withModel(_ body: (URL, String) throws -> Void) throws {
    try Program.withFolder { folder in
      try folder.write(Self.data, as: "data.extxyz")
      try folder.write(Self.hypers, as: "hypers.toml")
      let result = try Program.run(
        [
          "train", "data.extxyz", "--nucleus", "Li", "--hypers", "hypers.toml", "--property", "ms",
          "-o", "ms.safetensors",
        ], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      try body(folder, result.text)
    }
  }

  private func predict(to output: String, in folder: URL) throws -> Data {
    let result = try Program.run(
      ["predict", "data.extxyz", "--model", "ms.safetensors", "-o", output], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    return try Data(contentsOf: folder.appendingPathComponent(output))
  }

  @Test("train tells errors with the unit, predict writes the array with trace and unit")
  func trainAndPredict() throws {
    try withModel { folder, report in
      #expect(report.contains("property ms of 6 structures"))
      #expect(report.contains("isotropic MAE / ppm") && report.contains("constant"))
      #expect(!report.contains("omega_Q"))
      let text = String(decoding: try predict(to: "out.extxyz", in: folder), as: UTF8.self)
      let lines = text.split(separator: "\n")
      #expect(lines[1].contains("ms_unit=ppm") && lines[1].contains(":ms:R:9"))
      #expect(lines[1].contains("ms_reference_unit=ppm"))
      for name in ["CQ_kHz", "omegaQ_kHz", "efg", "region"] {
        #expect(!lines[1].contains(":\(name):"))
      }
      let document = try #require(
        try JSONSerialization.jsonObject(with: predict(to: "out.json", in: folder))
          as? [String: Any])
      let sites = try #require(document["sites"] as? [[String: Any]])
      #expect(sites.count == 48)
      for site in sites {
        let tensor = try #require(site["ms"] as? [Double])
        let isotropic = try #require(site["isotropic"] as? Double)
        #expect(abs((tensor[0] + tensor[3] + tensor[5]) / 3 - isotropic) < 1e-9)
        #expect((100...400).contains(isotropic))
        #expect(site["unit"] as? String == "ppm")
        for key in ["CQ_kHz", "omegaQ_kHz", "isotope", "efg", "Vzz"] { #expect(site[key] == nil) }
      }
      let csv = String(decoding: try predict(to: "out.csv", in: folder), as: UTF8.self)
      #expect(
        csv.hasPrefix(
          "structure,atom,species,siteType,x,y,z,ms_xx,ms_xy,ms_xz,ms_yy,ms_yz,ms_zz,isotropic,"
            + "anisotropy,eta,unit,novelty"))
      let summary = try Program.run(
        ["predict", "data.extxyz", "--model", "ms.safetensors"], in: folder)
      #expect(summary.text.contains("<isotropic>") && summary.text.contains("ppm"))
    }
  }

  @Test("results and models without field gradients are refused where only these can be shown")
  func refusals() throws {
    try withModel { folder, _ in
      for form in ["safetensors", "json", "csv", "extxyz"] {
        _ = try predict(to: "out." + form, in: folder)
        let result = try Program.run(
          ["regions", "out." + form, "--observable", "omegaQ"], in: folder)
        #expect(result.status == 65, "\(form): \(result.errors)")
      }
      try folder.write("q\n", as: "keys")
      let explorer = try Program.run(
        [
          "explore", "data.extxyz", "--model", "ms.safetensors", "--script", "keys", "--size",
          "160x40",
        ], in: folder)
      #expect(
        (explorer.text + explorer.errors).contains("a model of the property ms"), "\(explorer)")
      try expectRefusal(
        [
          "train", "data.extxyz", "--nucleus", "Li", "--hypers", "hypers.toml", "--property", "ms",
          "--kernel", "scalar", "--target", "CQ~", "-o", "s.safetensors",
        ], in: folder, status: 65, says: ["field gradients only"])
    }
  }
}
