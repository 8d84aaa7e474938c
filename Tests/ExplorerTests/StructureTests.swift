import Crystals
import Engine
import Formats
import Screen
import Spectra
import Support
import Testing

@testable import Explorer

@Suite("The Structure screen") struct StructureTests {
  /// The DFT cells with regions in them, on the Structure screen; searches are answered at once.
  private func bench(columns: Int = 120, rows: Int = 40, look: Look = Look()) throws -> Bench {
    let bench = Bench.sample(columns: columns, rows: rows, look: look)
    try bench.command("threshold 3")
    try bench.keys("4")
    return bench
  }

  private func scene(_ bench: Bench) throws -> StructureScene {
    let area = StructureView(bench.state, ScreenLayout(bench.state).main).pictureArea
    return try #require(StructureScene(bench.state, columns: area.columns, rows: area.rows))
  }

  @Test("every Li of the structure is a ball where a projection of its own puts it")
  func projection() throws {
    let bench = try bench()
    try bench.keys("left", "up", "+")
    let scene = try scene(bench)
    let structure = sampleStructures[bench.state.cellPlace]
    let lithium = structure.elements.indices.filter { structure.elements[$0] == .lithium }
    #expect(scene.atoms.map(Int.init) == lithium)
    let basis = try structure.cell.basis()
    let rotation = bench.state.structurePane.rotation
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
    let bench = try bench()
    let before = try scene(bench).picture.balls
    var moved = sampleStructures
    let cell = moved[0].cell.vectors
    for atom in moved[0].positions.indices {
      moved[0].positions[atom] += Double(atom % 5 - 2) * cell[0] - Double(atom % 3) * cell[2]
    }
    bench.send(.engine(.structures(moved, firstIndex: 0, generation: 1)))
    let after = try scene(bench).picture.balls
    #expect(before.count == after.count)
    for (a, b) in zip(before, after) {
      #expect((a.x - b.x).magnitude < 1e-2 && (a.y - b.y).magnitude < 1e-2)
    }
  }

  @Test("O and Ti are hidden until they are asked for")
  func elements() throws {
    let bench = try bench()
    let structure = sampleStructures[0]
    let counts = Dictionary(structure.elements.map { ($0, 1) }, uniquingKeysWith: +)
    #expect(try scene(bench).atoms.count == counts[.lithium])
    try bench.keys("a")
    #expect(try scene(bench).atoms.count == structure.count)
    try bench.keys("a")
    #expect(try scene(bench).atoms.count == counts[.lithium])
    try bench.keys("v", "down", "space", "esc")
    #expect(bench.state.elementsShown == [.lithium, .oxygen])
    try bench.command("elements Ti")
    #expect(try scene(bench).atoms.count == counts[.titanium])
    try bench.command("elements Xx")
    #expect(bench.state.message?.kind == .error)
  }

  @Test("regions are hidden one by one, or all but one; the legend still counts them")
  func regions() throws {
    let bench = try bench()
    let all = try scene(bench)
    let rows = bench.state.table.rows(ofStructure: 0)
    let columns = bench.state.columns([.region])
    var expected: [SiteGroup: Int] = [:]
    for row in rows { expected[SiteGroup(columns.value(.region, row: row)), default: 0] += 1 }
    #expect(all.counts == expected)
    let group = try #require(expected.keys.first { $0.number > 0 })
    bench.state.structurePane.group = group
    try bench.keys("space")
    let without = try scene(bench)
    #expect(without.atoms.count == rows.count - (expected[group] ?? 0))
    #expect(without.counts == expected)
    try bench.keys("space", "r")
    #expect(try scene(bench).atoms.count == expected[group])
    try bench.keys("r")
    #expect(try scene(bench).atoms.count == rows.count)
  }

  @Test("a slab holds the atoms whose coordinate along the axis lies in it")
  func slab() throws {
    let bench = try bench()
    let structure = sampleStructures[0]
    let basis = try structure.cell.basis()
    try bench.command("all-elements")
    for axis in [StructurePane.Slab.Axis.a, .b, .c] {
      bench.state.structurePane.slab = .init(axis: axis, center: 0.4, thickness: 0.3)
      let shown = Set(try scene(bench).atoms.map(Int.init))
      for atom in structure.positions.indices {
        let s = basis.fractional(basis.wrapped(structure.positions[atom]))[axis.rawValue - 1]
        guard min((s - 0.25).magnitude, (s - 0.55).magnitude) > 1e-9 else { continue }
        #expect(shown.contains(atom) == (0.25...0.55).contains(s))
      }
    }
    // Along the line of sight, front and back halves make the whole.
    bench.state.structurePane.slab = .init(axis: .sight, center: 0.25, thickness: 0.5)
    let back = try scene(bench)
    bench.state.structurePane.slab = .init(axis: .sight, center: 0.75, thickness: 0.5)
    let front = try scene(bench)
    #expect(back.atoms.count + front.atoms.count == structure.count)
    let farthest = front.picture.balls.map(\.depth).min() ?? 0
    #expect(back.picture.balls.allSatisfy { $0.depth <= farthest })
  }

  @Test("keys cut, move and turn the slab")
  func slabKeys() throws {
    let bench = try bench()
    try bench.keys("]")
    #expect(bench.state.structurePane.slab == .init())
    try bench.keys("]", "}", "}", "{")
    let slab = try #require(bench.state.structurePane.slab)
    #expect((slab.center - 0.55).magnitude < 1e-9 && (slab.thickness - 0.3).magnitude < 1e-9)
    #expect(bench.text.contains("slab 0.40–0.70 along c"))
    try bench.keys("s")
    #expect(bench.state.structurePane.slab == nil)
    try bench.keys("s")
    #expect(bench.state.structurePane.slab?.axis == .sight)
  }

  @Test("a click picks the front atom of the cell clicked, here and in the lists")
  func pick() throws {
    let bench = try bench()
    try bench.keys("a")
    let area = StructureView(bench.state, ScreenLayout(bench.state).main).pictureArea
    let scene = try scene(bench)
    var picked = 0
    for y in stride(from: 0, to: area.rows, by: 3) {
      for x in stride(from: 0, to: area.columns, by: 5) {
        let ball = scene.picture.ball(atColumn: x, row: y)
        guard let ball else { continue }
        let before = bench.state.sitePane.row
        try bench.keys("click:\(area.x + x):\(area.y + y)")
        let atom = scene.atoms[ball]
        guard let row = bench.state.table.row(of: SiteKey(structure: 0, atom: atom)) else {
          #expect(bench.state.sitePane.row == before)
          #expect(bench.message.contains("atom \(atom)"))
          continue
        }
        picked += 1
        #expect(bench.state.sitePane.row == row)
      }
    }
    #expect(picked > 3)
    let row = try #require(bench.state.sitePane.row)
    try bench.keys("2")
    #expect(bench.state.list.selected == row)
    try bench.keys("down", "4")
    #expect(bench.state.sitePane.row == row + 1)
    try bench.keys("enter")
    #expect(bench.state.view == .site && bench.state.sitePane.row == row + 1)
    try bench.keys("esc", "esc")
    #expect(bench.state.view == .sites && bench.state.list.selected == row + 1)
  }

  @Test("a double click inspects the atom; a drag turns the cell and picks nothing")
  func mouse() throws {
    let bench = try bench()
    let area = StructureView(bench.state, ScreenLayout(bench.state).main).pictureArea
    let before = bench.state.structurePane.rotation
    let row = bench.state.sitePane.row
    try bench.keys("drag:\(area.x + 20):\(area.y + 9):\(area.x + 30):\(area.y + 9)")
    let turned = bench.state.structurePane.rotation
    // The front moves with the pointer: to the right.
    #expect(turned(before.towards).x > 0.1)
    #expect(bench.state.sitePane.row == row)
    let zoom = bench.state.structurePane.zoom
    try bench.keys("wheelup:\(area.x + 20):\(area.y + 9)")
    #expect(bench.state.structurePane.zoom > zoom)
    try bench.keys("0")
    #expect(bench.state.structurePane.rotation == StructurePane.oblique)
    let scene = try scene(bench)
    let ball = try #require(
      scene.picture.balls.indices.first { place in
        let ball = scene.picture.balls[place]
        return scene.picture.ball(atColumn: Int(ball.x), row: Int(ball.y) / 2) == place
      })
    let (x, y) = (Int(scene.picture.balls[ball].x), Int(scene.picture.balls[ball].y) / 2)
    try bench.keys("doubleclick:\(area.x + x):\(area.y + y)")
    #expect(bench.state.view == .site)
    #expect(bench.state.pickedAtom == Int(scene.atoms[ball]))
  }

  @Test("looking along a lattice vector shows its atoms one behind the other", arguments: 0..<3)
  func along(direction: Int) throws {
    let bench = try bench()
    try bench.keys(["X", "Y", "Z"][direction])
    let rotation = bench.state.structurePane.rotation
    let vector = sampleStructures[0].cell.vectors[direction]
    let seen = rotation(vector)
    #expect(seen.x.magnitude < 1e-9 && seen.y.magnitude < 1e-9 && seen.z > 1)
    for axis in [rotation.right, rotation.up, rotation.towards] {
      #expect(((axis * axis).sum() - 1).magnitude < 1e-12)
    }
  }

  @Test("n and p go along the list the user came from, from one structure to the next")
  func walk() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    try bench.keys("down", "4")
    let region = bench.state.columns([.region])
    let first = try #require(bench.state.sitePane.row)
    try bench.keys("n", "n", "n")
    let row = try #require(bench.state.sitePane.row)
    #expect(row > first)
    #expect(region.value(.region, row: row) == region.value(.region, row: first))
    #expect(bench.state.cellPlace == Int(bench.state.table.structure[row]))
    try bench.keys(".")
    #expect(bench.state.cellPlace == Int(bench.state.table.structure[row]) + 1)
  }

  @Test("clusters are those of the region chosen and follow threshold and distance")
  func clusters() throws {
    let bench = try bench()
    let group = try #require(try scene(bench).counts.max { $0.value < $1.value }?.key)
    bench.state.structurePane.group = group
    try bench.keys("right")
    let found = try #require(bench.state.structurePane.clusters)
    #expect(found.basis == bench.state.clusterBasis)
    let sites = found.clusters.reduce(0) { $0 + $1.atoms.count }
    #expect(sites == (try scene(bench).counts[group]))
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
    let scene = try scene(bench)
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
    let scene = try scene(bench)
    let lithium = sampleStructures[0].elements.filter { $0 == .lithium }.count
    #expect(scene.atoms.count == lithium && scene.counts == [.withoutPrediction: lithium])
    #expect(scene.picture.balls.allSatisfy { $0.ink == 0 })
  }

  @Test("the screen holds at every size, with any keys, in every look")
  func anySize() throws {
    var random = SplitMix64(seed: 11)
    let keys = Commands.all.filter { $0.views.contains(.structure) }.flatMap(\.keys).filter {
      ![.control("z"), .control("c"), Key.character("q"), .character("R")].contains($0)
    }
    let looks = [
      Look(), Look(colors: .indexed256), Look(glyphs: .blocks, colors: .ansi16),
      Look(colors: .mono), Look(glyphs: .ascii, colors: .mono),
    ]
    let bench = try bench()
    for round in 0..<160 {
      let size = (Int(random.uniform(0...300)), Int(random.uniform(0...100)))
      bench.state.look = looks[round % looks.count]
      bench.send(.resize(columns: size.0, rows: size.1))
      for _ in 0..<6 {
        bench.state.overlay = nil
        bench.state.view = .structure
        bench.send(.key(keys[Int(random.uniform(0...Double(keys.count) - 0.01))]))
      }
      bench.state.overlay = nil
      bench.state.view = .structure
      let frame = draw(bench.state)
      #expect(frame.columns == size.0 && frame.rows == size.1)
      if bench.state.look.glyphs == .ascii {
        #expect(frame.text.utf8.allSatisfy { $0 < 128 })
      }
    }
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
