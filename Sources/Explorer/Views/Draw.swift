import Screen

/// The screen as it looks in a state.
public func draw(_ state: State) -> Frame {
  let look = state.look
  var frame = Frame(
    columns: state.columns, rows: state.rows, fill: Screen.Cell(" ", style: look.theme.base))
  let layout = ScreenLayout(state)
  guard layout.fits else {
    let text = "spinel needs \(ScreenLayout.leastColumns)×\(ScreenLayout.leastRows)"
    frame.draw(
      look.glyphs == .ascii ? text.replacingTimes : text, in: frame.bounds,
      row: max(0, (state.rows - 1) / 2), alignment: .center, style: look.style(.warning),
      ellipsis: look.glyphs.ellipsis)
    return frame
  }
  drawHeader(state, layout.header, into: &frame)
  switch state.view {
  case .regions: RegionsView(state, layout.main).draw(into: &frame)
  case .sites: SitesView(state, layout.main).draw(into: &frame)
  case .site: SiteView(state, layout.main).draw(into: &frame)
  case .structure: StructureView(state, layout.main).draw(into: &frame)
  case .field: FieldView(state, layout.main).draw(into: &frame)
  case .outliers: OutliersView(state, layout.main).draw(into: &frame)
  case .model: ModelView(state, layout.main).draw(into: &frame)
  }
  drawFooter(state, layout.footer, into: &frame)
  if let overlay = state.overlay {
    drawOverlay(overlay, state, layout, into: &frame)
  }
  return frame
}

/// How the screen is shared between header, view and footer.
struct ScreenLayout {
  static let leastColumns = 40
  static let leastRows = 12
  let fits: Bool
  let header: Rect
  let main: Rect
  let footer: Rect

  init(_ state: State) {
    fits = state.columns >= Self.leastColumns && state.rows >= Self.leastRows
    header = Rect(x: 0, y: 0, columns: state.columns, rows: 1)
    main = Rect(x: 0, y: 1, columns: state.columns, rows: state.rows - 2)
    footer = Rect(x: 0, y: max(0, state.rows - 1), columns: state.columns, rows: 1)
  }
}

extension String {
  /// With a letter in place of the multiplication sign, for terminals with ASCII only.
  var replacingTimes: String { String(map { $0 == "×" ? "x" : $0 }) }
}

extension Look {
  /// Text as these glyphs can show it: symbols beyond ASCII spelled out where they cannot.
  func text(_ text: String) -> String {
    guard glyphs == .ascii, !text.utf8.allSatisfy({ $0 < 128 }) else { return text }
    var result = ""
    for letter in text {
      result += Self.spellings[letter] ?? (letter.isASCII ? String(letter) : "?")
    }
    return result
  }

  private static let spellings: [Character: String] = [
    "ω": "w", "η": "eta", "θ": "theta", "φ": "phi", "σ": "sigma", "±": "+-", "°": "deg", "Å": "A",
    "²": "2", "³": "3", "×": "x", "·": ".", "–": "-", "−": "-", "…": "..", "∥": "||", "≥": ">=",
    "≤": "<=", "√": "sqrt", "←": "left", "→": "right", "↑": "up", "↓": "down", "α": "alpha",
    "β": "beta", "γ": "gamma", "λ": "lambda", "Δ": "d", "▸": ">", "⁷": "7", "⁶": "6",
    "⟨": "<", "⟩": ">", "∞": "inf", "█": "#", "■": "#",
  ]
}
