import Formats
import Testing

@Suite struct CSVTests {
  @Test("quotes what would be taken apart, and leaves cells of not-a-number empty")
  func fields() {
    var table = CSV(columns: ["name", "x", "n"])
    table.append([.text("a,\"b\"\nc"), .real(.nan), .integer(-3)])
    table.append([.text("plain"), .real(1e-7), .empty])
    table.append([.text(" led"), .single(0.1), .integer(.max)])
    #expect(
      String(decoding: table.bytes, as: UTF8.self)
        == "name,x,n\r\n\"a,\"\"b\"\"\nc\",,-3\r\nplain,1e-07,\r\n\" led\",0.1,9223372036854775807\r\n"
    )
  }

  @Test("a long table can be taken in pieces")
  func pieces() {
    var table = CSV(columns: ["a", "b"])
    let head = table.takeBytes()
    table.append([.integer(1), .integer(2)])
    #expect(String(decoding: head, as: UTF8.self) == "a,b\r\n")
    #expect(String(decoding: table.takeBytes(), as: UTF8.self) == "1,2\r\n")
    #expect(table.bytes.isEmpty)
  }

  @Test("a lone empty cell is no blank line")
  func loneCell() {
    var table = CSV(columns: ["a"])
    table.append([.text("")])
    #expect(String(decoding: table.bytes, as: UTF8.self) == "a\r\n\"\"\r\n")
  }
}
