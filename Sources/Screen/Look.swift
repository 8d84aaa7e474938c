/// How everything is drawn: the theme, the characters to use and the colours to expect.
public struct Look: Sendable, Equatable {
  public var theme: Theme
  public var glyphs: GlyphSet
  public var colors: ColorLevel

  public init(
    theme: Theme = .standard, glyphs: GlyphSet = .unicode, colors: ColorLevel = .truecolor
  ) {
    self.theme = theme
    self.glyphs = glyphs
    self.colors = colors
  }

  /// True where fills need a pattern since colours cannot tell them apart.
  public var hatched: Bool { colors == .mono || theme.hatched }

  public func style(_ role: Role) -> Style { theme.style(role) }

  /// The style of region 1, 2, …; anything else is unclassified.
  public func regionStyle(_ region: Int) -> Style { theme.regionStyle(region) }

  /// A full-cell fill for a region: solid where colours show it, else a pattern.
  public func regionFill(_ region: Int) -> Unicode.Scalar {
    hatched ? glyphs.hatch(region) : glyphs.upward[glyphs.upward.count - 1]
  }
}

/// Something that draws itself into a rectangle of a frame; an empty rectangle draws nothing.
public protocol Widget {
  func draw(into frame: inout Frame, in rect: Rect, look: Look)
}

extension Frame {
  public mutating func draw(_ widget: some Widget, in rect: Rect, look: Look) {
    let visible = rect.intersection(bounds)
    if !visible.isEmpty { widget.draw(into: &self, in: rect, look: look) }
  }
}
