import Crystals
import Support
import Testing

@Suite struct CellTests {
  private let triclinic = Cell(Vector(4, 0.3, -0.2), Vector(-1, 5, 0.4), Vector(0.7, 0.9, 6))

  @Test("fractional and Cartesian coordinates are each other's inverse")
  func inverse() throws {
    let basis = try triclinic.basis()
    var generator = SplitMix64(seed: 3)
    for _ in 0..<50 {
      let r = generator.vector(-20...20)
      let gap = basis.cartesian(basis.fractional(r)) - r
      #expect((gap * gap).sum() < 1e-24)
    }
    #expect(((basis.fractional(triclinic.vectors[1]) - Vector(0, 1, 0)) * 1e12).max() < 1)
  }

  @Test("wrapping moves by lattice vectors into the cell, along periodic directions only")
  func wrapping() throws {
    var cell = triclinic
    cell.periodic = [true, false, true]
    let basis = try cell.basis()
    var generator = SplitMix64(seed: 4)
    for _ in 0..<50 {
      let r = generator.vector(-50...50)
      let before = basis.fractional(r)
      let after = basis.fractional(basis.wrapped(r))
      #expect(after.x > -1e-9 && after.x < 1 + 1e-9 && after.z > -1e-9 && after.z < 1 + 1e-9)
      #expect(abs(after.y - before.y) < 1e-9)
      let steps = before - after
      #expect(abs(steps.x - steps.x.rounded()) < 1e-9 && abs(steps.z - steps.z.rounded()) < 1e-9)
    }
  }

  @Test("the volume of a cell is its determinant's magnitude, whatever its handedness")
  func volume() {
    let cell = Cell(Vector(2, 0, 0), Vector(0, 0, 3), Vector(0, 4, 0))
    #expect(cell.volume == 24)
    #expect(Cell.none.volume == 0)
  }

  @Test("heights are the distances between opposite faces")
  func heights() throws {
    let cell = Cell(Vector(2, 0, 0), Vector(2, 3, 0), Vector(0, 0, 5))
    let heights = try cell.basis().heights
    #expect(abs(heights.x - 6 / Double(13).squareRoot()) < 1e-12)
    #expect(abs(heights.y - 3) < 1e-12 && abs(heights.z - 5) < 1e-12)
  }

  @Test("missing vectors of directions that do not repeat are made up, orthogonal to the rest")
  func completion() throws {
    let slab = Cell(Vector(3, 1, 0), Vector(0, 4, 1), .zero, periodic: [true, true, false])
    let basis = try slab.basis()
    #expect(abs((basis.c * basis.a).sum()) < 1e-12 && abs((basis.c * basis.b).sum()) < 1e-12)
    #expect(abs((basis.c * basis.c).sum() - 1) < 1e-12)
    let wire = Cell(.zero, Vector(0, 0, 2), Vector(0, 0, 7), periodic: [false, true, false])
    #expect(abs(try wire.basis().volume - 2) < 1e-12)
    #expect(abs(try Cell.none.basis().volume - 1) < 1e-12)
  }
}

@Suite struct SupercellTests {
  private let structure = Structure(
    cell: Cell(Vector(2, 0, 0), Vector(0, 3, 0), Vector(0, 0, 4), periodic: [true, true, false]),
    elements: [.lithium, .oxygen], positions: [.zero, Vector(1, 1, 1)],
    arrays: ["q": .real([1, -1], columns: 1), "name": .text(["a", "b", "c", "d"], columns: 2)],
    info: ["id": .integer([7], shape: [])], origin: .init(file: "f", frame: 3, line: 9))

  @Test("repeats atoms, arrays and cell, and keeps info and origin")
  func repetition() throws {
    let large = try Supercell.repeating(structure, [2, 1, 1])
    #expect(large.elements == [.lithium, .oxygen, .lithium, .oxygen])
    #expect(
      large.positions == [.zero, Vector(1, 1, 1), Vector(2, 0, 0), Vector(3, 1, 1)])
    #expect(large.cell.vectors == [Vector(4, 0, 0), Vector(0, 3, 0), Vector(0, 0, 4)])
    #expect(large.arrays["q"] == .real([1, -1, 1, -1], columns: 1))
    #expect(
      large.arrays["name"] == .text(["a", "b", "c", "d", "a", "b", "c", "d"], columns: 2))
    #expect(large.info == structure.info)
    #expect(large.origin == structure.origin)
  }

  @Test(
    "refuses repetitions that are none, along open directions, or beyond all memory",
    arguments: [
      [0, 1, 1], [-1, 1, 1], [1, 1, 2], [2, 2], [Int.max, 2, 1], [1 << 30, 1 << 30, 1],
    ])
  func refusals(counts: [Int]) {
    #expect(throws: CrystalError.self) { try Supercell.repeating(structure, counts) }
  }
}

@Suite struct EscapedTextTests {
  @Test("shows what would move the cursor, hide or turn text around")
  func controls() {
    #expect(escaped("a\u{1B}[31mb") == "a\\u{1B}[31mb")
    #expect(escaped("a\nb\tc\r\\") == "a\\nb\\tc\\r\\\\")
    #expect(escaped("x\u{202E}y\u{200B}z\u{9B}") == "x\\u{202E}y\\u{200B}z\\u{9B}")
    #expect(escaped("Å — 漢") == "Å — 漢")
  }

  @Test("cuts long text")
  func limit() {
    #expect(escaped(String(repeating: "a", count: 100), limit: 5) == "aaaaa…")
    #expect(escaped("abcde", limit: 5) == "abcde")
  }

  @Test("shows bytes that are not UTF-8")
  func invalid() {
    #expect(escaped(bytes: [0x41, 0xFF, 0x42]) == "A\\u{FFFD}B")
  }
}
