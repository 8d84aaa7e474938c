import Crystals
import Formats
import Foundation
import Support
import Testing

/// Someone at the keyboard: every key counts, and the screen is looked at after each step.
private final class Walk {
  let session: Session
  private let name: String
  private let start = Date()
  private(set) var keys = 0

  private static let named = [
    "enter": "\r", "esc": "\u{1B}", "up": "\u{1B}[A", "down": "\u{1B}[B", "right": "\u{1B}[C",
    "left": "\u{1B}[D", "c-u": "\u{15}",
  ]

  /// Starts the explorer with settings of its own on a file.
  init(_ name: String, _ file: String, in folder: URL, columns: Int, rows: Int) throws {
    self.name = "\(name), \(columns)×\(rows)"
    session = try Session([file], in: folder, columns: columns, rows: rows)
    try session.waitUntilDone()
    session.terminal.finishFrame()
    show("started")
  }

  var screen: String { session.terminal.screen.text }

  /// Presses keys, waits until the screen shows all pieces, and prints it.
  func press(_ keys: String..., see pieces: String...) throws {
    for key in keys {
      if key.hasPrefix("text:") {
        let text = String(key.dropFirst(5))
        self.keys += text.count
        session.terminal.type(text)
      } else {
        self.keys += 1
        session.terminal.type(Self.named[key] ?? key)
      }
    }
    try session.terminal.wait("\(pieces) after \(keys)") { screen in
      pieces.allSatisfy { screen.contains($0) }
    }
    session.terminal.finishFrame()
    show(keys.joined(separator: " "))
  }

  private func show(_ step: String) {
    let seconds = Date().timeIntervalSince(start)
    print(
      "\(name): \(step); \(keys) keys, \(String(format: "%.1f", seconds)) s\n\(screen)\n")
  }

  /// The first whole numbers, of one row each, that a pattern's parenthesis catches.
  func numbers(_ pattern: Regex<(Substring, Substring)>) -> [Int] {
    screen.split(separator: "\n").compactMap { line in
      line.firstMatch(of: pattern).flatMap { Int($0.1.filter(\.isNumber)) }
    }
  }
}

/// What the explorer is for, each done from a fresh start in at most forty keys; the screens on the
/// way stand in the output.
@Suite("The three jobs from a fresh start", .serialized)
struct JobTests {
  static let sizes = [(80, 24), (120, 40)]

  /// Three cells of 1512 atoms with 288 Li each.
  private func withCells(_ body: (URL, String) throws -> Void) throws {
    let text = try String(contentsOfFile: Program.sample("lto-1512.extxyz"), encoding: .utf8)
    let lines = text.split(separator: "\n", maxSplits: 3 * 1514, omittingEmptySubsequences: false)
    try Program.withFolder { folder in
      let cells = lines.prefix(3 * 1514).joined(separator: "\n") + "\n"
      try body(folder, try folder.write(cells, as: "cells.extxyz"))
    }
  }

  /// Sites of the numbered regions, of the table of the Regions screen.
  private static var regionRow: Regex<(Substring, Substring)> { #/█ \d +[−0-9.–-]+ +([0-9,]+) /# }
  /// Unclassified, out of range and without prediction.
  private static var otherRow: Regex<(Substring, Substring)> {
    #/(?:unclassified|out of range|no prediction) +([0-9,]+) /#
  }

  /// Counts of the table of the Regions screen, which must add up to all sites.
  private func counts(_ walk: Walk) throws -> [Int] {
    let regions = walk.numbers(Self.regionRow)
    let others = walk.numbers(Self.otherRow)
    #expect(others.count == 3 && !regions.isEmpty)
    #expect((regions + others).reduce(0, +) == 864, "\(walk.screen)")
    return regions
  }

  /// Sites by region of the structure on screen; regions and unclassified must be its 288 Li.
  private func legend(_ walk: Walk, isNarrow: Bool) throws -> [Int] {
    var counts: [Int] = []
    if isNarrow {
      let line = try #require(walk.screen.split(separator: "\n").first { $0.contains("uncl.") })
      counts = line.matches(of: #/█?[░█][0-9a-z]+\.? ([0-9,]+)/#).compactMap { Int($0.1) }
    } else {
      counts = walk.numbers(#/█ +\d +[−0-9.–-]+ +([0-9,]+) /#)
      counts += walk.numbers(#/(?:unclassified|out of range) +([0-9,]+) /#)
    }
    #expect(counts.reduce(0, +) == 288, "\(walk.screen)")
    return counts
  }

  @Test("browse: regions, their sites, what they have in common, where they are", arguments: sizes)
  func browse(columns: Int, rows: Int) throws {
    try withCells { folder, file in
      let walk = try Walk("browse", file, in: folder, columns: columns, rows: rows)
      try walk.press("down", see: "in region 2")
      let counts = try counts(walk)
      try walk.press("i", see: "Region 2", "\(counts[1]) of 864 sites", "8a", "16d")
      try walk.press("esc", see: "all     864 100.0")
      try walk.press("enter", see: "Sites in region 2", "\(counts[1]) of 864")
      try walk.press("right", "right", "right", "s", see: "by |ω_Q|")
      try walk.press("enter", see: "C_Q", "region 2", "V_zz")
      try walk.press("4", see: "Structure", "region 2", "288")
      _ = try legend(walk, isNarrow: columns < 100)
      try walk.press("J", "r", see: "Structure")
      #expect(walk.keys <= 40)
      walk.session.terminal.type("q")
      try walk.session.expectEnd(status: 0)
    }
  }

  @Test("tune: threshold, peaks, bin width and field, and the structure follows", arguments: sizes)
  func tune(columns: Int, rows: Int) throws {
    try withCells { folder, file in
      let walk = try Walk("tune", file, in: folder, columns: columns, rows: rows)
      let isNarrow = columns < 100
      let before = try counts(walk)
      try walk.press("+", "+", "+", "+", see: "T 14 ")
      try walk.press("]", see: "2 kHz/bin")
      try walk.press("k", "k", see: "K 3 ")
      let tuned = try counts(walk)
      #expect(tuned != before)
      try walk.press("4", see: "Structure")
      let along001 = try legend(walk, isNarrow: isNarrow)
      try walk.press("b", "c-u", "text:1 1 0", "enter", see: "∥ [1 1 0]")
      let along110 = try legend(walk, isNarrow: isNarrow)
      #expect(along110 != along001)
      try walk.press("1", see: "∥ [1 1 0]", "T 14 ", "K 3 ")
      let turned = try counts(walk)
      #expect(turned != tuned)
      // Every step back, one by one.
      try walk.press("u", see: "∥ [0 0 1]")
      #expect(try counts(walk) == tuned)
      try walk.press("u", "u", "u", see: "1 kHz/bin")
      try walk.press("u", "u", "u", "u", see: "T 10 ")
      #expect(try counts(walk) == before)
      #expect(walk.keys <= 40)
      walk.session.terminal.type("q")
      try walk.session.expectEnd(status: 0)
    }
  }

  @Test("inspect: odd sites one by one, tagged, noted and cut out for new DFT", arguments: sizes)
  func inspect(columns: Int, rows: Int) throws {
    try withCells { folder, file in
      let walk = try Walk("inspect", file, in: folder, columns: columns, rows: rows)
      let output = folder.file("o.extxyz")
      try walk.press("6", see: "By uncertainty", "1 of 864")
      try walk.press("enter", see: "V_zz", "1 of 864")
      try walk.press("r", see: "recompute")
      try walk.press("n", see: "2 of 864")
      try walk.press("N", "text:odd", "enter", see: "odd")
      try walk.press("s", see: "suspect")
      try walk.press("n", "K", see: "3 of 864", "keep")
      try walk.press("esc", "right", see: "novelty")
      try walk.press("X", see: "cut")
      // The path is longer than one a user would type beside the data.
      walk.session.terminal.type("\u{15}" + output)
      try walk.press("enter", see: "written")
      #expect(walk.keys <= 40)
      let frames = try ExtendedXYZReader.parse(
        Array(Data(contentsOf: URL(fileURLWithPath: output))))
      #expect(frames.count == 1)
      let frame = try #require(frames.first)
      // The site and all within a sphere around it: not the whole cell.
      #expect((20..<1512).contains(frame.count) && frame.elements.contains(.lithium))
      walk.session.terminal.type("q")
      try walk.session.wait("save")
      walk.session.terminal.type("q")
      try walk.session.expectEnd(status: 0)
    }
  }
}
