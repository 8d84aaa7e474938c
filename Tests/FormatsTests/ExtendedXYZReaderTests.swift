import Crystals
import Formats
import Testing

/// The repository's folder.
let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

/// Structures of a text.
func structures(_ text: String) throws(FormatError) -> [Structure] {
  try ExtendedXYZReader.parse(Array(text.utf8), file: "t.xyz")
}

@Suite struct ExtendedXYZReaderTests {
  @Test("reads the sample of 41 large structures")
  func largeSample() throws {
    let all = try ExtendedXYZReader.read(repository + "/SampleData/lto-1512.extxyz")
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
    let all = try ExtendedXYZReader.read(repository + "/SampleData/lto-dft.extxyz")
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
}
