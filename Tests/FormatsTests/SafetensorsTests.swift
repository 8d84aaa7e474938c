import Formats
import Support
import Testing

@Suite struct SafetensorsTests {
  private let sample = Safetensors(
    tensors: [
      .init("weights", shape: [2, 3], .float64([1, -2.5, 3, 4, 5e-300, .infinity])),
      .init("counts", shape: [2], .int64([.min, .max])),
      .init("single", shape: [], .float32([0.1])), .init("int", shape: [1, 2], .int32([-1, 7])),
      .init("flags", shape: [3], .bool([true, false, true])),
      .init("small", shape: [2], .int8([-128, 127])), .init("bytes", shape: [1], .uint8([255])),
      .init("none", shape: [0, 4], .uint8([])),
    ], metadata: ["name": "Å \"x\"\n", "empty": ""])

  @Test("every type, shape and text reads back the same")
  func roundTrip() throws {
    let back = try Safetensors.parse(try sample.bytes())
    #expect(back.metadata == sample.metadata)
    #expect(back.tensors.count == sample.tensors.count)
    for tensor in sample.tensors { #expect(back[tensor.name] == tensor) }
  }

  @Test("the header is padded to eight bytes and every array is aligned")
  func alignment() throws {
    let bytes = try sample.bytes()
    let header = bytes[0..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(header % 8 == 0)
    #expect(bytes[8] == UInt8(ascii: "{"))
    let document = try JSON.parse(Array(bytes[8..<(8 + header)]))
    for member in try #require(document.members) where member.name != "__metadata__" {
      let begin = try #require(member.value["data_offsets"]?[0]?.integer)
      let type = try #require(member.value["dtype"]?.text)
      let width = ["F64": 8, "I64": 8, "F32": 4, "I32": 4][type] ?? 1
      #expect(begin % width == 0)
    }
  }

  @Test("reads a file written by the reference library")
  func referenceBytes() throws {
    // safetensors.numpy.save({"a": [[1, 2]] as int32, "b": [True]}, metadata={"k": "v"})
    let header =
      "{\"__metadata__\":{\"k\":\"v\"},\"a\":{\"dtype\":\"I32\",\"shape\":[1,2],"
      + "\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[8,9]}}"
    let bytes = file(header, data: [1, 0, 0, 0, 2, 0, 0, 0, 1])
    let read = try Safetensors.parse(bytes)
    #expect(
      read.tensors == [
        .init("a", shape: [1, 2], .int32([1, 2])), .init("b", shape: [1], .bool([true])),
      ])
    #expect(read.metadata == ["k": "v"])
  }

  /// A file of a header and data, whether they fit or not.
  private func file(_ header: String, data: [UInt8], length: UInt64? = nil) -> [UInt8] {
    let length = length ?? UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + data
  }

  private static func entry(_ name: String, _ type: String, _ shape: String, _ offsets: String)
    -> String
  {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
  }

  @Test(
    "refuses headers that do not fit, with the reason",
    arguments: [
      ("{\(entry("a", "U8", "[4]", "[0,4]")),\(entry("b", "U8", "[6]", "[2,8]"))}", "overlaps"),
      ("{\(entry("a", "U8", "[2]", "[0,2]")),\(entry("b", "U8", "[4]", "[4,8]"))}", "gaps"),
      ("{\(entry("a", "U8", "[2]", "[2,4]"))}", "gaps"),
      ("{\(entry("a", "U8", "[4]", "[0,4]"))}", "8 bytes of data"),
      ("{\(entry("a", "U8", "[9]", "[0,9]"))}", "up to byte 9"),
      ("{\(entry("a", "F64", "[2]", "[0,8]"))}", "16 for shape [2]"),
      ("{\(entry("a", "F64", "[1152921504606846976]", "[0,8]"))}", "fits into the file"),
      ("{\(entry("a", "F64", "[4294967296,4294967296]", "[0,8]"))}", "fits into the file"),
      ("{\(entry("a", "F64", "[1]", "[8,0]"))}", "data_offsets"),
      ("{\(entry("a", "F64", "[1]", "[-8,0]"))}", "data_offsets"),
      ("{\(entry("a", "F64", "[1]", "[0,1152921504606846976]"))}", "up to byte"),
      ("{\(entry("a", "F64", "[-1]", "[0,8]"))}", "without a shape"),
      ("{\(entry("a", "F64", "[1.0]", "[0,8]"))}", "without a shape"),
      ("{\(entry("a", "F16", "[4]", "[0,8]"))}", "dtype \"F16\""),
      ("{\"a\":{\"shape\":[1],\"data_offsets\":[0,8]}}", "dtype none"),
      ("{\(entry("a", "U8", "[4]", "[0,4]")),\(entry("a", "U8", "[4]", "[4,8]"))}", "second time"),
      ("{\"__metadata__\":{\"k\":1}}", "no text"), ("{\"__metadata__\":[]}", "no object"),
      ("[1]", "does not begin with {"), ("{\"a\"", "in the header"), ("{}", "8 bytes of data"),
      ("{\(entry("a", "BOOL", "[8]", "[0,8]"))}", "neither 0 nor 1"), ("", "does not begin"),
    ])
  func wrongHeaders(header: String, reason: String) {
    let bytes = file(header, data: [0, 0, 0, 0, 0, 0, 0, 7])
    let error = #expect(throws: FormatError.self) { try Safetensors.parse(bytes, file: "m") }
    let message = error.map { "\($0)" } ?? ""
    #expect(message.contains(reason), "\(message)")
  }

  @Test(
    "refuses absurd header lengths before believing them",
    arguments: [UInt64(1) << 60, .max, 100_000_001, 3])
  func absurdLengths(length: UInt64) {
    #expect(throws: FormatError.self) {
      try Safetensors.parse(file("{}", data: [], length: length))
    }
  }

  @Test("refuses names that are not UTF-8")
  func invalidText() {
    var bytes = file("{\"__metadata__\":{\"k\":\"?\"}}", data: [])
    for i in bytes.indices where bytes[i] == UInt8(ascii: "?") { bytes[i] = 0xFF }
    #expect(throws: FormatError.self) { try Safetensors.parse(bytes) }
  }

  @Test("a text given for a model is said to be one")
  func text() {
    #expect(
      throws: FormatError(
        file: "li.toml", found: "a text file", expected: "a safetensors file",
        advice: "the file is damaged or no safetensors file")
    ) {
      try Safetensors.parse(Array("property = \"efg\"\nnucleus = \"Li\"\n".utf8), file: "li.toml")
    }
  }

  @Test("a file cut short anywhere is refused")
  func truncation() throws {
    let bytes = try sample.bytes()
    for length in 0..<bytes.count {
      #expect(throws: FormatError.self) { try Safetensors.parse(Array(bytes[..<length])) }
    }
  }

  @Test("a file with a changed byte is read or refused but never traps")
  func damage() throws {
    let bytes = try sample.bytes()
    var generator = SplitMix64(seed: 6)
    var refused = 0
    for _ in 0..<1500 {
      var changed = bytes
      changed[Int(generator.next() % UInt64(bytes.count))] = UInt8(
        truncatingIfNeeded: generator.next())
      if (try? Safetensors.parse(changed)) == nil { refused += 1 }
    }
    #expect(refused > 500)
  }

  @Test("refuses to write what could not be read back")
  func wrongTensors() {
    let twice = Safetensors(tensors: [
      .init("a", shape: [1], .uint8([1])), .init("a", shape: [1], .uint8([2])),
    ])
    #expect(throws: FormatError.self) { try twice.bytes() }
    let reserved = Safetensors(tensors: [.init("__metadata__", shape: [1], .uint8([1]))])
    #expect(throws: FormatError.self) { try reserved.bytes() }
    let short = Safetensors(tensors: [.init("a", shape: [2, 2], .float64([1, 2, 3]))])
    #expect(throws: FormatError.self) { try short.bytes() }
  }
}
