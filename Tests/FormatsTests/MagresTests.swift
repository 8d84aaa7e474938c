import Crystals
import Formats
import Support
import Testing

@Suite struct MagresTests {
  private func file(_ name: String) throws -> Structure {
    let found = try StructureReader.read("\(goldensFolder)/nmr/magres/\(name)")
    #expect(found.count == 1)
    return found[0]
  }

  @Test(
    "the cell, positions and tensors of real files are those of the reference",
    arguments: ["silicon.magres", "synthetic_fused.magres"])
  func references(name: String) throws {
    let reference = try golden("nmr/magres_goldens")[name]
    let found = try file(name)
    let cell = try reference["cell"].numbers
    for (i, vector) in found.cell.vectors.enumerated() {
      for axis in 0..<3 { #expect(abs(vector[axis] - cell[3 * i + axis]) < 1e-12) }
    }
    let sites = try reference["sites"].list
    #expect(found.count == sites.count)
    for (atom, site) in sites.enumerated() {
      let symbol = try site["element"].text
      let tensor = try site["efg_au"].numbers
      #expect(found.elements[atom].symbol == symbol)
      let position = try site["position_A"].numbers
      #expect(found.positions[atom] == Vector(position[0], position[1], position[2]))
      for (value, expected) in zip(nine(found, "efg", atom), tensor) {
        #expect(abs(value - expected) <= 1e-14 * abs(expected))
      }
    }
    let labels = try sites.map { try $0["label"].text }
    let indices = try sites.map { try $0["index"].integer }
    #expect(found.arrays["labels"] == .text(labels, columns: 1))
    #expect(found.arrays["indices"] == .integer(indices, columns: 1))
    #expect(found.info["efg_unit"] == .text(["au"], shape: []))
  }

  @Test("a file without EFG has its shielding, and no efg")
  func shieldingOnly() throws {
    let found = try file("quartz_no_efg.magres")
    #expect(found.count == 9)
    #expect(found.arrays["efg"] == nil)
    #expect(
      nine(found, "ms", 3)
        == [211.3641, 22.5123, -20.0819, 21.5854, 233.5098, -27.8993, -20.9614, -27.1803, 224.9562])
    #expect(found.info["ms_unit"] == .text(["ppm"], shape: []))
  }

  @Test("labels, remarks, kinds of an element and atoms without a tensor are understood")
  func details() throws {
    let found = try structure(StructureTexts.magres)
    #expect(found.elements == [.lithium, .oxygen])
    #expect(found.cell.vectors[2] == Vector(0.5, 0, 6))
    #expect(found.positions[1] == Vector(2.25, 2, -0.125))
    #expect(nine(found, "efg", 0) == [1, 2, 3, 2, 5, 6, 3, 6, -6])
    #expect(nine(found, "efg", 1) == [0.1, 0.2, 0.3, 0.2, 0.5, 0.6, 0.3, 0.6, -0.6])
    #expect(nine(found, "ms", 1) == [90, 1, 0, 2, 91, 0, 0, 0, 92])
    #expect(nine(found, "ms", 0).filter(\.isNaN).count == 9)
    #expect(found.info["calc_code"] == .text(["CASTEP"], shape: []))
    #expect(found.info["calc_pspot"] == .text(["Li 1", "O 2"], shape: [2]))
  }

  @Test("carriage returns, angle brackets and a byte-order mark change nothing")
  func spellings() throws {
    let plain = try structure(StructureTexts.magres)
    let other =
      "\u{FEFF}"
      + StructureTexts.magres.replacing("\n", with: "\r\n")
      .replacing("[", with: "<").replacing("]", with: ">")
    let found = try structure(other)
    #expect(found.positions == plain.positions)
    #expect(found.arrays["efg"] == plain.arrays["efg"])
  }

  @Test("lengths in Bohr become Å")
  func bohr() throws {
    let text = StructureTexts.magres
      .replacing("units lattice Angstrom", with: "units lattice Bohr")
      .replacing("units atom Angstrom", with: "units atom bohr")
    let found = try structure(text)
    // CODATA 2022: a₀ = 0.529177210544 Å.
    #expect(abs(found.cell.vectors[0].x - 4 * 0.529177210544) < 1e-12)
    #expect(abs(found.positions[0].z - 1.5 * 0.529177210544) < 1e-12)
  }

  @Test("the index of an atom may run into its label in both blocks")
  func fusedAtoms() throws {
    let text = StructureTexts.magres.replacing("O16d 101 2.25", with: "O16d101 2.25")
      .replacing("ms O16d 101", with: "ms O16d101")
    let found = try structure(text)
    #expect(nine(found, "ms", 1) == [90, 1, 0, 2, 91, 0, 0, 0, 92])
    #expect(nine(found, "efg", 1)[0] == 0.1)
  }

  static let old = """
    ============
    Atom: Na       1
    ============
    Na       1 Coordinates      0.000    1.250    2.820   A

    TOTAL Shielding Tensor

                 433.8192      0.1000      0.2000
                   0.3000    433.8193      0.4000
                   0.5000     -0.6000    433.8194

    Na       1 Eigenvalue  sigma_xx     433.8192 (ppm)
    Na       1 Isotropic:      433.8192 (ppm)

    ============
    Atom: Cl       1
    ============
    Cl       1 Coordinates      2.820    0.000    0.000   A

    TOTAL Shielding Tensor

                 900.0000      0.0000      0.0000
                   0.0000    901.0000      0.0000
                   0.0000      0.0000    902.0000

    ============
    Atom: Na       1
    ============
    Na       1 Coordinates      0.000    1.250    2.820   A

    TOTAL tensor

                   0.1000      0.0200      0.0300
                   0.0200      0.2000      0.0400
                   0.0300      0.0400     -0.3000

    ============
    Atom: Cl       1
    ============
    Cl       1 Coordinates      2.820    0.000    0.000   A

    TOTAL tensor

                  -0.1000      0.0000      0.0000
                   0.0000     -0.2000      0.0000
                   0.0000      0.0000      0.3000

    """

  @Test("the index may run into the label there too")
  func oldFused() throws {
    let found = try structure(
      Self.old.replacing("Na       1", with: "Na16d101").replacing("Cl       1", with: "Cl1000000"))
    #expect(found.elements.map(\.symbol) == ["Na", "Cl"])
    #expect(found.arrays["labels"] == .text(["Na16d", "Cl"], columns: 1))
    #expect(found.arrays["indices"] == .integer([101, 1_000_000], columns: 1))
    #expect(nine(found, "efg", 1) == [-0.1, 0, 0, 0, -0.2, 0, 0, 0, 0.3])
  }

  @Test("the text from before the blocks gives both tensors of every atom")
  func oldText() throws {
    let found = try structure(Self.old)
    #expect(found.elements.map(\.symbol) == ["Na", "Cl"])
    #expect(found.positions == [Vector(0, 1.25, 2.82), Vector(2.82, 0, 0)])
    #expect(nine(found, "efg", 0) == [0.1, 0.02, 0.03, 0.02, 0.2, 0.04, 0.03, 0.04, -0.3])
    #expect(nine(found, "efg", 1) == [-0.1, 0, 0, 0, -0.2, 0, 0, 0, 0.3])
    #expect(
      nine(found, "ms", 0) == [433.8192, 0.1, 0.2, 0.3, 433.8193, 0.4, 0.5, -0.6, 433.8194])
    #expect(found.cell == .none)
  }

  private static func changed(_ old: String, _ new: String) -> String {
    StructureTexts.magres.replacing(old, with: new)
  }

  static let wrong: [WrongFile] = [
    WrongFile("#$magres-abinitio-v1.0\n", 1, "without an [atoms] block"),
    WrongFile("[atoms]\n[/atoms]\n", 1, "without atoms"),
    WrongFile("[atoms]\nunits atom Angstrom\natom Li Li 1 0 0 0\n", 3, "line 1 opens", "[/atoms]"),
    WrongFile("[atoms]\natom Li Li 1 0 0 0\n[/atoms]\n", 2, "atom without a unit"),
    WrongFile("[atoms]\natom Li Li 1 0 0 0\n[magres]\n", 3, "\"[magres]\"", "[/atoms] for line 1"),
    WrongFile("[a\u{1B}]\n", 1, "[/a\\u{1B}]", "line 1 opens"),
    WrongFile("[atoms]\n[/atoms]\n[atoms]\n", 3, "a second [atoms] block"),
    WrongFile("[atoms]\n[/atoms]\nefg\n", 3, "\"efg\" outside of blocks"),
    WrongFile(changed("units lattice Angstrom", "units lattice furlong"), 8, "\"furlong\"", "Bohr"),
    WrongFile(changed("units efg au", "units efg V/m^2"), 17, "\"V/m^2\" of \"efg\"", "\"au\""),
    WrongFile(changed("units efg au", ""), 19, "efg without a unit", "units efg au"),
    WrongFile(changed("units ms ppm", "units ms"), 18, "2 fields"),
    WrongFile(changed("lattice 4 0", "lattice 4"), 9, "a lattice of 8 fields", "nine"),
    WrongFile(changed("lattice 4 0", "lattice 1e999 0"), 9, "8 of them finite"),
    WrongFile(changed("lattice 4 0 0 0", "lattice 0 0 0 0"), 9, "span no volume"),
    WrongFile(changed("atom Li Li 1", "atom Xq1 Li 1"), 12, "species \"Xq1\""),
    WrongFile(changed("atom Li Li 1", "atom Li Li x"), 12, "\"x\"", "a whole number"),
    WrongFile(changed("atom Li Li 1", "atom Li Li 99999999999999999999"), 12, "a whole number"),
    WrongFile(changed("0.5 1 1.5", "0.5 1"), 12, "\"Li\"", "a whole number"),
    WrongFile(changed("0.5 1 1.5", "0.5 1 1e400"), 12, "\"1e400\"", "a finite coordinate"),
    WrongFile(changed("atom O:1 O16d 101", "atom O:1 Li 1"), 13, "Li 1 a second time"),
    WrongFile(changed("efg Li 1 1 2", "efg Li 1 1"), 19, "efg of atom Li", "of the [atoms] block"),
    WrongFile(changed("efg Li 1 1 2", "efg Li 1"), 19, "10 fields", "nine numbers"),
    WrongFile(changed("efg Li 1 1 2", "efg Li 1 1 2 3"), 19, "13 fields"),
    WrongFile(changed("efg Li 1 1 2", "efg Li 1 1 ****"), 19, "\"****\"", "a finite number"),
    WrongFile(changed("efg Li 1 1", "efg Li 2 1"), 19, "efg of atom Li 2"),
    WrongFile(changed("efg O16d101", "efg Li 1"), 20, "efg of atom Li 1 a second time"),
    WrongFile(
      "============\nAtom: Na 1\n============\n", 2, "atom Na 1 without coordinates", "cut short"),
    WrongFile(
      "Atom: Na 1\nNa 1 Coordinates 0 0 0 A\nTOTAL tensor\n\n1 2 3\n1 2\n", 6, "\"1 2\"",
      "row 2 of a tensor"),
    WrongFile("Atom: Na 1\nNa 1 Coordinates 0 0 0 B\n", 2, "coordinates in \"B\""),
    WrongFile(
      "Atom: Na 1\nNa 1 Coordinates 0 0 0 A\nAtom: Na 2\nNa 2 Coordinates 0 0 1 A\n"
        + "TOTAL tensor\n1 0 0\n0 1 0\n0 0 -2\n", 1, "atom Na 1 without the efg tensor"),
    WrongFile(
      "Atom: Na 1\nNa 1 Coordinates 0 0 0 A\nTOTAL tensor\n1 0 0\n0 1 0\n0 0 -2\nAtom: Na 2\n"
        + "Na 2 Coordinates 0 0 1 A\n", 7, "atom Na 2 without the efg tensor"),
    WrongFile(
      changed("units atom Angstrom", "units atom m").replacing("0.5 1 1.5", with: "0.5 1 1e300"),
      12, "atom 0 (Li) at no finite place"),
    WrongFile(
      "[calculation]\n" + String(repeating: "calc_x 1\n", count: 10_001), 10_002,
      "more than 10000 lines on the calculation"),
  ]

  @Test("a wrong line is named, with what was found and what was expected", arguments: wrong)
  func wrongLines(wrong: WrongFile) { wrong.check(as: "t.magres") }

  @Test("what is written reads back the same, atoms without a tensor included")
  func roundTrip() throws {
    var original = try structure(StructureTexts.magres)
    original.arrays["efg_reference"] = original.arrays["efg"]
    let bytes = MagresWriter.bytes(original, calculation: [("calc_code", "a\nb")])
    let found = try StructureReader.parse(bytes)[0]
    #expect(found.positions == original.positions)
    #expect(found.cell == original.cell)
    #expect(found.elements == original.elements)
    #expect(found.arrays["efg"] == original.arrays["efg"])
    #expect(found.arrays["labels"] == original.arrays["labels"])
    #expect(nine(found, "ms", 0).filter(\.isNaN).count == 9)
    #expect(nine(found, "ms", 1) == nine(original, "ms", 1))
    #expect(found.arrays["efg_reference"] == nil)
    #expect(found.info["calc_code"] == .text(["a b"], shape: []))
  }

  @Test("every atom has a tensor in a file written, as other programs want")
  func complete() throws {
    let text = String(
      decoding: MagresWriter.bytes(try structure(StructureTexts.magres)), as: UTF8.self)
    #expect(text.contains("\nms Li 1 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0\n"))
    #expect(text.contains("\nabsent ms Li 1\n"))
  }
}
