import Crystals
import Engine
import Numbers
import Screen
import Spectra

/// The statistics of the region, brush or bin at the cursor: what stands out in words, and tables of
/// site types, Li counts and lengths beside those of all sites.
struct CompositionView {
  let state: State
  let pane: CompositionPane
  let composition: RegionComposition
  /// The rectangle of the popup and of what is in it.
  let window: Rect
  private let inside: Rect
  /// The lines in words, broken to the window's width.
  private let words: [String]
  /// Lines of the tables side by side: two columns where they fit.
  private let columns: [[CompositionLine]]

  init(_ state: State, _ pane: CompositionPane, _ layout: ScreenLayout) {
    self.state = state
    self.pane = pane
    composition = state.spectrum.composition(state.focusBins)
    let width = min(102, layout.main.columns - 4)
    let isWide = width >= Self.lineWidth * 2 + 6
    let (left, right) = CompositionLine.tables(composition)
    columns = isWide ? [left, right] : [left + [.blank] + right]
    let longest = columns.reduce(0) { max($0, $1.count) }
    let room = max(1, layout.main.rows - 4)
    let sentences = Self.sentences(composition).map { state.look.text($0) }
    // The tables come first; of the findings at least two are shown.
    let most = max(2, room - longest - 1)
    words = Array(
      sentences.flatMap { wrapped($0, columns: max(10, width - 6)) }.prefix(most))
    window = layout.main.centered(
      columns: width, rows: min(layout.main.rows - 2, words.count + 1 + longest + 2))
    inside = Box.inside(window).inset(left: 1, right: 1)
  }

  /// What a line of the tables needs.
  private static let lineWidth = 34

  private static func sentences(_ composition: RegionComposition) -> [String] {
    guard composition.isKnown else { return ["no spinel sites are known: nothing to compare"] }
    guard composition.partCount > 0 else { return ["no sites here"] }
    let findings = composition.findings.map(\.text)
    return findings.isEmpty ? ["sites as in the whole set"] : findings
  }

  private var body: Rect { inside.inset(top: words.count + 1) }

  /// The last line that can be the first one shown.
  var lastFirst: Int { max(0, columns.reduce(0) { max($0, $1.count) } - body.rows) }

  func draw(into frame: inout Frame) {
    let look = state.look
    let ground = look.style(.popup)
    frame.draw(
      Box(look.text(title), note: look.text(note), focused: true, popup: true), in: window,
      look: look)
    for (row, text) in words.enumerated() {
      let style = row == 0 ? look.style(.title).on(ground.background) : ground
      frame.draw(text, in: inside, row: row, style: style, ellipsis: look.glyphs.ellipsis)
    }
    let first = min(pane.first, lastFirst)
    let parts = body.splitColumns(columns.map { _ in .weight(1, minimum: 1, priority: 1) })
    for (part, lines) in zip(parts, columns) {
      for (row, line) in lines.dropFirst(first).prefix(body.rows).enumerated() {
        line.draw(into: &frame, in: part.inset(right: columns.count > 1 ? 1 : 0).row(row), look)
      }
    }
    if lastFirst > 0 {
      let bar = ScrollBar(first: first, visible: body.rows, total: lastFirst + body.rows)
      frame.draw(
        bar, in: Rect(x: window.right - 2, y: body.y, columns: 1, rows: body.rows), look: look)
    }
  }

  private var title: String {
    let spectrum = state.spectrum
    let (edges, bins) = (spectrum.binning.edges, state.focusBins)
    guard bins.upperBound + 1 < edges.count else { return "Sites" }
    let observable = state.settings.observable
    let digits = observable.fractionDigits(binWidth: spectrum.binning.width)
    let range =
      "\(decimal(edges[bins.lowerBound], places: digits))–"
      + decimal(edges[bins.upperBound + 1], places: digits)
      + (observable.unit.isEmpty ? "" : " " + observable.unit)
    return "\(state.focusName)  \(range)"
  }

  private var note: String {
    let (part, whole) = (composition.partCount, composition.wholeCount)
    guard whole > 0 else { return "" }
    let share = decimal(100 * Double(part) / Double(whole), places: 1)
    return "\(grouped(part)) of \(grouped(whole)) sites, \(share) %"
  }
}

extension State {
  /// What the Regions screen looks at in a word or two: `Region 2 NAME`, `Brushed bins`, `Bin`.
  var focusName: String {
    switch focus {
    case .region(let number):
      let name = spectrum.names.indices.contains(number - 1) ? spectrum.names[number - 1] : ""
      return "Region \(number)" + (name.isEmpty ? "" : " \(visible(name))")
    case .bins: return regionsPane.brush == nil ? "Bin" : "Brushed bins"
    case .all: return "All bins"
    }
  }
}
