import Crystals
import Formats
import Support
import Testing

/// Structures of a text.
func structures(_ text: String) throws(FormatError) -> [Structure] {
  try ExtendedXYZReader.parse(Array(text.utf8), file: "t.xyz")
}

@Suite struct ExtendedXYZReaderTests {
  @Test("reads the sample of 41 large structures")
  func largeSample() throws {
    let all = try ExtendedXYZReader.read(repositoryFolder + "/SampleData/lto-1512.extxyz")
    #expect(all.count == 41)
    #expect(all.allSatisfy { $0.count == 1512 })
    let first = try #require(all.first)
    #expect(first.positions[0] == Vector(1.0544, 1.0578, 1.0825))
    #expect(first.elements[0] == .lithium)
    #expect(first.elements.count { $0 == .lithium } == 288)
    #expect(first.cell == Cell(Vector(25.2, 0, 0), Vector(0, 25.2, 0), Vector(0, 0, 25.2)))
    guard case .text(let labels, columns: 1) = first.arrays["site"] else {
      Issue.record("no site labels")
      return
    }
    #expect(labels[0] == "Li8a")
    #expect(labels[1511] == "O32e")
    #expect(first.info["structure"] == .integer([0], shape: []))
    #expect(first.info["order_energy_eV"] == .real([63.7370], shape: []))
    #expect(all[2].origin.line == 1 + 2 * 1514)
    #expect(all[2].origin.frame == 2)
  }

  @Test("reads the sample of density-functional tensors")
  func tensorSample() throws {
    let all = try ExtendedXYZReader.read(repositoryFolder + "/SampleData/lto-dft.extxyz")
    #expect(all.count == 56)
    let first = try #require(all.first)
    guard case .real(let tensors, columns: 9) = first.arrays["efg"] else {
      Issue.record("no tensors")
      return
    }
    #expect(tensors.count == 42 * 9)
    #expect(tensors[8] == 0.03552482)
    #expect(first.info["displaced"] == .logical([true], shape: []))
  }

  @Test("frames cut first and read later are the same")
  func framesApart() throws {
    let file = repositoryFolder + "/SampleData/lto-dft.extxyz"
    let reader = try ExtendedXYZReader(file)
    var frames: [ExtendedXYZFrame] = []
    while let frame = try reader.nextFrame() { frames.append(frame) }
    let all = try ExtendedXYZReader.read(file)
    #expect(frames.count == all.count)
    let last = try #require(frames.last)
    #expect(last.origin == all.last?.origin)
    #expect(try last.structure().positions == all.last?.positions)
  }

  @Test("reads columns in any order and of every type")
  func columnOrder() throws {
    let text = """
      2
      Properties=tag:I:1:pos:R:3:mask:L:2:species:S:1:q:R:1:name:S:1 Lattice="4 0 0 0 5 0 0 0 6"
      7 1 2 3 T F Li 0.5 first
      -8 4 5 6 False True O -1.5D-3 second
      """
    let s = try #require(try structures(text).first)
    #expect(s.elements == [.lithium, .oxygen])
    #expect(s.positions == [Vector(1, 2, 3), Vector(4, 5, 6)])
    #expect(s.arrays["tag"] == .integer([7, -8], columns: 1))
    #expect(s.arrays["mask"] == .logical([true, false, false, true], columns: 2))
    #expect(s.arrays["q"] == .real([0.5, -0.0015], columns: 1))
    #expect(s.arrays["name"] == .text(["first", "second"], columns: 1))
    #expect(s.cell.periodic == [true, true, true])
  }

  @Test("reads elements by atomic number, and symbols in any case")
  func elements() throws {
    let numbers = try structures("2\nProperties=Z:I:1:pos:R:3\n3 0 0 0\n118 1 1 1\n")
    #expect(numbers[0].elements == [.lithium, try #require(Element(rawValue: 118))])
    #expect(try structures("2\n\nLI 0 0 0\nti 1 1 1\n")[0].elements == [.lithium, .titanium])
  }

  @Test("keeps not-a-number in columns other than the positions")
  func notANumber() throws {
    let s = try structures("1\nProperties=species:S:1:pos:R:3:x:R:3\nLi 0 0 0 nan NaN -inf\n")[0]
    guard case .real(let values, columns: 3)? = s.arrays["x"] else {
      Issue.record("no column")
      return
    }
    #expect(values[0].isNaN && values[1].isNaN && values[2] == -.infinity)
  }

  @Test(
    "reads every way of writing the open and periodic directions",
    arguments: [
      ("pbc=\"T T F\"", [true, true, false]), ("pbc=\"1 0 1\"", [true, false, true]),
      ("pbc=[True, False, False]", [true, false, false]), ("pbc=TFT", [true, false, true]),
      ("pbc='F F F'", [false, false, false]), ("pbc={T T T}", [true, true, true]),
      ("pbc=F", [false, false, false]), ("", [true, true, true]),
    ])
  func periodicity(spelling: String, expected: [Bool]) throws {
    let s = try structures("1\nLattice=\"4 0 0 0 4 0 0 0 4\" \(spelling)\nLi 0 0 0\n")[0]
    #expect(s.cell.periodic == expected)
  }

  @Test("takes a lattice as nine numbers in a row, as three rows, or as three edges")
  func lattices() throws {
    let cell = Cell(Vector(4, 0.5, 0), Vector(0, 5, 0), Vector(0.25, 0, 6))
    for spelling in [
      "\"4 .5 0 0 5 0 0.25 0 6.0\"", "[[4, 0.5, 0], [0, 5, 0], [0.25, 0, 6]]",
      "{4.0 5d-1 0 0 5 0 2.5E-1 0 6}".replacing("5d-1", with: "5.D-1"),
    ] {
      #expect(try structures("1\nLattice=\(spelling)\nLi 0 0 0\n")[0].cell == cell)
    }
    let edges = try structures("1\nLattice=\"4 5 6\"\nLi 0 0 0\n")[0].cell
    #expect(edges == Cell(Vector(4, 0, 0), Vector(0, 5, 0), Vector(0, 0, 6)))
  }

  @Test("reads plain XYZ: no cell, remarks kept, further columns ignored")
  func plainXYZ() throws {
    let s = try structures("2\na remark, by hand\nLi 0 0 0 9.5\nO 1 2 3 x y\n")[0]
    #expect(s.cell == .none)
    #expect(s.info == ["comment": .text(["a remark, by hand"], shape: [])])
    #expect(s.positions[1] == Vector(1, 2, 3))
  }

  @Test(
    "makes out the types of values as ASE does",
    arguments: [
      ("k=1", Structure.InfoValue.integer([1], shape: [])),
      ("k=\"1 2 3\"", .integer([1, 2, 3], shape: [3])),
      ("k=[1, 2.5]", .real([1, 2.5], shape: [2])), ("k=[4]", .integer([4], shape: [1])),
      ("k=[[1,2],[3,4],[5,6]]", .integer([1, 2, 3, 4, 5, 6], shape: [3, 2])),
      ("k=\"_JSON [[1.5, 2], [3, 4]]\"", .real([1.5, 2, 3, 4], shape: [2, 2])),
      ("k", .logical([true], shape: [])), ("k=F", .logical([false], shape: [])),
      ("k=\"T F\"", .logical([true, false], shape: [2])),
      ("k = spaced", .text(["spaced"], shape: [])),
      ("k=\"two words\"", .text(["two words"], shape: [])),
      ("k=\"say \\\"hi\\\" \\\\ there\"", .text(["say \"hi\" \\ there"], shape: [])),
      ("k='it \"is\"'", .text(["it \"is\""], shape: [])), ("k=a=b", .text(["a=b"], shape: [])),
      ("k=[\"a b\", \"c\"]", .text(["a b", "c"], shape: [2])),
      ("k=2D5", .text(["2D5"], shape: [])), ("k=1.0D-3", .real([0.001], shape: [])),
      ("k=\"\"", .text([""], shape: [])),
      ("k=99999999999999999999", .real([1e20], shape: [])),
      ("k=ü", .text(["ü"], shape: [])),
    ])
  func values(spelling: String, expected: Structure.InfoValue) throws {
    let s = try structures("1\nProperties=species:S:1:pos:R:3 \(spelling) z=1\nLi 0 0 0\n")[0]
    #expect(s.info["k"] == expected)
    #expect(s.info["z"] == .integer([1], shape: []))
  }

  @Test("takes a stress of nine numbers column after column")
  func stress() throws {
    let s = try structures("1\nstress=\"1 2 3 4 5 6 7 8 9\"\nLi 0 0 0\n")[0]
    #expect(s.info["stress"] == .integer([1, 4, 7, 2, 5, 8, 3, 6, 9], shape: [3, 3]))
  }

  @Test("takes carriage returns, a byte-order mark, blank lines and a missing last newline")
  func lineEnds() throws {
    let text = "\u{FEFF}1\r\nid=1\r\nLi 0 0 0\r\n\r\n 1 \r\n\r\n\tO\t1 1\t1 "
    let all = try structures(text)
    #expect(all.count == 2)
    #expect(all[1].origin == .init(file: "t.xyz", frame: 1, line: 5))
    #expect(all[1].positions == [Vector(1, 1, 1)])
    #expect(try structures("1\n\nLi 0 0 0\n\n \n\n").count == 1)
  }

  @Test("a frame may hold no atoms")
  func noAtoms() throws {
    #expect(
      try structures("0\nLattice=\"1 0 0 0 1 0 0 0 1\"\n1\n\nLi 0 0 0\n").map(\.count) == [0, 1])
  }

  @Test("reads thousands of frames that span many pieces of a file")
  func manyFrames() throws {
    let path = temporaryPath("many.xyz")
    defer { remove(path) }
    let frame = "2\nLattice=\"4 0 0 0 4 0 0 0 4\" note=\"\(String(repeating: "x", count: 300))\"\n"
    let text = (0..<3000).map { "\(frame)Li \($0) 0 0\nO 1 1 1\n" }.joined()
    try AtomicFile.write(Array(text.utf8), to: path)
    let reader = try ExtendedXYZReader(path)
    var count = 0
    while let structure = try reader.next() {
      #expect(structure.positions[0].x == Double(count))
      count += 1
    }
    #expect(count == 3000)
  }
}
