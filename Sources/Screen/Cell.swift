/// One character position of the screen: what stands there and how it looks.
public struct Cell: Hashable, Sendable {
  /// The Unicode scalar shown; 0 in the second half of a double-width character.
  public var scalar: UInt32
  public var style: Style

  public init(_ scalar: Unicode.Scalar, style: Style = .plain) {
    self.scalar = scalar.value
    self.style = style
  }

  public static let blank = Cell(" ")
}

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
  }
}

/// A colour that knows what to be on poorer terminals.
///
/// Holds 24-bit RGB and, for 16-colour terminals, the ANSI colour a theme names for the same role.
public struct Color: Hashable, Sendable {
  /// 0xAARRGGBB where AA is 255 for the terminal's own colour, else the ANSI colour 0…15.
  public let packed: UInt32

  public init(red: UInt8, green: UInt8, blue: UInt8, ansi: UInt8) {
    packed = UInt32(ansi) << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
  }

  private init(packed: UInt32) { self.packed = packed }

  /// The terminal's own foreground or background.
  public static let standard = Color(packed: 0xFF00_0000)
}
