extension Commands {
  private static let here: Set<View> = [.sites, .site, .outliers]

  /// Tags, notes and marks.
  static let annotating: [Command] = [
    Command(
      "tag", [Key("t")], "tag the site, or all marked ones; empty removes",
      hint: "tag", argument: "TAG", in: here, when: .hasRow
    ) { state, text in
      state.annotate("tag", text)
    },
    Command(
      "note", [Key("N")], "write a note on the site; empty removes", argument: "TEXT", in: here,
      when: .hasRow
    ) { state, text in state.annotate("note", text) },
    Command(
      "mark", [Key(" ")], "mark or unmark the site", hint: "mark", in: here,
      when: .hasRow
    ) { state, _ in
      guard let row = state.selectedRow else { return [] }
      state.annotations.marks.set(row, !state.annotations.marks.contains(row))
      if state.view != .site { state.list.move(by: 1) }
      return []
    },
  ]
}

extension State {
  /// Asks for a tag or note when the text is empty, else sets it; `-` removes it.
  mutating func annotate(_ command: String, _ text: String) -> [Effect] {
    guard let row = selectedRow else { return [] }
    let isTag = command == "tag"
    let key = table.key(row)
    let old = (isTag ? annotations.tags[key] : annotations.notes[key]) ?? ""
    if text.isEmpty {
      openPrompt(.argument(command), label: command + " ", text: old)
      return []
    }
    let value = text == "-" ? nil : text
    guard isTag else {
      annotations.notes[key] = value
      return []
    }
    let marked = view != .site ? annotations.marks.rows.filter { $0 < table.count } : []
    let keys = marked.isEmpty || !annotations.marks.contains(row) ? [key] : marked.map(table.key)
    for key in keys { annotations.tags[key] = value }
    if keys.count > 1 { say("\(keys.count) marked sites \(value == nil ? "untagged" : "tagged")") }
    return []
  }
}
