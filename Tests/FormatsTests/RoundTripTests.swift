import Crystals
import Formats
import Support
import Testing

@Suite("What is written reads back bit by bit") struct RoundTripTests {
  /// A structure of 260 atoms in a rotated and skewed cell, elements in several runs, coordinates of
  /// all digits on both sides of zero, and two tensors of which some atoms have none.
  static func structure(seed: UInt64) -> Structure {
    var generator = SplitMix64(seed: seed)
    let rotation = generator.rotation()
    func rotated(_ v: Vector) -> Vector { v.x * rotation.x + v.y * rotation.y + v.z * rotation.z }
    let cell = Cell(
      rotated(Vector(11 + generator.uniform(), 0, 0)),
      rotated(Vector(-4 + generator.uniform(), 12, 0)),
      rotated(Vector(3, -2 + generator.uniform(), 13)))
    let elements: [Element] = (0..<260).map { atom in
      atom < 110 || atom >= 250 ? .lithium : atom < 130 || atom % 7 == 0 ? .titanium : .oxygen
    }
    var positions = elements.map { _ in
      Vector(generator.uniform(-20...20), generator.uniform(-20...20), generator.uniform(-20...20))
    }
    positions[3] = Vector(-0.0, 5e-324, -1e-17)
    positions[4] = Vector(1e8, -123_456_789.012_345_67, 0.1 + 0.2)
    func tensors() -> [Double] {
      elements.indices.flatMap { atom -> [Double] in
        guard atom % 5 != 1 else { return Array(repeating: .nan, count: 9) }
        return (0..<9).map { _ in generator.normal() * (atom % 3 == 0 ? 1e-9 : 1) }
      }
    }
    let labels = elements.map { $0 == .lithium ? "Li16d" : $0 == .oxygen ? "O_1" : "Ti" }
    return Structure(
      cell: cell, elements: elements, positions: positions,
      arrays: [
        "efg": .real(tensors(), columns: 9), "ms": .real(tensors(), columns: 9),
        "labels": .text(labels, columns: 1),
        "indices": .integer((0..<260).map { $0 + 1 }, columns: 1),
        "selective_dynamics": .logical((0..<780).map { $0 % 4 == 1 }, columns: 3),
        "castep_custom_species": .text(
          elements.map { $0 == .lithium ? "Li:8a" : $0.symbol }, columns: 1),
      ], info: ["comment": .text(["a remark: 1 2 3"], shape: [])])
  }

  private func expectSame(
    _ form: StructureFormat, _ original: Structure, arrays: [String],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let all = try StructureReader.parse(try form.bytes(original), file: "t")
    let found = try #require(all.count == 1 ? all[0] : nil)
    func bits(_ vectors: [Vector]) -> [UInt64] {
      vectors.flatMap { [$0.x.bitPattern, $0.y.bitPattern, $0.z.bitPattern] }
    }
    #expect(found.elements == original.elements, sourceLocation: location)
    #expect(bits(found.positions) == bits(original.positions), sourceLocation: location)
    #expect(bits(found.cell.vectors) == bits(original.cell.vectors), sourceLocation: location)
    #expect(found.cell.periodic == original.cell.periodic, sourceLocation: location)
    for name in arrays {
      switch (found.arrays[name], original.arrays[name]) {
      case (.real(let a, let width)?, .real(let b, let expected)?):
        // NaN is NaN, whatever its bits.
        let isSame =
          a.count == b.count && width == expected
          && zip(a, b).allSatisfy {
            $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN
          }
        #expect(isSame, "\(name)", sourceLocation: location)
      case (let a, let b): #expect(a != nil && a == b, "\(name)", sourceLocation: location)
      }
    }
  }

  @Test("in every form that is written", arguments: [1, 2, 3, 4, 5] as [UInt64])
  func periodic(seed: UInt64) throws {
    let original = Self.structure(seed: seed)
    let arrays = original.arrays.keys.sorted()
    try expectSame(.extendedXYZ, original, arrays: arrays)
    try expectSame(.magres, original, arrays: ["efg", "ms", "labels", "indices"])
    try expectSame(.poscar, original, arrays: ["selective_dynamics"])
    try expectSame(.castepCell, original, arrays: ["castep_custom_species"])
  }

  @Test("without a cell, and with one that repeats along two directions only")
  func directions() throws {
    var original = Self.structure(seed: 6)
    original.cell.periodic = [true, true, false]
    try expectSame(.extendedXYZ, original, arrays: ["efg"])
    original.cell = .none
    try expectSame(.extendedXYZ, original, arrays: ["efg", "labels"])
    try expectSame(.magres, original, arrays: ["efg", "labels"])
  }

  @Test("the form of an output is told by its name, and what it cannot hold is refused")
  func forms() throws {
    for (name, form) in [
      ("a.vasp", .poscar), ("x/POSCAR_2", .poscar), ("a.cell", .castepCell),
      ("a.xyz", .extendedXYZ),
      ("a.magres", .magres), ("/dev/stdout", .extendedXYZ),
    ] as [(String, StructureFormat)] {
      #expect(try StructureFormat(writing: 1, to: name, advice: "") == form)
    }
    #expect(try StructureFormat(writing: 7, to: "a.extxyz", advice: "") == .extendedXYZ)
    let several = #expect(throws: FormatError.self) {
      try StructureFormat(writing: 7, to: "a.cell", advice: "write .extxyz")
    }
    #expect(
      several.map { "\($0)" }
        == "a.cell: 7 structures; expected one, as a CASTEP .cell file holds no more; write .extxyz"
    )
    let read = #expect(throws: FormatError.self) {
      try StructureFormat(writing: 1, to: "a.cif", advice: "")
    }
    #expect(read?.found == "a CIF, which is only read")
    #expect(throws: FormatError.self) { try StructureFormat.cif.bytes(Self.structure(seed: 1)) }
  }
}
