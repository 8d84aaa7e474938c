import Screen
import Testing

@Suite("Drawing text")
struct TextDrawingTests {
  private func drawn(_ columns: Int, _ body: (inout Frame) -> Void) -> String {
    var frame = Frame(columns: columns, rows: 1)
    body(&frame)
    return frame.text
  }

  @Test("text is clipped at both ends of the frame")
  func clipping() {
    #expect(drawn(4) { $0.draw("abcdef", x: -2, y: 0, style: .plain) } == "cdef")
    #expect(drawn(4) { $0.draw("abcdef", x: 2, y: 0, style: .plain) } == "  ab")
    #expect(drawn(4) { $0.draw("abc", x: 0, y: 7, style: .plain) } == "")
  }

  @Test("a wide character cut by an edge leaves a blank, never half of itself")
  func wideClipping() {
    #expect(drawn(3) { $0.draw("日本", x: 0, y: 0, style: .plain) } == "日")
    #expect(drawn(3) { $0.draw("日本", x: -1, y: 0, style: .plain) } == " 本")
  }

  @Test("writing over half of a wide character blanks its other half")
  func overwriting() {
    let left = drawn(4) {
      $0.draw("日本", x: 0, y: 0, style: .plain)
      $0.draw("x", x: 0, y: 0, style: .plain)
    }
    #expect(left == "x 本")
    let right = drawn(4) {
      $0.draw("日本", x: 0, y: 0, style: .plain)
      $0.draw("x", x: 1, y: 0, style: .plain)
    }
    #expect(right == " x本")
    let across = drawn(4) {
      $0.draw("日本", x: 0, y: 0, style: .plain)
      $0.draw("語", x: 1, y: 0, style: .plain)
    }
    #expect(across == " 語")
  }

  @Test("a combining mark stays with its letter, wide letters included")
  func marks() {
    #expect(drawn(3) { $0.draw("e\u{301}x", x: 0, y: 0, style: .plain) } == "e\u{301}x")
    #expect(drawn(3) { $0.draw("日\u{301}x", x: 0, y: 0, style: .plain) } == "日\u{301}x")
    #expect(drawn(3) { $0.draw("\u{301}x", x: 0, y: 0, style: .plain) } == "x")
  }

  @Test("drawing escapes what could act on the terminal")
  func escaping() {
    #expect(drawn(12) { $0.draw("\u{1B}c\u{202E}", x: 0, y: 0, style: .plain) } == "^[c<U+202E>")
  }

  @Test(
    "text is aligned in its rectangle and shortened with an ellipsis",
    arguments: [
      (Alignment.left, "abc", "abc"), (.right, "abc", "   abc"), (.center, "abc", " abc"),
      (.left, "abcdefgh", "abcde…"), (.right, "日本日本", "日本…"),
    ])
  func alignment(alignment: Alignment, text: String, expected: String) {
    let shown = drawn(6) {
      $0.draw(text, in: Rect(x: 0, y: 0, columns: 6, rows: 1), alignment: alignment, style: .plain)
    }
    #expect(shown == (alignment == .right && text == "日本日本" ? " 日本…" : expected))
  }

  @Test("a shortened text never takes more columns than there are", arguments: 0...7)
  func shortening(columns: Int) {
    for text in ["", "a", "abcdefgh", "日本日本", "a\u{1B}[1mb"] {
      let short = shortened(text, to: columns)
      #expect(TextWidth.of(short) <= columns)
      if TextWidth.of(text) <= columns { #expect(short == text) }
    }
  }

  @Test("paragraphs break at spaces, long words inside, and keep their line ends")
  func wrapping() {
    #expect(wrapped("the ω_Q of a site", columns: 9) == ["the ω_Q", "of a site"])
    #expect(wrapped("abcdefghij kl", columns: 4) == ["abcd", "efgh", "ij", "kl"])
    #expect(wrapped("a\n\nb", columns: 5) == ["a", "", "b"])
    #expect(wrapped("anything", columns: 0) == [])
  }

  @Test("spans follow each other and stop at the edge")
  func spans() {
    let shown = drawn(8) {
      $0.draw([Span("ab", .plain), Span("cdefghij", .plain)], in: $0.bounds)
    }
    #expect(shown == "abcdefgh")
  }
}
