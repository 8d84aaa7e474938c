/// How a cell looks: two colours and attributes.
public struct Style: Hashable, Sendable {
  public var foreground: Color
  public var background: Color
  public var attributes: Attributes

  public init(
    foreground: Color = .standard, background: Color = .standard, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  public static let plain = Style()

  public struct Attributes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let reverse = Attributes(rawValue: 4)
    public static let underline = Attributes(rawValue: 8)
    public static let italic = Attributes(rawValue: 16)
    /// Attributes that stand in for a colour: they take effect on terminals without colours only.
    public static let boldWithoutColor = Attributes(rawValue: 32)
    public static let dimWithoutColor = Attributes(rawValue: 64)
    public static let reverseWithoutColor = Attributes(rawValue: 128)
    public static let underlineWithoutColor = Attributes(rawValue: 256)
  }

  /// The attributes to show at a colour level, stand-ins for colours resolved.
  public func attributes(at level: ColorLevel) -> Attributes {
    let always = attributes.intersection([.bold, .dim, .reverse, .underline, .italic])
    guard level == .mono else { return always }
    return always.union(Attributes(rawValue: attributes.rawValue >> 5 & 15))
  }

  public func on(_ background: Color) -> Style { with { $0.background = background } }
  public func colored(_ foreground: Color) -> Style { with { $0.foreground = foreground } }
  public func adding(_ more: Attributes) -> Style { with { $0.attributes.formUnion(more) } }
  public var bold: Style { adding(.bold) }
  public var dim: Style { adding(.dim) }
  public var underlined: Style { adding(.underline) }
  public var italic: Style { adding(.italic) }
  /// Foreground and background exchanged by the terminal.
  public var reversed: Style { with { $0.attributes.formSymmetricDifference(.reverse) } }

  private func with(_ change: (inout Style) -> Void) -> Style {
    var copy = self
    change(&copy)
    return copy
  }
}
