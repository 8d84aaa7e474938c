extension Commands {
  private static let here: Set<View> = [.site]
  /// Where something in space is looked at.
  private static let turning: Set<View> = [.site, .structure]

  /// One site by hand.
  static let siteView: [Command] = [
    Command(
      "next-site", [Key("n")], "go to the next site of the list", hint: "next/previous",
      in: turning
    ) { state, _ in
      state.walk(by: 1)
      return []
    },
    Command(
      "previous-site", [Key("p")], "go to the previous site of the list",
      hint: "next/previous", in: turning
    ) { state, _ in
      state.walk(by: -1)
      return []
    },
    Command(
      "turn-left", [.left, Key("h")], "turn the picture left", hint: "turn", in: turning
    ) { state, _ in
      state.turn(yaw: -0.15)
      return []
    },
    Command(
      "turn-right", [.right, Key("l")], "turn the picture right", hint: "turn", in: turning
    ) { state, _ in
      state.turn(yaw: 0.15)
      return []
    },
    Command(
      "turn-up", [.up, Key("k")], "turn the picture up", hint: "turn", in: turning
    ) { state, _ in
      state.turn(pitch: -0.15)
      return []
    },
    Command(
      "turn-down", [.down, Key("j")], "turn the picture down", hint: "turn", in: turning
    ) { state, _ in
      state.turn(pitch: 0.15)
      return []
    },
    Command("zoom-in", [Key("+")], "enlarge the picture", in: turning) { state, _ in
      state.zoom(by: 1.15)
      return []
    },
    Command("zoom-out", [Key("-")], "shrink the picture", in: turning) { state, _ in
      state.zoom(by: 1 / 1.15)
      return []
    },
    Command("reset-turn", [Key("0")], "look at the picture from the start again", in: turning) {
      state, _ in
      state.resetTurn()
      return []
    },
    Command(
      "next-page", [Key("]")], "show the next page, with the neighbours and more", hint: "page",
      in: here, when: .hasPages
    ) { state, _ in
      state.stepPage(by: 1)
      return []
    },
    Command(
      "previous-page", [Key("[")], "show the page before", hint: "page", in: here, when: .hasPages
    ) { state, _ in
      state.stepPage(by: -1)
      return []
    },
    Command("unit", [Key("v")], "show tensors in a.u. or V/Å²", hint: "unit", in: here) {
      state, _ in
      state.settings.tensorUnit =
        state.settings.tensorUnit == .atomic ? .voltPerSquareAngstrom : .atomic
      return []
    },
    Command(
      "copy-site", [Key("y")], "copy the site as text", hint: "copy", in: here,
      when: .hasInspection
    ) { state, _ in
      guard let inspection = state.sitePane.inspection else { return [] }
      state.say("site copied as text; Y copies JSON")
      return [.copy(inspection.text(unit: state.settings.tensorUnit))]
    },
    Command(
      "copy-site-json", [Key("Y")], "copy the site as JSON", in: here,
      when: .hasInspection
    ) { state, _ in
      guard let inspection = state.sitePane.inspection else { return [] }
      state.say("site copied as JSON")
      return [.copy(inspection.json)]
    },
  ]
}

extension State {
  /// Goes to the site some places further along the list.
  mutating func walk(by step: Int) {
    if view == .structure, let row = sitePane.row, list.selected != row { list.seek(row) }
    let before = list.cursor
    list.move(by: step)
    guard list.cursor != before else {
      say(step > 0 ? "this is the last site of the list" : "this is the first site of the list")
      return
    }
    sitePane.row = list.selected
    if let row = sitePane.row, row < table.count {
      structurePane.structure = Int(table.structure[row])
    }
  }
}
