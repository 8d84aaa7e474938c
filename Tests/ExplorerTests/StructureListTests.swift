import Crystals
import Support
import Testing

@testable import Explorer

@Suite("The list of structures") struct StructureListTests {
  @Test("gives back what was put in, positions to a 2³¹th of the largest coordinate")
  func roundTrip() throws {
    var list = StructureList()
    list.append(sampleStructures)
    #expect(list.count == sampleStructures.count)
    for (found, expected) in zip(list, sampleStructures) {
      #expect(found.elements == expected.elements && found.origin == expected.origin)
      #expect(found.cell == expected.cell)
      let largest = expected.positions.flatMap { [$0.x, $0.y, $0.z] }.map(abs).max() ?? 0
      for (a, b) in zip(found.positions, expected.positions) {
        for axis in 0..<3 { #expect(abs(a[axis] - b[axis]) <= largest * 0x1p-31) }
      }
    }
  }

  @Test("positions that cannot be rounded stay as they are")
  func unusual() throws {
    for positions in [[], [Vector(0, 0, 0)], [Vector(1e300, 0, 0)], [Vector(.infinity, 0, 1)]] {
      let structure = Structure(
        cell: sampleStructures[0].cell, elements: positions.map { _ in .lithium },
        positions: positions)
      var list = StructureList()
      list.append([structure])
      #expect(list[0].positions == positions)
    }
  }
}
