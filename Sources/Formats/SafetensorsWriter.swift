import Crystals

extension Safetensors {
  /// The file as bytes.
  ///
  /// Wider types come first so that every array is aligned, otherwise the order is kept; the header
  /// is padded with spaces to a multiple of eight bytes. Throws `badData` for names that repeat or
  /// are reserved and for shapes that do not fit their values.
  public func bytes() throws(FormatError) -> [UInt8] {
    var names: Set<String> = ["__metadata__"]
    for tensor in tensors {
      guard names.insert(tensor.name).inserted else {
        throw FormatError(
          file: "", found: "a second array named \"\(escaped(tensor.name))\"",
          expected: "every name once")
      }
      guard tensor.shape.allSatisfy({ $0 >= 0 }),
        Self.product(tensor.shape) == tensor.values.count
      else {
        throw FormatError(
          file: "", found: "\(tensor.values.count) values of \"\(escaped(tensor.name))\"",
          expected: "as many as its shape \(tensor.shape) holds")
      }
    }
    let ordered = [8, 4, 1].flatMap { width in tensors.filter { $0.values.width == width } }
    var members: [JSON.Member] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }
      members.append(.init("__metadata__", .object(texts.map { .init($0.key, .string($0.value)) })))
    }
    var offset = 0
    for tensor in ordered {
      let end = offset + tensor.values.count * tensor.values.width
      members.append(
        .init(
          tensor.name,
          .object([
            .init("dtype", .string(tensor.values.typeName)), .init("shape", JSON(tensor.shape)),
            .init("data_offsets", JSON([offset, end])),
          ])))
      offset = end
    }
    var header = JSON.object(members).bytes()
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    var output: [UInt8] = []
    output.reserveCapacity(8 + header.count + offset)
    for i in 0..<8 { output.append(UInt8(truncatingIfNeeded: header.count >> (8 * i))) }
    output += header
    for tensor in ordered { tensor.values.append(to: &output) }
    return output
  }

  private static func product(_ shape: [Int]) -> Int? {
    var result = 1
    for length in shape {
      let (product, overflow) = result.multipliedReportingOverflow(by: length)
      guard !overflow else { return nil }
      result = product
    }
    return result
  }
}
