import Crystals
import Engine
import Formats
import Regression
import Support
import Tensors
import Testing

@Suite("Predictions of the pipeline")
struct PipelineTests {
  let structures: [Structure]

  init() throws { structures = Array(try Sample.structures.get().prefix(3)) }

  private func exact(_ structure: Structure) throws -> [Double] {
    try Sample.predictor.get().predictExactly(structure, centers: structure.lithium)
      .flatMap(\.array)
  }

  @Test("are the same, in the same order, whatever the number of threads", arguments: [2, 5])
  func threads(count: Int) throws {
    let all = try Sample.structures.get()
    let alone = try Sample.predict(all, threads: 1)
    let together = try Sample.predict(all, threads: count)
    #expect(alone.count == all.reduce(0) { $0 + $1.lithium.count })
    #expect(together.structure == alone.structure && together.atom == alone.atom)
    #expect(together.components == alone.components)
  }

  @Test("equal those in double precision with exact radial integrals to 1e-5")
  func exactPath() throws {
    let found = try Sample.predict(structures).flat
    #expect(agree(found, try structures.flatMap(exact), within: 1e-5))
  }

  @Test("do not depend on the order of the atoms")
  func permutation() throws {
    let structure = structures[0].bare
    var reversed = structure
    reversed.elements.reverse()
    reversed.positions.reverse()
    let (expected, found) = (try Sample.predict([structure]), try Sample.predict([reversed]))
    let back = found.selecting(Array((0..<found.count).reversed()))
    #expect(back.atom.map { Int32(structure.count) - 1 - $0 } == expected.atom)
    #expect(agree(back.flat, expected.flat, within: 1e-5))
  }

  @Test("do not depend on where the structure lies")
  func translation() throws {
    var moved = structures[1].bare
    moved.positions = moved.positions.map { $0 + Vector(1.7, -20.3, 5.1) }
    let expected = try Sample.predict([structures[1]])
    #expect(agree(try Sample.predict([moved]).flat, expected.flat, within: 1e-5))
  }

  @Test("are those of the single cell in every cell of a supercell")
  func supercell() throws {
    let counts = [2, 1, 2]
    let repeated = try Supercell.repeating(structures[2].bare, counts)
    let (expected, found) = (try Sample.predict([structures[2]]), try Sample.predict([repeated]))
    let copies = counts.reduce(1, *)
    #expect(found.count == copies * expected.count)
    let pattern = (0..<copies).flatMap { _ in expected.flat }
    #expect(agree(found.flat, pattern, within: 1e-5))
  }

  @Test("turn with the structure: to 1e-5, exactly computed ones to 1e-10")
  func rotation() throws {
    var generator = SplitMix64(seed: 12)
    let rotation = generator.rotation()
    let turned = structures.map { $0.rotated(by: rotation) }
    func turn(_ components: [Double]) -> [Double] {
      stride(from: 0, to: components.count, by: 5).flatMap { start -> [Double] in
        let tensor = SphericalTensor(components[start..<start + 5]) ?? .zero
        return tensor.rotated(by: rotation).array
      }
    }
    let expected = turn(try Sample.predict(structures).flat)
    #expect(agree(try Sample.predict(turned).flat, expected, within: 1e-5))
    #expect(agree(try exact(turned[0]), turn(try exact(structures[0])), within: 1e-10))
  }

  @Test("hold C_Q, η and V_zz of their tensors, and the file's tensors beside them")
  func derived() throws {
    let table = try Sample.predict([structures[0]])
    let isotope = try Sample.model.get().description.isotope
    for row in 0..<table.count {
      let axes = PrincipalAxes(of: table.tensor(row))
      #expect(agree(Double(table.vzz[row]), axes.vzz, within: 1e-5))
      #expect(abs(Double(table.asymmetry[row]) - axes.asymmetry) < 1e-4)
      #expect(
        agree(
          Double(table.quadrupolarCoupling[row]), isotope.couplingPerAtomicUnit * axes.vzz,
          within: 1e-5))
      guard case .real(let values, columns: 9)? = structures[0].arrays["efg"] else {
        Issue.record("the sample has no tensors")
        return
      }
      let atom = Int(table.atom[row])
      let reference = try SymmetricTensor.symmetrized(
        rowMajor: Array(values[9 * atom..<9 * atom + 9]))
      let found = try #require(table.referenceTensor(row))
      #expect(agree(found.array, SphericalTensor(reference.tensor).array, within: 1e-6))
    }
  }

  @Test("are numbered over all files")
  func severalFiles() throws {
    try Folder.with { folder in
      let files = [
        try folder.write(Array(structures[0...1]), as: "a.extxyz"),
        try folder.write([structures[2]], as: "b.extxyz"),
      ]
      let collector = SiteCollector()
      try Sample.pipeline(files).run(deliver: { collector.take($0) })
      let table = collector.table(includingLast: true)
      #expect(table.structure.last == 2)
      #expect(table.components == (try Sample.predict(structures)).components)
    }
  }
}
