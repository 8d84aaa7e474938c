import Numbers
import Screen

/// Where the parts of a menu are on screen.
struct MenuLayout {
  let window: Rect
  let search: Rect
  let list: Rect
  let first: Int

  init(_ menu: Menu, count: Int, _ layout: ScreenLayout) {
    let isWide = menu.kind != .themes && menu.kind != .observables
    let columns = min(isWide ? 104 : 64, layout.main.columns - 4)
    let isLong = menu.kind == .help || menu.kind == .filterHelp
    let rows = min(isLong ? 60 : max(8, count + 4), layout.main.rows - 2)
    window = layout.main.centered(columns: columns, rows: rows)
    let inside = Box.inside(window)
    search = inside.row(0).inset(left: 1, right: 1)
    list = inside.inset(left: 1, top: 2, right: 1)
    first = Table.firstRow(
      showing: menu.cursor, from: max(0, menu.cursor - list.rows / 2), visible: list.rows, of: count
    )
  }
}

func drawMenu(_ menu: Menu, _ state: State, _ layout: ScreenLayout, into frame: inout Frame) {
  let look = state.look
  let items = state.items(menu)
  let place = MenuLayout(menu, count: items.count, layout)
  let title =
    switch menu.kind {
    case .help: "Keys and commands"
    case .palette: "Run a command"
    case .themes: "Theme"
    case .columns: "Columns of the table"
    case .elements: "Elements shown"
    case .observables: "Observable of the histogram"
    case .filterHelp: "The filter language"
    }
  frame.draw(
    Box(title, note: "\(items.count)", focused: true, popup: true), in: place.window, look: look)
  let ground = look.style(.popup)
  frame.draw(
    Screen.TextField(
      prompt: "search ", text: menu.search.text, caret: menu.search.caret,
      hint: menu.search.scalars.isEmpty ? " type a word" : ""), in: place.search, look: look)
  if items.isEmpty {
    frame.draw(
      "nothing fits; Esc clears the search", in: place.list,
      style: look.style(.dim).on(ground.background))
  }
  let leadWidth = min(16, items.reduce(0) { max($0, TextWidth.of($1.lead)) })
  // What a command does matters more than the last of its arguments.
  let hasDetails = items.contains { !$0.detail.isEmpty }
  let room = place.list.columns - leadWidth - 3
  let titleWidth = min(
    hasDetails ? max(24, room * 3 / 10) : room, room,
    items.reduce(0) { max($0, TextWidth.of($1.title)) })
  for row in 0..<place.list.rows {
    guard items.indices.contains(place.first + row) else { break }
    let item = items[place.first + row]
    let isChosen = place.first + row == menu.cursor
    let line = place.list.row(row)
    if isChosen { frame.clear(line, style: look.style(.cursor)) }
    let cursor = look.style(.cursor)
    func style(_ role: Role) -> Style {
      isChosen ? cursor : look.style(role).on(ground.background)
    }
    frame.draw(
      item.lead, in: Rect(x: line.x, y: line.y, columns: leadWidth, rows: 1),
      style: style(.key), ellipsis: look.glyphs.ellipsis)
    frame.draw(
      look.text(item.title),
      in: Rect(
        x: line.x + leadWidth + (leadWidth > 0 ? 2 : 0), y: line.y, columns: titleWidth, rows: 1),
      style: isChosen ? cursor : item.isDim ? style(.dim) : ground, ellipsis: look.glyphs.ellipsis)
    let rest = leadWidth + 2 + titleWidth + 2
    let detail = look.text(item.detail)
    frame.draw(
      detail, in: line.inset(left: rest), style: style(.dim), ellipsis: look.glyphs.ellipsis)
    if isChosen, TextWidth.of(detail) > line.columns - rest {
      // In full on the window's edge, where there is more room.
      let edge = Rect(
        x: place.window.x + 1, y: place.window.bottom - 1, columns: place.window.columns - 2,
        rows: 1)
      frame.draw(
        " \(detail) ", in: edge, style: look.style(.accent).on(ground.background),
        ellipsis: look.glyphs.ellipsis)
    }
  }
  if items.count > place.list.rows {
    frame.draw(
      ScrollBar(first: place.first, visible: place.list.rows, total: items.count),
      in: Rect(x: place.window.right - 2, y: place.list.y, columns: 1, rows: place.list.rows),
      look: look)
  }
}
