/// A line of text being typed, with a caret.
public struct LineEditor: Sendable, Equatable {
  public private(set) var scalars: [Unicode.Scalar]
  /// 0 before the first scalar.
  public private(set) var caret: Int
  /// Whether all of the text is selected, so that what is typed next takes its place.
  public private(set) var isSelected: Bool

  public init(_ text: String = "", isSelected: Bool = false) {
    scalars = Array(text.unicodeScalars)
    caret = scalars.count
    self.isSelected = isSelected && !scalars.isEmpty
  }

  public var text: String { String(String.UnicodeScalarView(scalars)) }

  /// Text is kept to one line and to a length no honest input needs.
  private static let limit = 4096

  mutating func insert(_ text: some StringProtocol) {
    removeSelected()
    let clean: [Unicode.Scalar] = text.unicodeScalars.map { $0.value < 32 ? " " : $0 }
    let room = max(0, Self.limit - scalars.count)
    scalars.insert(contentsOf: clean.prefix(room), at: caret)
    caret += min(room, clean.count)
  }

  private mutating func removeSelected() {
    if isSelected { (scalars, caret) = ([], 0) }
    isSelected = false
  }

  mutating func replace(last count: Int, with text: String) {
    isSelected = false
    let start = max(0, caret - count)
    scalars.removeSubrange(start..<caret)
    caret = start
    insert(text)
  }

  /// Edits by a key; false where the key edits nothing.
  mutating func edit(_ key: Key) -> Bool {
    switch key {
    case .character(let scalar): insert(String(Character(scalar)))
    case .left, .control("b"): caret = max(0, caret - 1)
    case .right, .control("f"): caret = min(scalars.count, caret + 1)
    case .home, .control("a"): caret = 0
    case .end, .control("e"): caret = scalars.count
    case .backspace, .control("h"), .delete, .control("d"):
      if isSelected {
        removeSelected()
      } else if key == .backspace || key == .control("h") {
        replace(last: 1, with: "")
      } else if caret < scalars.count {
        scalars.remove(at: caret)
      }
    case .control("k"): scalars.removeSubrange(caret...)
    case .control("u"): replace(last: caret, with: "")
    case .control("w"):
      var start = caret
      while start > 0, scalars[start - 1] == " " { start -= 1 }
      while start > 0, scalars[start - 1] != " " { start -= 1 }
      replace(last: caret - start, with: "")
    default: return false
    }
    isSelected = false
    return true
  }

  mutating func moveCaret(to column: Int) {
    caret = min(max(0, column), scalars.count)
    isSelected = false
  }
}
