/// One character position of the screen: what stands there and how it looks.
public struct Cell: Hashable, Sendable {
  /// The Unicode scalar shown; 0 in the second half of a double-width character.
  public var scalar: UInt32
  /// A combining mark drawn over the scalar; 0 for none.
  public var mark: UInt32
  public var style: Style

  public init(_ scalar: Unicode.Scalar, style: Style = .plain) {
    self.scalar = scalar.value
    mark = 0
    self.style = style
  }

  public static let blank = Cell(" ")

  /// The second half of a double-width character.
  static func continuation(style: Style) -> Cell {
    var cell = Cell(" ", style: style)
    cell.scalar = 0
    return cell
  }

  /// True in the second half of a double-width character.
  public var isContinuation: Bool { scalar == 0 }
}
