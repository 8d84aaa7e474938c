import Support
import Testing

@testable import Explorer
@testable import Screen

/// Every kind of terminal: colours from most to none, characters from most to fewest.
private let allLooks: [Look] =
  [.truecolor, .indexed256, .ansi16, .mono].map { Look(colors: $0) }
  + [Look(glyphs: .blocks, colors: .ansi16), Look(glyphs: .ascii, colors: .mono)]

/// What someone sees who sees no colours: characters, and attributes of a terminal without colours.
private struct Seen: Equatable {
  let text: String
  let attributes: [UInt16]

  init(_ frame: Frame) {
    text = frame.text
    attributes = frame.cells.map { $0.style.attributes(at: .mono).rawValue }
  }
}

@Suite("Every screen on every terminal") struct LookTests {
  @Test("fills the size and keeps header and footer", arguments: Scene.allCases, Scene.sizes)
  func fits(scene: Scene, size: (columns: Int, rows: Int)) throws {
    for look in allLooks {
      let frame = draw(try scene.bench(size.columns, size.rows, look).state)
      #expect(frame.columns == size.columns && frame.rows == size.rows)
      let lines = frame.text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.first?.contains("spinel") == true, "\(look)")
      let footer = String(lines.last ?? "")
      let isOver = scene == .composition || scene == .help
      #expect(footer.contains(isOver ? "Esc" : "? help"), "\(look): \(footer)")
      if look.glyphs == .ascii { #expect(frame.text.utf8.allSatisfy { $0 < 128 }, "\(scene)") }
    }
  }

  @Test("what keys change is seen without colours", arguments: Scene.allCases)
  func withoutColors(scene: Scene) throws {
    for (columns, rows) in Scene.sizes.dropFirst() {
      for glyphs in [GlyphSet.unicode, .ascii] {
        let bench = try scene.bench(columns, rows, Look(glyphs: glyphs, colors: .mono))
        for key in scene.steps {
          let before = Seen(draw(bench.state))
          try bench.keys(key)
          #expect(Seen(draw(bench.state)) != before, "\(key) at \(columns)×\(rows), \(glyphs)")
        }
      }
    }
  }

  @Test("text and lines never have the colour they stand on", arguments: Scene.allCases)
  func legible(scene: Scene) throws {
    for level in [ColorLevel.truecolor, .indexed256, .ansi16] {
      let frame = draw(try scene.bench(120, 40, Look(colors: level)).state)
      for cell in frame.cells where cell.scalar != 0x20 && !cell.isContinuation {
        // Of pictures made of half blocks both colours are pixels.
        guard cell.scalar != 0x2580, cell.scalar != 0x2584 else { continue }
        let (text, ground) = (cell.style.foreground, cell.style.background)
        guard !text.isStandard, !ground.isStandard else { continue }
        #expect(!text.looksLike(ground, at: level), "\(scene) at \(level): \(cell)")
      }
    }
  }
}
