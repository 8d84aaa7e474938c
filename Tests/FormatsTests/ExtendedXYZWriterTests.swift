import Crystals
import Formats
import Support
import Testing

@Suite struct ExtendedXYZWriterTests {
  private func roundTrip(_ structure: Structure) throws -> Structure {
    try #require(try ExtendedXYZReader.parse(ExtendedXYZWriter.bytes(structure)).first)
  }

  private let base = Structure(
    cell: Cell(Vector(4, 0.1, 0), Vector(0, 5, 0), Vector(0, 0, 6), periodic: [true, false, true]),
    elements: [.lithium, .oxygen], positions: [Vector(0.1, 1e-300, -0.0), Vector(1 / 3, 2, 1e22)])

  @Test("random structures read back bit by bit")
  func randomRoundTrips() throws {
    var generator = SplitMix64(seed: 5)
    for _ in 0..<40 {
      let count = Int(generator.next() % 7) + 1
      func number() -> Double {
        let value = Double(bitPattern: generator.next())
        return value.isFinite ? value : 0
      }
      func vector() -> Vector { Vector(number(), number(), number()) }
      var structure = Structure(
        cell: Cell(vector(), vector(), vector()),
        elements: (0..<count).map { _ in
          Element(rawValue: UInt8(generator.next() % 118) + 1) ?? .lithium
        },
        positions: (0..<count).map { _ in vector() })
      structure.arrays["a"] = .real((0..<(3 * count)).map { _ in number() }, columns: 3)
      structure.arrays["b"] = .integer(
        (0..<count).map { _ in Int(truncatingIfNeeded: generator.next()) }, columns: 1)
      structure.arrays["c"] = .real((0..<count).map { _ in number() }, columns: 1)
      structure.info["x"] = .real([number()], shape: [])
      let back = try roundTrip(structure)
      #expect(back.cell == structure.cell)
      #expect(back.elements == structure.elements)
      #expect(back.positions == structure.positions)
      #expect(back.arrays == structure.arrays)
      #expect(back.info == structure.info)
    }
  }

  @Test(
    "info of every type reads back the same",
    arguments: [
      .real([0.1], shape: []), .real([1, -2.5], shape: [2]), .real([7], shape: [1]),
      .real([1, 2, 3, 4, 5, 6], shape: [3, 2]), .integer([.min], shape: []),
      .integer([1, 2, 3, 4, 5, 6, 7, 8], shape: [2, 2, 2]), .logical([false], shape: []),
      .logical([true, false, true], shape: [3]), .logical([true, false], shape: [2, 1]),
      .text(["plain"], shape: []), .text(["two words"], shape: []), .text([""], shape: []),
      .text(["it's \"quoted\" \\ back [x] {y} a=b, c"], shape: []), .text(["5"], shape: []),
      .text(["T"], shape: []), .text(["1 2 3"], shape: []), .text(["nan"], shape: []),
      .text(["line\nbreak\ttab"], shape: []), .text(["_JSON [1]"], shape: []),
      .text(["a", "b c", "\"d\""], shape: [3]), .text(["漢 Å"], shape: []),
    ] as [Structure.InfoValue])
  func infoRoundTrips(value: Structure.InfoValue) throws {
    var structure = base
    structure.info = ["a": value, "stress": value, "z": .integer([1], shape: [])]
    let back = try roundTrip(structure)
    #expect(back.info["a"] == value)
    #expect(back.info["stress"] == value)
    #expect(back.info["z"] == .integer([1], shape: []))
  }

  @Test("an empty list reads back as one")
  func emptyList() throws {
    var structure = base
    structure.info["a"] = .real([], shape: [0])
    #expect(try roundTrip(structure).info == structure.info)
  }

  @Test("a 3×3 stress goes out column after column, as it comes in")
  func stress() throws {
    var structure = base
    structure.info["stress"] = .real([1, 2, 3, 4, 5, 6, 7, 8, 9], shape: [3, 3])
    let text = String(decoding: ExtendedXYZWriter.bytes(structure), as: UTF8.self)
    #expect(text.contains("stress=\"1.0 4.0 7.0 2.0 5.0 8.0 3.0 6.0 9.0\""))
    #expect(try roundTrip(structure).info == structure.info)
  }

  @Test("writes columns, cell and directions as ASE does")
  func layout() {
    var structure = base
    structure.positions = [.zero, Vector(1, 2, 3)]
    structure.arrays = [
      "efg": .real([0.5, .nan], columns: 1), "region": .integer([2, -1], columns: 1),
      "site": .text(["8a", "32 e"], columns: 1), "fixed": .logical([true, false], columns: 1),
    ]
    structure.info = ["id": .integer([4], shape: [])]
    let expected = """
      2
      Lattice="4.0 0.1 0.0 0.0 5.0 0.0 0.0 0.0 6.0" \
      Properties=species:S:1:pos:R:3:region:I:1:efg:R:1:site:S:1:fixed:L:1 pbc="T F T" id=4
      Li 0.0 0.0 0.0 2 0.5 8a T
      O 1.0 2.0 3.0 -1 nan 32_e F

      """
    let bytes = ExtendedXYZWriter.bytes(
      structure, columns: ["region", "efg", "site", "fixed", "absent"])
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }

  @Test("a molecule is written without a lattice")
  func molecule() throws {
    var structure = base
    structure.cell = .none
    let text = String(decoding: ExtendedXYZWriter.bytes(structure), as: UTF8.self)
    #expect(!text.contains("Lattice"))
    #expect(text.contains("pbc=\"F F F\""))
    #expect(try roundTrip(structure).cell == .none)
  }

  @Test("names that would break the header are made harmless")
  func names() throws {
    var structure = base
    structure.arrays = ["a:b c\"\n": .integer([1, 2], columns: 1)]
    structure.info = ["key with = \"quotes\"": .integer([3], shape: [])]
    let back = try roundTrip(structure)
    #expect(back.arrays["a_b_c__"] == .integer([1, 2], columns: 1))
    #expect(back.info == structure.info)
  }

  @Test("the samples read back the same after writing")
  func sample() throws {
    let all = try ExtendedXYZReader.read(repositoryFolder + "/SampleData/lto-dft.extxyz")
    let back = try ExtendedXYZReader.parse(ExtendedXYZWriter.bytes(all))
    #expect(back.count == all.count)
    for (a, b) in zip(all, back) {
      #expect(a.cell == b.cell && a.elements == b.elements && a.positions == b.positions)
      #expect(a.arrays == b.arrays && a.info == b.info)
    }
  }
}
