import Crystals
import Formats
import Foundation
import Numbers
import Tensors
import Testing

@testable import Explorer

@Suite("The Site screen") struct SiteTests {
  let bench = Bench.sample()

  @Test("n and p walk along the list the site was chosen from")
  func walk() throws {
    try bench.command("sort eta desc")
    try bench.keys("2", "down", "enter", "n", "n", "p")
    #expect(bench.state.sitePane.row == bench.state.sitesPane.list.row(2))
    try bench.keys("p", "p", "p")
    #expect(bench.message.contains("first site"))
    try bench.keys("esc")
    #expect(bench.state.view == .sites)
    #expect(bench.state.list.cursor == 0)
  }

  @Test("the neighbour shells count the atoms within reach as brute force does")
  func shells() throws {
    try bench.keys("2", "down", "enter")
    let inspection = try #require(bench.state.sitePane.inspection)
    let structure = sampleStructures[Int(inspection.key.structure)]
    var counts: [String: Int] = [:]
    let center = structure.positions[Int(inspection.key.atom)]
    let (a, b, c) = (
      structure.cell.vectors[0], structure.cell.vectors[1], structure.cell.vectors[2]
    )
    for (atom, position) in structure.positions.enumerated() {
      for i in -3...3 {
        for j in -3...3 {
          for k in -3...3 {
            let image = position + Double(i) * a + Double(j) * b + Double(k) * c - center
            let distance = (image * image).sum().squareRoot()
            if distance > 1e-9, distance < Surroundings.reach {
              counts[structure.elements[atom].symbol, default: 0] += 1
            }
          }
        }
      }
    }
    for (symbol, count) in counts {
      let found = inspection.surroundings.shells.filter { $0.element.symbol == symbol }
      #expect(found.reduce(0) { $0 + $1.count } == count, "\(symbol)")
    }
  }

  @Test(
    "an 8a site has four O at its corners, a 16d site six",
    arguments: [(SiteType.site8a, 4), (.site16d, 6)])
  func polyhedron(type: SiteType, corners: Int) throws {
    let row = try #require(bench.state.table.siteType.firstIndex(of: type))
    bench.state.view = .site
    bench.state.sitePane.row = row
    bench.send(.resize(columns: 120, rows: 40))
    let inspection = try #require(bench.state.sitePane.inspection)
    #expect(inspection.surroundings.corners.count == corners)
    #expect(inspection.surroundings.corners.allSatisfy { $0.element == .oxygen })
  }

  @Test("tensors show in a.u. or V/Å²")
  func unit() throws {
    try bench.keys("2", "enter")
    #expect(bench.text.contains("a.u."))
    try bench.keys("v")
    #expect(bench.text.contains("V/Å²"))
  }

  @Test("the file's tensor stands beside the prediction with the error")
  func reference() throws {
    try bench.keys("2", "enter")
    #expect(bench.text.contains("in file") && bench.text.contains("error"))
    let random = Bench.random(10)
    try random.keys("2", "enter")
    #expect(!random.text.contains("in file"))
    #expect(random.text.contains("the structure is not known"))
  }

  @Test("a site without prediction is shown without numbers, not as zero")
  func withoutPrediction() throws {
    let bench = Bench.random(200)
    try bench.keys("2", "text:j")
    bench.state.view = .site
    bench.state.sitePane.row = 99
    bench.send(.resize(columns: 120, rows: 40))
    #expect(bench.text.contains("–"))
    #expect(bench.text.contains("no prediction"))
  }

  @Test("turning and zooming change the picture, 0 brings it back")
  func turn() throws {
    try bench.keys("2", "enter")
    let before = bench.text
    try bench.keys("right", "up", "+")
    #expect(bench.text != before)
    try bench.keys("0")
    #expect(bench.text == before)
  }

  @Test(
    "pages of a small screen hold every part once", arguments: [(80, 24), (60, 20), (40, 14)])
  func pages(columns: Int, rows: Int) throws {
    let bench = Bench.sample(columns: columns, rows: rows)
    try bench.keys("2", "enter")
    let count = SiteView(bench.state, ScreenLayout(bench.state).main).pageCount
    #expect(count > 1)
    var seen = ""
    for _ in 0..<count {
      let screen = SiteView(bench.state, ScreenLayout(bench.state).main)
      let boxes = [
        screen.siteBox, screen.tensorBox, screen.observablesBox, screen.orientationBox,
        screen.polyhedronBox, screen.shellsBox, screen.rotationBox,
      ].filter { !$0.isEmpty }
      for (place, box) in boxes.enumerated() {
        #expect(ScreenLayout(bench.state).main.intersection(box) == box)
        #expect(boxes[..<place].allSatisfy { $0.intersection(box).isEmpty })
      }
      seen += bench.text
      try bench.keys("]")
    }
    for part in ["Observables", "EFG tensor", "Neighbours", "Orientation", "field turned"] {
      #expect(seen.contains(part), "\(part)")
    }
    #expect(bench.state.sitePane.page == 0)
  }

  @Test(
    "orientation and tensor have all their digits at every size, on one page or another",
    arguments: [(40, 12), (80, 24), (120, 40), (200, 60)])
  func wholeNumbers(columns: Int, rows: Int) throws {
    let bench = Bench.sample(columns: columns, rows: rows)
    try bench.keys("2", "down", "down", "enter")
    let inspection = try #require(bench.state.sitePane.inspection)
    var pages = ""
    for _ in 0..<8 {
      pages += bench.text
      try bench.keys("]")
    }
    let axes = inspection.predicted.axes
    for convention in EulerAngles.Convention.allCases {
      for sense in EulerAngles.Sense.allCases {
        let angles = EulerAngles(of: axes.frame, convention: convention, sense: sense).degrees
        let line = pages.split(separator: "\n").first {
          $0.contains("\(convention.rawValue.uppercased()) \(sense.rawValue)")
        }
        for angle in angles {
          #expect(line?.contains("\(decimal(angle, places: 2)) ") == true, "\(line ?? "no line")")
        }
      }
    }
    let q = pages.split(separator: "\n").first { $0.contains("wxyz") }
    for part in axes.quaternion.array {
      let texts = [3, 4].map { "\(decimal(part, places: $0)) " }
      #expect(texts.contains { q?.contains($0) == true }, "\(q ?? "no line")")
    }
  }

  @Test("decimals of a tensor are rounded, not cut, where there is little room")
  func roundedTensor() throws {
    let tensor = try #require(SphericalTensor([0.001_239_9, -0.004_567_8, 0.009_99, 0.02, -0.03]))
    func numbers(_ rows: [[String]]) -> [Double] {
      rows.joined().compactMap { Double($0.filter { $0 != " " }) }
    }
    let all = numbers(TensorText.rows(tensor, .atomic))
    for columns in [30, 26, 23, 20] {
      let rows = TensorText.rows(tensor, .atomic, columns: columns)
      #expect(rows.allSatisfy { $0.joined(separator: " ").count <= columns })
      let places = rows[0][0].split(separator: ".").last?.count ?? 0
      let half = 0.5 * pow(10, -Double(places)) + 1e-6
      let short = numbers(rows)
      #expect(short.count == 9 && zip(all, short).allSatisfy { abs($0 - $1) <= half })
    }
  }

  @Test("the site is written as JSON from its screen")
  func siteJSON() throws {
    let bench = Bench.sample()
    try bench.keys("2", "down", "enter")
    try bench.command("export site.json")
    let json = try JSON.parse(Array(try #require(bench.written["site.json"]).utf8), file: "s")
    #expect(json["atom"]?.integer == Int(sampleSites.atom[1]))
    #expect(abs((json["CQ_kHz"]?.number ?? 0) - Double(sampleSites.quadrupolarCoupling[1])) < 1e-2)
  }
}
