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

  private static let references: [(String, likeCASTEP: Bool?)] = [
    ("ethanol.magres", false), ("nacl.magres", true), ("silicon.magres", nil),
    ("synthetic_fused.magres", nil), ("quartz_no_efg.magres", nil),
  ]

  @Test("every reference is compared")
  func complete() throws {
    let keys = try golden("nmr/magres_goldens").keys
    #expect(Set(Self.references.map(\.0)) == Set(keys))
  }

  @Test(
    "structure, tensors and observables of magres files are those of the reference",
    arguments: references)
  func observables(name: String, likeCASTEP: Bool?) throws {
    let reference = try golden("nmr/magres_goldens")[name]
    try Program.withFolder { folder in
      var path = "\(goldensFolder)/nmr/magres/\(name)"
      if let likeCASTEP {
        try folder.write(magres(reference, likeCASTEP: likeCASTEP), as: name)
        path = folder.file(name)
      }
      try compare(StructureReader.read(path), reference)
      guard try reference["has_efg"].flag else {
        let result = try Program.run(["observables", path])
        #expect(result.status == 65)
        #expect(
          result.errors.contains("no per-atom property efg, only ms; expected 9 real columns"))
        return
      }
      for (key, field) in [("z", "0,0,1"), ("x", "1,0,0"), ("111", "1,1,1")] {
        let result = try Program.run(["observables", path, "--json", "--field", field])
        #expect(result.status == 0, "\(result.errors)")
        let document = try JSON.parse(Array(result.output))
        let isotopes = document["conventions"]?["isotopes"]?.items ?? []
        let found = try #require(document["sites"]?.items)
        let sites = try reference["sites"].list
        #expect(found.count == sites.count)
        for (site, expected) in zip(found, sites) {
          try compare(site, isotopes, expected, omegaQ: "omegaQ_kHz_B0_\(key)")
        }
      }
    }
  }

  private func isClose(_ value: Double?, _ expected: Double, scale: Double? = nil) -> Bool {
    guard let value else { return false }
    return abs(value - expected) <= 1e-9 * (scale ?? abs(expected))
  }

  private func compare(_ found: [Structure], _ reference: Golden) throws {
    try #require(found.count == 1)
    #expect(found[0].count == (try reference["n_atoms"].integer))
    let cell = found[0].cell.vectors.flatMap { [$0.x, $0.y, $0.z] }
    // A vector along an axis has zeros, of which only the size of the cell makes sense.
    for (value, expected) in zip(cell, try reference["cell"].numbers) {
      #expect(isClose(value, expected, scale: max(abs(expected), 1)))
    }
    guard try reference["has_efg"].flag else {
      #expect(found[0].arrays["efg"] == nil)
      return
    }
    guard case .real(let tensors, columns: 9)? = found[0].arrays["efg"],
      case .text(let labels, columns: 1)? = found[0].arrays["labels"],
      case .integer(let indices, columns: 1)? = found[0].arrays["indices"]
    else {
      Issue.record("no tensors or labels")
      return
    }
    for (atom, site) in try reference["sites"].list.enumerated() {
      #expect(found[0].elements[atom].symbol == (try site["element"].text))
      #expect(labels[atom] == (try site["label"].text))
      #expect(indices[atom] == (try site["index"].integer))
      let position = try site["position_A"].numbers
      for axis in 0..<3 { #expect(isClose(found[0].positions[atom][axis], position[axis])) }
      let tensor = try site["efg_au"].numbers
      for column in 0..<9 { #expect(isClose(tensors[9 * atom + column], tensor[column])) }
    }
  }

  private func compare(
    _ site: JSON, _ isotopes: [JSON], _ expected: Golden, omegaQ: String
  ) throws {
    let element = try expected["element"].text
    #expect(site["species"]?.text == element)
    // Rounding of a symmetric site, which has neither η nor orientation.
    let isNull = abs(try expected["Vzz_au"].number) < 1e-8
    func check(_ key: String, _ name: String) throws {
      let reference = isNull && key == "eta" ? 0 : try expected[name].number
      #expect(
        isClose(site[key]?.number, reference, scale: isNull ? 1 : nil), "\(expected.path).\(name)")
    }
    for axis in ["Vxx", "Vyy", "Vzz"] { try check(axis, "\(axis)_au") }
    try check("eta", "eta")
    let spin = try expected["I"].number
    guard spin > 0.5 else {
      // Without a quadrupole moment there is neither C_Q nor ω_Q.
      #expect(try expected["Cq_kHz"].number == 0 && !expected[omegaQ].exists)
      #expect(site["CQ_kHz"] == nil && site["omegaQ_kHz"] == nil && site["isotope"] == nil)
      return
    }
    #expect(site["isotope"]?.text == "\(try expected["isotope"].integer)\(element)")
    let isotope = isotopes.first { $0["species"]?.text == element }
    #expect(isotope?["Q_mb"]?.number == (try expected["Q_mb"].number))
    #expect(isotope?["I"]?.number == spin)
    try check("CQ_kHz", "Cq_kHz")
    try check("omegaQ_kHz", omegaQ)
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
