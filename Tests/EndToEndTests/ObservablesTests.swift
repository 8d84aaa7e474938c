import Formats
import Foundation
import Support
import Testing

@Suite("spinel observables")
struct ObservablesTests {
  private static let fields = [
    "001": "0,0,1", "100": "1,0,0", "110": "1,1,0", "111": "1,1,1", "123": "1,2,3",
  ]

  @Test(
    "prints every reference tensor's principal values, C_Q, η and ω_Q along every field",
    arguments: ["7Li", "47Ti", "49Ti"])
  func references(isotope: String) throws {
    let tensors = try golden("nmr/tensor_goldens")["tensors"].list.filter {
      try $0["isotope"].text == isotope
    }
    #expect(!tensors.isEmpty)
    let folder = try Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let element = String(isotope.drop { $0.isNumber })
    let frames = try tensors.map { tensor in
      let numbers = try tensor["V_au"].numbers.map { "\($0)" }.joined(separator: " ")
      return "1\nProperties=species:S:1:pos:R:3:efg:R:9\n\(element) 0 0 0 \(numbers)\n"
    }
    let file = folder.appendingPathComponent("tensors.extxyz")
    try frames.joined().write(to: file, atomically: true, encoding: .utf8)
    for (name, field) in Self.fields {
      let result = try Program.run([
        "observables", file.path, "--isotope", isotope, "--field", field, "--json",
      ])
      #expect(result.status == 0, "\(result.errors)")
      let document = try JSON.parse(Array(result.output))
      let sites = try #require(document["sites"]?.items)
      #expect(sites.count == tensors.count)
      for (site, tensor) in zip(sites, tensors) {
        let reference = tensor["ref"]
        let label = Comment(rawValue: "\(try tensor["name"].text) along \(field)")
        for (key, value) in [
          ("Vzz", reference["Vzz"]), ("Vyy", reference["Vyy"]), ("Vxx", reference["Vxx"]),
          ("eta", reference["eta"]), ("CQ_kHz", reference["Cq_kHz"]),
          ("omegaQ_kHz", reference["omegaQ_kHz"][name]),
        ] {
          let found = try #require(site[key]?.number, label)
          let expected = try value.number
          let scale = max(abs(expected), key.hasSuffix("kHz") ? 1e-3 : 1e-6)
          #expect(abs(found - expected) <= 1e-9 * scale, "\(label) \(key)")
        }
      }
    }
  }

  @Test("says what isotope, Q, I and field were used")
  func conventions() throws {
    let result = try Program.run([
      "observables", Program.sample("lto-dft.extxyz"), "--isotope", "7Li=-40.6", "--field", "0,1,0",
      "--json",
    ])
    let conventions = try #require(try JSON.parse(Array(result.output))["conventions"])
    #expect(conventions["field"]?.numbers == [0, 1, 0])
    let lithium = conventions["isotopes"]?.items?.first { $0["species"]?.text == "Li" }
    #expect(lithium?["Q_mb"]?.number == -40.6)
    #expect(lithium?["I"]?.number == 1.5)
  }

  @Test("CSV has a row for each of the 2352 tensors of the sample")
  func csv() throws {
    let result = try Program.run(["observables", Program.sample("lto-dft.extxyz"), "--csv"])
    let lines = result.text.split(whereSeparator: \.isNewline)
    #expect(lines.count == 1 + 2352)
    #expect(lines.first?.hasPrefix("structure,atom,species,isotope") == true)
  }
}
