import Numbers

extension Commands {
  private static let here: Set<View> = [.sites, .site, .outliers]

  /// Tags, notes and marks.
  static let annotating: [Command] = [
    Command(
      "tag", [Key("t")], "tag the site, or all marked ones; empty removes",
      hint: "tag", argument: "TAG", in: here, when: .hasRow
    ) { state, text in
      state.tag(text)
    },
    Command(
      "note", [Key("N")], "write a note on the site; empty removes", argument: "TEXT", in: here,
      when: .hasRow
    ) { state, text in state.note(text) },
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
  /// Asks for a tag when the text is empty, else gives it to all marked sites, without any to the one
  /// selected; `-` removes it. The Site screen is about its own site.
  mutating func tag(_ text: String) -> [Effect] {
    guard let row = selectedRow else { return [] }
    let marked = view != .site ? annotations.marks.rows.filter { $0 < table.count } : []
    if text.isEmpty {
      let many = marked.count == 1 ? "the marked site" : "\(grouped(marked.count)) marked sites"
      let old = annotations.tags[table.key(marked.first ?? row)] ?? ""
      openPrompt(
        .argument("tag"), label: marked.isEmpty ? "tag " : "tag of \(many) ", text: old)
      return []
    }
    setTag(text == "-" ? nil : text, of: marked.isEmpty ? [row] : marked)
    return []
  }

  mutating func setTag(_ tag: String?, of rows: [Int]) {
    let before = rows.count == 1 ? annotations.tags[table.key(rows[0])] : nil
    for row in rows { annotations.tags[table.key(row)] = tag }
    if rows.count > 1 {
      say("\(grouped(rows.count)) marked sites \(tag == nil ? "untagged" : "tagged")")
    } else if let before, before != tag {
      say(tag.map { "\($0) in place of the tag \(before)" } ?? "tag \(before) removed")
    } else if let tag {
      say("tagged \(tag)")
    }
  }

  /// Asks for a note when the text is empty, else writes it to the site selected; `-` removes it.
  mutating func note(_ text: String) -> [Effect] {
    guard let key = selectedRow.map(table.key) else { return [] }
    if text.isEmpty {
      openPrompt(.argument("note"), label: "note ", text: annotations.notes[key] ?? "")
      return []
    }
    annotations.notes[key] = text == "-" ? nil : text
    let done = text == "-" ? "removed" : "written"
    say("note of structure \(key.structure), atom \(key.atom) \(done)")
    return []
  }
}
