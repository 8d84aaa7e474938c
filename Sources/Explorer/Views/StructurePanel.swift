import Crystals
import Numbers
import Screen

/// What stands beside or under the cell: what is shown, the legend, the picked site.
extension StructureView {
  var dim: Style { look.style(.dim) }
  var plain: Style { look.style(.foreground) }

  // MARK: What is shown

  func drawFacts(_ scene: StructureScene, into frame: inout Frame) {
    guard !state.structures.isEmpty else { return }
    let origin = state.structures.origin(of: state.cellPlace)
    let inside = frame.box(factsBox, "Cell", look: look).inset(left: 1, right: 1)
    let file = origin.file.split(separator: "/").last.map(String.init) ?? ""
    let lines = [
      [Span(visible(file), plain), Span(" frame \(origin.frame)", dim)],
      [Span(composition(scene), plain)], [Span(edges(scene), plain)],
      [Span("shown ", dim), Span(shownText(scene), plain)],
    ]
    for (row, spans) in lines.enumerated() {
      frame.draw(spans.map { Span(look.text($0.text), $0.style) }, in: inside, row: row)
    }
  }

  /// Atoms by element, and all of them.
  private func composition(_ scene: StructureScene) -> String {
    let parts = scene.composition.map { "\($0.element.symbol)\($0.count)" }
    let total = scene.composition.reduce(0) { $0 + $1.count }
    return parts.joined(separator: " ") + " · \(grouped(total)) atoms"
  }

  private func edges(_ scene: StructureScene) -> String {
    guard scene.frame.hasCell else { return "no cell" }
    let lengths = zip(["a", "b", "c"], scene.frame.basis.vectors).map { name, vector in
      "\(name) \(decimal((vector * vector).sum().squareRoot(), places: 2))"
    }
    return lengths.joined(separator: "  ") + " Å"
  }

  private func shownText(_ scene: StructureScene) -> String {
    let present = Set(scene.composition.map(\.element))
    let shown = state.elementsShown.intersection(present)
    let hidden = present.subtracting(shown)
    func names(_ elements: Set<Element>) -> String {
      elements.sorted().map(\.symbol).joined(separator: " ")
    }
    return (shown.isEmpty ? "nothing" : names(shown))
      + (hidden.isEmpty ? "" : ", hidden \(names(hidden))")
  }

  // MARK: Legend

  /// Lines of the legend that fit; those of nothing give way first.
  private func legendLines(_ counts: [SiteGroup: Int]?) -> [SiteGroup] {
    let room = max(0, Box.inside(legendBox).rows - 1)
    var lines = state.siteGroups
    for group in [SiteGroup.outOfRange, .withoutPrediction]
    where counts.map({ ($0[group] ?? 0) == 0 }) ?? false && group != state.siteGroup {
      lines.removeAll { $0 == group }
    }
    guard lines.count > room else { return lines }
    let place = lines.firstIndex(of: state.siteGroup) ?? 0
    let first = max(0, min(place - room / 2, lines.count - room))
    return Array(lines[first..<first + room])
  }

  func drawLegend(_ scene: StructureScene, into frame: inout Frame) {
    let inside = frame.box(
      legendBox, "Regions here", note: look.text(state.settings.observable.heading), look: look)
    let unit = state.settings.observable.unit
    let total = scene.counts.values.reduce(0, +)
    frame.draw(
      "        " + leading(unit.isEmpty ? "range" : look.text(unit), 14) + leading("sites", 8)
        + leading("%", 7), in: inside, style: look.style(.tableHeader))
    for (row, group) in legendLines(scene.counts).enumerated() {
      let isHidden = state.sights.cell.hidden.contains(group)
      let count = scene.counts[group] ?? 0
      let share = total > 0 ? decimal(Double(count) / Double(total) * 100, places: 1) : "–"
      let ink = look.regionStyle(group.number)
      let fill = isHidden ? " " : String(Character(look.regionFill(group.number)))
      var spans = [
        Span(group == state.siteGroup ? "▸" : " ", plain),
        Span(group.number > 0 ? fill : isHidden ? " " : hatch, ink),
        Span(leading(group.number > 0 ? "\(group.number)" : "", 3) + " ", ink.bold),
        Span(leading(rangeText(group), 16), isHidden ? dim : plain),
        Span(leading(grouped(count), 8), isHidden ? dim : plain),
        Span(leading(share, 7), dim),
      ]
      if isHidden { spans.append(Span(" hid", dim)) }
      frame.draw(
        spans.map { Span(look.text($0.text), $0.style) }, in: inside, row: row + 1)
      if group == state.siteGroup {
        // The swatch keeps its colour.
        frame.restyle(inside.row(row + 1).inset(left: 2)) { $0 = look.style(.cursor) }
      }
    }
  }

  private var hatch: String { String(Character(look.glyphs.hatch(0))) }

  private func rangeText(_ group: SiteGroup) -> String {
    guard let region = state.spectrum.regions.first(where: { $0.number == group.number }) else {
      return group.label
    }
    let digits = state.settings.observable.fractionDigits(binWidth: state.spectrum.binning.width)
    return "\(decimal(region.lower, places: digits))–\(decimal(region.upper, places: digits))"
  }

  func leading(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - TextWidth.of(text))) + text
  }

  /// The legend's line at a place of the screen.
  func group(atX x: Int, y: Int) -> SiteGroup? {
    let inside = Box.inside(legendBox)
    guard inside.contains(x: x, y: y) else { return nil }
    let area = pictureArea
    let counts = StructureScene(state, columns: area.columns, rows: area.rows)?.counts
    let lines = legendLines(counts)
    let row = y - inside.y - 1
    return lines.indices.contains(row) ? lines[row] : nil
  }

  // MARK: The picked site

  func drawSite(into frame: inout Frame) {
    let inside = frame.box(siteBox, "Picked site", look: look).inset(left: 1, right: 1)
    for (row, spans) in siteLines.enumerated() {
      frame.draw(spans.map { Span(look.text($0.text), $0.style) }, in: inside, row: row)
    }
  }

  private var siteLines: [[Span]] {
    guard let row = state.sitePane.row, row < state.table.count else {
      return [[Span("none; click an atom, or n", dim)]]
    }
    let fields: Set<SiteField> = [
      .absoluteOmegaQ, .uncertainty, .quadrupolarCoupling, .asymmetry, .novelty, .region,
      .lithiumNeighbors,
    ]
    let columns = state.columns(fields)
    func value(_ field: SiteField) -> Span { Span(state.cellText(field, row, columns), plain) }
    let group = SiteGroup(columns.value(.region, row: row))
    let isHere = state.pickedAtom != nil
    var first = [
      Span("atom ", dim), value(.atom), Span(" \(state.table.element[row].symbol) ", plain),
      Span(state.table.siteType[row].label, look.style(state.table.siteType[row].role)),
      Span("  \(group.label)", look.regionStyle(group.number).bold),
    ]
    if !isHere { first.append(Span("  in structure \(state.table.structure[row])", dim)) }
    return [
      first,
      [
        Span("|ω_Q| ", dim), value(.absoluteOmegaQ), Span(" ±", dim), value(.uncertainty),
        Span(" kHz", dim),
      ],
      [
        Span("C_Q ", dim), value(.quadrupolarCoupling), Span(" kHz  η ", dim), value(.asymmetry),
      ],
      [Span("nLi ", dim), value(.lithiumNeighbors), Span("  novelty ", dim), value(.novelty)],
      [Span(visible(state.annotations.tags[state.table.key(row)] ?? ""), look.style(.accent))],
    ]
  }

  // MARK: Lines under the picture

  func drawLines(_ scene: StructureScene, into frame: inout Frame, _ area: Rect) {
    var legend: [Span] = []
    for group in state.siteGroups where scene.counts[group] ?? 0 > 0 || group == state.siteGroup {
      let isHidden = state.sights.cell.hidden.contains(group)
      let ink = look.regionStyle(group.number)
      let name =
        switch group {
        case .region(let number): "\(number)"
        case .unclassified: "uncl."
        case .outOfRange: "out"
        case .withoutPrediction: "none"
        }
      let fill =
        group.number > 0 ? String(Character(look.regionFill(group.number))) : hatch
      legend.append(Span(isHidden ? " " : fill, ink))
      legend.append(Span(name, group == state.siteGroup ? look.style(.cursor) : ink.bold))
      let count = "\(scene.counts[group] ?? 0)"
      legend.append(Span(isHidden ? "(\(count)) " : " \(count) ", isHidden ? dim : plain))
    }
    var lines = [legend, siteLines.prefix(3).reduce([]) { $0 + [Span(" ", dim)] + $1 }]
    if let cluster = state.clusterShown, let place = state.structurePane.cluster {
      lines.append([
        Span(
          "cluster \(place + 1): \(grouped(cluster.atoms.count)) sites, \(extent(cluster))", plain)
      ])
    } else {
      let distance = decimal(state.sights.cell.clusterDistance, places: 2)
      lines.append([
        Span("\(state.siteGroup.label) < \(distance) Å: ", dim), Span(clusterSummary, plain),
      ])
    }
    lines.append([
      Span(composition(scene), plain), Span("  shown ", dim), Span(shownText(scene), plain),
    ])
    for (row, spans) in lines.prefix(area.rows).enumerated() {
      frame.draw(spans.map { Span(look.text($0.text), $0.style) }, in: area, row: row)
    }
  }
}
