import Crystals
import Glibc

/// Reads VASP's POSCAR and CONTCAR, with or without the line of symbols that version 5 brought.
///
/// Velocities and what else follows the positions is left out. Selective dynamics become the
/// per-atom array `selective_dynamics` (three logicals), the first line the info `comment`.
struct POSCARReader {
  private var lines: TextLines

  /// Reads the one structure of a file. Throws `badData`.
  static func structure(_ lines: TextLines) throws(FormatError) -> Structure {
    var reader = POSCARReader(lines: lines)
    return try reader.read()
  }

  private mutating func read() throws(FormatError) -> Structure {
    let comment = try line("a comment line")
    let scaling = try line("a scaling factor")
    let factors = try scaleFactors(scaling)
    var vectors: [Vector] = []
    for name in ["a", "b", "c"] {
      vectors.append(try vector(try line("the lattice vector \(name)"), "the vector \(name)").0)
    }
    let scale = try scale(factors, of: vectors, line: scaling.number)
    let cell = Cell(vectors[0] * scale, vectors[1] * scale, vectors[2] * scale)
    try cell.check(file: lines.file, line: scaling.number + 1)
    let elements = try species(comment)

    var mode = try line("Direct or Cartesian")
    let isSelective = mode.bytes.begins(with: "s")
    if isSelective { mode = try line("Direct or Cartesian") }
    let isCartesian = mode.bytes.begins(with: "c") || mode.bytes.begins(with: "k")
    guard isCartesian || mode.bytes.begins(with: "d") else {
      throw lines.failure(
        found: mode.bytes.shown,
        expected: isSelective ? "Direct or Cartesian" : "Selective dynamics, Direct or Cartesian",
        advice: "do the numbers in line \(mode.number - 1) match the symbols?")
    }
    var positions: [Vector] = []
    positions.reserveCapacity(elements.count)
    var flags: [Bool] = []
    for (atom, element) in elements.enumerated() {
      let row = try line("atom \(atom + 1) of \(elements.count)")
      let (r, rest) = try vector(row, "the position of atom \(atom + 1) (\(element.symbol))")
      let v = cell.vectors
      positions.append(isCartesian ? r * scale : r.x * v[0] + r.y * v[1] + r.z * v[2])
      if isSelective { flags += try self.flags(rest, row) }
    }
    try refuseMore(than: elements.count)

    var structure = Structure(
      cell: cell, elements: elements, positions: positions,
      origin: .init(file: lines.file, frame: 0, line: comment.number))
    if isSelective { structure.arrays["selective_dynamics"] = .logical(flags, columns: 3) }
    if !comment.bytes.isEmpty {
      structure.info["comment"] = .text([comment.bytes.text], shape: [])
    }
    return structure
  }

  private mutating func line(_ expected: String) throws(FormatError) -> TextLine {
    guard let line = try lines.next() else {
      throw lines.failure(
        found: "the end of the file", expected: expected, advice: "the file may be cut short")
    }
    return line
  }

  /// Three finite numbers, and what follows them on the line.
  private func vector(
    _ line: TextLine, _ what: String
  ) throws(FormatError) -> (Vector, ArraySlice<Word>) {
    let words = line.fields(7)
    var result = Vector.zero
    for axis in 0..<3 {
      guard axis < words.count, let value = words[axis].finite else {
        throw lines.failure(
          line.number, found: line.bytes.shown, expected: "\(what): three finite numbers")
      }
      result[axis] = value
    }
    return (result, words.dropFirst(3))
  }

  /// One factor, or one for each direction of space.
  private func scaleFactors(_ line: TextLine) throws(FormatError) -> [Double] {
    let words = line.fields(3)
    var factors: [Double] = []
    for word in words {
      guard let value = word.finite else { break }
      factors.append(value)
    }
    if factors.count == 2 { factors.removeLast() }
    let isUsable = factors.count == 1 ? factors[0] != 0 : factors.allSatisfy { $0 > 0 }
    guard !factors.isEmpty, isUsable else {
      throw lines.failure(
        line.number, found: line.bytes.shown,
        expected: "a scaling factor, or minus the volume of the cell in Å³")
    }
    return factors
  }

  /// The factors along x, y and z; a negative number is minus the volume.
  private func scale(
    _ factors: [Double], of vectors: [Vector], line: Int
  ) throws(FormatError) -> Vector {
    if factors.count == 3 { return Vector(factors[0], factors[1], factors[2]) }
    guard factors[0] < 0 else { return Vector(repeating: factors[0]) }
    let cell = Cell(vectors[0], vectors[1], vectors[2])
    try cell.check(file: lines.file, line: line + 1)
    return Vector(repeating: cbrt(-factors[0] / cell.volume))
  }

  /// One element an atom, from the lines of symbols and numbers.
  private mutating func species(_ comment: TextLine) throws(FormatError) -> [Element] {
    let limit = 4096
    var row = try line("the symbols of the elements")
    var words = row.fields(limit)
    var symbols: [Element]
    if words.first.map({ NumberScanner.integer($0) != nil }) ?? false {
      // Version 4 names no elements; by custom its comment line does.
      symbols = elements(comment.fields(limit)) ?? []
      let count = words.prefix { NumberScanner.integer($0) != nil }.count
      guard symbols.count == count else {
        throw lines.failure(
          found: "numbers of atoms without symbols, and no \(count) symbols in line 1",
          expected: "a line such as \"Li Ti O\" before the numbers")
      }
    } else {
      guard let found = elements(words), !found.isEmpty else {
        throw lines.failure(
          found: row.bytes.shown, expected: "the symbols of the elements, such as Li Ti O")
      }
      symbols = found
      row = try line("the number of atoms of each element")
      words = row.upTo("!#").fields(limit)
    }
    return try atoms(symbols, words, row)
  }

  /// Elements of symbols such as `Ti`, `Ti_pv` or `Ti/5e`; nil where one is none.
  private func elements(_ words: [Word]) -> [Element]? {
    var result: [Element] = []
    for word in words {
      let symbol = word.prefix { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "/") }
      guard let element = ElementTable.shared.element(Word(rebasing: symbol)) else {
        // A remark may follow.
        let isRemark = word[0] == UInt8(ascii: "!") || word[0] == UInt8(ascii: "#")
        return isRemark ? result : nil
      }
      result.append(element)
    }
    return result
  }

  private func atoms(
    _ symbols: [Element], _ words: [Word], _ row: TextLine
  ) throws(FormatError) -> [Element] {
    guard words.count == symbols.count else {
      throw lines.failure(
        found: "\(words.count) numbers of atoms", expected: "\(symbols.count), one an element")
    }
    var counts: [Int] = []
    var total = 0
    for word in words {
      guard let count = NumberScanner.integer(word), count >= 0,
        count <= ExtendedXYZReader.largestFrame - total
      else {
        throw lines.failure(
          found: "\(word.shown) atoms",
          expected: "a whole number; up to \(ExtendedXYZReader.largestFrame) atoms in all")
      }
      counts.append(count)
      total += count
    }
    // Each atom has a line still to come: a wrong number must not take the memory.
    guard lines.canHold(total) else {
      throw lines.failure(
        found: "\(total) atoms in all, more than the file has lines for",
        expected: "the number of atoms of each element", advice: "the file may be cut short")
    }
    guard total > 0 else {
      throw lines.failure(found: "no atoms", expected: "at least one atom")
    }
    var result: [Element] = []
    result.reserveCapacity(total)
    for (element, count) in zip(symbols, counts) {
      result += repeatElement(element, count: count)
    }
    return result
  }

  private func flags(_ words: ArraySlice<Word>, _ row: TextLine) throws(FormatError) -> [Bool] {
    let flags = words.prefix(3).compactMap { word -> Bool? in
      let letter = word.first { $0 != UInt8(ascii: ".") }.map { $0 | 0x20 }
      return letter == UInt8(ascii: "t") ? true : letter == UInt8(ascii: "f") ? false : nil
    }
    guard flags.count == 3 else {
      throw lines.failure(
        found: row.bytes.shown, expected: "three coordinates and three flags T or F")
    }
    return flags
  }

  /// A blank line, or a word, ends the positions; another position is one too many.
  private mutating func refuseMore(than count: Int) throws(FormatError) {
    guard let line = try lines.next() else { return }
    let words = line.fields(3)
    guard words.count == 3, words.allSatisfy({ $0.finite != nil }) else { return }
    throw lines.failure(
      found: "\(line.bytes.shown) after \(count) atoms",
      expected: "a blank line or the end of the file",
      advice: "are the numbers of atoms right?")
  }
}
