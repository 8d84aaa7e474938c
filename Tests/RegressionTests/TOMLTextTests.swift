import Support
import TOMLText
import Testing

@Suite("TOML")
struct TOMLTextTests {
  @Test(
    "that would end the parser is refused with its line",
    arguments: [
      "[", "[ ", "[[", "[\n", "[ $a]", "[\u{1B}]", "[[ =]]", "[.a]", "[\u{E9}]", "[#", "[]", "[[]]",
      "x = [}]", "x = 1979-05-27true", "x = 07:", "x = [1979-05-27 ]", "x = [1, # one\n}",
      "x = [[}", "x = [\"]\", }", "[[\t\u{B}a]]", "[\u{C}a]",
      "x = [1,\u{2028} 2]", "x = \u{85}", "\u{2029}",
    ])
  func refused(text: String) {
    let error = #expect(throws: TOMLTextError.self) {
      try TOMLText.table("a = 1\n# a comment\n" + text)
    }
    #expect((3...4).contains(error?.line ?? 0))
  }

  @Test("is read where it is good, whatever its table headers look like")
  func read() throws {
    let table = try TOMLText.table(
      "a = [1, 2]\r\n[ b ]\n  [b.\"c d\"]\n[[e]]\n['f']\n")
    #expect(Set(table.keys) == ["a", "b", "e", "f"])
    let values = try TOMLText.table(
      """
      a = [ # [$ 07:32
        [1, 2e-3],
        [ ], { b = "[ $" },
      ]
      c = '''
      [
      '''
      d = "\\"}"
      """)
    #expect(values["a"]?.array?.count == 3)
    #expect(values["c"]?.string == "[\n")
    #expect(values["d"]?.string == "\"}")
  }

  @Test("of random pieces is read or refused, and never ends the program")
  func random() {
    let pieces = [
      "[", "]", "[[", "]]", "{", "}", "=", ".", "\"", "'", "\"\"\"", "'''", "\n", "\r\n", "\r", " ",
      "\t", "#", "\\", "\\u", "\\uD800", "1", "-", "+", "_", "0x", "1e", "1e999", "inf", "nan",
      "true", "1979-05-27", "07:32", ",", "a", "\u{E9}", "\u{A0}", "\u{2028}", "\u{FEFF}", "\u{7F}",
      "\u{1B}", "\u{3000}", "\u{B}", "\u{C}",
    ]
    var generator = SplitMix64(seed: 2)
    var (good, bad) = (0, 0)
    for _ in 0..<20_000 {
      let length = Int(generator.next() % 24)
      let text = (0..<length).map { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }
        .joined()
      if (try? TOMLText.table(text)) == nil { bad += 1 } else { good += 1 }
    }
    #expect(good > 0 && bad > 0)
  }
}
