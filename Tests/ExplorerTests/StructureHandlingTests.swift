import Screen
import Support
import Testing

@testable import Explorer

@Suite("Keys and mouse on the Structure screen") struct StructureHandlingTests {
  @Test("keys cut, move and turn the slab")
  func slabKeys() throws {
    let bench = try Bench.structure()
    try bench.keys("]")
    #expect(bench.state.sights.cell.slab == .init())
    try bench.keys("]", "}", "}", "{")
    let slab = try #require(bench.state.sights.cell.slab)
    #expect((slab.center - 0.55).magnitude < 1e-9 && (slab.thickness - 0.3).magnitude < 1e-9)
    #expect(bench.text.contains("slab 0.40–0.70 along c"))
    try bench.keys("s")
    #expect(bench.state.sights.cell.slab == nil)
    try bench.keys("s")
    #expect(bench.state.sights.cell.slab?.axis == .sight)
  }

  @Test("a click picks the front atom of the cell clicked, here and in the lists")
  func pick() throws {
    let bench = try Bench.structure()
    try bench.keys("a")
    let area = StructureView(bench.state, ScreenLayout(bench.state).main).pictureArea
    let scene = try bench.scene()
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
    let bench = try Bench.structure()
    let area = StructureView(bench.state, ScreenLayout(bench.state).main).pictureArea
    let before = bench.state.sights.cell.rotation
    let row = bench.state.sitePane.row
    try bench.keys("drag:\(area.x + 20):\(area.y + 9):\(area.x + 30):\(area.y + 9)")
    let turned = bench.state.sights.cell.rotation
    // The front moves with the pointer: to the right.
    #expect(turned(before.towards).x > 0.1)
    #expect(bench.state.sitePane.row == row)
    let zoom = bench.state.sights.cell.zoom
    try bench.keys("wheelup:\(area.x + 20):\(area.y + 9)")
    #expect(bench.state.sights.cell.zoom > zoom)
    try bench.keys("0")
    #expect(bench.state.sights.cell.rotation == Sights.oblique)
    let scene = try bench.scene()
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
    let bench = try Bench.structure()
    try bench.keys(["X", "Y", "Z"][direction])
    let rotation = bench.state.sights.cell.rotation
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
    let bench = try Bench.structure()
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
}
