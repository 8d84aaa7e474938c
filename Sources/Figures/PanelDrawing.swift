extension Panel {
  /// Content, axes, ticks and words, in this order.
  var drawing: SVG {
    var svg = SVG()
    svg.clipped(to: area, content)
    let stroke = Stroke(.black, width: 0.6)
    switch frame {
    case .closed: svg.rectangle(area, stroke: stroke)
    case .open:
      svg.line(Place(area.x, area.bottom), Place(area.right, area.bottom), stroke)
      svg.line(Place(area.x, area.y), Place(area.x, area.bottom), stroke)
    case .none: break
    }
    if frame != .none {
      drawHorizontalAxis(&svg, stroke)
      drawVerticalAxis(&svg, stroke)
    }
    svg.text(title, at: Place(area.x, area.y - 4), isBold: true)
    svg.append(notes)
    return svg
  }

  private func drawHorizontalAxis(_ svg: inout SVG, _ stroke: Stroke) {
    let ticks = x.ticks
    for (value, label) in zip(ticks.values, ticks.labels) {
      let foot = Place(place(value, y.lower).x, area.bottom)
      svg.line(foot, foot + Place(0, 2.5), stroke)
      guard x.isNumbered else { continue }
      svg.text(
        Self.tickLabel(label), at: foot + Place(0, 10), anchor: .middle, size: Figure.tickSize)
    }
    for value in x.minorTicks {
      let foot = Place(place(value, y.lower).x, area.bottom)
      svg.line(foot, foot + Place(0, 1.4), stroke)
    }
    svg.text(
      x.label, at: Place(area.x + area.width / 2, area.bottom + (x.isNumbered ? 21 : 11)),
      anchor: .middle)
  }

  private func drawVerticalAxis(_ svg: inout SVG, _ stroke: Stroke) {
    let ticks = y.ticks
    var widest = 0.0
    for (value, text) in zip(ticks.values, ticks.labels) {
      let foot = Place(area.x, place(x.lower, value).y)
      svg.line(foot, foot - Place(2.5, 0), stroke)
      guard y.isNumbered else { continue }
      let label = Self.tickLabel(text)
      widest = max(widest, label.width(size: Figure.tickSize))
      svg.text(label, at: foot + Place(-4, 2.5), anchor: .end, size: Figure.tickSize)
    }
    for value in y.minorTicks {
      let foot = Place(area.x, place(x.lower, value).y)
      svg.line(foot, foot - Place(1.4, 0), stroke)
    }
    svg.text(
      y.label, at: Place(area.x - 9.5 - widest, area.y + area.height / 2), anchor: .middle,
      isUpright: false)
  }
  /// A number with a minus sign rather than a hyphen.
  private static func tickLabel(_ number: String) -> Label {
    Label(plain: number.hasPrefix("-") ? "−" + number.dropFirst() : number)
  }
}
