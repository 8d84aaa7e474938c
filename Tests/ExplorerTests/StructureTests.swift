import Crystals
import Engine
import Formats
import Screen
import Spectra
import Support
import Testing

@testable import Explorer

extension Bench {
  /// The DFT cells with regions in them, on the Structure screen.
  static func structure() throws -> Bench {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    try bench.keys("4")
    return bench
  }

  /// What the Structure screen shows.
  func scene() throws -> StructureScene {
    let area = StructureView(state, ScreenLayout(state).main).pictureArea
    return try #require(StructureScene(state, columns: area.columns, rows: area.rows))
  }
}

@Suite("What the Structure screen shows") struct StructureTests {
  @Test("every Li of the structure is a ball where a projection of its own puts it")
  func projection() throws {
    let bench = try Bench.structure()
    try bench.keys("left", "up", "+")
    let scene = try bench.scene()
    let structure = sampleStructures[bench.state.cellPlace]
    let lithium = structure.elements.indices.filter { structure.elements[$0] == .lithium }
    #expect(scene.atoms.map(Int.init) == lithium)
    let basis = try structure.cell.basis()
    let rotation = bench.state.sights.cell.rotation
    for (ball, atom) in zip(scene.picture.balls, lithium) {
      let seen = rotation(
        basis.wrapped(structure.positions[atom]) - basis.cartesian(Vector(repeating: 0.5)))
      let width = Double(scene.picture.columns)
      let height = Double(scene.picture.rows * 2)
      #expect((Double(ball.x) - (width / 2 + seen.x * scene.camera.scale)).magnitude < 1e-3)
      #expect((Double(ball.y) - (height / 2 - seen.y * scene.camera.scale)).magnitude < 1e-3)
      #expect((Double(ball.depth) - seen.z * scene.camera.scale).magnitude < 1e-3)
    }
  }

  @Test("atoms are shown in the cell, whatever periodic image the file names")
  func wrapped() throws {
    let bench = try Bench.structure()
    let before = try bench.scene().picture.balls
    var moved = sampleStructures
    let cell = moved[0].cell.vectors
    for atom in moved[0].positions.indices {
      moved[0].positions[atom] += Double(atom % 5 - 2) * cell[0] - Double(atom % 3) * cell[2]
    }
    bench.send(.engine(.structures(moved, firstIndex: 0, generation: 1)))
    let after = try bench.scene().picture.balls
    #expect(before.count == after.count)
    for (a, b) in zip(before, after) {
      #expect((a.x - b.x).magnitude < 1e-2 && (a.y - b.y).magnitude < 1e-2)
    }
  }

  @Test("O and Ti are hidden until they are asked for")
  func elements() throws {
    let bench = try Bench.structure()
    let structure = sampleStructures[0]
    let counts = Dictionary(structure.elements.map { ($0, 1) }, uniquingKeysWith: +)
    #expect(try bench.scene().atoms.count == counts[.lithium])
    try bench.keys("a")
    #expect(try bench.scene().atoms.count == structure.count)
    try bench.keys("a")
    #expect(try bench.scene().atoms.count == counts[.lithium])
    try bench.keys("v", "down", "space", "esc")
    #expect(bench.state.elementsShown == [.lithium, .oxygen])
    try bench.command("elements Ti")
    #expect(try bench.scene().atoms.count == counts[.titanium])
    try bench.command("elements Xx")
    #expect(bench.state.message?.kind == .error)
  }

  @Test("regions are hidden one by one, or all but one; the legend still counts them")
  func regions() throws {
    let bench = try Bench.structure()
    let all = try bench.scene()
    let rows = bench.state.table.rows(ofStructure: 0)
    let columns = bench.state.columns([.region])
    var expected: [SiteGroup: Int] = [:]
    for row in rows { expected[SiteGroup(columns.value(.region, row: row)), default: 0] += 1 }
    #expect(all.counts == expected)
    let group = try #require(expected.keys.first { $0.number > 0 })
    bench.state.structurePane.group = group
    try bench.keys("space")
    let without = try bench.scene()
    #expect(without.atoms.count == rows.count - (expected[group] ?? 0))
    #expect(without.counts == expected)
    try bench.keys("space", "r")
    #expect(try bench.scene().atoms.count == expected[group])
    try bench.keys("r")
    #expect(try bench.scene().atoms.count == rows.count)
  }

  @Test("a slab holds the atoms whose coordinate along the axis lies in it")
  func slab() throws {
    let bench = try Bench.structure()
    let structure = sampleStructures[0]
    let basis = try structure.cell.basis()
    try bench.command("all-elements")
    for axis in [Sights.Slab.Axis.a, .b, .c] {
      bench.state.sights.cell.slab = .init(axis: axis, center: 0.4, thickness: 0.3)
      let shown = Set(try bench.scene().atoms.map(Int.init))
      for atom in structure.positions.indices {
        let s = basis.fractional(basis.wrapped(structure.positions[atom]))[axis.rawValue - 1]
        guard min((s - 0.25).magnitude, (s - 0.55).magnitude) > 1e-9 else { continue }
        #expect(shown.contains(atom) == (0.25...0.55).contains(s))
      }
    }
    // Along the line of sight, front and back halves make the whole.
    bench.state.sights.cell.slab = .init(axis: .sight, center: 0.25, thickness: 0.5)
    let back = try bench.scene()
    bench.state.sights.cell.slab = .init(axis: .sight, center: 0.75, thickness: 0.5)
    let front = try bench.scene()
    #expect(back.atoms.count + front.atoms.count == structure.count)
    let farthest = front.picture.balls.map(\.depth).min() ?? 0
    #expect(back.picture.balls.allSatisfy { $0.depth <= farthest })
  }

  @Test("clusters are those of the region chosen and follow threshold and distance")
  func clusters() throws {
    let bench = try Bench.structure()
    let group = try #require(try bench.scene().counts.max { $0.value < $1.value }?.key)
    bench.state.structurePane.group = group
    try bench.keys("right")
    let found = try #require(bench.state.structurePane.clusters)
    #expect(found.basis == bench.state.clusterBasis)
    let sites = found.clusters.reduce(0) { $0 + $1.atoms.count }
    #expect(sites == (try bench.scene().counts[group]))
    let columns = bench.state.columns([.region])
    for atom in found.clusters.flatMap(\.atoms) {
      let row = try #require(bench.state.table.row(of: SiteKey(structure: 0, atom: atom)))
      #expect(SiteGroup(columns.value(.region, row: row)) == group)
    }
    // So far apart that each is alone, so near that none is.
    try bench.command("cluster-distance 0.5")
    #expect(bench.state.structurePane.clusters?.clusters.count == sites)
    try bench.command("cluster-distance 12")
    #expect(bench.state.structurePane.clusters?.clusters.map(\.dimensions) == [3])
    try bench.command("cluster-distance 99")
    #expect(bench.state.message?.kind == .error)
    try bench.command("cluster-distance 0.5")
    try bench.keys("c")
    let shown = try #require(bench.state.clusterShown)
    #expect(shown.atoms.count == 1)
    let scene = try bench.scene()
    let faint = scene.picture.balls.filter { scene.picture.inks[Int($0.ink)].isFaint }
    #expect(faint.count == scene.atoms.count - 1)
    try bench.keys("esc")
    #expect(bench.state.clusterShown == nil && bench.state.view == .structure)
    try bench.keys("esc")
    #expect(bench.state.view == .regions)
  }

  @Test("sites without a prediction are grey, and so are those not predicted yet")
  func unpredicted() throws {
    let bench = Bench()
    bench.send(.engine(.model(sampleModel, generation: 1)))
    bench.send(.engine(.structures(sampleStructures, firstIndex: 0, generation: 1)))
    try bench.keys("4")
    let scene = try bench.scene()
    let lithium = sampleStructures[0].elements.filter { $0 == .lithium }.count
    #expect(scene.atoms.count == lithium && scene.counts == [.withoutPrediction: lithium])
    #expect(scene.picture.balls.allSatisfy { $0.ink == 0 })
  }

  @Test("structures with odd cells are drawn, or said not to be")
  func oddCells() throws {
    let atoms = [Vector(0, 0, 0), Vector(1, 2, 3), Vector(-4, 0.5, 1)]
    let cells: [Crystals.Cell] = [
      .none, Crystals.Cell(.zero, .zero, .zero),
      Crystals.Cell(Vector(.nan, 0, 0), Vector(0, 1, 0), Vector(0, 0, 1)),
      Crystals.Cell(
        Vector(5, 0, 0), Vector(0, 5, 0), Vector(0, 0, 5), periodic: [true, true, false]),
      Crystals.Cell(Vector(1e-5, 0, 0), Vector(0, 1e8, 0), Vector(0, 0, 5)),
    ]
    for cell in cells {
      for positions in [atoms, [.zero], [], [Vector(.nan, 0, 0), Vector(1e300, -1e300, 0)]] {
        let bench = Bench()
        let elements = Array(repeating: Element.lithium, count: positions.count)
        let structure = Structure(cell: cell, elements: elements, positions: positions)
        bench.send(.engine(.structures([structure], firstIndex: 0, generation: 1)))
        try bench.keys("4", "a", "left", "up", "X", "Y", "Z", "s", "[", "s", "g", "c", "+")
        #expect(draw(bench.state).rows == 40)
      }
    }
  }
}
