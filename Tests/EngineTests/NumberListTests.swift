import Engine
import Formats
import Testing

@Suite struct NumberListTests {
  @Test("numbers are read one a line, blank and comment lines passed over")
  func good() throws {
    let text = "1.5\n\n# a comment\n -2e3 \r\nnan\n"
    let numbers = try NumberList.parse(Array(text.utf8), file: "x")
    #expect(numbers.count == 3)
    #expect(numbers[0] == 1.5 && numbers[1] == -2000 && numbers[2].isNaN)
  }

  @Test("a line that is no number is named, its escapes made visible")
  func bad() {
    let error = #expect(throws: FormatError.self) {
      try NumberList.parse(Array("1\n2\n\u{1B}[31mred\n".utf8), file: "x.txt")
    }
    #expect(error?.line == 3)
    #expect(error.map { "\($0)" }?.contains("\u{1B}") == false)
  }

  @Test("a file without a number is an error")
  func empty() {
    #expect(throws: FormatError.self) { try NumberList.parse(Array("# none\n".utf8), file: "x") }
  }
}
