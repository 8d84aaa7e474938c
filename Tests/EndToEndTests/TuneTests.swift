import Foundation
import Support
import Testing

@Suite("spinel tune")
struct TuneTests {
  private static let hypers = """
    species = ["Li", "O", "Ti"]
    [density]
    width = 0.5
    [cutoff]
    radius = 3.5
    [basis]
    radial = 2
    angular = 2
    [kernel]
    zeta = 2
    [regression]
    sparse_points = 0
    regularization = 1e-4

    """

  private static let command = [
    "tune", "data.extxyz", "--nucleus", "Li", "--hypers", "start.toml", "--folds", "3",
    "--factors", "width,regularization", "--rounds", "2", "--seed", "5", "-o", "found.toml",
  ]

  /// Puts data and start into the folder.
  private func prepare(_ folder: URL, structures: Int = 6) throws {
    try folder.write(SampleFrames.text(structures), as: "data.extxyz")
    try folder.write(Self.hypers, as: "start.toml")
  }

  private func content(_ folder: URL, _ name: String) throws -> String {
    try String(contentsOfFile: folder.file(name), encoding: .utf8)
  }

  @Test("makes a hyperparameter file that train reads, the same from the same seed")
  func search() throws {
    try Program.withFolder { folder in
      try prepare(folder)
      let result = try Program.run(Self.command, in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.isEmpty)
      #expect(folder.names == ["data.extxyz", "found.toml", "found.toml.log", "start.toml"])
      for word in ["score", "surface of round", "3-fold", "seed 5", "R²", "best width"] {
        #expect(result.text.contains(word), "\(word)")
      }
      let found = try content(folder, "found.toml")
      let log = try content(folder, "found.toml.log")
      #expect(found.hasPrefix("# Found by spinel tune"))
      for word in ["seed 5", "score 0.", "width 0.25 to 0.8", "fingerprint"] {
        #expect(found.contains(word), "\(word)")
      }
      let trained = try Program.run(
        ["train", "data.extxyz", "--nucleus", "Li", "--hypers", "found.toml", "-o", "m.st"],
        in: folder)
      #expect(trained.status == 0, "\(trained.errors)")

      try FileManager.default.removeItem(atPath: folder.file("found.toml.log"))
      #expect(try Program.run(Self.command + ["--threads", "1"], in: folder).status == 0)
      #expect(try content(folder, "found.toml") == found)
      #expect(try content(folder, "found.toml.log") == log)
    }
  }

  @Test("goes on with a log cut off in a line, to the same bytes, and never overwrites one")
  func resume() throws {
    try Program.withFolder { folder in
      try prepare(folder)
      let whole = try Program.run(Self.command, in: folder)
      let (found, log) = (try content(folder, "found.toml"), try content(folder, "found.toml.log"))
      try FileManager.default.removeItem(atPath: folder.file("found.toml"))
      try folder.write(String(log.prefix(log.count * 2 / 5)), as: "found.toml.log")
      try expectRefusal(
        Self.command, in: folder, status: 73, says: ["found.toml.log: ", "--resume", "delete it"])
      let resumed = try Program.run(Self.command + ["--resume"], in: folder)
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(resumed.text == whole.text)
      #expect(try content(folder, "found.toml") == found)
      #expect(try content(folder, "found.toml.log") == log)
    }
  }

  @Test("interrupted keeps its points, and resumed ends with the same bytes")
  func interrupted() throws {
    try Program.withFolder { folder in
      try prepare(folder, structures: 12)
      let command = Self.command.map {
        $0.hasSuffix(".extxyz") || $0.hasSuffix(".toml") ? folder.file($0) : $0
      }
      let terminal = try PseudoTerminal(
        Program.path, command, columns: 100, rows: 10, environment: ["TERM": "xterm"])
      try terminal.wait("two points") { screen in
        screen.lines.contains { line in
          let done = line.split(separator: "/").first?.split(separator: " ").last
          return (done.flatMap { Int($0) } ?? 0) >= 2 * 3
        }
      }
      #expect(terminal.screen.contains("tuning: round 1 of at most 2"))
      terminal.type("\u{3}")
      #expect(try terminal.waitForExit() == 130 << 8)
      #expect(terminal.screen.contains("spinel: interrupted; "))
      #expect(folder.names == ["data.extxyz", "found.toml.log", "start.toml"])
      let kept = try content(folder, "found.toml.log")
      #expect(kept.hasSuffix("\n") && kept.split(separator: "\n").count >= 3)

      #expect(try Program.run(Self.command + ["--resume"], in: folder).status == 0)
      let (found, log) = (try content(folder, "found.toml"), try content(folder, "found.toml.log"))
      #expect(log.hasPrefix(kept) && log.count > kept.count)
      try FileManager.default.removeItem(atPath: folder.file("found.toml.log"))
      #expect(try Program.run(Self.command, in: folder).status == 0)
      #expect(try content(folder, "found.toml") == found)
      #expect(try content(folder, "found.toml.log") == log)
    }
  }

  @Test("reports as JSON, best point first")
  func json() throws {
    try Program.withFolder { folder in
      try prepare(folder)
      let result = try Program.run(
        Self.command + ["--json", "--rounds", "1", "--bounds", "width=0.4:0.6"], in: folder)
      let object = try #require(
        JSONSerialization.jsonObject(with: result.output) as? [String: Any])
      #expect(object.keys.contains("spinel") && object.keys.contains("conventions"))
      let points = try #require(object["points"] as? [[String: Any]])
      let scores = points.compactMap { $0["score"] as? Double }
      #expect(scores.count == points.count && scores.count >= 9 && scores == scores.sorted())
      for point in points {
        let folds = try #require(point["folds"] as? [Double])
        #expect(folds.count == 3)
        let width = try #require((point["values"] as? [String: Double])?["width"])
        #expect((0.4...0.6).contains(width))
      }
      let surface = try #require((object["surfaces"] as? [[String: Any]])?.first)
      #expect(surface["R2"] is Double && surface["predicted"] is Double)
    }
  }

  @Test(
    "refuses what cannot be searched",
    arguments: [
      (["--factors", "cutof"], 64, ["no factor cutof", "cutoff, smoothing"]),
      (["--factors", "cutoff,cutoff"], 64, ["cutoff twice"]),
      (["--factors", ""], 64, ["no factor"]),
      (["--bounds", "width=0.6:0.4"], 64, ["lower bound"]),
      (["--bounds", "width=0.4"], 64, ["cutoff=4:7"]),
      (["--bounds", "cutoff=4:6"], 64, ["no factor searched", "width, regularization"]),
      (["--bounds", "width=0.4:60"], 64, ["density width 60", "0.05 to 10"]),
      (["--folds", "1"], 64, ["--folds is 1"]),
      (["--folds", "7"], 65, ["found 6 structures", "at least 7"]),
      (["--rounds", "0"], 64, ["--rounds is 0"]),
      (["--property", "nmr"], 65, ["data.extxyz:", "no per-atom property nmr"]),
      (["--hypers", "none.toml"], 66, ["none.toml"]),
      (["-o", "nowhere/h.toml"], 73, ["nowhere/h.toml"]),
    ] as [([String], Int32, [String])])
  func refusals(arguments: [String], status: Int32, says: [String]) throws {
    try Program.withFolder { folder in
      try prepare(folder)
      try expectRefusal(Self.command + arguments, in: folder, status: status, says: says)
    }
  }

  @Test("does not go on with the log of another search or of none")
  func foreignLog() throws {
    try Program.withFolder { folder in
      try prepare(folder)
      #expect(try Program.run(Self.command, in: folder).status == 0)
      try expectRefusal(
        Self.command + ["--resume", "--seed", "6"], in: folder, status: 65,
        says: ["found.toml.log:1: a search with seed \"5\"; expected \"6\""])
      try folder.write(SampleFrames.text(5), as: "data.extxyz")
      try expectRefusal(
        Self.command + ["--resume"], in: folder, status: 65, says: ["found.toml.log:1: ", "data"])
      try folder.write("nothing of ours\n", as: "found.toml.log")
      try expectRefusal(
        Self.command + ["--resume"], in: folder, status: 65, says: ["found.toml.log:1: "])
    }
  }
}
