import Crystals
import Engine
import Testing

@Suite("Site tables")
struct SiteTableTests {
  private func table(atoms: [Int32], structure: Int32 = 0, reference: Float? = nil) -> SiteTable {
    var table = SiteTable()
    table.structure = atoms.map { _ in structure }
    table.atom = atoms
    table.element = atoms.map { _ in .lithium }
    table.siteType = atoms.map { _ in .other }
    table.lithiumNeighbors = atoms.map { _ in -1 }
    table.octahedralLithium = atoms.map { Int8($0 % 7) }
    table.lithiumDistance = atoms.map { 2.9 + Float($0) / 100 }
    table.bondLength = atoms.map { 2 + Float($0) / 100 }
    table.position = atoms.map { SIMD3(Float($0), 0, 0) }
    table.components = (0..<5).map { m in atoms.map { Float($0) + 0.1 * Float(m) } }
    table.quadrupolarCoupling = atoms.map { Float($0) }
    table.asymmetry = atoms.map { _ in 0.5 }
    table.vzz = atoms.map { Float($0) }
    table.uncertaintyAcross = atoms.map { _ in .nan }
    table.uncertaintyAlong = atoms.map { _ in .nan }
    table.nearest = atoms.map { _ in .none }
    table.novelty = atoms.map { _ in .nan }
    if let reference {
      table.reference = (0..<5).map { m in atoms.map { _ in reference + Float(m) } }
    }
    return table
  }

  @Test(
    "joined keep every row's reference tensor, and none where there was none",
    arguments: [true, false], [true, false])
  func references(first: Bool, second: Bool) {
    var joined = table(atoms: [0, 1], reference: first ? 10 : nil)
    joined.append(table(atoms: [2, 3, 4], reference: second ? 20 : nil))
    #expect(joined.count == 5)
    #expect(joined.atom == [0, 1, 2, 3, 4])
    #expect(joined.reference.allSatisfy { $0.count == (first || second ? 5 : 0) })
    for row in 0..<5 {
      let expected = row < 2 ? (first ? 10.0 : nil) : (second ? 20.0 : nil)
      #expect(
        joined.referenceTensor(row)?.array
          == expected.map { base in
            (0..<5).map { base + Double($0) }
          })
    }
  }

  @Test("joined to an empty table are the same")
  func empty() {
    var joined = SiteTable()
    joined.append(table(atoms: [3, 1], reference: 2))
    joined.append(SiteTable())
    #expect(joined.atom == [3, 1])
    #expect(joined.reference[0] == [2, 2])
  }

  @Test("of two parts are ordered by structure, rows of a structure as they were")
  func order() {
    var odd = table(atoms: [5, 4], structure: 1)
    odd.append(table(atoms: [1], structure: 3))
    var even = table(atoms: [7], structure: 0)
    even.append(table(atoms: [2, 8], structure: 2))
    let joined = SiteTable.joined(odd, even)
    #expect(joined.structure == [0, 1, 1, 2, 2, 3])
    #expect(joined.atom == [7, 5, 4, 2, 8, 1])
    #expect(joined.vzz == [7, 5, 4, 2, 8, 1])
    #expect(SiteTable.joined(nil, even).atom == even.atom)
  }

  @Test("keep what is around each row when joined, selected and cut")
  func surroundings() {
    var joined = table(atoms: [5, 4])
    joined.append(table(atoms: [1, 9]))
    #expect(joined.octahedralLithium == [5, 4, 1, 2])
    #expect(joined.lithiumDistance == [5, 4, 1, 9].map { 2.9 + Float($0) / 100 })
    #expect(joined.bondLength == [5, 4, 1, 9].map { 2 + Float($0) / 100 })
    let selected = joined.selecting([3, 0])
    #expect(selected.octahedralLithium == [2, 5])
    #expect(selected.lithiumDistance == [9, 5].map { 2.9 + Float($0) / 100 })
    #expect(selected.bondLength == [9, 5].map { 2 + Float($0) / 100 })
    #expect(joined.prefix(1).bondLength == [2 + Float(5) / 100])
  }

  @Test("and their result sites say the same of what is around a site")
  func resultSites() {
    var one = table(atoms: [3, 8])
    one.octahedralLithium[1] = -1
    one.lithiumDistance[1] = .nan
    one.bondLength[1] = .nan
    let sites = [one.site(0), one.site(1)]
    #expect(sites.map(\.octahedralLithium) == [3, nil])
    #expect(sites[1].lithiumDistance == nil && sites[1].bondLength == nil)
    let again = SiteTable(sites, ResultConventions())
    #expect(again.octahedralLithium == one.octahedralLithium)
    #expect(again.lithiumDistance[0] == one.lithiumDistance[0] && again.lithiumDistance[1].isNaN)
    #expect(again.bondLength[0] == one.bondLength[0] && again.bondLength[1].isNaN)
  }

  @Test("cut to a prefix keep its rows, and all rows where there are no more")
  func prefix() {
    let whole = table(atoms: [0, 1, 2], reference: 1)
    #expect(whole.prefix(2).atom == [0, 1])
    #expect(whole.prefix(2).reference[4] == [5, 5])
    #expect(whole.prefix(9).count == 3)
    #expect(whole.prefix(0).count == 0)
  }
}
