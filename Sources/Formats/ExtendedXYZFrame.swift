import Crystals

/// The bytes of one extended-XYZ frame, cut out of its file and still to be read.
///
/// Cutting is cheap and sequential; reading is the work, and may be done by any thread.
public struct ExtendedXYZFrame: Sendable {
  /// File, frame and line of the frame's first line.
  public let origin: Structure.Origin
  /// Number of atoms.
  public let count: Int
  /// The comment line and the atoms' lines.
  let bytes: [UInt8]

  /// Reads the frame. Throws `badData`, naming the line.
  public func structure() throws(FormatError) -> Structure {
    var result: Result<Structure, FormatError>?
    bytes.withUnsafeBufferPointer { bytes in
      do throws(FormatError) {
        result = .success(try read(bytes))
      } catch {
        result = .failure(error)
      }
    }
    guard let result else {
      throw FormatError(file: origin.file, line: origin.line, found: "an empty frame")
    }
    return try result.get()
  }

  private func failure(_ line: Int, _ found: String, _ expected: String, advice: String = "")
    -> FormatError
  {
    FormatError(file: origin.file, line: line, found: found, expected: expected, advice: advice)
  }

  private func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatError) -> Structure {
    let end = lineEnd(bytes, from: 0)
    let header: ExtendedXYZHeader
    do throws(CommentLine.Failure) {
      header = try ExtendedXYZHeader(UnsafeBufferPointer(rebasing: bytes[..<end]))
    } catch {
      throw failure(origin.line + 1, error.found, error.expected)
    }
    let rows = try Rows(header.columns, frame: self, bytes: bytes, from: min(end + 1, bytes.count))
    return Structure(
      cell: header.cell, elements: rows.elements, positions: rows.positions,
      arrays: rows.arrays(of: header.columns), info: header.info, origin: origin)
  }

  /// The atoms' lines. Fields of one kind share a buffer, line after line.
  private struct Rows {
    var elements: [Element] = []
    var positions: [Vector] = []
    var reals: [Double] = []
    var integers: [Int] = []
    var logicals: [Bool] = []
    var texts: [String] = []

    init(
      _ columns: ExtendedXYZColumns, frame: ExtendedXYZFrame, bytes: UnsafeBufferPointer<UInt8>,
      from start: Int
    ) throws(FormatError) {
      // The scan made sure that there are `count` lines, so this is no larger than the file.
      elements.reserveCapacity(frame.count)
      positions.reserveCapacity(frame.count)
      // A field takes two bytes at least, whatever the header says of their number.
      func expected(_ kind: ExtendedXYZColumns.Kind) -> Int {
        let alike = columns.columns.filter { $0.role == .array && $0.kind == kind }
        return min(frame.count * alike.reduce(0) { $0 + $1.width }, bytes.count / 2)
      }
      reals.reserveCapacity(expected(.real))
      integers.reserveCapacity(expected(.integer))
      logicals.reserveCapacity(expected(.logical))
      texts.reserveCapacity(expected(.text))
      let table = ElementTable.shared
      var at = start
      var lastWord = UnsafeBufferPointer<UInt8>(rebasing: bytes[0..<0])
      var lastText = ""
      for atom in 0..<frame.count {
        let end = lineEnd(bytes, from: at)
        var fields = FieldScanner(bytes: bytes, at: at, end: end)
        at = min(end + 1, bytes.count)
        let line = frame.origin.line + 2 + atom
        var index = 0

        func refusal(_ field: UnsafeBufferPointer<UInt8>, _ name: String, _ expected: String)
          -> FormatError
        {
          frame.failure(
            line,
            "\"\(escaped(bytes: field, limit: 40))\" in field \(index + 1) (\(escaped(name)))",
            expected)
        }
        func missing() -> FormatError {
          let rest = index == 0 ? "a blank line" : index == 1 ? "1 field" : "\(index) fields"
          return frame.failure(
            line, rest, "\(columns.width) (\(columns.summary)) for atom \(atom) of \(frame.count)",
            advice: "the frame begins in line \(frame.origin.line)")
        }

        for column in columns.columns {
          switch (column.role, column.kind) {
          case (.species, _):
            guard let field = fields.next() else { throw missing() }
            guard let element = table.element(field) else {
              throw refusal(field, column.name, "the symbol of an element, such as Li")
            }
            elements.append(element)
            index += 1
          case (.atomicNumber, _):
            guard let field = fields.next() else { throw missing() }
            guard let number = NumberScanner.integer(field), let small = UInt8(exactly: number),
              let element = Element(rawValue: small)
            else { throw refusal(field, column.name, "an atomic number from 1 to 118") }
            elements.append(element)
            index += 1
          case (.position, _):
            var position = Vector.zero
            for axis in 0..<3 {
              guard let field = fields.next() else { throw missing() }
              guard let value = NumberScanner.real(field), value.isFinite else {
                throw refusal(field, column.name, "a finite coordinate in Å")
              }
              position[axis] = value
              index += 1
            }
            positions.append(position)
          case (.array, .real):
            for _ in 0..<column.width {
              guard let field = fields.next() else { throw missing() }
              guard let value = NumberScanner.real(field) else {
                throw refusal(field, column.name, "a number")
              }
              reals.append(value)
              index += 1
            }
          case (.array, .integer):
            for _ in 0..<column.width {
              guard let field = fields.next() else { throw missing() }
              guard let value = NumberScanner.integer(field) else {
                throw refusal(field, column.name, "a whole number")
              }
              integers.append(value)
              index += 1
            }
          case (.array, .logical):
            for _ in 0..<column.width {
              guard let field = fields.next() else { throw missing() }
              guard let value = LogicalScanner.logical(field) else {
                throw refusal(field, column.name, "T or F")
              }
              logicals.append(value)
              index += 1
            }
          case (.array, .text):
            for _ in 0..<column.width {
              guard let field = fields.next() else { throw missing() }
              // Labels repeat from line to line.
              if !field.elementsEqual(lastWord) || lastText.isEmpty {
                lastText = String(decoding: field, as: UTF8.self)
                lastWord = field
              }
              texts.append(lastText)
              index += 1
            }
          }
        }
        if !columns.allowsMore, let field = fields.next() {
          throw frame.failure(
            line, "\"\(escaped(bytes: field, limit: 40))\" after the last field",
            "\(columns.width) fields (\(columns.summary))")
        }
      }
    }

    func arrays(of columns: ExtendedXYZColumns) -> [String: Structure.AtomArray] {
      var result: [String: Structure.AtomArray] = [:]
      let arrays = columns.columns.filter { $0.role == .array }
      for kind in [ExtendedXYZColumns.Kind.real, .integer, .logical, .text] {
        let alike = arrays.filter { $0.kind == kind }
        let stride = alike.reduce(0) { $0 + $1.width }
        var offset = 0
        for column in alike {
          let width = column.width
          result[column.name] =
            switch kind {
            case .real: .real(part(reals, offset, width, stride), columns: width)
            case .integer: .integer(part(integers, offset, width, stride), columns: width)
            case .logical: .logical(part(logicals, offset, width, stride), columns: width)
            case .text: .text(part(texts, offset, width, stride), columns: width)
            }
          offset += width
        }
      }
      return result
    }

    private func part<Value>(_ values: [Value], _ offset: Int, _ width: Int, _ stride: Int)
      -> [Value]
    {
      if width == stride { return values }
      var result: [Value] = []
      result.reserveCapacity(elements.count * width)
      for row in 0..<elements.count {
        result += values[(row * stride + offset)..<(row * stride + offset + width)]
      }
      return result
    }
  }
}
