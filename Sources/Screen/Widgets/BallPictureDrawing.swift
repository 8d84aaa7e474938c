extension BallPicture {
  /// Whether balls are pixels, or characters for want of colours or blocks.
  static func hasPixels(_ look: Look) -> Bool { look.glyphs != .ascii && look.colors != .mono }

  public func draw(into frame: inout Frame, in rect: Rect, look: Look) {
    let hasPixels = Self.hasPixels(look)
    if look.glyphs != .ascii { frame.draw(wires, in: rect, look: look) }
    let shades = Shades(inks, look)
    for row in 0..<min(rows, rect.rows) {
      for column in 0..<min(columns, rect.columns) {
        let upper = row * 2 * width + column
        let (x, y) = (rect.x + column, rect.y + row)
        if look.glyphs == .ascii, let stroke = strokes[row * columns + column] {
          let style = stroke.style.on(look.theme.background)
          frame[x, y] = Cell(Unicode.Scalar(stroke.scalar) ?? " ", style: style)
        } else if hasPixels {
          let colors = (color(upper, shades), color(upper + width, shades))
          if let cell = Self.cell(colors.0, colors.1, look) { frame[x, y] = cell }
        } else if let ball = ball(atColumn: column, row: row) {
          let ink = inks[Int(balls[ball].ink)]
          frame[x, y] = Cell(
            ink.isFaint ? look.glyphs.hatch(0) : ink.fill, style: style(ball, look))
        }
      }
    }
    if showsLabels || !hasPixels { drawLabels(into: &frame, rect, shades, look) }
  }

  private static func cell(_ upper: Color?, _ lower: Color?, _ look: Look) -> Screen.Cell? {
    let ground = look.theme.background
    switch (upper, lower) {
    case (let upper?, let lower?):
      return Cell("▀", style: Style(foreground: upper, background: lower))
    case (let upper?, nil): return Cell("▀", style: Style(foreground: upper, background: ground))
    case (nil, let lower?): return Cell("▄", style: Style(foreground: lower, background: ground))
    case (nil, nil): return nil
    }
  }

  /// The colour of a pixel; nil where the ground is seen.
  private func color(_ pixel: Int, _ shades: Shades) -> Color? {
    if !wirePixels.isEmpty, let wire = wirePixels[pixel] { return wire }
    guard owner[pixel] >= 0 else { return nil }
    let ball = balls[Int(owner[pixel])]
    var light: Float = 0.8
    let radius = max(Self.leastRadius, ball.radius)
    if radius >= 1.25 {
      // Light falls from the upper left, a little from the front.
      let dx = Float(pixel % width) + 0.5 - ball.x
      let dy = Float(pixel / width) + 0.5 - ball.y
      let dz = depth[pixel] - ball.depth
      light = max(0, (-0.42 * dx - 0.52 * dy + 0.74 * dz) / radius)
    }
    return shades.color(ink: Int(ball.ink), nearness: nearness(ball), light: light)
  }

  /// 0 for the farthest, 1 for the nearest.
  private func nearness(_ ball: Ball) -> Float {
    let range = depths.upperBound - depths.lowerBound
    return range > 0 ? min(max((ball.depth - depths.lowerBound) / range, 0), 1) : 1
  }

  /// Of a ball drawn as characters: near ones are bold, far ones dim.
  private func style(_ ball: Int, _ look: Look) -> Style {
    let ball = balls[ball]
    let ink = inks[Int(ball.ink)]
    let style = Style(foreground: ink.color, background: look.theme.background)
    let nearness = nearness(ball)
    if ink.isFaint || nearness < 0.4 { return style.dim }
    return nearness > 0.7 ? style.bold : style
  }

  /// Labels on the balls whose middle is in sight.
  private func drawLabels(
    into frame: inout Frame, _ rect: Rect, _ shades: Shades, _ look: Look
  ) {
    let hasPixels = Self.hasPixels(look)
    for (place, ball) in balls.enumerated() {
      let ink = inks[Int(ball.ink)]
      guard let label = ink.label, !ink.isFaint, !hasPixels || ball.radius >= 1.2,
        ball.x >= 0, ball.y >= 0, ball.x < Float(width), ball.y < Float(height)
      else { continue }
      let (column, row) = (Int(ball.x), Int(ball.y) / 2)
      guard column < rect.columns, row < rect.rows,
        self.ball(atColumn: column, row: row) == place
      else { continue }
      let (x, y) = (rect.x + column, rect.y + row)
      guard hasPixels else {
        // Over lines only where the ball is in front of them.
        if strokes[row * columns + column] == nil || look.glyphs != .ascii {
          frame[x, y] = Cell(label, style: style(place, look))
        }
        continue
      }
      let ground = shades.color(ink: Int(ball.ink), nearness: nearness(ball), light: 0.8)
      let isBright = Oklab(ground.rgb).vector.x > 0.5
      let front =
        isBright ? Color(hex: 0x000000, ansi: 0) : Color(hex: 0xFFFFFF, ansi: 15)
      frame[x, y] = Cell(label, style: Style(foreground: front, background: ground).bold)
    }
  }
}

/// The colours of inks by distance and light, few enough for terminals that count their pairs.
private struct Shades {
  private static let fogSteps = 5
  private static let lightSteps = 6
  private var colors: [Color] = []

  init(_ inks: [BallPicture.Ink], _ look: Look) {
    let ground =
      look.theme.background.isStandard ? Color(hex: 0x16181D, ansi: 0) : look.theme.background
    let (black, white) = (Color(hex: 0x000000, ansi: 0), Color(hex: 0xFFFFFF, ansi: 15))
    colors.reserveCapacity(inks.count * Self.fogSteps * Self.lightSteps)
    for ink in inks {
      for fog in 0..<Self.fogSteps {
        let distance = 1 - Double(fog) / Double(Self.fogSteps - 1)
        for light in 0..<Self.lightSteps {
          // Sixteen colours have no shades.
          guard look.colors != .ansi16 else {
            colors.append(ink.isFaint ? look.theme.color(.wireframe) : ink.color)
            continue
          }
          let bright = Double(light) / Double(Self.lightSteps - 1)
          let lit =
            bright > 0.85
            ? ink.color.blended(with: white, 0.18)
            : ink.color.blended(with: black, 0.5 * (1 - bright / 0.85))
          colors.append(lit.blended(with: ground, ink.isFaint ? 0.82 : 0.6 * distance))
        }
      }
    }
  }

  /// - Parameters:
  ///   - nearness: 0 for the farthest, 1 for the nearest.
  ///   - light: 0 for shadow, 1 for full light.
  func color(ink: Int, nearness: Float, light: Float) -> Color {
    let fog = Int(nearness * (Float(Self.fogSteps) - 0.01))
    let step = Int(min(max(light, 0), 1) * (Float(Self.lightSteps) - 0.01))
    return colors[(ink * Self.fogSteps + fog) * Self.lightSteps + step]
  }
}
