import Crystals
import Formats
import Support
import Testing

@Suite struct ExtendedXYZErrorTests {
  /// A wrong file, the line that is wrong, and words the message must hold.
  struct Wrong: Sendable, CustomStringConvertible {
    var text: String
    var line: Int
    var words: [String]
    var description: String { words.joined(separator: " ") }

    init(_ text: String, _ line: Int, _ words: String...) {
      self.text = text
      self.line = line
      self.words = words
    }
  }

  static let columns = "Properties=species:S:1:pos:R:3"

  static let wrong: [Wrong] = [
    Wrong("", 1, "an empty file", "number of atoms"),
    Wrong("\n\n", 1, "an empty file"),
    Wrong("Li 0 0 0\n", 1, "\"Li 0 0 0\"", "a number of atoms"),
    Wrong("2 atoms\n\n", 1, "\"2 atoms\"", "alone on its line"),
    Wrong("-1\n\n", 1, "\"-1\""),
    Wrong("99999999999999\n\nLi 0 0 0\n", 1, "99999999999999", "up to 50000000"),
    Wrong("99999999999999999999999999\n\n", 1, "99999999999999999999999999", "up to 50000000"),
    Wrong("1.0\n\nLi 0 0 0\n", 1, "\"1.0\""),
    Wrong("3\n", 1, "the end of the file", "a comment line and 3 atoms"),
    Wrong("3\n\nLi 0 0 0\nLi 1 1 1\n", 4, "after 2 atoms of frame 0", "3 atoms, as line 1 says"),
    Wrong("3\n\nLi 0 0 0\nLi 1 1 1\n1\n\nO 0 0 0\n", 5, "\"1\" after 2 atoms", "line 1 right"),
    Wrong("1\n\nLi 0 0 0\nLi 1 1 1\n", 4, "\"Li 1 1 1\"", "frame before hold more atoms"),
    Wrong("2\n\nLi 0 0 0\n\nLi 1 1 1\n", 4, "\"\" after 1 atoms"),
    Wrong("1\n\nLi 0 nan 0\n", 3, "\"nan\" in field 3 (pos)", "a finite coordinate"),
    Wrong("1\n\nLi 0 0 inf\n", 3, "\"inf\" in field 4 (pos)"),
    Wrong("1\n\nLi 0 0 1e999\n", 3, "\"1e999\""),
    Wrong("1\n\nLi 0 0x10 0\n", 3, "\"0x10\" in field 3"),
    Wrong("1\n\nLi 0 1,5 0\n", 3, "\"1,5\""),
    Wrong("1\n\nXx 0 0 0\n", 3, "\"Xx\" in field 1 (species)", "symbol of an element"),
    Wrong("1\n\nLi1 0 0 0\n", 3, "\"Li1\""),
    Wrong("1\n\nLi 0 0\n", 3, "3 fields", "4 (species pos×3) for atom 0 of 1"),
    Wrong("1\n\(columns)\nLi 0 0 0 7\n", 3, "\"7\" after the last field", "4 fields"),
    Wrong("1\nProperties=species:S:1\nLi\n", 3, "\"Li\" after 0 atoms"),
    Wrong("1\nProperties=species:S:1:x:R:2\nLi 0 0\n", 2, "without a pos column"),
    Wrong("1\nProperties=pos:R:3\n0 0 0\n", 2, "without a species column"),
    Wrong("1\nProperties=species:S:1:pos:R\nLi 0 0 0\n", 2, "triples"),
    Wrong("1\nProperties=species:S:1:pos:R:3:x:Q:1\nLi 0 0 0 0\n", 2, "type \"Q\""),
    Wrong("1\nProperties=species:S:1:pos:R:3:x:R:0\nLi 0 0 0\n", 2, "\"0\" fields for x"),
    Wrong(
      "1\nProperties=species:S:1:pos:R:3:x:R:99999999999999999999\nLi 0 0 0\n", 2,
      "from 1 to 100000"),
    Wrong("1\nProperties=species:S:1:pos:R:3:pos:R:3\nLi 0 0 0 0 0 0\n", 2, "\"pos\" twice"),
    Wrong("1\nProperties=species:S:1:pos:R:2\nLi 0 0\n", 2, "pos:R:2", "pos:R:3"),
    Wrong("1\nProperties=Z:I:1:pos:R:3\n0 0 0 0\n", 3, "\"0\" in field 1", "from 1 to 118"),
    Wrong("1\n\(columns):t:I:1\nLi 0 0 0 1.5\n", 3, "\"1.5\" in field 5 (t)", "a whole number"),
    Wrong("1\n\(columns):t:L:1\nLi 0 0 0 maybe\n", 3, "\"maybe\"", "T or F"),
    Wrong("1\n\(columns):t:R:1\nLi 0 0 0 x\n", 3, "\"x\"", "a number"),
    Wrong("1\nLattice=\"1 0 0 0 1 0 0 0\"\nLi 0 0 0\n", 2, "Lattice", "nine finite numbers"),
    Wrong("1\nLattice=\"1 0 0 0 1 0 0 0 nan\"\nLi 0 0 0\n", 2, "nine finite numbers"),
    Wrong("1\nLattice=big\nLi 0 0 0\n", 2, "nine finite numbers"),
    Wrong("1\npbc=\"T T T\"\nLi 0 0 0\n", 2, "pbc along a direction, but no Lattice"),
    Wrong("1\nLattice=\"1 0 0 0 1 0 0 0 1\" pbc=\"T T\"\nLi 0 0 0\n", 2, "three flags"),
    Wrong("1\nnote=\"open\nLi 0 0 0\n", 2, "an unclosed quote"),
    Wrong("1\nnote=[1, 2\nLi 0 0 0\n", 2, "an unclosed bracket"),
    Wrong("1\n=5\nLi 0 0 0\n", 2, "a value without a key"),
  ]

  @Test("a wrong line is named, with what was found and what was expected", arguments: wrong)
  func wrongLines(wrong: Wrong) {
    let error = #expect(throws: FormatError.self) { try structures(wrong.text) }
    #expect(error?.kind == .badData)
    #expect(error?.line == wrong.line)
    let message = error.map { "\($0)" } ?? ""
    #expect(message.hasPrefix("t.xyz:\(wrong.line): "))
    for word in wrong.words { #expect(message.contains(word), "\(message)") }
  }

  @Test("structures before the wrong one can still be had")
  func earlierFrames() throws {
    let text = "1\n\nLi 0 0 0\n1\n\nLi 0 0\n1\n\nO 0 0 0\n"
    let reader = ExtendedXYZReader(bytes: Array(text.utf8), file: "t.xyz")
    #expect(try reader.next()?.elements == [.lithium])
    #expect(throws: FormatError.self) { try reader.next() }
    #expect(try reader.next()?.elements == [.oxygen])
    #expect(try reader.next() == nil)
  }

  @Test("text from the file is shown escaped")
  func escaping() {
    let error = #expect(throws: FormatError.self) {
      try structures("1\n\nLi \u{1B}]0;x\u{07} 0 0\n")
    }
    let message = error.map { "\($0)" } ?? ""
    #expect(message.contains("\\u{1B}]0;x\\u{7}"))
    #expect(message.unicodeScalars.allSatisfy { $0.value >= 0x20 })
  }

  @Test("a line without end is refused instead of filling the memory")
  func endlessLine() {
    let bytes = [UInt8](repeating: UInt8(ascii: "7"), count: ExtendedXYZReader.longestLine + 2)
    let error = #expect(throws: FormatError.self) { try ExtendedXYZReader.parse(bytes) }
    #expect(error?.found.contains("a line of more than") == true)
    let device = #expect(throws: FormatError.self) { try ExtendedXYZReader.read("/dev/zero") }
    #expect(device?.found.contains("a line of more than") == true)
  }

  @Test("bytes that are no text are refused")
  func binary() {
    var generator = SplitMix64(seed: 8)
    for count in [1, 10, 1000, 100_000] {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      #expect(throws: FormatError.self) { try ExtendedXYZReader.parse([0xFF] + bytes) }
    }
  }

  @Test("a sample cut off anywhere, or with a byte changed, is read or refused but never traps")
  func damaged() {
    let text = """
      2
      Lattice="4 0 0 0 4 0 0 0 4" Properties=species:S:1:pos:R:3:q:I:2 pbc="T T F" n=[1,2]
      Li 0 0.5 1.25e0 -3 4
      O 1 1 -1.5 5 6

      """
    let bytes = Array(text.utf8)
    for length in 0..<bytes.count - 1 {
      _ = try? ExtendedXYZReader.parse(Array(bytes[..<length]))
    }
    var generator = SplitMix64(seed: 9)
    var refused = 0
    for _ in 0..<3000 {
      var changed = bytes
      changed[Int(generator.next() % UInt64(bytes.count))] = UInt8(
        truncatingIfNeeded: generator.next())
      if (try? ExtendedXYZReader.parse(changed)) == nil { refused += 1 }
    }
    #expect(refused > 500 && refused < 3000)
  }

  @Test("a missing file and a folder are unreadable, not bad data")
  func unreadable() {
    let missing = #expect(throws: FormatError.self) {
      try ExtendedXYZReader.read("/nowhere/at/all.xyz")
    }
    #expect(missing?.kind == .unreadable)
    #expect(missing?.kind.exitCode == 66)
    #expect(missing.map { "\($0)" }?.contains("No such file or directory") == true)
    let folder = #expect(throws: FormatError.self) { try ExtendedXYZReader.read("/tmp") }
    #expect(folder?.kind == .unreadable)
    #expect(folder?.found == "a directory")
    #expect(throws: FormatError.self) { try ExtendedXYZReader.read("") }
  }
}
