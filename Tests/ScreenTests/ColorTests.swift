import Screen
import Testing

@Suite("Colours")
struct ColorTests {
  @Test(
    "colours that are in the 256-colour cube or its greys are found exactly",
    arguments: [
      (UInt32(0x000000), UInt8(16)), (0xFFFFFF, 231), (0xFF0000, 196), (0x00FF00, 46),
      (0x0000FF, 21),
      (0x5F87AF, 67), (0x080808, 232), (0xEEEEEE, 255), (0x8A8A8A, 245),
    ])
  func exactColors(rgb: UInt32, index: UInt8) {
    #expect(Palette.nearest256(rgb) == index)
    #expect(Palette.rgb(ofIndex: index) == rgb)
  }

  @Test(
    "the nearest of the sixteen is the one of the same hue",
    arguments: [
      (UInt32(0xFF1010), UInt8(9)), (0x10F010, 10), (0xFFFFFF, 15), (0x020202, 0), (0x777777, 8),
    ])
  func nearestANSI(rgb: UInt32, index: UInt8) {
    #expect(Palette.nearestANSI(rgb) == index)
  }

  @Test("mixing starts at one colour, ends at the other and stays between in lightness")
  func mixing() {
    let (dark, light) = (Color(hex: 0x102040), Color(hex: 0xF0E0C0))
    #expect(dark.blended(with: light, 0).rgb == 0x102040)
    #expect(dark.blended(with: light, 1).rgb == 0xF0E0C0)
    #expect(dark.blended(with: light, -3).rgb == 0x102040)
    #expect(dark.blended(with: light, .nan).rgb == 0x102040)
    let steps = (0...10).map { dark.blended(with: light, Double($0) / 10).green }
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test(
    "a grey mixed with itself stays as it is", arguments: [UInt32(0x000000), 0x7F7F7F, 0xFFFFFF])
  func sameColor(rgb: UInt32) {
    #expect(Color(hex: rgb).blended(with: Color(hex: rgb), 0.5).rgb == rgb)
  }

  @Test("the terminal's own colour is neither mixed nor numbered")
  func standard() {
    #expect(Color.standard.isStandard && Color.standard.ansi == nil)
    #expect(Color.standard.blended(with: Color(hex: 0xFF0000), 0.2) == .standard)
    #expect(Color(red: 0, green: 0, blue: 0, ansi: 255).ansi == 15)
  }

  @Test("attributes that stand in for colours show only without colours")
  func standIns() {
    let style = Style(attributes: [.italic, .reverseWithoutColor, .boldWithoutColor])
    #expect(style.attributes(at: .truecolor) == .italic)
    #expect(style.attributes(at: .mono) == [.italic, .reverse, .bold])
    let others = Style(attributes: [.dimWithoutColor, .underlineWithoutColor])
    #expect(others.attributes(at: .mono) == [.dim, .underline])
  }

  @Test(
    "a frame with colours is written with the escapes of each colour level",
    arguments: [
      (ColorLevel.truecolor, "\u{1B}[0;1;38;2;255;0;0;48;2;0;0;255mab\u{1B}[0m\n"),
      (.indexed256, "\u{1B}[0;1;38;5;196;48;5;21mab\u{1B}[0m\n"),
      (.ansi16, "\u{1B}[0;1;91;44mab\u{1B}[0m\n"), (.mono, "\u{1B}[0;1mab\u{1B}[0m\n"),
    ])
  func escapes(level: ColorLevel, expected: String) {
    var frame = Frame(columns: 2, rows: 1)
    let style = Style(
      foreground: Color(hex: 0xFF0000, ansi: 9), background: Color(hex: 0x0000FF, ansi: 4),
      attributes: .bold)
    frame.draw("ab", x: 0, y: 0, style: style)
    #expect(frame.ansi(level: level) == expected)
  }
}
