/// A colour that knows what to be on poorer terminals.
///
/// Holds 24-bit RGB and, for 16-colour terminals, the ANSI colour a theme names for the same role.
public struct Color: Hashable, Sendable {
  /// 0xAARRGGBB where AA is 255 for the terminal's own colour, else the ANSI colour 0…15.
  public let packed: UInt32

  public init(red: UInt8, green: UInt8, blue: UInt8, ansi: UInt8) {
    packed =
      UInt32(min(ansi, 15)) << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
  }

  /// The colour 0xRRGGBB; without a named ANSI colour, the one of the sixteen nearest by eye.
  public init(hex: UInt32, ansi: UInt8? = nil) {
    let rgb = hex & 0xFFFFFF
    packed = UInt32(min(ansi ?? Palette.nearestANSI(rgb), 15)) << 24 | rgb
  }

  private init(packed: UInt32) { self.packed = packed }

  /// The terminal's own foreground or background.
  public static let standard = Color(packed: 0xFF00_0000)

  public var isStandard: Bool { packed == 0xFF00_0000 }
  /// 0xRRGGBB; black for the terminal's own colour.
  public var rgb: UInt32 { packed & 0xFFFFFF }
  public var red: UInt8 { UInt8(truncatingIfNeeded: packed >> 16) }
  public var green: UInt8 { UInt8(truncatingIfNeeded: packed >> 8) }
  public var blue: UInt8 { UInt8(truncatingIfNeeded: packed) }
  /// Whether a terminal with so many colours shows both alike.
  public func looksLike(_ other: Color, at level: ColorLevel) -> Bool {
    if isStandard || other.isStandard { return isStandard == other.isStandard }
    switch level {
    case .mono: return true
    case .ansi16: return ansi == other.ansi
    case .indexed256: return Palette.nearest256(rgb) == Palette.nearest256(other.rgb)
    case .truecolor: return rgb == other.rgb
    }
  }

  /// The ANSI colour 0…15 for sixteen-colour terminals; nil for the terminal's own colour.
  public var ansi: UInt8? { isStandard ? nil : UInt8(truncatingIfNeeded: packed >> 24) }

  /// The colour a part of the way to another, mixed in Oklab so that steps look even.
  ///
  /// The terminal's own colour cannot be mixed: the nearer of the two is returned then.
  /// - Parameter amount: 0 gives this colour, 1 the other; values outside are clamped.
  public func blended(with other: Color, _ amount: Double) -> Color {
    let amount = amount.isNaN ? 0 : min(max(amount, 0), 1)
    let nearer = amount < 0.5 ? self : other
    if isStandard || other.isStandard || amount == 0 || amount == 1 { return nearer }
    let mixed = Oklab(rgb).vector + (Oklab(other.rgb).vector - Oklab(rgb).vector) * Float(amount)
    return Color(hex: Oklab(vector: mixed).rgb, ansi: nearer.ansi)
  }
}
