import Numbers
import Screen

extension Commands {
  private static let here: Set<View> = [.sites]
  /// Screens that are a list of sites.
  private static let lists: Set<View> = [.sites, .outliers]

  /// The table of sites.
  static let sitesView: [Command] = [
    Command("row-up", [.up, Key("k")], "move one row up", hint: "row", in: lists) { state, _ in
      state.list.move(by: -1)
      return []
    },
    Command("row-down", [.down, Key("j")], "move one row down", hint: "row", in: lists) {
      state, _ in
      state.list.move(by: 1)
      return []
    },
    Command("column-left", [.left, Key("h")], "move one column left", hint: "column", in: here) {
      state, _ in
      state.sitesPane.column = max(0, state.sitesPane.column - 1)
      return []
    },
    Command("column-right", [.right, Key("l")], "move one column right", hint: "column", in: here) {
      state, _ in
      state.sitesPane.column = min(state.settings.columns.count - 1, state.sitesPane.column + 1)
      return []
    },
    Command("page-up", [.pageUp], "move one page up", in: lists) { state, _ in
      state.list.move(by: -state.listHeight)
      return []
    },
    Command("page-down", [.pageDown], "move one page down", in: lists) { state, _ in
      state.list.move(by: state.listHeight)
      return []
    },
    Command("half-page-up", [.control("u")], "move half a page up", in: lists) { state, _ in
      state.list.move(by: -max(1, state.listHeight / 2))
      return []
    },
    Command("half-page-down", [.control("d")], "move half a page down", in: lists) { state, _ in
      state.list.move(by: max(1, state.listHeight / 2))
      return []
    },
    Command("first-row", [.home, Key("g")], "go to the first row", in: lists) { state, _ in
      state.list.move(to: 0)
      return []
    },
    Command("last-row", [.end, Key("G")], "go to the last row", in: lists) { state, _ in
      state.list.move(to: state.list.count - 1)
      return []
    },
    Command(
      "sort", [Key("s")], "sort by the column; again: the other way, then file order",
      hint: "sort", argument: "FIELD [desc]", in: here
    ) { (state, text) throws(CommandError) in
      try state.sort(text, keepingOthers: false)
    },
    Command(
      "sort-also", [Key("S")], "sort by the column after the columns sorted by so far",
      argument: "FIELD [desc]", in: here
    ) { (state, text) throws(CommandError) in
      try state.sort(text, keepingOthers: true)
    },
    Command("columns", [Key("c")], "choose the columns", hint: "columns", in: here) { state, _ in
      state.overlay = .menu(Menu(.columns))
      return []
    },
    Command(
      "statistics", [Key("d")], "statistics of the column over the rows listed",
      hint: "statistics", in: here
    ) { state, _ in
      state.openStatistics()
      return []
    },
    Command(
      "mark-all", [Key("*")], "mark all rows listed, or unmark them if all are marked",
      in: lists
    ) { state, _ in
      state.markAll()
      return []
    },
    Command(
      "open-site", [.enter], "inspect the site", hint: "inspect",
      in: lists.union([.structure]),
      when: .hasRow
    ) { state, _ in
      state.show(.site)
      return []
    },
    Command("copy-row", [Key("y")], "copy the row as text", in: lists, when: .hasRow) {
      state, _ in state.copyRow()
    },
  ]
}

extension State {
  /// The fields the Regions screen's list can be sorted by with one key.
  private static let cycle: [SiteField] = [
    .absoluteOmegaQ, .quadrupolarCoupling, .asymmetry, .uncertainty, .novelty,
  ]

  mutating func cycleSort() {
    let place = settings.sort.first.flatMap { Self.cycle.firstIndex(of: $0.field) }
    let next = place.map { $0 + 1 } ?? 0
    settings.sort = next < Self.cycle.count ? [SortKey(Self.cycle[next], descending: true)] : []
    say(sortDescription)
  }

  mutating func reverseSort() {
    guard let first = settings.sort.first else {
      settings.sort = [SortKey(.structure, descending: true), SortKey(.atom, descending: true)]
      return
    }
    settings.sort[0] = SortKey(first.field, descending: !first.descending)
  }

  var sortDescription: String {
    guard !settings.sort.isEmpty else { return "in file order" }
    return "sorted by "
      + settings.sort.map { "\($0.field.heading) \($0.descending ? "falling" : "rising")" }
      .joined(separator: ", then ")
  }

  /// Sorts by the column under the cursor, or by the one named.
  mutating func sort(_ text: String, keepingOthers: Bool) throws(CommandError) -> [Effect] {
    let words = text.split(separator: " ")
    guard let word = words.first else {
      guard settings.columns.indices.contains(sitesPane.column) else { return [] }
      sort(by: settings.columns[sitesPane.column], keepingOthers: keepingOthers)
      return []
    }
    guard let field = SiteField(word: String(word)) else {
      let hint = FilterCompletion.nearest(to: String(word)).map { "; did you mean \($0)?" } ?? ""
      throw CommandError("no field '\(word)'\(hint)")
    }
    guard words.count < 3, words.count == 1 || ["desc", "asc"].contains(words[1].lowercased())
    else {
      throw CommandError("'\(text)': a field and perhaps asc or desc are expected")
    }
    let key = SortKey(field, descending: words.count == 2 && words[1].lowercased() == "desc")
    settings.sort = (keepingOthers ? settings.sort.filter { $0.field != field } : []) + [key]
    return []
  }

  /// Steps a field through rising, falling and not sorted by.
  mutating func sort(by field: SiteField, keepingOthers: Bool) {
    let old = settings.sort.firstIndex { $0.field == field }
    var keys = keepingOthers ? settings.sort : settings.sort.filter { $0.field == field }
    if let place = keys.firstIndex(where: { $0.field == field }) {
      if keys[place].descending { keys.remove(at: place) } else { keys[place].descending = true }
    } else if old == nil {
      keys.append(SortKey(field))
    }
    settings.sort = keys
    say(sortDescription)
  }

  /// Marks every row listed, or unmarks them where all are marked.
  mutating func markAll() {
    let list = self.list
    let places = 0..<list.count
    let allMarked = places.allSatisfy { annotations.marks.contains(list.row($0) ?? -1) }
    for place in places {
      if let row = list.row(place) { annotations.marks.set(row, !allMarked) }
    }
    say("\(grouped(places.count)) sites \(allMarked ? "unmarked" : "marked")")
  }

  mutating func copyRow() -> [Effect] {
    guard let row = selectedRow else { return [] }
    let columns = self.columns(Set(settings.columns))
    let cells = settings.columns.map { cellText($0, row, columns) }
    say("row copied: \(settings.columns.map(\.rawValue).joined(separator: ", "))")
    return [.copy(cells.joined(separator: "\t"))]
  }
}
