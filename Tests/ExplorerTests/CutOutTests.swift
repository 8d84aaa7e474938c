import Crystals
import Formats
import Support
import Testing

@testable import Explorer

@Suite("Cut-outs for new calculations") struct CutOutTests {
  /// All images of all atoms closer than a radius to an atom, the atom itself first.
  private func images(
    around center: Int, in structure: Structure, radius: Double, cells: Int = 6
  ) -> [(element: Element, displacement: Vector)] {
    let (a, b, c) = (
      structure.cell.vectors[0], structure.cell.vectors[1], structure.cell.vectors[2]
    )
    var found: [(Element, Vector)] = []
    for i in -cells...cells {
      for j in -cells...cells {
        for k in -cells...cells {
          let shift = Double(i) * a + Double(j) * b + Double(k) * c
          for atom in structure.elements.indices {
            let away = structure.positions[atom] + shift - structure.positions[center]
            if (away * away).sum().squareRoot() < radius {
              found.append((structure.elements[atom], away))
            }
          }
        }
      }
    }
    return found
  }

  private func frames(_ bench: Bench, _ path: String) throws -> [Structure] {
    try ExtendedXYZReader.parse(Array(try #require(bench.written[path]).utf8))
  }

  @Test("a sphere holds every periodic image closer than its radius, the site first")
  func sphere() throws {
    let bench = Bench.sample()
    try bench.keys("6", "r", "down", "r")
    try bench.command("cut-out two words.xyz 5.5")
    let frames = try frames(bench, "two words.xyz")
    #expect(frames.count == 2)
    for frame in frames {
      guard case .integer(let numbers, _) = frame.info["structure"], let atom = frame.outliers.first
      else {
        Issue.record("no structure and atom are named")
        continue
      }
      let structure = sampleStructures[numbers[0]]
      let expected = images(around: atom, in: structure, radius: 5.5)
      #expect(frame.count == expected.count)
      let center = frame.positions[0]
      #expect(frame.elements[0] == .lithium)
      var left = expected
      for (element, position) in zip(frame.elements, frame.positions) {
        let away = position - center
        let match = left.firstIndex {
          let off = $0.displacement - away
          return $0.element == element && (off * off).sum() < 1e-16
        }
        #expect(match != nil)
        if let match { left.remove(at: match) }
      }
      #expect(left.isEmpty)
      // Five Å of vacuum to every face, and no image.
      #expect(frame.cell.periodic == [false, false, false])
      let edge = frame.cell.vectors[0].x
      for p in frame.positions {
        #expect([p.x, p.y, p.z].allSatisfy { $0 >= 5 && $0 <= edge - 5 })
      }
      guard case .integer(let sources, _) = frame.arrays["source_atom"],
        case .real(let distances, _) = frame.arrays["distance"]
      else {
        Issue.record("no source atoms or distances")
        continue
      }
      #expect(sources[0] == atom && distances[0] == 0)
      #expect(distances == distances.sorted())
    }
  }

  @Test("a skewed cell smaller than the sphere gives all its images, atoms outside it included")
  func skewedCell() throws {
    let structure = Structure(
      cell: Crystals.Cell(Vector(3, 0, 0), Vector(2.6, 1.9, 0), Vector(-1.1, 1.3, 2.7)),
      elements: [.lithium, .oxygen], positions: [Vector(0.1, 0.2, 0.3), Vector(7.4, -3.1, 9.8)])
    var state = State(columns: 80, rows: 24)
    state.structures = StructureList([structure])
    var cutOut = CutOut(.sphere(radius: 6), rows: [], of: state)
    cutOut.sites = [
      CutOut.Site(
        key: SiteKey(structure: 0, atom: 0), omegaQ: 1, uncertainty: .nan, novelty: .nan, tag: "",
        note: "")
    ]
    let frame = try #require(try cutOut.frames().first)
    let expected = images(around: 0, in: structure, radius: 6, cells: 20)
    #expect(frame.count == expected.count)
    let far = expected.map { ($0.displacement * $0.displacement).sum().squareRoot() }.sorted()
    guard case .real(let distances, _) = frame.arrays["distance"] else {
      Issue.record("no distances")
      return
    }
    // The explorer keeps positions to a 2³¹th of the largest coordinate.
    for (a, b) in zip(distances, far) { #expect(abs(a - b) < 1e-8) }
  }

  @Test("a whole structure comes once, with its cell, its outliers and what was predicted of them")
  func whole() throws {
    let bench = Bench.sample()
    try bench.command("filter structure < 2")
    try bench.keys("6", "*", "K")
    try bench.command("cut-out cells.xyz whole")
    // Marked sites, for none is tagged recompute.
    let count = bench.state.list.count
    let frames = try frames(bench, "cells.xyz")
    #expect(frames.count == 2)
    #expect(frames.reduce(0) { $0 + $1.outliers.count } == count)
    for (number, frame) in frames.enumerated() {
      let structure = sampleStructures[number]
      #expect(frame.elements == structure.elements)
      let apart = zip(frame.positions, structure.positions).map { ($0 - $1) * ($0 - $1) }
      #expect(apart.allSatisfy { $0.sum() < 1e-16 })
      #expect(frame.cell == structure.cell)
      guard case .logical(let flags, _) = frame.arrays["outlier"],
        case .real(let omegaQ, _) = frame.info["omegaQ_kHz"]
      else {
        Issue.record("no outliers or predictions")
        continue
      }
      #expect(flags.indices.filter { flags[$0] } == frame.outliers)
      for (atom, value) in zip(frame.outliers, omegaQ) {
        let row = try #require(
          bench.state.table.row(of: SiteKey(structure: Int32(number), atom: Int32(atom))))
        #expect(value == Double(bench.state.omegaQ[row]))
      }
    }
  }

  @Test("without tags and marks the site at the cursor is written; small cells whole by default")
  func cursor() throws {
    let bench = Bench.sample()
    try bench.keys("6", "down")
    let row = try #require(bench.state.selectedRow)
    try bench.keys("X")
    #expect(bench.text.contains("recompute.extxyz whole"))
    try bench.keys("enter")
    let frames = try frames(bench, "recompute.extxyz")
    #expect(frames.count == 1)
    #expect(frames[0].outliers == [Int(bench.state.table.atom[row])])
    #expect(frames[0].count == 42)
  }

  @Test("a radius out of range is refused, and sites without structures cannot be cut out")
  func refusals() throws {
    let bench = Bench.sample()
    try bench.keys("6")
    try bench.command("cut-out a.xyz 200")
    #expect(bench.message.contains("1 to 20 Å"))
    #expect(bench.written.isEmpty)
    let bare = Bench.random(100)
    try bare.keys("6")
    try bare.command("cut-out a.xyz 4")
    #expect(bare.message.contains("atoms are not known"))
  }

  @Test("notes with quotes, breaks and equals signs survive")
  func notes() throws {
    let bench = Bench.sample()
    try bench.keys("6", "r", "up")
    let key = bench.state.table.key(try #require(bench.state.selectedRow))
    bench.state.annotations.notes[key] = "a \"b\"\n=c"
    try bench.command("cut-out a.xyz")
    let frames = try frames(bench, "a.xyz")
    #expect(frames.count == 1)
    guard case .text(let words, _) = frames[0].info["notes"] else {
      Issue.record("no notes")
      return
    }
    #expect(words[0].contains("a \"b\"") && words[0].contains("=c"))
  }
}
