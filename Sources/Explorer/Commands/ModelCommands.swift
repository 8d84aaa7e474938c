extension Commands {
  private static let here: Set<View> = [.model]

  /// The Model screen: what the model is and how good.
  static let modelView: [Command] = [
    Command(
      "previous-plot", [.left, Key("["), Key("h")], "show the plot before", hint: "plot", in: here
    ) { state, _ in
      state.stepCard(by: -1)
      return []
    },
    Command(
      "next-plot", [.right, Key("]"), Key("l")], "show the next plot", hint: "plot", in: here
    ) { state, _ in
      state.stepCard(by: 1)
      return []
    },
    Command("facts-up", [.up, Key("k")], "scroll the facts up", hint: "facts", in: here) {
      state, _ in
      state.scrollFacts(by: -1)
      return []
    },
    Command("facts-down", [.down, Key("j")], "scroll the facts down", hint: "facts", in: here) {
      state, _ in
      state.scrollFacts(by: 1)
      return []
    },
    Command("first-fact", [.home, Key("g")], "go to the first of the facts", in: here) {
      state, _ in
      state.scrollFacts(by: -(1 << 20))
      return []
    },
    Command("last-fact", [.end, Key("G")], "go to the last of the facts", in: here) { state, _ in
      state.scrollFacts(by: 1 << 20)
      return []
    },
    Command(
      "all-sites", [Key("a")], "compare all sites, or only those the model was not trained on",
      hint: "all sites", in: here, when: .hasHeldOutSites
    ) { state, _ in
      state.sights.comparesTrained.toggle()
      return []
    },
    Command(
      "curve", [Key("c")], "open a learning curve written by spinel learning-curve --json",
      hint: "learning curve", argument: "FILE", in: here
    ) { state, path in
      if path.isEmpty {
        state.openPrompt(.argument("curve"), label: "learning curve ", text: "curve.json")
        return []
      }
      return [.read(path: path, adding: false)]
    },
  ]
}

extension Command.Condition {
  fileprivate static let hasHeldOutSites = Command.Condition(
    "which of these sites the model was not trained on is not known"
  ) {
    if case .ownData(let heldOut) = $0.model?.relation { !heldOut.isEmpty } else { false }
  }
}

extension State {
  mutating func stepCard(by step: Int) {
    let cards = ModelView(self, ScreenLayout(self).main).cards
    let place = cards.firstIndex(of: modelPane.card) ?? 0
    modelPane.card = cards[(place + step + cards.count) % cards.count]
  }
}
