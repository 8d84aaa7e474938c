import Engine
import Foundation
import Screen
import Spectra
import Tensors
import Testing

@testable import Explorer

@Suite("The Field screen") struct FieldTests {
  let bench = Bench.sample()

  init() throws { try bench.keys("5") }

  private var b: SIMD3<Double> { bench.state.settings.field.unit }

  private func expectField(_ x: Double, _ y: Double, _ z: Double) throws {
    let wanted = try FieldDirection(x, y, z).unit
    let off = b - wanted
    #expect((off * off).sum().squareRoot() < 1e-9, "found \(b)")
  }

  /// The mean |ω_Q| of some rows along a direction, site by site.
  private func mean(_ rows: some Sequence<Int>, _ b: SIMD3<Double>) throws -> Double {
    let field = try FieldDirection(b.x, b.y, b.z)
    let weights = field.splittingWeights(for: .lithium7)
    var (sum, count) = (0.0, 0)
    for row in rows {
      let five = (0..<5).map { Double(bench.state.table.components[$0][row]) }
      sum += zip(weights, five).reduce(0) { $0 + $1.0 * $1.1 }.magnitude
      count += 1
    }
    return sum / Double(max(1, count))
  }

  @Test("arrows turn the field by 5° over the map, capitals by 1°, each an undo step")
  func steer() throws {
    try bench.keys("right")
    try expectField(sin(5 * .pi / 180), 0, cos(5 * .pi / 180))
    try bench.keys("L", "H", "k")
    let up = b
    #expect(up.y > 0)
    try bench.keys("u", "u", "u", "u")
    try expectField(0, 0, 1)
    for _ in 0..<18 { try bench.keys("down") }
    try expectField(0, -1, 0)
    #expect(bench.text.contains("b = 0 -1 0"))
    // Over the rim: the opposite field is the same.
    try bench.keys("j")
    #expect(b.y > 0 && b.z > 0)
  }

  @Test("presets and the marked axes are a key away")
  func presets() throws {
    for (key, x, y, z) in [
      ("X", 1.0, 0.0, 0.0), ("Y", 0, 1, 0), ("Z", 0, 0, 1), ("d", 1, 1, 0), ("D", 1, 1, 1),
    ] {
      try bench.keys(key)
      try expectField(x, y, z)
    }
    try bench.keys("Z")
    var seen: Set<String> = []
    for _ in 0..<13 {
      try bench.keys("p")
      seen.insert(directionText(b))
    }
    #expect(seen.count == 13 && seen.contains("1 1 1") && seen.contains("0 -1 1"))
    try expectField(0, 0, 1)
    try bench.command("field 1 2 2")
    try expectField(1, 2, 2)
  }

  @Test("the map is the mean |ω_Q| of all sites, and g and G go to its ends")
  func mapOfAll() throws {
    let shown = try #require(bench.state.shownMap)
    let map = try #require(shown.map)
    #expect(!shown.isSample && map.siteCount == bench.state.table.count)
    for axis in State.cubicAxes {
      let unit = axis / (axis * axis).sum().squareRoot()
      let exact = try mean(0..<bench.state.table.count, unit)
      #expect(abs(map.value(along: unit) - exact) < 0.005 * exact)
    }
    let present = try #require(bench.state.fieldPane.present)
    #expect(abs(present.mean - (try mean(0..<bench.state.table.count, b))) < 1e-4 * present.mean)
    try bench.keys("g")
    let lowest = try #require(bench.state.fieldPane.present).mean
    try bench.keys("G")
    let highest = try #require(bench.state.fieldPane.present).mean
    #expect(lowest < present.mean && present.mean <= highest)
  }

  @Test("a region's map is the mean of the sites it had, wherever the field turns")
  func mapOfRegion() throws {
    try bench.command("threshold 3")
    try bench.keys("1", "down", "5", "o")
    let region = bench.state.sights.field.region
    let columns = bench.state.columns([.region])
    let rows = (0..<bench.state.table.count).filter {
      columns.value(.region, row: $0) == Float(region)
    }
    #expect(rows.count > 3)
    let requests = bench.effects.count
    try bench.keys("right", "right", "up")
    // Turning the field asks for no other map.
    let asked = bench.effects[requests...].contains {
      if case .compute(let computation) = $0 { computation.subject == .fieldMap } else { false }
    }
    #expect(!asked)
    let shown = try #require(bench.state.shownMap)
    #expect(shown.rows == rows.map(Int32.init))
    let map = try #require(shown.map)
    for axis in State.cubicAxes {
      let unit = axis / (axis * axis).sum().squareRoot()
      let exact = try mean(rows, unit)
      #expect(abs(map.value(along: unit) - exact) < 0.01 * map.highest.value)
    }
    let present = try #require(bench.state.fieldPane.present)
    #expect(present.siteCount == rows.count)
    #expect(abs(present.mean - (try mean(rows, b))) < 1e-4 * present.mean)
    #expect(bench.text.contains("region \(region)"))
    // Another region, and back to all.
    try bench.keys("]")
    #expect(bench.state.sights.field.region == min(region + 1, bench.state.spectrum.regions.count))
    try bench.keys("o")
    #expect(bench.state.shownMap?.rows == nil)
  }

  @Test("a press on the map puts the field there; a drag is one step of undo")
  func mouse() throws {
    let disc = FieldView(bench.state, ScreenLayout(bench.state).main).disc
    let target = try FieldDirection(1, 1, 1)
    let cell = disc.cell(of: target.unit)
    let (left, middle) = (disc.area.x, disc.area.y + disc.area.rows / 2)
    try bench.keys("drag:\(left):\(middle):\(cell.x):\(cell.y)")
    #expect((b * target.unit).sum() > 0.99)
    try bench.keys("u")
    try expectField(0, 0, 1)
    try bench.keys("c-r")
    #expect((b * target.unit).sum() > 0.99)
    try bench.keys("click:\(cell.x):\(cell.y)", "click:\(disc.area.x + 200):1")
    #expect((b * target.unit).sum() > 0.99)
    let width = bench.state.lineWidth
    let pattern = FieldView(bench.state, ScreenLayout(bench.state).main).patternBox
    try bench.keys("wheelup:\(pattern.x + 5):\(pattern.y + 3)")
    #expect(bench.state.lineWidth > width)
  }

  @Test("the pattern is of all sites, the region, the list, the marked ones or one site")
  func sets() throws {
    func count() -> Int? { bench.state.shownPattern?.pattern?.siteCount }
    try bench.command("threshold 3")
    try bench.keys("5")
    #expect(count() == bench.state.table.count)
    try bench.keys("s")
    let regions = bench.state.spectrum.regions
    let region = try #require(regions.first { $0.number == bench.state.sights.field.region })
    #expect(count() == region.count)
    #expect(bench.text.contains("of region \(region.number)"))
    try bench.command("filter siteType==\"16d\"")
    try bench.keys("s")
    let octahedral = bench.state.table.siteType.count { $0 == .site16d }
    #expect(count() == octahedral && octahedral > 0)
    try bench.keys("s")
    #expect(count() == nil && bench.text.contains("no site is marked"))
    try bench.keys("x")
    try bench.keys("2", "home", "space", "space", "space", "5")
    #expect(count() == 3)
    try bench.keys("s")
    #expect(bench.state.sights.field.patternSet == .site && count() == 1)
    let row = try #require(bench.state.patternRow)
    let splitting =
      Double(bench.state.table.vzz[row]) * Isotope.lithium7.splittingPerAtomicUnit
    #expect(abs((bench.state.shownPattern?.single?.splitting ?? 0) - splitting) < 1e-4)
    #expect(bench.text.contains("structure \(bench.state.table.structure[row]), atom"))
    try bench.command("pattern-sites all")
    #expect(count() == bench.state.table.count)
    try bench.command("pattern-sites some")
    #expect(bench.state.message?.kind == .error)
  }

  @Test("fast exchange is the mean of raw tensors, as in a sum over the sites")
  func exchange() throws {
    let tensor = try #require(bench.state.shownPattern?.exchange)
    for m in 0..<5 {
      let column = bench.state.table.components[m].map(Double.init)
      #expect(abs(tensor[m] - column.reduce(0, +) / Double(column.count)) < 1e-9)
    }
    #expect(bench.text.contains("fast exchange"))
  }

  @Test("lines are broadened, narrowed to nothing, shaped, and their width typed")
  func lines() throws {
    let automatic = bench.state.lineWidth
    try bench.keys("+")
    #expect(bench.state.lineWidth > automatic)
    let broad = try #require(bench.state.shownPattern?.pattern)
    for _ in 0..<30 { try bench.keys("-") }
    #expect(bench.state.lineWidth == 0 && bench.text.contains("sharp lines"))
    let sharp = try #require(bench.state.shownPattern?.pattern)
    #expect(sharp.satellites != broad.satellites)
    try bench.keys("w", "c-u", "text:2.5", "enter", "B")
    #expect(bench.text.contains("Lorentzian 2.5 kHz"))
    try bench.command("line-width auto")
    #expect(bench.state.lineWidth == automatic)
    try bench.command("line-width -3")
    #expect(bench.state.message?.kind == .error)
    try bench.keys("c")
    #expect(!bench.text.contains("central line"))
  }

  @Test("a larger set is sampled first, then taken whole; an older answer changes nothing")
  func sample() throws {
    var state = State(columns: 120, rows: 40)
    let count = 3 * State.sampleSize
    _ = reduce(&state, .engine(.sites(randomSites(count), generation: 1)))
    func maps(_ effects: [Effect]) -> [Computation] {
      effects.compactMap {
        if case .compute(let computation) = $0, computation.subject == .fieldMap {
          computation
        } else {
          nil
        }
      }
    }
    let first = try #require(maps(reduce(&state, .key(.character("5")))).first)
    #expect(draw(state).text.contains("computing"))
    // Nothing is asked twice.
    #expect(maps(reduce(&state, .key(.right))).isEmpty)
    #expect(first.find({ true }) == nil)
    let sample = try #require(first.find({ false }))
    let second = try #require(maps(reduce(&state, .found(sample, id: first.id))).first)
    #expect(state.shownMap?.isSample == true && draw(state).text.contains("a sample"))
    let rough = try #require(state.shownMap?.map)
    let whole = try #require(second.find({ false }))
    #expect(maps(reduce(&state, .found(whole, id: second.id))).isEmpty)
    #expect(state.shownMap?.isSample == false)
    let fine = try #require(state.shownMap?.map)
    #expect(fine.siteCount == count - count / 100)
    #expect(abs(rough.value(along: [0, 0, 1]) / fine.value(along: [0, 0, 1]) - 1) < 0.05)
    _ = reduce(&state, .found(sample, id: first.id))
    #expect(state.shownMap?.isSample == false)
    // More sites, another map.
    var more = randomSites(100)
    more.structure = more.structure.map { $0 + 100 }
    #expect(maps(reduce(&state, .engine(.sites(more, generation: 1)))).count == 1)
  }

  @Test("off the Field screen nothing is computed")
  func elsewhere() throws {
    let other = Bench.sample()
    try other.keys("right", "2", "down", "enter")
    #expect(!other.effects.contains { if case .compute = $0 { true } else { false } })
  }

  @Test("the pattern is written as CSV, map and pattern as a figure")
  func export() throws {
    try bench.command("export p.csv")
    let lines = try #require(bench.written["p.csv"]).split(separator: "\n")
    #expect(lines[0].hasPrefix("# isotope 7Li") && lines[0].contains("powder pattern of all"))
    #expect(lines[1] == "offset_kHz,satellites_per_kHz,central_per_kHz")
    let pattern = try #require(bench.state.shownPattern?.pattern)
    #expect(lines.count == 2 + pattern.satellites.count)
    let sum = lines[2...].reduce(0.0) { sum, line in
      let numbers = line.split(separator: ",").compactMap { Double($0) }
      return sum + numbers[1] + numbers[2]
    }
    #expect(abs(sum * pattern.binWidth - 1) < 1e-3)
    try bench.command("export f.svg")
    let svg = try #require(bench.written["f.svg"])
    #expect(svg.hasPrefix("<svg") && svg.contains("offset / kHz") && svg.contains("all sites"))
    #expect(!svg.contains("nan"))
    try bench.command("pattern-sites marked")
    try bench.command("export q.csv")
    #expect(bench.written["q.csv"] == nil && bench.state.message?.kind == .error)
  }

  @Test("the screen holds its parts at every size, in colours and without")
  func sizes() throws {
    for look in [
      Look(), Look(colors: .indexed256), Look(glyphs: .blocks, colors: .ansi16),
      Look(glyphs: .ascii, colors: .mono),
    ] {
      for (columns, rows) in [(40, 12), (60, 18), (80, 24), (120, 40), (200, 60), (300, 30)] {
        let bench = Bench.sample(columns: columns, rows: rows, look: look)
        try bench.keys("5", "right", "right", "up")
        let frame = draw(bench.state)
        let lines = bench.text.split(separator: "\n")
        #expect(lines.count == rows)
        let layout = ScreenLayout(bench.state)
        let screen = FieldView(bench.state, layout.main)
        for box in [screen.mapBox, screen.numbersBox, screen.histogramBox, screen.patternBox] {
          #expect(box.intersection(layout.main) == box || box.isEmpty)
        }
        let cell = screen.disc.cell(of: bench.state.settings.field.unit)
        #expect(frame[cell.x, cell.y].scalar == UnicodeScalar("b").value)
        #expect(bench.text.contains("help"))
        // The mean for the field in use is in sight wherever there is room for numbers.
        #expect(bench.text.contains(look.text("⟨|ω_Q|⟩")))
        if !look.showsPixels {
          let area = screen.disc.area
          let digits = (area.y..<area.bottom).flatMap { y in
            (area.x..<area.right).filter { x in (48...57).contains(frame[x, y].scalar) }
          }
          #expect(digits.count > area.rows * area.columns / 2)
        }
      }
    }
  }
}
