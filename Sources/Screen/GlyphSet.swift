/// Which characters the terminal's font and locale can show.
public enum GlyphSet: String, Sendable, Hashable, CaseIterable {
  /// Eighth blocks, braille and rounded corners.
  case unicode
  /// Half blocks and straight corners, for fonts without braille or eighths.
  case blocks
  /// Printable ASCII only.
  case ascii

  /// Bars from empty to full that grow upwards.
  public var upward: [Unicode.Scalar] {
    switch self {
    case .unicode: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    case .blocks: [" ", "▄", "█"]
    case .ascii: [" ", "#"]
    }
  }

  /// Bars from empty to full that grow rightwards.
  public var rightward: [Unicode.Scalar] {
    switch self {
    case .unicode: [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    case .blocks: [" ", "▌", "█"]
    case .ascii: [" ", "#"]
    }
  }

  /// The corners top left, top right, bottom left, bottom right of a frame.
  var corners: [Unicode.Scalar] {
    switch self {
    case .unicode: ["╭", "╮", "╰", "╯"]
    case .blocks: ["┌", "┐", "└", "┘"]
    case .ascii: ["+", "+", "+", "+"]
    }
  }

  public var horizontal: Unicode.Scalar { self == .ascii ? "-" : "─" }
  public var vertical: Unicode.Scalar { self == .ascii ? "|" : "│" }
  /// A vertical line that stands out: cursors and markers.
  public var heavyVertical: Unicode.Scalar { self == .ascii ? "|" : "┃" }
  /// A dashed horizontal line: thresholds.
  public var dashed: Unicode.Scalar { self == .ascii ? "-" : "┄" }
  /// A tick on a vertical axis, on a horizontal axis, and the corner between them.
  var axisTicks: (left: Unicode.Scalar, bottom: Unicode.Scalar, corner: Unicode.Scalar) {
    self == .ascii ? ("+", "+", "+") : ("┤", "┬", "└")
  }
  public var sortedUp: String { self == .ascii ? "^" : "▴" }
  public var sortedDown: String { self == .ascii ? "v" : "▾" }
  /// Marks the cursor's place on an axis.
  public var pointer: String { self == .ascii ? "^" : "▲" }
  /// Marks a row a user has marked.
  public var mark: String { self == .ascii ? "*" : "●" }
  public var bullet: String { self == .ascii ? "-" : "·" }
  public var ellipsis: String { self == .ascii ? "~" : "…" }
  /// The ends of a scroll bar's groove and its handle.
  var scroll: (groove: Unicode.Scalar, handle: Unicode.Scalar) {
    self == .ascii ? ("|", "#") : ("│", "┃")
  }
  /// Progress: done and to do.
  var progress: (done: Unicode.Scalar, left: Unicode.Scalar) {
    self == .ascii ? ("=", ".") : ("━", "╌")
  }

  /// Full-cell fills that tell regions apart without colour; 0 is for what is in no region.
  public func hatch(_ region: Int) -> Unicode.Scalar {
    let fills: [Unicode.Scalar] =
      self == .ascii
      ? [".", "#", "=", "%", "o", "+", "x", "@", "*"]
      : ["░", "█", "▚", "▓", "╳", "▒", "╱", "╬", "╲"]
    return region <= 0 ? fills[0] : fills[(region - 1) % 8 + 1]
  }
}
