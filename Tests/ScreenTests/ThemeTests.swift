import Foundation
import Screen
import Terminal
import Testing

@Suite("Themes")
struct ThemeTests {
  static let shipped = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Themes").path
  static let folder = ThemeFolders([shipped])

  @Test("a theme of the user's folder joins those shipped, or stands in for one of the same name")
  func ownThemes() throws {
    let own = FileManager.default.temporaryDirectory.appending(path: "themes-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: own) }
    let light = try String(contentsOfFile: "\(Self.shipped)/light.toml", encoding: .utf8)
    for name in ["mine", "dark"] {
      try Data(light.utf8).write(to: own.appending(path: "\(name).toml"))
    }
    let folders = ThemeFolders([own.path, "/nowhere", Self.shipped])
    #expect(folders.names == (Self.folder.names + ["mine"]).sorted())
    let expected = try #require(Self.folder.theme("light")).theme.base
    for name in ["mine", "dark"] {
      #expect(try #require(folders.theme(name)).theme.base == expected)
    }
  }

  @Test("the folder of themes holds the eight that are promised and more")
  func names() {
    #expect(Self.folder.names.count >= 8)
    for name in ["dark", "light", "high-contrast", "monochrome"] {
      #expect(Self.folder.names.contains(name))
    }
  }

  @Test("every theme file is right and sets every role", arguments: folder.names)
  func filesAreRight(name: String) throws {
    let file = try #require(Self.folder.theme(name))
    #expect(file.problems == [])
    #expect(file.theme.name == name)
    let text = try String(contentsOfFile: "\(Self.shipped)/\(name).toml", encoding: .utf8)
    for role in Role.allCases { #expect(text.contains("\n\(role.rawValue) = ")) }
  }

  @Test("the theme file dark.toml is the built-in theme")
  func darkIsStandard() throws {
    #expect(try #require(Self.folder.theme("dark")).theme == .standard)
  }

  /// Relative luminance as defined by WCAG 2.
  private func luminance(_ color: Color) -> Double {
    func linear(_ byte: UInt8) -> Double {
      let value = Double(byte) / 255
      return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
  }
  private func contrast(_ a: Color, _ b: Color) -> Double {
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  /// The lightness 0…1 of a colour in Oklab.
  private func lightness(_ color: Color) -> Double {
    func linear(_ byte: UInt8) -> Double {
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let (red, green, blue) = (linear(color.red), linear(color.green), linear(color.blue))
    let long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let medium = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
  }

  @Test(
    "maps read without hues: lightness goes one way in even steps in every theme",
    arguments: folder.names)
  func evenHeat(name: String) throws {
    let heat = try #require(Self.folder.theme(name)).theme.heat
    let steps = zip(heat, heat.dropFirst()).map { lightness($1) - lightness($0) }
    let mean = steps.reduce(0, +) / Double(steps.count)
    #expect(abs(lightness(heat[heat.count - 1]) - lightness(heat[0])) > 0.4)
    for step in steps { #expect(step / mean > 0.8 && step / mean < 1.25) }
  }

  @Test("text stands out from its ground in every theme", arguments: folder.names)
  func contrasts(name: String) throws {
    let theme = try #require(Self.folder.theme(name)).theme
    let needed: [(Role, Double)] = [
      (.foreground, 4.5), (.title, 4.5), (.popup, 4.5), (.input, 4.5), (.cursor, 4.5),
      (.dim, 3), (.axis, 3), (.key, 3), (.accent, 3), (.warning, 3), (.error, 3), (.tableHeader, 3),
    ]
    for (role, least) in needed {
      let style = theme.style(role)
      if style.foreground.isStandard && style.background.isStandard { continue }
      // The terminal's own ground is taken as nearly black.
      let ground = style.background.isStandard ? Color(hex: 0x1A1A1A) : style.background
      let text = style.foreground.isStandard ? Color(hex: 0xE0E0E0) : style.foreground
      #expect(contrast(text, ground) >= least, "\(role)")
    }
    let ground = theme.background.isStandard ? Color(hex: 0x1A1A1A) : theme.background
    for region in theme.regions where !region.isStandard {
      #expect(contrast(region, ground) >= 2.5, "\(region)")
    }
  }

  @Test("a theme without hatching has eight regions of eight colours", arguments: folder.names)
  func regionsDiffer(name: String) throws {
    let theme = try #require(Self.folder.theme(name)).theme
    #expect(theme.regions.count == 8)
    if !theme.hatched {
      #expect(Set(theme.regions.map(\.rgb)).count == 8)
      #expect(Set(theme.regions.compactMap(\.ansi)).count == 8)
    }
  }

  @Test("regions beyond the last colour start again, and no region is unclassified")
  func regionStyles() {
    let theme = Theme.standard
    #expect(theme.regionStyle(9) == theme.regionStyle(1))
    #expect(theme.regionStyle(0) == theme.style(.unclassified))
    #expect(theme.regionStyle(-1) == theme.style(.unclassified))
  }

  @Test("the heat ramp runs from its first colour to its last and gives no colour to NaN")
  func heat() {
    let theme = Theme.standard
    #expect(theme.heat(0) == theme.heat.first)
    #expect(theme.heat(1) == theme.heat.last)
    #expect(theme.heat(7) == theme.heat.last)
    #expect(theme.heat(.nan) == theme.color(.unclassified))
  }

  @Test(
    "hatching tells the first eight regions and what is in none apart", arguments: GlyphSet.allCases
  )
  func hatching(glyphs: GlyphSet) {
    #expect(Set((0...8).map { glyphs.hatch($0) }).count == 9)
  }
}

@Suite("Theme files")
struct ThemeFileTests {
  private func problems(_ text: String) -> [String] {
    ThemeFile(text, file: "my.toml").problems.map(\.description)
  }

  @Test("a theme takes its name from the file unless it names itself")
  func names() {
    #expect(ThemeFile("", file: "/a/b/night.toml").theme.name == "night")
    #expect(ThemeFile("name = \"x\"", file: "night.toml").theme.name == "x")
  }

  @Test("what a file leaves out is as in the built-in theme")
  func defaults() {
    let file = ThemeFile("[roles]\nborder = \"#102030\"\n", file: "my.toml")
    #expect(file.problems == [])
    #expect(file.theme.color(.border).rgb == 0x102030)
    #expect(file.theme.style(.cursor) == Theme.standard.style(.cursor))
    #expect(file.theme.regions == Theme.standard.regions)
  }

  @Test("a ground goes behind every role that has none of its own")
  func ground() {
    let theme = ThemeFile("background = \"#FFFFFF\"\n[roles]\ndim = \"#888888\"", file: "a.toml")
      .theme
    #expect(theme.style(.dim).background.rgb == 0xFFFFFF)
    #expect(theme.style(.axis).background.rgb == 0xFFFFFF)
    #expect(theme.style(.popup).background == Theme.standard.style(.popup).background)
    #expect(theme.regionStyle(2).background.rgb == 0xFFFFFF)
  }

  @Test(
    "a broken value names file, line and key, and keeps the colours of the built-in theme",
    arguments: [
      ("name = 3", "my.toml:1: name: found the number 3; expected text in quotes"),
      (
        "\n\nbackground = \"#12345\"",
        "my.toml:3: background: found \"#12345\"; expected a colour \"#RRGGBB\" or \"default\""
      ),
      (
        "background = \"#+12345\"",
        "my.toml:1: background: found \"#+12345\"; expected a colour \"#RRGGBB\" or \"default\""
      ),
      ("hatched = \"yes\"", "my.toml:1: hatched: found \"yes\"; expected true or false"),
      (
        "[roles]\n# grey\nborder = [1]",
        "my.toml:3: roles.border: found a list; expected a colour or { color = \"#RRGGBB\", … }"
      ),
      (
        "[roles]\nkey = { colour = \"#FFFFFF\" }",
        "my.toml:2: roles.key.colour: no such key; expected color, ansi, on, on_ansi, attributes, without_color"
      ),
      (
        "[roles]\n\nkey = { color = \"#FFFFFF\", ansi = \"pink\" }",
        "my.toml:3: roles.key.ansi: found \"pink\"; expected one of"
      ),
      (
        "[roles]\ndim = { attributes = [\"blink\"] }",
        "my.toml:2: roles.dim.attributes: found \"blink\"; expected bold, dim, italic, reverse or underline"
      ),
      (
        "x = 1\n[regions]\ncolors = []",
        "my.toml:3: regions.colors: found 0 colours; expected at least 1"
      ),
      (
        "[heat]\ncolors = [\"#000000\"]",
        "my.toml:2: heat.colors: found 1 colours; expected at least 2"
      ),
      (
        "[regions]\ncolors = [\"#000000\"]\nansi = [\"red\", \"blue\"]",
        "my.toml:3: regions.ansi: found 2 names; expected 1, one a colour"
      ),
      (
        "[regions]\nansi = []",
        "my.toml:1: regions.colors: missing or no list; expected a list of colours \"#RRGGBB\""
      ),
      ("roles = 5", "my.toml:1: roles: found the number 5; expected a table [roles]"),
      (
        "[roles.key]\ncolor = 7",
        "my.toml:1: roles.key.color: found the number 7; expected text in quotes"
      ),
    ])
  func brokenValues(text: String, expected: String) {
    #expect(problems(text).contains { $0.hasPrefix(expected) }, "\(problems(text))")
    let theme = ThemeFile(text, file: "my.toml").theme
    #expect(theme.regions == Theme.standard.regions || text.contains("[\"red\""))
    #expect(theme.heat == Theme.standard.heat)
  }

  @Test("an unknown role is refused with the names there are")
  func unknownRole() {
    let message = problems("[roles]\nboarder = \"#FFFFFF\"").first ?? ""
    #expect(
      message.hasPrefix("my.toml:2: roles.boarder: no such role; expected one of foreground, dim"))
  }

  @Test("text that is not TOML gives the built-in theme and the line")
  func syntax() {
    let file = ThemeFile("name = \"x\"\n[roles\n", file: "my.toml")
    #expect(file.theme.regions == Theme.standard.regions)
    #expect(file.problems.count == 1)
    #expect(file.problems.first?.line == 2)
  }

  @Test("escapes in a theme file do not reach the terminal through its messages")
  func escapes() {
    let message = problems("background = \"\\u001B[2J\"").first ?? ""
    #expect(message.contains("^[[2J") && !message.contains("\u{1B}"))
  }
}
