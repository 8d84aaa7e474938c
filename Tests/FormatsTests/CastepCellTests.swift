import Crystals
import Formats
import Support
import Testing

@Suite struct CastepCellTests {
  @Test("lengths, angles, units, kinds and atomic numbers are read, the rest is passed over")
  func parameters() throws {
    let found = try structure(StructureTexts.castepCell)
    #expect(found.elements == [.lithium, .titanium, .oxygen])
    let v = found.cell.vectors
    #expect(
      distance(v, [Vector(4, 0, 0), Vector(0, 5, 0), Vector(-3, 0, 6 * 0.75.squareRoot())]) < 1e-9)
    #expect(distance([found.positions[1]], [(v[0] + v[1] + v[2]) / 2]) < 1e-12)
    #expect(found.arrays["castep_custom_species"] == .text(["Li", "Ti:16d", "O"], columns: 1))
  }

  @Test("vectors and positions in Bohr become Å")
  func vectors() throws {
    let found = try structure(
      """
      %BLOCK LATTICE_CART
      bohr
      10 0 0
      0 10 0
      0 0 10
      %ENDBLOCK LATTICE_CART
      %BLOCK POSITIONS_ABS
      a0
      Li 1 2 3
      %ENDBLOCK POSITIONS_ABS
      """)
    #expect(abs(found.cell.vectors[0].x - 5.29177210544) < 1e-12)
    #expect(distance(found.positions, [0.529177210544 * Vector(1, 2, 3)]) < 1e-12)
  }

  @Test("remarks of every kind, capitals and blocks of symmetry change nothing")
  func remarks() throws {
    let plain = try structure(StructureTexts.castepCell)
    let other =
      "# one\n! two\n; three\nCOMMENT four\n%BLOCK symmetry_ops\n1 0 0\n0 1 0\n0 0 1\n0 0 0\n"
      + "%ENDBLOCK SYMMETRY_OPS\nsymmetry_generate\nFIX_ALL_CELL : true\n"
      + StructureTexts.castepCell.replacing("Li 0 0 0", with: "LI 0 0 0 ; here\n\n! there")
      .replacing("%BLOCK positions_frac", with: "%Block Positions_FRAC").replacing(
        "\n", with: "\r\n")
    let found = try structure(other)
    #expect(found.positions == plain.positions && found.elements == plain.elements)
    #expect(found.cell == plain.cell)
  }

  private static func changed(_ old: String, _ new: String) -> String {
    StructureTexts.castepCell.replacing(old, with: new)
  }

  static let wrong: [WrongFile] = [
    WrongFile("%BLOCK positions_frac\nLi 0 0 0\n%ENDBLOCK positions_frac\n", 1, "no lattice"),
    WrongFile(changed("positions_frac", "other"), 1, "no atoms"),
    WrongFile(changed("%BLOCK SPECIES_POT", "%BLOCK"), 8, "\"%BLOCK\"", "%BLOCK and a name"),
    WrongFile(changed("\nnm\n", "\nfurlong\n"), 4, "the unit \"furlong\"", "bohr"),
    WrongFile(changed("90 120 90", "90 120"), 6, "\"90 120\"", "a, b, c"),
    WrongFile(changed("90 120 90", "90 190 90"), 3, "close no cell"),
    WrongFile(changed("%endblock LATTICE_ABC\n", ""), 7, "%ENDBLOCK Lattice_ABC for line 3"),
    WrongFile(changed("%ENDBLOCK positions_frac", ""), 15, "line 11 opens", "cut short"),
    WrongFile(changed("Li 0 0 0", "Xq 0 0 0"), 12, "\"Xq\"", "symbol of an element"),
    WrongFile(changed("Li 0 0 0", "Li 0 0 1e999"), 12, "three finite numbers"),
    WrongFile(
      changed("Li 0 0 0", "Li 0 0 0 MIXTURE:( 1 0.6)"), 12, "a mixture of atoms",
      "fully occupied sites"),
    WrongFile(StructureTexts.castepCell + StructureTexts.castepCell, 18, "a second lattice"),
  ]

  @Test("a wrong line is named, with what was found and what was expected", arguments: wrong)
  func wrongLines(wrong: WrongFile) { wrong.check(as: "t.cell") }

  @Test("what is written reads back the same to the last digit")
  func roundTrip() throws {
    let original = try structure(StructureTexts.castepCell)
    let found = try StructureReader.parse(try CastepCellWriter.bytes(original))[0]
    #expect(found.positions == original.positions)
    #expect(found.cell == original.cell)
    #expect(found.elements == original.elements)
    #expect(found.arrays["castep_custom_species"] == original.arrays["castep_custom_species"])
  }
}
