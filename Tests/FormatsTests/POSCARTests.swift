import Crystals
import Formats
import Support
import Testing

@Suite struct POSCARTests {
  @Test("scale, fractional positions, flags and the comment are read; velocities are not")
  func version5() throws {
    let found = try structure(StructureTexts.poscar)
    #expect(found.cell.vectors == [Vector(4, 0, 0), Vector(0, 5, 0), Vector(0.5, 0, 6)])
    #expect(found.elements == [.lithium, .oxygen, .oxygen])
    #expect(found.positions == [Vector(1.375, 2.5, 4.5), .zero, Vector(-1.25, 2.5, 9)])
    #expect(
      found.arrays["selective_dynamics"]
        == .logical([true, false, true, false, false, false, true, true, true], columns: 3))
    #expect(found.info["comment"] == .text(["Li and O"], shape: []))
  }

  @Test("Cartesian positions are scaled too, and a negative scale is the volume")
  func volume() throws {
    let text = "c\n-480\n1 0 0\n0 1 0\n0 0 60\nLi\n1\nCartesian\n1 0.5 2\n"
    let found = try structure(text)
    // 60 times 8 is 480: lengths double.
    #expect(
      distance(found.cell.vectors, [Vector(2, 0, 0), Vector(0, 2, 0), Vector(0, 0, 120)]) < 1e-12)
    #expect(distance(found.positions, [Vector(2, 1, 4)]) < 1e-12)
  }

  @Test("three scales stretch x, y and z")
  func threeScales() throws {
    let found = try structure("c\n1 2 3\n1 0 0\n0 1 0\n1 1 1\nLi\n1\nK\n1 1 1\n")
    #expect(found.cell.vectors[2] == Vector(1, 2, 3))
    #expect(found.positions == [Vector(1, 2, 3)])
  }

  @Test("version 4 takes the symbols of the comment line, potentials' names lose their endings")
  func symbols() throws {
    let old = try structure("Ti O\n1.0\n1 0 0\n0 1 0\n0 0 1\n1 2\nD\n0 0 0\n.5 0 0\n0 .5 0\n")
    #expect(old.elements == [.titanium, .oxygen, .oxygen])
    let new = try structure("7\n1.0\n1 0 0\n0 1 0\n0 0 1\nTi_pv O/5a\n1 1\nD\n0 0 0\n.5 0 0\n")
    #expect(new.elements == [.titanium, .oxygen])
  }

  private static func changed(_ old: String, _ new: String) -> String {
    StructureTexts.poscar.replacing(old, with: new)
  }

  static let wrong: [WrongFile] = [
    WrongFile("c\n0\n1 0 0\n0 1 0\n0 0 1\nLi\n1\nD\n0 0 0\n", 2, "\"0\"", "a scaling factor"),
    WrongFile(changed("\n2.0\n", "\ntwo\n"), 2, "\"two\"", "a scaling factor"),
    WrongFile(changed("0 2.5 0", "0 2.5"), 4, "\"0 2.5\"", "the vector b"),
    WrongFile(changed("0 2.5 0", "0 2.5 inf"), 4, "three finite numbers"),
    WrongFile(changed("0.25 0 3", "2 2.5 0"), 3, "span no volume"),
    WrongFile(changed("\n2.0\n", "\n1e300\n"), 3, "finite lengths"),
    WrongFile(changed("Li O\n", ""), 6, "numbers of atoms without symbols"),
    WrongFile(changed("Li O\n", "Li Oxygen\n"), 6, "\"Li Oxygen\"", "symbols of the elements"),
    WrongFile(changed("\n1 2\n", "\n1 2 3\n"), 7, "3 numbers of atoms", "2, one an element"),
    WrongFile(changed("\n1 2\n", "\n1 -2\n"), 7, "\"-2\" atoms"),
    WrongFile(changed("\n1 2\n", "\n1 99999999999999999999\n"), 7, "up to 50000000"),
    WrongFile(changed("\n1 2\n", "\n1 49999999\n"), 7, "50000000 atoms in all", "cut short"),
    WrongFile(changed("\n1 2\n", "\n0 0\n"), 7, "no atoms"),
    WrongFile(changed("Direct", "Polar"), 9, "\"Polar\"", "Direct or Cartesian"),
    WrongFile(changed("T F T", "T F"), 10, "three flags"),
    WrongFile(changed("\n1 2\n", "\n1 3\n"), 13, "\"\"", "atom 4"),
    WrongFile(changed("\n1 2\n", "\n1 1\n"), 12, "after 2 atoms", "numbers of atoms right"),
    WrongFile(changed("0 0 0 F", "0 x 0 F"), 11, "\"0 x 0 F F F\"", "position of atom 2 (O)"),
  ]

  @Test("a wrong line is named, with what was found and what was expected", arguments: wrong)
  func wrongLines(wrong: WrongFile) { wrong.check(as: "POSCAR") }

  @Test("what is written reads back the same to the last digit")
  func roundTrip() throws {
    var original = try structure(StructureTexts.poscar)
    original.positions[0].x = 0.1 + 0.2
    let found = try StructureReader.parse(try POSCARWriter.bytes(original))[0]
    #expect(found.positions == original.positions)
    #expect(found.cell == original.cell)
    #expect(found.elements == original.elements)
    #expect(found.arrays["selective_dynamics"] == original.arrays["selective_dynamics"])
    #expect(found.info["comment"] == original.info["comment"])
  }

  @Test("a molecule without a cell is refused")
  func noCell() {
    let molecule = Structure(cell: .none, elements: [.lithium], positions: [.zero])
    #expect(throws: FormatError.self) { try POSCARWriter.bytes(molecule) }
    #expect(throws: FormatError.self) { try CastepCellWriter.bytes(molecule) }
  }
}
