extension Theme {
  /// The built-in theme: colours of Okabe and Ito, told apart by colour-blind readers too, on the
  /// terminal's own ground. `Themes/dark.toml` is the same as a file.
  public static let standard: Theme = {
    func color(_ hex: UInt32, _ ansi: UInt8) -> Color { Color(hex: hex, ansi: ansi) }
    func text(_ hex: UInt32, _ ansi: UInt8, _ attributes: Style.Attributes = []) -> Style {
      Style(foreground: color(hex, ansi), attributes: attributes)
    }
    let black = color(0x1B1D23, 0)
    var styles: [Role: Style] = [:]
    styles[.foreground] = .plain
    styles[.dim] = text(0x8A909C, 8, .dimWithoutColor)
    styles[.title] = Style(attributes: .bold)
    styles[.accent] = text(0x56B4E9, 14, .boldWithoutColor)
    styles[.border] = text(0x5A616E, 8)
    styles[.borderFocused] = text(0x56B4E9, 14, .boldWithoutColor)
    styles[.selection] = Style(
      background: color(0x2F4A63, 4), attributes: .underlineWithoutColor)
    styles[.cursor] = Style(
      foreground: black, background: color(0x9AD0F0, 6), attributes: .reverseWithoutColor)
    styles[.warning] = text(0xE69F00, 11, .boldWithoutColor)
    styles[.error] = text(0xFF6B5E, 9, [.bold, .reverseWithoutColor])
    styles[.success] = text(0x2FC18C, 10)
    styles[.progress] = text(0x2FC18C, 10)
    styles[.progressLeft] = text(0x5A616E, 8, .dimWithoutColor)
    styles[.axis] = text(0x8A909C, 7)
    styles[.threshold] = text(0xF0E442, 11, .boldWithoutColor)
    styles[.reference] = text(0xE8E8E8, 15)
    styles[.unclassified] = text(0x7A7F89, 8, .dimWithoutColor)
    styles[.tableHeader] = text(0xB9C0CC, 15, [.bold, .underlineWithoutColor])
    styles[.popup] = Style(foreground: color(0xE6E8EC, 15), background: color(0x262A33, 0))
    styles[.popupBorder] = Style(foreground: color(0x56B4E9, 14), background: color(0x262A33, 0))
    styles[.input] = Style(
      foreground: color(0xE6E8EC, 15), background: color(0x343A46, 0),
      attributes: .underlineWithoutColor)
    styles[.key] = text(0xF0C674, 11, .bold)
    styles[.wireframe] = text(0x6B7280, 8)
    styles[.lithium] = text(0x56B4E9, 14)
    styles[.oxygen] = text(0xE0574B, 9)
    styles[.titanium] = text(0xB0B7C3, 7)
    styles[.otherElement] = text(0xCC79A7, 13)
    styles[.site8a] = text(0x56B4E9, 14)
    styles[.site16c] = text(0xE69F00, 11)
    styles[.site16d] = text(0x2FC18C, 10)
    styles[.site48f] = text(0xCC79A7, 13)
    styles[.site32e] = text(0xE0574B, 9)
    styles[.siteOther] = text(0x7A7F89, 8)
    return Theme(
      name: "dark", background: .standard, hatched: false,
      regions: [
        color(0xE4A124, 11), color(0x5FAECB, 14), color(0x35C28D, 10), color(0xF0E243, 3),
        color(0x4F8FDB, 12), color(0xE67240, 9), color(0xCB719A, 13), color(0xB5ADFF, 5),
      ],
      heat: [
        color(0x20296F, 4), color(0x175D9B, 6), color(0x1C989E, 2), color(0x71CD76, 3),
        color(0xF4EA68, 11),
      ],
      styles: styles)
  }()
}
