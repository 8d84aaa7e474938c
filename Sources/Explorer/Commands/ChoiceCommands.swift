import Tensors

extension Commands {
  /// What is shown: observable, field, structure, filter.
  static let choices: [Command] = [
    Command(
      "field", [Key("b")], "set the field direction, as 0 0 1 or hkl 1 1 1", hint: "field",
      argument: "X Y Z"
    ) { (state, text) throws(CommandError) in try state.setField(text) },
    Command(
      "observable", [Key("o")], "choose the observable of the histogram", hint: "observable",
      argument: "NAME", in: Set(View.allCases).subtracting([.field])
    ) { (state, name) throws(CommandError) in try state.setObservable(name) },
    Command("next-observable", [Key("O")], "show the next observable") { state, _ in
      let all = Observable.allCases
      let place = all.firstIndex(of: state.settings.observable) ?? 0
      state.settings.observable = all[(place + 1) % all.count]
      return []
    },
    Command(
      "printed-equation-5", [Key("E")],
      "ω_Q by eq. (5) as printed, or by the invariant b·V·b (the default)"
    ) { state, _ in
      state.settings.printedEquation5.toggle()
      state.say(
        state.settings.printedEquation5
          ? "ω_Q by eq. (5) as printed: its η term has the sign of another axis order"
          : "ω_Q by the invariant b·V·b")
      return []
    },
    Command(
      "filter", [Key("/")], "show only sites that pass a condition, as eta>0.9", hint: "filter",
      argument: "CONDITION"
    ) { (state, text) throws(CommandError) in
      if text.isEmpty {
        state.openPrompt(.filter, label: "filter ", text: state.settings.filter)
      } else {
        do throws(FilterError) { _ = try FilterParser.parse(text) } catch {
          throw CommandError(error.description)
        }
        state.setFilter(text)
      }
      return []
    },
    Command(
      "clear", [Key("x")], "clear brush, list scope and filter",
      when: .isNarrowed
    ) { state, _ in
      state.regionsPane.brush = nil
      state.regionsPane.brushStart = nil
      state.sitesPane.list.scope = .all
      state.setFilter("")
      return []
    },
  ]
}

extension State {
  var isNarrowed: Bool {
    regionsPane.brush != nil || regionsPane.brushStart != nil || sitesPane.list.scope != .all
      || !settings.filter.isEmpty
  }

  /// Sets a filter known to be well formed; its rows follow.
  mutating func setFilter(_ text: String) { settings.filter = text }

  mutating func setField(_ text: String) throws(CommandError) -> [Effect] {
    if text.isEmpty {
      let b = settings.field.unit
      openPrompt(.argument("field"), label: "field direction b ", text: directionText(b))
      return []
    }
    let bare = text.filter { !"[]()".contains($0) }
    if bare.lowercased().hasPrefix("hkl") {
      return try setField(plane: String(bare.dropFirst(3)), text)
    }
    do { settings.field = try FieldDirection(parsing: bare) } catch {
      throw CommandError(
        "'\(text)' is no direction; three numbers such as 0 0 1, or hkl 1 1 1, are expected")
    }
    return []
  }

  /// The field along the normal of a lattice plane of the structure shown, or of the first.
  private mutating func setField(
    plane: String, _ text: String
  ) throws(CommandError) -> [Effect] {
    let words = plane.split { $0 == " " || $0 == "," }
    let indices = words.compactMap { Double($0) }
    guard words.count == 3, indices.count == 3 else {
      throw CommandError("'\(text)': three indices are expected, as in hkl 1 1 1")
    }
    let shown = settings.structureShown ?? 0
    guard structures.indices.contains(shown) else {
      throw CommandError("no structure is known whose planes hkl could mean")
    }
    let cell = structures.cell(of: shown).vectors
    do {
      settings.field = try FieldDirection(
        h: indices[0], k: indices[1], l: indices[2], cell: cell[0], cell[1], cell[2])
    } catch { throw CommandError(error.description) }
    return []
  }

  mutating func setObservable(_ name: String) throws(CommandError) -> [Effect] {
    if name.isEmpty {
      var menu = Menu(.observables)
      menu.cursor = Observable.allCases.firstIndex(of: settings.observable) ?? 0
      overlay = .menu(menu)
      return []
    }
    guard let field = SiteField(word: name), let observable = Observable(rawValue: field.rawValue)
    else {
      let known = Observable.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError("no observable '\(name)'; there are \(known)")
    }
    settings.observable = observable
    return []
  }
}
