import Formats
import Support
import Testing

@Suite struct JSONTests {
  private func parse(_ text: String) throws(FormatError) -> JSON {
    try JSON.parse(Array(text.utf8), file: "j.json")
  }

  @Test("reads every kind of value and keeps the order of names")
  func values() throws {
    let document = try parse(
      " {\"b\": [1, -2.5, 1e3, true, false, null], \"a\": {\"x\": \"y\"}, \"e\": [], \"f\": {}}\n")
    #expect(
      document
        == .object([
          .init("b", [1, -2.5, 1000.0, true, false, nil]), .init("a", ["x": "y"]),
          .init("e", []), .init("f", .object([])),
        ]))
    #expect(document["b"]?[0]?.integer == 1)
    #expect(document["b"]?[1]?.integer == nil)
    #expect(document["b"]?[2]?.number == 1000)
    #expect(document["missing"] == nil && document["b"]?[9] == nil)
  }

  @Test(
    "reads escapes",
    arguments: [
      ("\"a\\n\\t\\\"\\\\\\/\\b\\f\\r\"", "a\n\t\"\\/\u{8}\u{C}\r"),
      ("\"\\u00e9\\u6F22\"", "é漢"), ("\"\\uD83D\\uDE00\"", "😀"), ("\"é漢😀\"", "é漢😀"),
    ])
  func escapes(text: String, expected: String) throws {
    #expect(try parse(text) == .string(expected))
  }

  @Test(
    "refuses what is no JSON, with line and column",
    arguments: [
      ("", 1, 1), ("{", 1, 2), ("[1,]", 1, 4), ("[1 2]", 1, 4), ("{\"a\" 1}", 1, 6),
      ("{\"a\":1,}", 1, 8), ("{a:1}", 1, 2), ("[1]\n x", 2, 2), ("[\n01]", 2, 1), ("[.5]", 1, 2),
      ("[1.]", 1, 4), ("[1e]", 1, 4), ("[+1]", 1, 2), ("[-]", 1, 3), ("tru", 1, 1), ("[NaN]", 1, 2),
      ("\"a", 1, 3), ("\"\\x\"", 1, 2), ("\"\\uD800\"", 1, 8), ("\"\\uDC00\"", 1, 2),
      ("\"\\u12G4\"", 1, 6), ("\"\t\"", 1, 2), ("[1e999]", 1, 2), ("{\"a\":1,\n\"a\":2}", 2, 1),
      ("// x\n1", 1, 1), ("'a'", 1, 1), ("[1]]", 1, 4),
    ])
  func wrong(text: String, line: Int, column: Int) {
    let error = #expect(throws: FormatError.self) { try parse(text) }
    #expect(error?.line == line)
    #expect(error?.found.hasSuffix("at column \(column)") == true, "\(error?.found ?? "")")
  }

  @Test("refuses bytes that are not UTF-8")
  func invalidText() {
    for bytes: [UInt8] in [[0x22, 0xFF, 0x22], [0x22, 0x5C, 0x6E, 0xC3, 0x22]] {
      #expect(throws: FormatError.self) { try JSON.parse(bytes) }
    }
  }

  @Test("refuses nesting that would exhaust the stack")
  func depth() throws {
    let deepest = JSON.depthLimit
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try parse(nested(deepest))
    #expect(throws: FormatError.self) { try parse(nested(deepest + 1)) }
    #expect(throws: FormatError.self) { try parse(String(repeating: "[", count: 1_000_000)) }
    #expect(throws: FormatError.self) {
      try parse(String(repeating: "{\"a\":", count: 100_000))
    }
  }

  @Test("doubles read back bit by bit and agree with the standard library")
  func numbers() throws {
    var generator = SplitMix64(seed: 2)
    for _ in 0..<4000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let text = JSON.double(value).bytes()
      guard case .double(let back) = try JSON.parse(text) else {
        Issue.record("\(value) came back as something else")
        continue
      }
      #expect(back.bitPattern == value.bitPattern)
    }
    for _ in 0..<4000 {
      // Decimals of a few to many digits, as files hold them.
      let digits = Int(generator.next() % 21) + 1
      let fraction = (0..<digits).map { _ in String(generator.next() % 10) }.joined()
      let text = "\(generator.next() % 2 == 0 ? "-" : "")\(generator.next() % 1000).\(fraction)"
      #expect(try parse(text).number == Double(text))
    }
  }

  @Test("whole numbers stay whole to the ends of their range, and become doubles beyond")
  func integers() throws {
    #expect(try parse("9223372036854775807") == .int(.max))
    #expect(try parse("-9223372036854775808") == .int(.min))
    #expect(try parse("9223372036854775808") == .double(9_223_372_036_854_775_808))
    #expect(try parse("-0") == .int(0))
  }

  @Test("writes on one line, or indented, with null for what JSON has no number for")
  func writing() throws {
    let document: JSON = [
      "a": [1, 2.5, .double(.nan)], "b": [["c": "\u{1}\"\\\n"]], "d": .object([]), "e": [],
    ]
    #expect(
      String(decoding: document.bytes(), as: UTF8.self)
        == "{\"a\":[1,2.5,null],\"b\":[{\"c\":\"\\u0001\\\"\\\\\\n\"}],\"d\":{},\"e\":[]}")
    let indented = """
      {
        "a": [1,2.5,null],
        "b": [
          {
            "c": "\\u0001\\"\\\\\\n"
          }
        ],
        "d": {},
        "e": []
      }

      """
    #expect(String(decoding: document.bytes(indented: true), as: UTF8.self) == indented)
  }

  @Test("Python's spellings of infinity and not-a-number are read only where asked for")
  func extended() throws {
    let document = try JSON.parse(Array("[NaN,Infinity,-Infinity]".utf8), extended: true)
    let values = try #require(document.numbers)
    #expect(values[0].isNaN && values[1] == .infinity && values[2] == -.infinity)
  }

  @Test("reads the reference files of this repository")
  func referenceFile() throws {
    let bytes = try FileBytes.read(repositoryFolder + "/Tests/Goldens/nmr/isotopes.json")
    let document = try JSON.parse(bytes)
    #expect(document.members?.isEmpty == false || document.items?.isEmpty == false)
  }
}
