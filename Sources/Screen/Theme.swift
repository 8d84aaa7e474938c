/// What a colour is for; theme files use these names.
public enum Role: String, Sendable, Hashable, CaseIterable {
  /// Ordinary text on the ground of the screen.
  case foreground
  case dim
  case title
  case accent
  case border
  case borderFocused
  /// Rows or bins that are selected.
  case selection
  /// The row, bin or caret the keyboard acts on.
  case cursor
  case warning
  case error
  case success
  /// The done part of a progress bar, and the part left.
  case progress
  case progressLeft
  /// Axis lines and tick labels.
  case axis
  case threshold
  /// A histogram or curve to compare with.
  case reference
  /// Bars and sites in no region.
  case unclassified
  case tableHeader
  case popup
  case popupBorder
  case input
  /// Key names in the footer and help.
  case key
  /// The cell box and axes of 3D views.
  case wireframe
  case lithium, oxygen, titanium, otherElement
  case site8a, site16c, site16d, site48f, site32e, siteOther
}

/// The colours of everything on screen, by what they are for.
public struct Theme: Sendable, Equatable {
  public var name: String
  /// The ground of the screen; the terminal's own unless the theme names one.
  public var background: Color
  /// True when regions are told apart by patterns as well as colours.
  public var hatched: Bool
  /// Colours of regions 1, 2, …; used again from the start when there are more regions.
  public var regions: [Color]
  /// Colours from low to high for maps; at least two.
  public var heat: [Color]
  var styles: [Style]

  init(
    name: String, background: Color, hatched: Bool, regions: [Color], heat: [Color],
    styles: [Role: Style]
  ) {
    self.name = name
    self.background = background
    self.hatched = hatched
    self.regions = regions
    self.heat = heat
    self.styles = Role.allCases.map { styles[$0] ?? Style(background: background) }
  }

  /// The style of a role; roles without a ground of their own stand on the screen's.
  public func style(_ role: Role) -> Style { styles[role.index] }

  /// Sets the style of a role.
  public mutating func setStyle(_ role: Role, _ style: Style) { styles[role.index] = style }

  public func color(_ role: Role) -> Color { styles[role.index].foreground }

  /// The style of region 1, 2, …; anything else is unclassified.
  public func regionStyle(_ region: Int) -> Style {
    guard region > 0, !regions.isEmpty else { return style(.unclassified) }
    return Style(foreground: regions[(region - 1) % regions.count], background: background)
  }

  /// A colour of the heat ramp.
  /// - Parameter amount: 0 for low, 1 for high; NaN gives the colour of what is unclassified.
  public func heat(_ amount: Double) -> Color {
    guard !amount.isNaN, let last = heat.last else { return color(.unclassified) }
    let place = min(max(amount, 0), 1) * Double(heat.count - 1)
    let step = min(Int(place), heat.count - 1)
    return step + 1 < heat.count
      ? heat[step].blended(with: heat[step + 1], place - Double(step)) : last
  }

  /// Ordinary text: what the screen is cleared with.
  public var base: Style { style(.foreground) }
}

extension Role {
  /// The place of a role in the list of all.
  var index: Int { Role.places[self] ?? 0 }
  private static let places = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
