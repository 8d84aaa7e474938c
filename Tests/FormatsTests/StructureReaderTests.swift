import Crystals
import Formats
import Support
import Testing

@Suite struct StructureReaderTests {
  @Test("the form is told by the content, whatever the name", arguments: StructureTexts.all)
  func recognition(named: (String, String)) throws {
    let expected = try StructureReader.parse(Array(named.1.utf8), file: named.0)
    for name in ["x.dat", "x", "x.extxyz", "x.cif"] {
      let found = try StructureReader.parse(Array(named.1.utf8), file: name)
      #expect(found.map(\.positions) == expected.map(\.positions), "\(name)")
    }
  }

  @Test("a POSCAR whose comment is a number is no extended XYZ, and the other way round")
  func numberFirst() throws {
    let poscar = try StructureReader(
      bytes: Array(StructureTexts.poscar.replacing("Li and O", with: "2").utf8))
    #expect(poscar.format == .poscar)
    let frames = try StructureReader(bytes: Array("1\n2.0\nLi 0 0 0\n".utf8))
    #expect(frames.format == .extendedXYZ)
  }

  @Test("frames of extended XYZ come one by one from a file longer than a piece")
  func frames() throws {
    let frame = "2\nPair=1\nLi 0 0 0\nO 0.5 0.5 0.5\n"
    let path = temporaryPath("many")
    defer { remove(path) }
    try AtomicFile.write(Array(String(repeating: frame, count: 9000).utf8), to: path)
    let reader = try StructureReader(path)
    var count = 0
    while let found = try reader.next() {
      #expect(found.origin.line == 4 * count + 1)
      count += 1
    }
    #expect(count == 9000)
  }

  @Test("a long file of another form is read as a whole")
  func long() throws {
    var text = StructureTexts.poscar.replacing("\n1 2\n", with: "\n1 20002\n")
      .replacing("Selective dynamics\n", with: "")
    text = text.replacing("0 0 0 F F F\n", with: String(repeating: "0.5 0.5 0.5\n", count: 20001))
    let path = temporaryPath("long")
    defer { remove(path) }
    try AtomicFile.write(Array(text.utf8), to: path)
    #expect(try StructureReader.read(path).map(\.count) == [20003])
  }

  @Test("what has no known form says so, and lists those that are known")
  func unknown() {
    WrongFile("hello\n", 1, "\"hello\"", "extended XYZ, magres, POSCAR, CIF or CASTEP .cell")
      .check(as: "t.dat")
    WrongFile("", 1, "an empty file").check(as: "t.dat")
    WrongFile("hello\n", 1, "\"hello\"", "a number of atoms").check(as: "t.xyz")
  }
}
