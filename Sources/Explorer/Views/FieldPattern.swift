import Numbers
import Screen
import Spectra

/// The powder pattern of the Field screen.
extension FieldView {
  func drawPattern(into frame: inout Frame) {
    let pattern = state.shownPattern
    let width = state.lineWidth
    let lines =
      width > 0
      ? "\(state.sights.field.lineShape == .gaussian ? "Gaussian" : "Lorentzian") "
        + "\(number(width, digits: 6)) kHz" : "sharp lines"
    let isotope = isotopeText(state.isotope.name, ascii: look.glyphs == .ascii)
    let note = state.fieldPane.pattern.isPending ? "computing" : "\(isotope)  \(lines)"
    let title = "Powder pattern" + (pattern.map { " of \(setText($0))" } ?? "")
    let inside = frame.box(patternBox, look.text(title), note: look.text(note), look: look)
    guard let pattern, let spectrum = pattern.pattern else {
      if let pattern { drawEmptySet(pattern, inside, into: &frame) }
      return
    }
    let hasText = inside.rows >= 8
    frame.draw(plot(spectrum), in: inside.inset(top: hasText ? 1 : 0), look: look)
    if hasText {
      frame.draw(
        look.text(summary(pattern, spectrum)), in: inside.inset(left: 1), style: look.style(.dim),
        ellipsis: look.glyphs.ellipsis)
    }
  }

  private func drawEmptySet(_ pattern: SitePattern, _ inside: Rect, into frame: inout Frame) {
    let text =
      switch state.sights.field.patternSet {
      case .marked where pattern.siteCount == 0: "no site is marked; Space marks on Sites"
      case .list where pattern.siteCount == 0: "no site passes the filter"
      default: "no site of the set has a tensor"
      }
    frame.draw(
      text, in: inside, row: inside.rows / 2, alignment: .center, style: look.style(.dim),
      ellipsis: look.glyphs.ellipsis)
  }

  private func plot(_ pattern: PowderPattern) -> Plot {
    let offsets = pattern.offsets
    let colors = look.theme.regions
    func series(_ name: String, _ intensities: [Double], _ place: Int, dash: Int) -> Plot.Series {
      Plot.Series(
        name, points: zip(offsets, intensities).map { ($0, 100 * $1) },
        color: colors.isEmpty ? look.theme.color(.accent) : colors[place % colors.count],
        dash: dash)
    }
    var lines = [series("satellites", pattern.satellites, 1, dash: 0)]
    let highest = 100 * (pattern.satellites.max() ?? 0)
    if state.sights.field.showsCentralLine, pattern.central.contains(where: { $0 > 0 }) {
      lines.append(series("central line", pattern.central, 0, dash: 2))
    }
    var plot = Plot(series: lines)
    plot.xRange = -pattern.mainReach...pattern.mainReach
    // The central line, mostly far higher, is cut off.
    plot.yRange = 0...max(highest * 1.08, 1e-12)
    plot.xLabel = "kHz"
    plot.yLabel = "%/kHz"
    plot.showsLegend = lines.count > 1
    return plot
  }

  /// Edges of a single site, the second moment of many.
  private func summary(_ pattern: SitePattern, _ spectrum: PowderPattern) -> String {
    guard let single = pattern.single else {
      return "√⟨ω_Q²⟩ = \(kilohertz(spectrum.secondMoment.squareRoot())) kHz · "
        + "largest ω_max \(kilohertz(spectrum.largestSplitting)) kHz"
        + (spectrum.mainReach < spectrum.largestSplitting ? ", beyond the axis" : "")
    }
    let shape = PowderShape(asymmetry: single.asymmetry)
    let edges = [shape.lowerEdge, shape.singularity, shape.upperEdge]
      .map { kilohertz($0 * single.splitting) }
    return "ω_Q: edges \(edges[0]) and \(edges[2]), singularity \(edges[1]) kHz, and mirrored"
  }
}
