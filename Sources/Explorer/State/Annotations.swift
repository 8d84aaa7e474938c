import Crystals
import Engine

/// A site's identity over runs: its structure and its atom, both counted from 0.
public struct SiteKey: Hashable, Sendable, Comparable {
  public var structure: Int32
  public var atom: Int32

  public init(structure: Int32, atom: Int32) {
    self.structure = structure
    self.atom = atom
  }

  public static func < (a: SiteKey, b: SiteKey) -> Bool {
    (a.structure, a.atom) < (b.structure, b.atom)
  }
}

/// What the user said of sites: tags, notes and marks.
public struct Annotations: Sendable, Equatable {
  public var tags: [SiteKey: String] = [:]
  public var notes: [SiteKey: String] = [:]
  /// Marked rows of the nucleus on screen; those beyond the table are of sites still to come.
  public var marks = RowSet()
  /// Marked rows of the other nuclei.
  private(set) var marksOfOthers: [Element: RowSet] = [:]

  public init() {}

  public var isEmpty: Bool {
    tags.isEmpty && notes.isEmpty && marks.isEmpty && marksOfOthers.values.allSatisfy(\.isEmpty)
  }

  mutating func forgetMarks() {
    marks = RowSet()
    marksOfOthers = [:]
  }

  /// Puts away the marks of one nucleus and takes up those of another.
  mutating func select(_ next: Element, after last: Element?) {
    if let last { marksOfOthers[last] = marks }
    marks = marksOfOthers.removeValue(forKey: next) ?? RowSet()
  }

  /// The tags in use, in alphabetical order.
  public var tagNames: [String] { Set(tags.values).sorted() }
}

/// A set of table rows, one bit a row.
public struct RowSet: Sendable, Equatable {
  private var words: [UInt64] = []
  public private(set) var count = 0

  public init() {}

  public var isEmpty: Bool { count == 0 }

  public func contains(_ row: Int) -> Bool {
    let word = row >> 6
    return row >= 0 && word < words.count && words[word] >> UInt64(row & 63) & 1 == 1
  }

  public mutating func set(_ row: Int, _ member: Bool) {
    guard row >= 0, contains(row) != member else { return }
    let word = row >> 6
    if word >= words.count { words += Array(repeating: 0, count: word + 1 - words.count) }
    words[word] ^= 1 << UInt64(row & 63)
    count += member ? 1 : -1
  }

  /// The rows in ascending order.
  public var rows: [Int] {
    var rows: [Int] = []
    for (index, word) in words.enumerated() {
      var left = word
      while left != 0 {
        rows.append((index << 6) + left.trailingZeroBitCount)
        left &= left - 1
      }
    }
    return rows
  }

  public static func == (a: RowSet, b: RowSet) -> Bool {
    guard a.count == b.count else { return false }
    let shared = min(a.words.count, b.words.count)
    return a.words[..<shared] == b.words[..<shared]
  }
}

extension SiteTable {
  /// The identity of the site in a row.
  public func key(_ row: Int) -> SiteKey { SiteKey(structure: structure[row], atom: atom[row]) }

  /// The row of a site, found by halving: rows are in file order. Nil where it has no row.
  public func row(of key: SiteKey) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self.key(middle) < key { low = middle + 1 } else { high = middle }
    }
    return low < count && self.key(low) == key ? low : nil
  }
}
