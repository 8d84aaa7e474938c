import Figures
import Screen
import Spectra

extension State {
  /// The map and the pattern on screen as a figure, in the theme's colours.
  var fieldFigure: FieldFigure {
    let region = fieldPane.map.answered?.region
    let mapSites = region.map { "sites of region \($0.number)" } ?? "all sites"
    let ramp = (0..<32).map { Ink(look.theme.heat((Double($0) + 0.5) / 32).rgb) }
    return FieldFigure(
      map: shownMap?.map, mapTitle: Label(plain: mapSites), field: settings.field.unit,
      pattern: shownPattern?.pattern,
      patternTitle: Label(plain: shownPattern.map { patternTitle($0) } ?? ""),
      showsCentralLine: sights.field.showsCentralLine, caption: conventions, ramp: ramp)
  }

  /// The pattern on screen as CSV after a comment, one line a bin; nil where there is none.
  var patternTable: PatternTable? {
    guard let shown = shownPattern, let pattern = shown.pattern else { return nil }
    let lines = LineBroadening(sights.field.lineShape, width: lineWidth)
    return PatternTable(
      pattern: pattern,
      title: "isotope \(isotope.name), Q \(number(isotope.quadrupoleMoment)) mb, spin "
        + "\(number(isotope.spin)), powder pattern of \(patternTitle(shown)), \(lines.shape.rawValue) "
        + "lines of \(number(lines.width, digits: 6)) kHz")
  }

  private func patternTitle(_ pattern: SitePattern) -> String {
    FieldView(self, ScreenLayout(self).main).setText(pattern)
  }
}

/// A powder pattern as CSV (RFC 4180).
struct PatternTable: Sendable {
  var pattern: PowderPattern
  var title: String

  var csv: String {
    var text = "# \(title)\noffset_kHz,satellites_per_kHz,central_per_kHz\n"
    for (bin, offset) in pattern.offsets.enumerated() {
      text += "\(offset),\(pattern.satellites[bin]),\(pattern.central[bin])\n"
    }
    return text
  }
}
