import CNcurses
import Screen

/// Styles as curses knows them: attributes and a numbered pair of colours, made as they appear.
struct StyleTable {
  struct Look {
    var attributes: attr_t
    var pair: Int32
  }
  private struct Colors: Hashable { var foreground, background: Int32 }

  private let level: ColorLevel
  private let colorCount: Int
  private let pairLimit: Int
  private var looks: [Style: Look] = [:]
  private var pairs: [Colors: Int32] = [:]
  private var indexed: [UInt32: Int32] = [:]
  private var last: (style: Style, look: Look)?
  private var ranOut = false

  init(level: ColorLevel, colorCount: Int, pairLimit: Int) {
    self.level = level
    self.colorCount = colorCount
    // Curses keeps pair numbers in 16 bits of some calls.
    self.pairLimit = min(pairLimit, 32_767)
  }

  /// True when no pairs are left and giving them out anew would help: a terminal with few pairs
  /// would run out again in the next frame.
  var isFull: Bool { ranOut && pairLimit >= 1024 }

  /// Forgets all pairs.
  mutating func reset() {
    reset_color_pairs()
    looks = [:]
    pairs = [:]
    last = nil
    ranOut = false
  }

  mutating func look(_ style: Style) -> Look {
    if let last, last.style == style { return last.look }
    let look: Look
    if let known = looks[style] {
      look = known
    } else {
      look = make(style)
      looks[style] = look
    }
    last = (style, look)
    return look
  }

  private mutating func make(_ style: Style) -> Look {
    var attributes: attr_t = 0
    for (attribute, code) in [
      (Style.Attributes.bold, nc_bold), (.dim, nc_dim), (.reverse, nc_reverse),
      (.underline, nc_underline), (.italic, nc_italic),
    ] where style.attributes(at: level).contains(attribute) { attributes |= code }
    if level == .mono { return Look(attributes: attributes, pair: 0) }
    let colors = Colors(
      foreground: number(style.foreground), background: number(style.background))
    // With eight colours a bright one is the plain one in bold.
    if level == .ansi16, colorCount < 16, (style.foreground.ansi ?? 0) >= 8 {
      attributes |= nc_bold
    }
    if colors == Colors(foreground: -1, background: -1) {
      return Look(attributes: attributes, pair: 0)
    }
    if let pair = pairs[colors] { return Look(attributes: attributes, pair: pair) }
    let next = Int32(pairs.count + 1)
    guard Int(next) < pairLimit,
      init_extended_pair(next, colors.foreground, colors.background) == OK
    else {
      ranOut = true
      let ground = style.background.isStandard ? 0 : nc_reverse
      return Look(attributes: attributes ^ ground, pair: 0)
    }
    pairs[colors] = next
    return Look(attributes: attributes, pair: next)
  }

  /// The colour's number on this terminal; −1 for the terminal's own.
  private mutating func number(_ color: Color) -> Int32 {
    guard let ansi = color.ansi else { return -1 }
    switch level {
    case .mono: return -1
    case .ansi16:
      if colorCount < 16 { return Int32(ansi & 7) }
      // Where numbers are colours themselves, only the first eight stand for the palette's.
      return takesRGB && ansi > 7 ? Int32(Palette.rgb(ofIndex: ansi)) : Int32(ansi)
    case .indexed256:
      if let known = indexed[color.rgb] { return known }
      let nearest = Palette.nearest256(color.rgb)
      let number = takesRGB ? Int32(max(Palette.rgb(ofIndex: nearest), 8)) : Int32(nearest)
      indexed[color.rgb] = number
      return number
    // Values below 8 would mean the palette's colours.
    case .truecolor: return Int32(max(color.rgb, 8))
    }
  }

  /// True when the terminal's colour numbers are 0xRRGGBB.
  private var takesRGB: Bool { colorCount > 256 }
}
