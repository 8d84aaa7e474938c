import Crystals
import Testing

@Suite("Bonds of spinels")
struct SpinelBondsTests {
  @Test("of an ideal spinel are those of its formula, four around 8a and six around 16d")
  func ideal() throws {
    var found = SpinelBonds()
    let spinel = Ideal.spinel(octahedral: [.titanium, .titanium, .lithium, .titanium])
    try found.add(spinel)
    try found.add(spinel)
    // 8 Li on 8a with 4 O; 12 Ti and 4 Li on 16d with 6; two cells.
    #expect(
      found.lengths.mapValues(\.count) == [
        .init(.lithium, .site8a): 64, .init(.titanium, .site16d): 144,
        .init(.lithium, .site16d): 48,
      ])
    // a√3 (u − 1/8) and a√((u − 1/2)² + 2 (u − 1/4)²).
    let (a, u) = (Ideal.latticeConstant, 0.2625)
    let tetrahedral = a * 3.0.squareRoot() * (u - 0.125)
    let octahedral = a * ((u - 0.5) * (u - 0.5) + 2 * (u - 0.25) * (u - 0.25)).squareRoot()
    for (kind, lengths) in found.lengths {
      let expected = kind.site == .site8a ? tetrahedral : octahedral
      #expect(lengths.allSatisfy { abs($0 - expected) < 1e-9 }, "\(kind)")
    }
  }

  @Test("of what is no spinel are none")
  func other() throws {
    var found = SpinelBonds()
    try found.add(
      Structure(
        cell: .none, elements: [.lithium, .oxygen], positions: [Vector(0, 0, 0), Vector(2, 0, 0)]))
    #expect(found.lengths.isEmpty)
  }
}
