extension Commands {
  private static let here: Set<View> = [.site]

  /// One site by hand.
  static let siteView: [Command] = [
    Command(
      "next-site", [Key("n")], "inspect the next site of the list", hint: "next/previous",
      in: here
    ) { state, _ in
      state.walk(by: 1)
      return []
    },
    Command(
      "previous-site", [Key("p")], "inspect the previous site of the list",
      hint: "next/previous", in: here
    ) { state, _ in
      state.walk(by: -1)
      return []
    },
    Command("turn-left", [.left, Key("h")], "turn the polyhedron left", hint: "turn", in: here) {
      state, _ in
      state.sitePane.yaw -= 0.15
      return []
    },
    Command("turn-right", [.right, Key("l")], "turn the polyhedron right", hint: "turn", in: here) {
      state, _ in
      state.sitePane.yaw += 0.15
      return []
    },
    Command("turn-up", [.up, Key("k")], "turn the polyhedron up", hint: "turn", in: here) {
      state, _ in
      state.sitePane.pitch -= 0.15
      return []
    },
    Command("turn-down", [.down, Key("j")], "turn the polyhedron down", hint: "turn", in: here) {
      state, _ in
      state.sitePane.pitch += 0.15
      return []
    },
    Command("zoom-in", [Key("+")], "enlarge the polyhedron", in: here) { state, _ in
      state.sitePane.zoom = min(4, state.sitePane.zoom * 1.15)
      return []
    },
    Command("zoom-out", [Key("-")], "shrink the polyhedron", in: here) { state, _ in
      state.sitePane.zoom = max(0.25, state.sitePane.zoom / 1.15)
      return []
    },
    Command("reset-turn", [Key("0")], "look at the polyhedron from the start again", in: here) {
      state, _ in
      let fresh = SitePane()
      (state.sitePane.yaw, state.sitePane.pitch) = (fresh.yaw, fresh.pitch)
      state.sitePane.zoom = fresh.zoom
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
  /// Inspects the site some places further along the list.
  mutating func walk(by step: Int) {
    let before = list.cursor
    list.move(by: step)
    guard list.cursor != before else {
      say(step > 0 ? "this is the last site of the list" : "this is the first site of the list")
      return
    }
    sitePane.row = list.selected
  }
}
