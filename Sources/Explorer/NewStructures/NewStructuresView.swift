import Engine
import Numbers
import Screen

/// The popup that asks which structures to make, and shows the samplers at work.
struct NewStructuresView {
  let state: State
  let window: Rect
  private var dialogue: NewStructures { state.newStructures }
  private var look: Look { state.look }
  private var ground: Style { look.style(.popup) }

  init(_ state: State, _ layout: ScreenLayout) {
    self.state = state
    let isForm = !state.newStructures.isMaking && state.newStructures.made == nil
    window =
      isForm
      ? layout.main.centered(
        columns: min(70, layout.main.columns - 2),
        rows: min(state.newStructures.form.fields.count + 6, layout.main.rows))
      : layout.main.centered(
        columns: min(116, layout.main.columns - 2), rows: min(32, layout.main.rows - 1))
  }

  func draw(into frame: inout Frame) {
    frame.draw(
      Box(look.text(title), note: look.text(note), focused: true, popup: true), in: window,
      look: look)
    if dialogue.isMaking || dialogue.made != nil {
      drawProgress(into: &frame)
    } else {
      drawForm(into: &frame)
    }
  }

  private var title: String {
    dialogue.isMaking || dialogue.made != nil ? dialogue.form.kind.label : "New structures"
  }

  private var note: String {
    guard dialogue.isMaking, let progress = dialogue.progress else { return "" }
    return dialogue.isStopping ? "stopping" : "\(Int(100 * progress.share)) %"
  }

  private var inside: Rect { Box.inside(window).inset(left: 1, right: 1) }

  // MARK: Form

  private static let labelColumns = 15

  /// The line of each field; for clicks.
  func field(atY y: Int) -> Int? {
    let place = y - inside.y - 1 + firstField
    return (inside.y + 1..<inside.bottom - 3).contains(y)
      && dialogue.form.fields.indices.contains(place)
      ? place : nil
  }

  /// The first field in sight: all are, but on the smallest screens.
  private var firstField: Int {
    let room = max(1, inside.rows - 4)
    let fields = dialogue.form.fields
    let cursor = fields.firstIndex(of: dialogue.form.field) ?? 0
    return max(0, min(cursor - room + 1, fields.count - room))
  }

  private func drawForm(into frame: inout Frame) {
    let form = dialogue.form
    for (row, field) in form.fields.dropFirst(firstField).prefix(max(1, inside.rows - 4))
      .enumerated()
    {
      let line = inside.row(row + 1)
      let isActive = field == form.field
      let isFaulty = form.fault?.field == field
      let style =
        isFaulty ? look.style(.error).on(ground.background) : look.style(.dim).on(ground.background)
      frame.draw(look.text(Self.label(field)), in: line, style: style)
      let place = line.inset(left: Self.labelColumns)
      let text = look.text(form.text(field))
      if let caret = form.caret, isActive {
        frame.draw(
          Screen.TextField(text: form.text(field), caret: caret),
          in: place.inset(right: max(0, place.columns - (Self.isPath(field) ? 40 : 14))), look: look
        )
      } else if isActive {
        let marks = look.glyphs == .ascii ? ("<", ">") : ("◂", "▸")
        frame.draw("\(marks.0) \(text) \(marks.1)", in: place, style: look.style(.cursor))
      } else {
        frame.draw(
          text, in: place.inset(left: RecipeForm.choices.contains(field) ? 2 : 0), style: ground,
          ellipsis: look.glyphs.ellipsis)
      }
      let hint = look.text(Self.unit(field))
      let after = max(16, TextWidth.of(text) + 3)
      if !RecipeForm.choices.contains(field), !(Self.isPath(field) && isActive) {
        frame.draw(
          hint, in: place.inset(left: after), style: look.style(.dim).on(ground.background),
          ellipsis: look.glyphs.ellipsis)
      }
    }
    if let fault = form.fault {
      frame.draw(
        look.text("\(Self.label(fault.field)): expected \(fault.text)"), in: inside,
        row: inside.rows - 2, style: look.style(.error).on(ground.background),
        ellipsis: look.glyphs.ellipsis)
    } else if inside.rows > 6 {
      frame.draw(
        look.text("ideal Fd-3m positions, not relaxed; energies are a model's"), in: inside,
        row: inside.rows - 2, style: look.style(.dim).on(ground.background),
        ellipsis: look.glyphs.ellipsis)
    }
    drawKeys(
      [("Enter", "make and predict"), ("↑↓", "field"), ("←→", "choice"), ("Esc", "close")],
      into: &frame)
  }

  private static func label(_ field: RecipeForm.Field) -> String {
    switch field {
    case .kind: "make"
    case .cells: "cubic cells n"
    case .count: "how many"
    case .temperature: "temperature"
    case .sweeps: "sweeps a run"
    case .energies: "pair energies"
    case .shells: "shells file"
    case .permittivity: "permittivity"
    case .rattle: "rattle"
    case .strain: "strain"
    case .seed: "seed"
    case .placing: "then"
    case .path: "save as"
    }
  }

  private static func isPath(_ field: RecipeForm.Field) -> Bool {
    field == .path || field == .shells
  }

  private static func unit(_ field: RecipeForm.Field) -> String {
    switch field {
    case .cells: "n × n × n: 3 or 6"
    case .count: "distinct"
    case .temperature: "K"
    case .rattle: "Å, from to"
    case .strain: "largest"
    case .path: "empty: not saved"
    case .shells: "a distance in Å and an energy in eV a line"
    default: ""
    }
  }

  private func drawKeys(_ keys: [(String, String)], into frame: inout Frame) {
    let y = inside.bottom - 1
    var x = inside.x
    for (key, action) in keys {
      x = frame.draw(
        look.text(key), x: x, y: y, style: look.style(.key).on(ground.background), in: inside)
      x = frame.draw(" \(action)   ", x: x, y: y, style: ground, in: inside)
    }
  }

  // MARK: Progress

  private func drawProgress(into frame: inout Frame) {
    if let made = dialogue.made {
      frame.draw(
        look.text(made.summary), in: inside, style: look.style(.success).on(ground.background),
        ellipsis: look.glyphs.ellipsis)
    } else {
      frame.draw(
        look.text(statusText), in: inside, style: ground, ellipsis: look.glyphs.ellipsis)
    }
    if let progress = dialogue.progress {
      frame.draw(
        look.text(SamplingCharts.facts(progress)), in: inside, row: 1,
        style: look.style(.dim).on(ground.background), ellipsis: look.glyphs.ellipsis)
      let area = inside.inset(top: 3, bottom: 2)
      if progress.method != nil {
        SamplingCharts(progress, look: popupLook).draw(into: &frame, in: area)
      } else {
        frame.draw(ProgressLine(share: progress.share), in: area.row(0), look: popupLook)
      }
    }
    if dialogue.made != nil {
      let warning = state.hasUnsavedWork ? "tags, notes or regions are not saved" : ""
      frame.draw(
        warning, in: inside, row: inside.rows - 2,
        style: look.style(.warning).on(ground.background))
      drawKeys(
        [
          ("Enter", "replace the open ones"), ("a", "add"), ("d", "discard"), ("Esc", "later"),
        ], into: &frame)
    } else {
      drawKeys([("^C", "stop, use what is ready"), ("Esc", "go on behind")], into: &frame)
    }
  }

  private var statusText: String {
    guard let progress = dialogue.progress else { return "preparing pair energies and symmetry" }
    let seconds = "\(number(progress.elapsed, digits: 1)) s"
    switch progress.method {
    case .metropolis:
      return "run \(min(progress.done + 1, progress.total)) of \(progress.total), "
        + "\(progress.kept) distinct kept, \(seconds)"
    case .wangLandau:
      return
        "sweep \(grouped(progress.latest?.sweep ?? 0)) of \(grouped(progress.sweeps)), \(seconds)"
    case nil: return "\(grouped(progress.done)) of \(grouped(progress.total)), \(seconds)"
    }
  }

  /// The look with the popup's ground under axes and words.
  private var popupLook: Look {
    var popup = look
    popup.theme.background = ground.background
    for role in [Role.axis, .dim, .foreground, .accent] {
      popup.theme.setStyle(role, look.style(role).on(ground.background))
    }
    return popup
  }
}

/// A bar that fills from left to right.
private struct ProgressLine: Widget {
  var share: Double

  func draw(into frame: inout Frame, in rect: Rect, look: Look) {
    let full = Int((share * Double(rect.columns)).rounded(.down))
    let (done, left) = look.glyphs == .ascii ? ("=", ".") : ("━", "╌")
    frame.draw(
      [
        Span(String(repeating: done, count: max(0, full)), look.style(.progress)),
        Span(
          String(repeating: left, count: max(0, rect.columns - full)), look.style(.progressLeft)),
      ], in: rect)
  }
}
