import Crystals
import Formats
import Foundation
import Support
import Testing

@Suite("structures of every form")
struct StructureFormatTests {
  /// A magres file made of a reference's numbers, in the manner of CASTEP or of its converter.
  private func magres(_ reference: Golden, likeCASTEP: Bool) throws -> String {
    var text = "#$magres-abinitio-v1.0\n[atoms]\n"
    let indent = likeCASTEP ? "" : "  "
    let cell = try reference["cell"].numbers.map { "\($0)" }.joined(separator: " ")
    text += "\(indent)units lattice Angstrom\n\(indent)lattice \(cell)\n"
    text += "\(indent)units atom Angstrom\n"
    let sites = try reference["sites"].list
    func row(_ numbers: Golden) throws -> String {
      try numbers.numbers.map { "\($0)" }.joined(separator: likeCASTEP ? "          " : " ")
    }
    for site in sites {
      let (label, index) = (try site["label"].text, try site["index"].integer)
      let element = try site["element"].text
      text += "\(indent)atom \(element) \(label) \(index) \(try row(site["position_A"]))\n"
    }
    text += "[/atoms]\n[magres]\n\(indent)units efg au\n\(indent)units isc 10^19.T^2.J^-1\n"
    for site in sites {
      let (label, index) = (try site["label"].text, try site["index"].integer)
      if !likeCASTEP { text += "  efg_local \(label) \(index) 0 0 0 0 0 0 0 0 0\n" }
      text += "\(indent)efg \(label) \(index) \(try row(site["efg_au"]))\n"
    }
    text += "[/magres]\n"
    return likeCASTEP ? text + "[magres_old]\n============\nAtom: X 1\n[/magres_old]\n" : text
  }

  @Test(
    "observables of magres files are those of the reference",
    arguments: [
      ("ethanol.magres", false), ("nacl.magres", true), ("silicon.magres", nil),
      ("synthetic_fused.magres", nil),
    ] as [(String, Bool?)])
  func observables(name: String, likeCASTEP: Bool?) throws {
    let reference = try golden("nmr/magres_goldens")[name]
    try Program.withFolder { folder in
      var path = "\(goldensFolder)/nmr/magres/\(name)"
      if let likeCASTEP {
        try folder.write(magres(reference, likeCASTEP: likeCASTEP), as: name)
        path = folder.file(name)
      }
      for (key, field) in [("z", "0,0,1"), ("x", "1,0,0"), ("111", "1,1,1")] {
        let result = try Program.run(["observables", path, "--json", "--field", field])
        #expect(result.status == 0, "\(result.errors)")
        let found = try #require(try JSON.parse(Array(result.output))["sites"]?.items)
        let sites = try reference["sites"].list
        #expect(found.count == sites.count)
        for (site, expected) in zip(found, sites) {
          try compare(site, expected, omegaQ: "omegaQ_kHz_B0_\(key)")
        }
      }
    }
  }

  private func compare(_ site: JSON, _ expected: Golden, omegaQ: String) throws {
    // Rounding of a symmetric site, which has neither η nor orientation.
    let isNull = abs(try expected["Vzz_au"].number) < 1e-8
    for (key, name) in [
      ("Vzz", "Vzz_au"), ("Vyy", "Vyy_au"), ("Vxx", "Vxx_au"), ("eta", "eta"),
      ("CQ_kHz", "Cq_kHz"), ("omegaQ_kHz", omegaQ),
    ] {
      // Nuclei without quadrupole moment have no C_Q here.
      guard expected[name].exists, let value = site[key]?.number else { continue }
      let reference = isNull && key == "eta" ? 0 : try expected[name].number
      let scale = isNull ? 1 : abs(reference)
      #expect(abs(value - reference) <= 1e-9 * scale, "\(expected.path).\(name)")
    }
    #expect(site["eta"]?.number != nil)
  }

  @Test("a file without tensors is refused by the name of what is missing")
  func missing() throws {
    let path = "\(goldensFolder)/nmr/magres/quartz_no_efg.magres"
    let result = try Program.run(["observables", path])
    #expect(result.status == 65)
    #expect(result.errors.contains("no per-atom property efg, only ms; expected 9 real columns"))
  }

  @Test("a prediction is the same whatever form the structure comes in")
  func predictions() throws {
    try Program.withFolder { folder in
      let sample = try #require(try ExtendedXYZReader.parse(Array(SampleFrames.text().utf8)).first)
      try folder.write(Data(ExtendedXYZWriter.bytes(sample)), as: "a.extxyz")
      try folder.write(Data(MagresWriter.bytes(sample)), as: "b.dat")
      try folder.write(Data(try POSCARWriter.bytes(sample)), as: "c.dat")
      try folder.write(Data(try CastepCellWriter.bytes(sample)), as: "d.dat")
      var outputs: [Data] = []
      for name in ["a.extxyz", "b.dat", "c.dat", "d.dat"] {
        let model = Program.sample("li-tensor.safetensors")
        let result = try Program.run(
          ["predict", name, "--model", model, "-o", "out.csv"], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        outputs.append(try Data(contentsOf: URL(fileURLWithPath: folder.file("out.csv"))))
      }
      #expect(Set(outputs).count == 1)
    }
  }

  @Test("a prediction written as magres holds the tensors of the extended XYZ")
  func magresOutput() throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(), as: "in.extxyz")
      let model = Program.sample("li-tensor.safetensors")
      for form in ["extxyz", "magres"] {
        let result = try Program.run(
          ["predict", "in.extxyz", "--model", model, "-o", "out.\(form)"], in: folder)
        #expect(result.status == 0, "\(result.errors)")
      }
      let written = try StructureReader.read(folder.file("out.magres"))
      let expected = try StructureReader.read(folder.file("out.extxyz"))
      try #require(written.count == 1 && expected.count == 1)
      #expect(written[0].positions == expected[0].positions)
      guard case .real(let a, 9)? = written[0].arrays["efg"],
        case .real(let b, 9)? = expected[0].arrays["efg"]
      else {
        Issue.record("no efg")
        return
      }
      #expect(a.filter(\.isFinite).count == 8 * 9)
      #expect(zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
    }
  }

  @Test("several structures are refused for a magres file before any work")
  func several() throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(2), as: "in.extxyz")
      let model = Program.sample("li-tensor.safetensors")
      let result = try Program.run(
        ["predict", "in.extxyz", "--model", model, "-o", "out.magres"], in: folder)
      #expect(result.status == 65)
      #expect(result.errors.contains("several structures; expected one"))
      #expect(!FileManager.default.fileExists(atPath: folder.file("out.magres")))
    }
  }
}
