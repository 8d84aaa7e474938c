import CNcurses
import Screen
import Testing

@Suite("Text widths")
struct TextWidthTests {
  @Test(
    "text takes the columns a terminal gives it",
    arguments: [
      ("", 0), ("Li", 2), ("η", 1), ("日本", 4), ("e\u{301}", 1), ("😀", 2), ("한글", 4),
      ("ａ", 2), ("ﾊ", 1), ("⣿█╭", 3), ("å", 1), ("\u{1112}\u{1161}\u{11AB}", 2),
    ])
  func widths(text: String, width: Int) {
    #expect(TextWidth.of(text) == width)
  }

  @Test(
    "what is escaped has the width of its escape",
    arguments: [
      "\u{1B}[31m", "a\tb", "\u{202E}abc", "\u{7F}", "\u{200B}", "\u{FEFF}x", "\u{10FFFF}",
    ])
  func escapedWidths(text: String) {
    #expect(TextWidth.of(text) == TextWidth.of(visible(text)))
    #expect(TextWidth.of(text) == visible(text).unicodeScalars.count)
  }

  @Test("every shown scalar has the width the C library lays it out with")
  func agreesWithTheLibrary() {
    setlocale(LC_CTYPE, "C.UTF-8")
    var wrong: [String] = []
    for value in UInt32(0x20)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let library = nc_width(value)
      // Only scalars the library knows and that are drawn as themselves can be compared.
      guard library >= 0, visible(String(scalar)) == String(scalar) else { continue }
      // A mark that Unicode has since made a spacing one.
      if value == 0x1171E { continue }
      if Int(library) != TextWidth.of(scalar) { wrong.append(String(value, radix: 16)) }
    }
    #expect(wrong == [])
  }
}

@Suite("Text made visible")
struct VisibleTests {
  @Test(
    "control characters, bidirectional marks and invisible scalars are written out",
    arguments: [
      ("plain", "plain"), ("\u{1B}[2J", "^[[2J"), ("a\u{0}b", "a^@b"), ("x\u{7F}", "x^?"),
      ("\u{202E}evil", "<U+202E>evil"), ("\u{2066}", "<U+2066>"), ("\u{200B}", "<U+200B>"),
      ("\u{9B}31m", "<U+009B>31m"), ("\u{2028}", "<U+2028>"), ("\u{E0041}", "<U+E0041>"),
      ("\u{378}", "<U+0378>"), ("é\u{301}日", "é\u{301}日"), ("❤\u{FE0F}", "❤"),
      ("line\nbreak\ttab", "line^Jbreak^Itab"),
    ])
  func escapes(text: String, expected: String) {
    #expect(visible(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test("visible text holds nothing a terminal would act on, and stays as it is when shown again")
  func harmless() {
    for value in UInt32(0)...0x3000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let shown = visible(String(scalar))
      #expect(
        shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
      #expect(visible(shown) == shown)
    }
  }

  @Test(
    "bytes that are not UTF-8 are shown as numbers",
    arguments: [
      ([0x4C, 0x69], "Li"), ([0xFF, 0x41], "<FF>A"), ([0xC3], "<C3>"),
      ([0xE6, 0x97, 0x41], "<E6><97>A"),
      ([0xE6, 0x97, 0xA5], "日"), ([0x1B, 0x80], "^[<80>"), ([0xED, 0xA0, 0x80], "<ED><A0><80>"),
      ([], ""),
    ])
  func bytes(bytes: [UInt8], expected: String) {
    #expect(visible(bytes: bytes) == expected)
  }
}
