import Engine
import Numbers
import Screen

/// The line at the top: screens, data, model, field, and how far the work is.
func drawHeader(_ state: State, _ line: Rect, into frame: inout Frame) {
  let look = state.look
  let dim = look.style(.dim)
  var x = frame.draw(" spinel ", x: line.x, y: line.y, style: look.style(.accent).bold, in: line)
  for tab in headerTabs(state) {
    let style = tab.view == state.view ? look.style(.cursor) : dim
    x = frame.draw(tab.text, x: x, y: line.y, style: style, in: line)
  }
  func facts(_ namesModel: Bool) -> String {
    look.text("  " + dataFacts(state, namesModel: namesModel).joined(separator: " · "))
  }
  let least = TextWidth.of(facts(false))
  let status = statusSpans(state)
  let width = status.reduce(0) { $0 + TextWidth.of($1.text) }
  let room = line.right - x
  var left = line.right
  // How long it took matters less than what is looked at; how long it will take does not.
  if width + (state.work == .finished ? least + 1 : 0) <= room {
    left = line.right - width
    frame.draw(status, in: Rect(x: left, y: line.y, columns: width, rows: 1))
  } else {
    // Too narrow for all: what is being done matters more than the bar.
    let short = shortStatus(state)
    left = max(x, line.right - TextWidth.of(short) - 1)
    frame.draw(
      short, in: Rect(x: left, y: line.y, columns: line.right - left - 1, rows: 1),
      alignment: .right, style: dim, ellipsis: look.glyphs.ellipsis)
  }
  // The field turns while one looks, the model stays: its name is the first to give way.
  let space = max(0, left - x - 1)
  frame.draw(
    TextWidth.of(facts(true)) <= space ? facts(true) : facts(false),
    in: Rect(x: x, y: line.y, columns: space, rows: 1),
    style: look.style(.foreground), ellipsis: look.glyphs.ellipsis)
}

/// The names of the screens in the header and the columns each takes; only the digits of the others
/// where names would leave no room for what is looked at.
func headerTabs(_ state: State) -> [(view: View, text: String, columns: Range<Int>)] {
  let isWide = state.columns >= 150
  var left = " spinel ".count
  return View.allCases.map { view in
    let isNamed = isWide || view == state.view
    let text = isNamed ? " \(view.rawValue) \(view.title) " : " \(view.rawValue)"
    defer { left += text.count }
    return (view, text, left..<left + text.count)
  }
}

/// What is looked at: data set, sites, model, field.
private func dataFacts(_ state: State, namesModel: Bool) -> [String] {
  var facts: [String] = []
  let count = state.structures.count
  if count > 0 {
    let files = state.structures.files
    // The file shown is that of the histogram: the other screens are about all.
    let chosen = state.view == .regions ? state.settings.fileShown : nil
    let shown = chosen.flatMap { files.indices.contains($0) ? $0 : nil }
    let own = shown.map { files[$0].structures.count } ?? count
    facts.append(
      state.fileName(shown ?? 0) + (shown == nil && files.count > 1 ? " …" : "")
        + (own > 1 ? " ×\(own)" : "") + (shown == nil ? "" : " of \(count)"))
  }
  if state.expectedSites > 0 {
    let isotope = isotopeText(state.isotope.name, ascii: state.look.glyphs == .ascii)
    let others = state.nuclei.filter { $0 != state.nucleus }.map(\.symbol)
    // What was stopped leaves sites that are in no count.
    let isPartial = !state.isWorking && state.table.count < state.expectedSites
    let sites = isPartial ? "\(grouped(state.table.count)) of " : ""
    facts.append(
      "\(sites)\(grouped(state.expectedSites)) \(isotope)"
        + (others.isEmpty ? "" : " (I: \(others.joined(separator: ", ")))"))
  }
  if namesModel, let model = state.model {
    let count = state.modelCount
    facts.append(visible(model.name) + (count.isEmpty ? "" : " (V: \(count))"))
  }
  facts.append("B0 ∥ [\(directionText(state.settings.field.unit))]")
  if state.settings.printedEquation5 { facts.append("eq. (5) as printed") }
  return facts
}

private func statusSpans(_ state: State) -> [Span] {
  let look = state.look
  let dim = look.style(.dim)
  func share(_ progress: Double, columns: Int) -> [Span] {
    let done = Int((min(max(progress, 0), 1) * Double(columns)).rounded(.down))
    let (full, rest) = look.glyphs == .ascii ? ("=", ".") : ("━", "╌")
    return [
      Span(String(repeating: full, count: done), look.style(.progress)),
      Span(String(repeating: rest, count: columns - done), look.style(.progressLeft)),
    ]
  }
  if let making = state.newStructures.progress, state.newStructures.isMaking {
    return [Span("making ", look.style(.foreground))] + share(making.share, columns: 10)
      + [Span(" \(Int(100 * making.share)) % ", dim)]
  }
  switch state.work {
  case .idle: return [Span("reading ", dim)]
  case .running, .paused:
    guard let progress = state.progress, progress.total > 0 else {
      return [Span(state.work == .paused ? "paused " : "reading ", dim)]
    }
    let word = state.work == .paused ? "paused" : "predicting"
    let part = Double(progress.done) / Double(progress.total)
    var spans = [
      Span("\(word) \(grouped(progress.done))/\(grouped(progress.total)) ", look.style(.foreground))
    ]
    spans += share(part, columns: 10)
    spans.append(Span(look.text(" \(rateText(progress.rate)) · \(timeLeft(progress)) "), dim))
    return spans
  case .cancelled: return [Span("stopped; R predicts again ", look.style(.warning))]
  case .finished:
    guard let progress = state.progress else { return [Span("done ", look.style(.success))] }
    let time = decimal(progress.elapsed, places: 1)
    return [Span(look.text("done in \(time) s "), look.style(.success))]
  case .failed: return [Span("stopped by an error ", look.style(.error))]
  }
}

private func shortStatus(_ state: State) -> String {
  guard let progress = state.progress, state.isWorking, progress.total > 0 else {
    return state.work == .finished ? "done" : ""
  }
  return "\(progress.done * 100 / max(1, progress.total))%"
}

private func rateText(_ rate: Double) -> String {
  rate >= 9_950
    ? "\(decimal(rate / 1000, places: 0)) k/s"
    : rate >= 1000
      ? "\(decimal(rate / 1000, places: 1)) k/s" : "\(decimal(rate, places: 0))/s"
}

private func timeLeft(_ progress: Progress) -> String {
  guard let left = progress.remaining, left.isFinite, left < 1e6 else { return "–" }
  let seconds = Int(max(0, left).rounded(.up))
  let rest = seconds % 60
  return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
}

/// The line at the bottom: the prompt, a message, or the keys valid now.
func drawFooter(_ state: State, _ line: Rect, into frame: inout Frame) {
  let look = state.look
  if case .prompt(let prompt) = state.overlay {
    drawPrompt(prompt, state, line, into: &frame)
    return
  }
  if let message = state.message, state.overlay == nil {
    // A long message takes rows of the view above, so that all of it is read.
    let all = wrapped(look.text(visible(message.text)), columns: line.columns - 2)
    var lines = all.prefix(4)
    if all.count > 4 { lines[3] += String(repeating: " ", count: line.columns) }
    let area = Rect(
      x: line.x, y: line.bottom - lines.count, columns: line.columns, rows: lines.count)
    let role: Role =
      switch message.kind {
      case .information: .accent
      case .warning: .warning
      case .error: .error
      }
    frame.clear(area, style: look.theme.base)
    for (row, text) in lines.enumerated() {
      frame.draw(
        text, in: area.inset(left: 1, right: 1), row: row, style: look.style(role),
        ellipsis: look.glyphs.ellipsis)
    }
    return
  }
  frame.draw(
    KeyHints(hints(state), essential: essentialHint(state)), in: line, look: look
  )
}

/// What a narrow footer says in any case: how to get help, or out of a window.
private func essentialHint(_ state: State) -> String {
  guard let overlay = state.overlay else { return "help" }
  if case .menu(let menu) = overlay, !menu.search.scalars.isEmpty { return "clear" }
  return "close"
}

/// The keys valid now with a word each; commands with the same word share an entry.
func hints(_ state: State) -> [(keys: String, action: String)] {
  switch state.overlay {
  case .menu(let menu):
    let choose = menu.kind == .columns ? "show/hide" : menu.kind == .help ? "run" : "choose"
    let escape = menu.search.scalars.isEmpty ? "close" : "clear"
    var hints = [("Enter", choose), ("Esc", escape), ("type", "to search")]
    if menu.kind == .elements { hints[0] = ("Space", "show/hide") }
    if menu.kind == .columns {
      hints = [("Space", "show/hide"), ("←→", "move"), ("Esc", escape), ("type", "to search")]
    }
    return hints.map { (keys: state.look.text($0.0), action: $0.1) }
  case .confirmation, .prompt, .newStructures: return []
  case .statistics: return [(keys: "Esc", action: "close")]
  case .composition(let pane):
    var hints = [("↑↓", "region"), ("+/-", "threshold"), ("Esc", "close")]
    if CompositionView(state, pane, ScreenLayout(state)).lastFirst > 0 {
      hints.insert(("PgUp/PgDn", "scroll"), at: 1)
    }
    return hints.map { (keys: state.look.text($0.0), action: $0.1) }
  case nil: break
  }
  var hints: [(keys: String, action: String)] = []
  // What belongs to this screen comes first, what is everywhere last.
  let shared = (Commands.choices + Commands.files + Commands.general)
    .filter { $0.views.contains(state.view) }
  let names = Set(shared.map(\.name))
  let own = Commands.all.filter {
    $0.views.contains(state.view) && $0.views.count < View.allCases.count
      && !names.contains($0.name)
  }
  // Two screens that share a command both count as its own.
  func spread(_ command: Command) -> Int { max(2, command.views.count) }
  for command in own.sorted(by: { spread($0) < spread($1) }) + shared {
    guard let hint = command.hint, command.applies(state),
      let key = state.keyMap.keys(of: command).first
    else { continue }
    let label = key.label(ascii: state.look.glyphs == .ascii)
    if let last = hints.last, last.action == hint {
      hints[hints.count - 1].keys += separator(last.keys, label) + label
    } else {
      hints.append((label, hint))
    }
  }
  return hints
}

/// What stands between two keys of one entry: nothing between arrows, a blank between brackets.
private func separator(_ left: String, _ right: String) -> String {
  if right.unicodeScalars.allSatisfy({ "←→↑↓".unicodeScalars.contains($0) }) { return "" }
  return left.last?.isLetter == true || "+-".contains(right) ? "/" : " "
}
