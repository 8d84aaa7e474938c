import Screen
import Tensors
import Testing

@testable import Explorer

@Suite("Numbers in tables") struct TableTextTests {
  @Test("a number too long for its column has fewer decimals, and is never cut")
  func fits() throws {
    let bench = Bench.sample()
    bench.state.settings.columns = [.structure, .atom, .quadrupolarCoupling, .vzz]
    let columns = bench.state.columns([.quadrupolarCoupling])
    let value = Double(columns.value(.quadrupolarCoupling, row: 0))
    for width in [8, 6, 5, 4] {
      let text = bench.state.cellText(.quadrupolarCoupling, 0, columns, width: width)
      let shown = try #require(Double(text))
      let places = text.split(separator: ".").dropFirst().first?.count ?? 0
      #expect(text.count <= width || places == 0)
      #expect(abs(shown - value) <= 0.5 * [1, 0.1, 0.01][places] + 1e-3, "\(text) \(value)")
    }
  }

  @Test("couplings of titanium stand in full", arguments: [(120, 40), (200, 60)])
  func titanium(columns: Int, rows: Int) throws {
    var sites = sampleSites
    for row in 0..<sites.count { sites.quadrupolarCoupling[row] = -67_940.25 - Float(row) }
    let bench = Bench(columns: columns, rows: rows)
    bench.send(
      .engine(.model(sampleModel, generation: 1)), .engine(.sites(sites, generation: 1)),
      .engine(.finished(generation: 1)))
    try bench.keys("2")
    #expect(bench.text.contains(" -67940.2 ") && !bench.text.contains("-67940.…"))
  }

  @Test("columns without room are marked in the heading", arguments: [(80, true), (200, false)])
  func hiddenColumns(columns: Int, hides: Bool) throws {
    for look in [Look(), Look(glyphs: .ascii)] {
      let bench = Bench.sample(columns: columns, rows: 24, look: look)
      try bench.keys("2")
      func heading() -> String {
        String(bench.text.split(separator: "\n").first { $0.contains("structure") } ?? "")
      }
      let marks = look.glyphs == .ascii ? ("<", ">") : ("‹", "›")
      #expect(heading().contains(marks.1) == hides)
      for _ in 0..<20 { try bench.keys("right") }
      #expect(heading().contains(marks.0) == hides)
    }
  }
}
