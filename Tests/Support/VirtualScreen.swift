/// What a person would see of a program that writes to an xterm or VT100.
///
/// Knows the sequences that ncurses sends for those terminals; colours are dropped.
public struct VirtualScreen {
  public private(set) var columns: Int
  public private(set) var rows: Int
  private var cells: [[Character]]
  private var x = 0
  private var y = 0
  private var top = 0
  private var bottom: Int
  private var saved = (x: 0, y: 0)
  private var pending: [UInt8] = []
  private var last: Character = " "

  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    bottom = rows - 1
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// The screen's lines, without trailing blanks.
  public var lines: [String] {
    cells.map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return String(line)
    }
  }

  public var text: String { lines.joined(separator: "\n") }

  public func contains(_ piece: String) -> Bool { lines.contains { $0.contains(piece) } }

  mutating func resize(columns: Int, rows: Int) {
    self = VirtualScreen(columns: columns, rows: rows)
  }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    var index = 0
    while index < pending.count, let used = step(pending[index...]) { index += used }
    pending.removeFirst(index)
  }

  /// Takes one character or sequence; nil while it is not complete.
  private mutating func step(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x1B: return escape(bytes)
    case 0x0D: x = 0
    case 0x0A: lineFeed()
    case 0x08: x = max(0, x - 1)
    case 0x09: x = min(columns - 1, (x / 8 + 1) * 8)
    case ..<0x20, 0x7F: break
    default:
      let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      guard bytes.count >= length else { return nil }
      put(Character(String(decoding: bytes.prefix(length), as: UTF8.self)))
      return length
    }
    return 1
  }

  private mutating func put(_ character: Character) {
    guard columns > 0 else { return }
    if x >= columns {
      x = 0
      lineFeed()
    }
    if y < rows { cells[y][x] = character }
    last = character
    x += 1
  }

  private mutating func lineFeed() {
    if y == bottom { scroll(1) } else { y = min(rows - 1, y + 1) }
  }

  private mutating func scroll(_ count: Int) {
    let blank = Array(repeating: Character(" "), count: columns)
    for _ in 0..<abs(count) {
      cells.remove(at: count > 0 ? top : bottom)
      cells.insert(blank, at: count > 0 ? bottom : top)
    }
  }

  private mutating func escape(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= 2 else { return nil }
    switch bytes[bytes.startIndex + 1] {
    case UInt8(ascii: "["):
      guard let end = bytes.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else {
        return nil
      }
      control(
        String(decoding: bytes[(bytes.startIndex + 2)..<end], as: UTF8.self),
        final: Character(Unicode.Scalar(bytes[end])))
      return end - bytes.startIndex + 1
    case UInt8(ascii: "]"), UInt8(ascii: "P"):
      guard let end = bytes.firstIndex(of: 0x07) ?? bytes.dropFirst(2).firstIndex(of: 0x5C) else {
        return nil
      }
      return end - bytes.startIndex + 1
    case UInt8(ascii: "("), UInt8(ascii: ")"): return bytes.count >= 3 ? 3 : nil
    case UInt8(ascii: "7"): saved = (x, y)
    case UInt8(ascii: "8"): (x, y) = saved
    case UInt8(ascii: "D"): lineFeed()
    case UInt8(ascii: "M"): if y == top { scroll(-1) } else { y = max(0, y - 1) }
    default: break
    }
    return 2
  }

  private mutating func control(_ parameters: String, final: Character) {
    guard parameters.first != "?" else { return }
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map {
      Int($0) ?? 0
    }
    let first = numbers.first ?? 0
    let count = max(1, first)
    switch final {
    case "H", "f":
      y = clampRow(count - 1)
      x = clampColumn(max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
    case "A": y = clampRow(y - count)
    case "B": y = clampRow(y + count)
    case "C": x = clampColumn(x + count)
    case "D": x = clampColumn(x - count)
    case "G": x = clampColumn(count - 1)
    case "d": y = clampRow(count - 1)
    case "K": erase(line: y, from: first == 0 ? x : 0, to: first == 1 ? x + 1 : columns)
    case "X": erase(line: y, from: x, to: x + count)
    case "J":
      if first == 0 { erase(line: y, from: x, to: columns) }
      for line in (first == 0 ? y + 1 : 0)..<max(first == 0 ? y + 1 : 0, first == 1 ? y : rows) {
        erase(line: line, from: 0, to: columns)
      }
    case "b": for _ in 0..<count { put(last) }
    case "P":
      for _ in 0..<min(count, columns - x) {
        cells[y].remove(at: x)
        cells[y].append(" ")
      }
    case "@":
      for _ in 0..<min(count, columns - x) {
        cells[y].insert(" ", at: x)
        cells[y].removeLast()
      }
    case "r":
      top = clampRow(count - 1)
      bottom = clampRow((numbers.count > 1 && numbers[1] > 0 ? numbers[1] : rows) - 1)
      (x, y) = (0, 0)
    case "S": scroll(count)
    case "T": scroll(-count)
    case "L", "M":
      guard (top...bottom).contains(y) else { break }
      let keep = top
      top = y
      scroll(final == "M" ? count : -count)
      top = keep
    default: break
    }
  }

  private mutating func erase(line: Int, from: Int, to: Int) {
    guard cells.indices.contains(line) else { return }
    for column in max(0, from)..<max(from, min(to, columns)) { cells[line][column] = " " }
  }

  private func clampRow(_ row: Int) -> Int { min(max(0, row), max(0, rows - 1)) }
  private func clampColumn(_ column: Int) -> Int { min(max(0, column), max(0, columns - 1)) }
}
