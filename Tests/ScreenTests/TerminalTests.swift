import Foundation
import Screen
import Testing

@testable import Terminal

@Suite("Colour level")
struct ColorChoiceTests {
  private func choose(_ variables: [String: String], forced: ColorLevel? = nil) -> ColorChoice {
    ColorChoice.choose(forced: forced, type: variables["TERM"] ?? "xterm") { variables[$0] }
  }

  @Test("truecolor is used only when COLORTERM, TERM or the user says so")
  func neverGuessed() {
    #expect(choose([:]).level == .indexed256)
    #expect(choose(["TERM": "xterm-kitty"]).level == .indexed256)
    #expect(choose(["TERM": "xterm-direct"]).level == .truecolor)
    #expect(choose(["COLORTERM": "yes"]).level == .indexed256)
    #expect(choose(["COLORTERM": "truecolor"]).level == .truecolor)
    #expect(choose(["COLORTERM": "24bit"]).level == .truecolor)
    #expect(choose([:], forced: .truecolor).level == .truecolor)
  }

  @Test("NO_COLOR beats COLORTERM, and the user beats both")
  func noColor() {
    let variables = ["NO_COLOR": "1", "COLORTERM": "truecolor"]
    #expect(choose(variables).level == .mono)
    #expect(choose(variables, forced: .ansi16).level == .ansi16)
  }

  @Test(
    "the terminal's own number of colours is the limit",
    arguments: [
      (ColorLevel.truecolor, 256, false, ColorLevel.indexed256),
      (.truecolor, 1 << 24, true, .truecolor),
      (.indexed256, 256, false, .indexed256), (.indexed256, 16, false, .ansi16),
      (.indexed256, 8, false, .ansi16),
      (.indexed256, -1, false, .mono), (.ansi16, 256, false, .ansi16), (.mono, 256, false, .mono),
      (.ansi16, 2, false, .mono),
    ])
  func limits(level: ColorLevel, count: Int, direct: Bool, expected: ColorLevel) {
    #expect(
      ColorChoice(level: level, reason: "").limited(toColors: count, direct: direct) == expected)
  }

  @Test(
    "24-bit entries of the terminal itself are tried before xterm's",
    arguments: [
      ("tmux-256color", ["tmux-direct"]), ("screen", ["tmux-direct"]),
      ("xterm-256color", ["256color-direct", "xterm-direct"]),
      ("xterm-kitty", ["kitty-direct", "xterm-direct"]),
      ("alacritty", ["alacritty-direct", "xterm-direct"]),
    ])
  func directTypes(type: String, expected: [String]) {
    #expect(choose(["TERM": type, "COLORTERM": "truecolor"]).directTypes == expected)
  }
}

@Suite("Clipboard")
struct ClipboardTests {
  @Test("base 64 agrees with the system's", arguments: [0, 1, 2, 3, 4, 57, 255])
  func base64(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 151 + 7) }
    #expect(
      String(decoding: Clipboard.base64(bytes), as: UTF8.self) == Data(bytes).base64EncodedString())
  }

  @Test("a copy is an OSC 52 sequence, wrapped for tmux, and refused when too long")
  func sequences() throws {
    let plain = try #require(Clipboard.sequence("Li", insideTmux: false))
    #expect(String(decoding: plain, as: UTF8.self) == "\u{1B}]52;c;TGk=\u{7}")
    let wrapped = String(
      decoding: try #require(Clipboard.sequence("Li", insideTmux: true)), as: UTF8.self)
    #expect(wrapped.hasSuffix("\u{1B}Ptmux;\u{1B}\u{1B}]52;c;TGk=\u{7}\u{1B}\\"))
    #expect(
      Clipboard.sequence(String(repeating: "x", count: Clipboard.limit), insideTmux: false) != nil)
    #expect(
      Clipboard.sequence(String(repeating: "x", count: Clipboard.limit + 1), insideTmux: false)
        == nil)
  }
}

@Suite("Data folders")
struct DataFolderTests {
  private func places(_ override: String?, _ variables: [String: String]) -> [String] {
    DataFolders(override: override).candidates(
      "Themes", executable: "/opt/app/bin/spinel", variable: { variables[$0] },
      source: "/src/Sources/Terminal/DataFolders.swift")
  }

  @Test("what the user names comes first, the source tree last")
  func order() {
    let found = places("/mine/", ["SPINEL_DATA": "/data", "HOME": "/home/me"])
    #expect(
      found == [
        "/mine/Themes", "/data/Themes", "/opt/app/bin/Themes", "/opt/app/Themes", "/opt/Themes",
        "/Themes", "/opt/app/share/spinel/Themes", "/home/me/.local/share/spinel/Themes",
        "/usr/local/share/spinel/Themes", "/usr/share/spinel/Themes", "/src/Themes",
      ])
  }

  @Test("the XDG folders are used when they are set")
  func xdg() {
    let found = places(nil, ["XDG_DATA_HOME": "/x", "XDG_DATA_DIRS": "/a:/b", "HOME": "/h"])
    #expect(found.contains("/x/spinel/Themes") && !found.contains("/h/.local/share/spinel/Themes"))
    #expect(found.contains("/a/spinel/Themes") && found.contains("/b/spinel/Themes"))
  }

  @Test("the themes of the source tree are found from the tests")
  func finds() {
    #expect(DataFolders().find("Themes") != nil)
    #expect(DataFolders().find("no such folder") == nil)
  }
}

@Suite("Theme folder")
struct ThemeFolderTests {
  @Test(
    "names that lead out of the folder or to nothing give no theme",
    arguments: ["", "../Package", "none"])
  func noTheme(name: String) {
    #expect(ThemeTests.folder.theme(name) == nil)
  }

  @Test("a file written in a watched folder is named once")
  func watch() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "spinel-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let watch = FolderWatch([folder.path])
    #expect(watch.changes() == [])
    try Data("a".utf8).write(to: folder.appending(path: "my.toml"))
    #expect(watch.changes() == ["my.toml"])
    #expect(watch.changes() == [])
  }
}

@Suite("Health and errors")
struct HealthTests {
  @Test("every poor finding comes with advice that fits on a line")
  func health() {
    for line in terminalHealth() {
      #expect(!line.topic.isEmpty && !line.finding.isEmpty)
      #expect(line.advice?.contains("\n") != true)
    }
  }

  @Test(
    "an error says what to do, in one line without escapes",
    arguments: [
      TerminalError.notATerminal(stream: "standard input"), .noType, .unknownType("\u{1B}[2J"),
      .cannotAddressCursor("dumb"), .noRoom(columns: 0, rows: 24),
      .system(call: "eventfd", code: 24),
    ])
  func errors(error: TerminalError) {
    #expect(!error.description.contains("\n") && !error.description.contains("\u{1B}"))
  }
}

@Suite("Terminal entries")
struct TerminalEntryTests {
  /// A compiled entry with 3 booleans, 2 numbers and 130 strings at offsets 1, 2, …
  private func entry(magic: UInt8, high: UInt8, numberWidth: Int) -> [UInt8] {
    func short(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8)] }
    var bytes = [magic, high] + [6, 3, 2, 130, 4].flatMap(short)
    bytes += Array("xterm\u{0}".utf8) + [1, 0, 1]
    if bytes.count % 2 == 1 { bytes.append(0) }
    bytes += [UInt8](repeating: 7, count: 2 * numberWidth)
    return bytes + (1...130).flatMap(short) + [0, 0, 0, 0]
  }

  @Test(
    "scrolling by several lines and repeating are taken out, nothing else",
    arguments: [(UInt8(0x1A), UInt8(1), 2), (0x1E, 2, 4)])
  func rareSequences(magic: UInt8, high: UInt8, numberWidth: Int) throws {
    let before = entry(magic: magic, high: high, numberWidth: numberWidth)
    let after = try #require(TerminalEntry.withoutRareSequences(before))
    let strings = before.count - 4 - 260
    let changed = before.indices.filter { before[$0] != after[$0] }
    let places = [109, 113, 121].map { strings + 2 * $0 }
    #expect(Set(changed) == Set(places.flatMap { [$0, $0 + 1] }))
    #expect(changed.allSatisfy { after[$0] == 0xFF })
  }

  @Test("what is no entry, or is cut short, is left to curses")
  func notEntries() {
    let whole = entry(magic: 0x1E, high: 2, numberWidth: 4)
    #expect(TerminalEntry.withoutRareSequences([]) == nil)
    #expect(TerminalEntry.withoutRareSequences(Array("not an entry at all".utf8)) == nil)
    #expect(TerminalEntry.withoutRareSequences([UInt8](repeating: 0xFF, count: 64)) == nil)
    for length in stride(from: 0, to: 250, by: 7) {
      #expect(TerminalEntry.withoutRareSequences(Array(whole.prefix(length))) == nil)
    }
  }
}
