import Crystals

/// Reads magres files: the blocks of version 1.0, or the text CASTEP wrote before there were any.
///
/// Arrays an atom: `labels`, `indices`; nine columns xx xy xz yx … zz each of `efg`, `efg_local`,
/// `efg_nonlocal` (atomic units, sign as in the file) and `ms` (ppm), as far as the file holds them,
/// NaN for atoms without. Info: the unit of each as `efg_unit`, …, and what `[calculation]` says.
/// Format: S. Sturniolo, T. F. G. Green et al., Solid State Nucl. Magn. Reson. 78, 64 (2016).
struct MagresReader {
  private var lines: TextLines
  private var atoms: MagresAtoms
  private var tensors = MagresTensors()
  private var calculation: [String: [String]] = [:]
  private var noteCount = 0
  /// More remarks on the calculation than this are refused; there are some ten.
  static let largestNoteCount = 10_000
  private var hasAtoms = false

  private init(_ lines: TextLines) {
    self.lines = lines
    atoms = MagresAtoms(file: lines.file)
  }

  /// Reads the one structure of a file. Throws `badData`.
  static func structure(_ lines: TextLines) throws(FormatError) -> Structure {
    var ahead = lines
    while let line = try ahead.nextFilled() {
      if MagresBlock.opened(by: line.bytes) != nil { break }
      if MagresText.header(line) != nil { return try MagresText.structure(lines) }
    }
    var reader = MagresReader(lines)
    try reader.readBlocks()
    return try reader.structure()
  }

  private mutating func readBlocks() throws(FormatError) {
    while let line = try lines.next() {
      let content = line.upTo("#")
      if content.bytes.isEmpty { continue }
      guard let block = MagresBlock.opened(by: content.bytes) else {
        throw lines.failure(
          found: "\(content.bytes.shown) outside of blocks",
          expected: "a block such as [atoms] … [/atoms]")
      }
      try read(block, opening: line.number)
    }
  }

  private mutating func read(_ block: MagresBlock, opening: Int) throws(FormatError) {
    if block.name == "atoms" {
      if hasAtoms {
        throw lines.failure(found: "a second [atoms] block", expected: "one structure a file")
      }
      hasAtoms = true
    }
    while let line = try lines.next() {
      if block.isClosed(by: line.bytes) { return }
      switch block.name {
      case "atoms", "magres", "spinel":
        let content = line.upTo("#")
        let words = content.fields(14)
        guard let head = words.first else { continue }
        if MagresBlock.opened(by: content.bytes) != nil || content.bytes.begins(with: "[/") {
          throw lines.failure(
            found: content.bytes.shown,
            expected: "[/\(escaped(block.name))] for line \(opening) first")
        }
        if block.name == "atoms" {
          try atoms.read(head, words, line: line.number)
        } else if block.name == "spinel" {
          try tensors.readAbsent(words, line: line.number, file: lines.file)
        } else {
          try tensors.read(head, words, line: line.number, file: lines.file)
        }
      case "calculation": try note(line)
      // Other blocks, such as the old text CASTEP adds, say nothing more.
      default: continue
      }
    }
    throw lines.failure(
      found: "the end of the file in the block that line \(opening) opens",
      expected: "[/\(escaped(block.name))]", advice: "the file may be cut short")
  }

  private mutating func note(_ line: TextLine) throws(FormatError) {
    guard let key = line.fields(1).first, key.begins(with: "calc_") else { return }
    var value = line.bytes.dropFirst(key.count)
    while let first = value.first, isBlank(first) { value = value.dropFirst() }
    if value.isEmpty { return }
    noteCount += 1
    guard noteCount <= Self.largestNoteCount else {
      throw lines.failure(
        found: "more than \(Self.largestNoteCount) lines on the calculation",
        expected: "at most that many")
    }
    calculation[key.text, default: []].append(String(decoding: value, as: UTF8.self))
  }

  private func structure() throws(FormatError) -> Structure {
    guard hasAtoms else {
      throw lines.failure(
        1, found: "a magres file without an [atoms] block",
        expected: "[atoms] … [/atoms] with the structure", advice: "the file may be cut short")
    }
    var structure = try atoms.structure()
    for (name, array) in try tensors.arrays(of: atoms) {
      structure.arrays[name] = .real(array.values, columns: 9)
      structure.info["\(name)_unit"] = .text([array.unit], shape: [])
    }
    for (key, values) in calculation {
      structure.info[key] = .text(values, shape: values.count == 1 ? [] : [values.count])
    }
    return structure
  }
}

/// A block of a magres file, `[name]` … `[/name]` or `<name>` … `</name>`.
struct MagresBlock {
  let name: String

  /// The block that a line opens; nil for any other line.
  static func opened(by line: Word) -> MagresBlock? {
    guard line.count > 2, line.count < 64,
      line[0] == UInt8(ascii: "[") && line[line.count - 1] == UInt8(ascii: "]")
        || line[0] == UInt8(ascii: "<") && line[line.count - 1] == UInt8(ascii: ">"),
      line[1] != UInt8(ascii: "/")
    else { return nil }
    return MagresBlock(name: Word(rebasing: line[1..<(line.count - 1)]).lowercased)
  }

  /// Whether a line closes the block.
  func isClosed(by line: Word) -> Bool {
    guard line.count == name.utf8.count + 3, line[1] == UInt8(ascii: "/"),
      line[0] == UInt8(ascii: "[") || line[0] == UInt8(ascii: "<")
    else { return false }
    return Word(rebasing: line[2..<(line.count - 1)]).lowercased == name
  }
}
