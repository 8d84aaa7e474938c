import Crystals
import Engine
import Numbers
import Screen
import Spectra

/// One line of the tables that compare a region's sites with all.
enum CompositionLine {
  case blank
  /// A table's name with the headings of its numbers.
  case heading(String, numbers: [String])
  case share(String, SiteType, Enrichment)
  case length(String, SiteType, MeanShift)

  /// The tables of site types and lengths, and those of Li counts.
  static func tables(_ composition: RegionComposition) -> ([CompositionLine], [CompositionLine]) {
    let types = composition.siteTypes
    var left = [CompositionLine.heading("site", numbers: shareHeadings)]
    left += types.map { .share($0.label, $0, composition.enrichment(of: $0)) }
    left += lengths("bonds", types) { ($0.label + "–O", composition.bondLength(of: $0)) }
    left += lengths("to Li", types) { ($0.label, composition.lithiumDistance(of: $0)) }
    var right: [CompositionLine] = []
    for type in types {
      let counts = composition.lithiumCounts(around: type)
      guard !counts.isEmpty else { continue }
      if !right.isEmpty { right.append(.blank) }
      right.append(.heading("in \(type.label)", numbers: shareHeadings))
      right += counts.compactMap { lithium in
        composition.lithiumShare(lithium, around: type).map {
          .share("\(lithium)/\(type.octahedralNeighbors) Li", type, $0)
        }
      }
    }
    return (left, right)
  }

  private static let shareHeadings = ["sites", "%", "all %", "ratio"]

  /// The table of a length by site type in Å; empty where no site has it.
  private static func lengths(
    _ name: String, _ types: [SiteType], _ item: (SiteType) -> (String, MeanShift)
  ) -> [CompositionLine] {
    let lines = types.compactMap { type -> CompositionLine? in
      let (label, shift) = item(type)
      return shift.whole.count > 0 ? .length(label, type, shift) : nil
    }
    guard !lines.isEmpty else { return [] }
    return [.blank, .heading(name, numbers: ["here/Å", "±", "all/Å", "diff."])] + lines
  }

  func draw(into frame: inout Frame, in line: Rect, _ look: Look) {
    let ground = look.style(.popup)
    func number(_ value: Double, _ places: Int) -> String {
      look.text(decimal(value, places: places))
    }
    switch self {
    case .blank: break
    case .heading(let name, let headings):
      let style = look.style(.tableHeader).on(ground.background)
      for (place, heading) in headings.enumerated() {
        put(look.text(heading), place, into: &frame, line, style)
      }
      frame.draw(look.text(name), in: line, style: style)
    case .share(let label, let type, let enrichment):
      frame.draw(label, in: line, style: look.style(type.role).on(ground.background))
      let share = Double(enrichment.found) / Double(enrichment.part)
      let ofAll = Double(enrichment.ofClass) / Double(enrichment.whole)
      put(grouped(enrichment.found), 0, into: &frame, line, ground)
      put(number(100 * share, 1), 1, into: &frame, line, ground)
      put(number(100 * ofAll, 1), 2, into: &frame, line, ground)
      let ratio = enrichment.part > 0 && enrichment.ofClass > 0 ? enrichment.ratio : .nan
      put(
        number(ratio, ratio < 99.5 ? 2 : 0), 3, into: &frame, line,
        enrichment.isClear ? look.style(.title).on(ground.background) : ground)
      let bar = line.inset(left: Self.label + Self.numbers.reduce(0, +) + 1)
      drawBar(share, against: ofAll, into: &frame, bar, look.style(type.role), look)
    case .length(let label, let type, let shift):
      frame.draw(look.text(label), in: line, style: look.style(type.role).on(ground.background))
      put(number(shift.part.mean, 3), 0, into: &frame, line, ground)
      let deviation = shift.part.count > 0 ? shift.part.deviation : .nan
      put(number(deviation, 3), 1, into: &frame, line, ground)
      put(number(shift.whole.mean, 3), 2, into: &frame, line, ground)
      let sign = shift.difference > 0.0005 ? "+" : ""
      put(
        sign + number(shift.difference, 3), 3, into: &frame, line,
        shift.isClear(least: RegionComposition.leastDifference)
          ? look.style(.title).on(ground.background) : ground)
    }
  }

  /// Columns of the screen of the label and of the four numbers.
  private static let label = 7
  private static let numbers = [7, 6, 6, 7]

  private func put(
    _ text: String, _ place: Int, into frame: inout Frame, _ line: Rect, _ style: Style
  ) {
    let start = Self.label + Self.numbers[..<place].reduce(0, +)
    let cell = Rect(x: line.x + start, y: line.y, columns: Self.numbers[place], rows: 1)
      .intersection(line)
    frame.draw(text, in: cell, alignment: .right, style: style)
  }

  /// The share as a bar of which a full line is everything, with a mark at the share of all.
  private func drawBar(
    _ share: Double, against ofAll: Double, into frame: inout Frame, _ bar: Rect, _ style: Style,
    _ look: Look
  ) {
    guard bar.columns >= 3, share.isFinite else { return }
    let ground = look.style(.popup).background
    let parts = look.glyphs.rightward
    let steps = parts.count - 1
    let done = Int((share * Double(bar.columns * steps)).rounded())
    for column in 0..<bar.columns {
      let part = min(max(done - column * steps, 0), steps)
      frame[bar.x + column, bar.y] = Screen.Cell(parts[part], style: style.on(ground))
    }
    let mark = min(bar.columns - 1, Int(ofAll * Double(bar.columns)))
    frame[bar.x + mark, bar.y] = Screen.Cell(
      look.glyphs.vertical, style: look.style(.reference).on(ground))
  }
}
