/// A key stroke.
public enum Key: Hashable, Sendable {
  case character(Unicode.Scalar)
  case control(Unicode.Scalar)
  case up, down, left, right, home, end, pageUp, pageDown
  case tab, backTab, enter, escape, backspace, delete, insert
  case function(Int)

  private static let names: [(name: String, key: Key, label: String)] = [
    ("up", .up, "↑"), ("down", .down, "↓"), ("left", .left, "←"), ("right", .right, "→"),
    ("home", .home, "Home"), ("end", .end, "End"), ("pageup", .pageUp, "PgUp"),
    ("pagedown", .pageDown, "PgDn"), ("tab", .tab, "Tab"), ("btab", .backTab, "S-Tab"),
    ("enter", .enter, "Enter"), ("esc", .escape, "Esc"), ("space", .character(" "), "Space"),
    ("backspace", .backspace, "Backspace"), ("delete", .delete, "Del"), ("insert", .insert, "Ins"),
  ]

  private static let aliases: [String: Key] = [
    "pgup": .pageUp, "pgdn": .pageDown, "escape": .escape, "return": .enter, "backtab": .backTab,
    "shift-tab": .backTab, "s-tab": .backTab, "bs": .backspace, "del": .delete, "ins": .insert,
  ]

  /// A key from the name that scripts and the configuration use: `up`, `enter`, `c-a`, `f1`, or a
  /// single character.
  public init?(name: String) {
    if name.unicodeScalars.count == 1, let scalar = name.unicodeScalars.first, scalar.value > 32 {
      self = .character(scalar)
      return
    }
    let lowered = name.lowercased()
    if let known = Self.names.first(where: { $0.name == lowered }) {
      self = known.key
    } else if let alias = Self.aliases[lowered] {
      self = alias
    } else if lowered.hasPrefix("c-") || lowered.hasPrefix("^"),
      let scalar = lowered.unicodeScalars.last, ("a"..."z").contains(scalar),
      lowered.unicodeScalars.count == (lowered.hasPrefix("^") ? 2 : 3)
    {
      self = .control(scalar)
    } else if lowered.hasPrefix("f"), let number = Int(lowered.dropFirst()),
      (1...24).contains(number)
    {
      self = .function(number)
    } else {
      return nil
    }
  }

  /// The name that scripts and the configuration use.
  public var name: String {
    switch self {
    case .character(" "): "space"
    case .character(let scalar): String(Character(scalar))
    case .control(let scalar): "c-\(Character(scalar))"
    case .function(let number): "f\(number)"
    default: Self.names.first { $0.key == self }?.name ?? ""
    }
  }

  /// How the key is written on screen.
  public var label: String { label(ascii: false) }

  func label(ascii: Bool) -> String {
    switch self {
    case .character(" "): return "Space"
    case .character(let scalar): return String(Character(scalar))
    case .control(let scalar): return "^\(Character(scalar).uppercased())"
    case .function(let number): return "F\(number)"
    default:
      guard let known = Self.names.first(where: { $0.key == self }) else { return "" }
      let isArrow = [.up, .down, .left, .right].contains(self)
      return ascii && isArrow ? known.name : known.label
    }
  }
}
