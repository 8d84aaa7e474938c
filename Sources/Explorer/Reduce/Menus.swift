import Crystals
import Numbers
import Screen

/// One line of a menu.
struct MenuItem: Sendable, Equatable {
  var title: String
  var detail: String
  /// Keys or a state, at the left.
  var lead: String
  /// What choosing it means: a command, a theme, a field or an observable by name.
  var value: String
  /// A command that belongs to another screen or has nothing to do now.
  var isDim = false
}

extension State {
  /// The lines of a menu that match what was typed.
  func items(_ menu: Menu) -> [MenuItem] {
    let search = menu.search.text.lowercased()
    let words = search.split(separator: " ")
    let fitting = allItems(menu.kind).filter { item in
      let text = "\(item.title) \(item.detail) \(item.lead)".lowercased()
      return words.allSatisfy { text.contains($0) }
    }
    guard !words.isEmpty else { return fitting }
    // Who types a name means the name, wherever else the word stands.
    func rank(_ item: MenuItem) -> Int {
      let name = item.value.lowercased()
      if name == search { return 0 }
      if words.count == 1, name.hasPrefix(words[0]) { return 1 }
      return words.allSatisfy { name.contains($0) } ? 2 : 3
    }
    let ranked = fitting.map { (item: $0, rank: rank($0)) }
    return (0...3).flatMap { wanted in ranked.filter { $0.rank == wanted }.map(\.item) }
  }

  private func allItems(_ kind: Menu.Kind) -> [MenuItem] {
    switch kind {
    case .help, .palette:
      // Commands of this screen first, those of other screens last.
      let here = Commands.all.filter { $0.views == [view] }
      let anywhere = Commands.all.filter { $0.views.contains(view) && $0.views != [view] }
      let elsewhere = Commands.all.filter { !$0.views.contains(view) }
      let ascii = look.glyphs == .ascii
      return (here + anywhere + elsewhere).map { command in
        let home = command.views.sorted { $0.rawValue < $1.rawValue }.map(\.title)
        let place = command.views.contains(view) ? "" : " (\(home.joined(separator: ", ")))"
        return MenuItem(
          title: command.name + (command.argument.map { " " + $0 } ?? ""),
          detail: command.help + place,
          lead: keyMap.keys(of: command).map { $0.label(ascii: ascii) }.joined(separator: " "),
          value: command.name, isDim: !command.views.contains(view) || !command.applies(self))
      }
    case .filterHelp: return FilterGrammar.items()
    case .themes:
      return themeNames.map { MenuItem(title: $0, detail: "", lead: "", value: $0) }
    case .columns:
      let shown = settings.columns
      let rest = SiteField.allCases.filter { !shown.contains($0) }
      return (shown + rest).map {
        MenuItem(
          title: $0.rawValue, detail: $0.meaning, lead: shown.contains($0) ? "[x]" : "[ ]",
          value: $0.rawValue)
      }
    case .observables:
      return Observable.allCases.map {
        MenuItem(
          title: $0.rawValue, detail: $0.field.meaning,
          lead: $0 == settings.observable ? look.glyphs.mark : "", value: $0.rawValue)
      }
    case .elements:
      let shown = elementsShown
      let counts = Dictionary(elementsOfCell.map { ($0, 1) }, uniquingKeysWith: +)
      return counts.sorted { $0.key < $1.key }.map { element, count in
        MenuItem(
          title: element.symbol, detail: "\(grouped(count)) atoms",
          lead: shown.contains(element) ? "[x]" : "[ ]", value: element.symbol)
      }
    }
  }

  mutating func press(_ key: Key, in menu: Menu) -> [Effect] {
    var menu = menu
    let count = items(menu).count
    let page = max(1, rows - 8)
    switch key {
    case .escape, .control("c"), .control("g"):
      if !menu.search.scalars.isEmpty {
        menu.search = LineEditor()
        menu.cursor = 0
        overlay = .menu(menu)
        return []
      }
      overlay = nil
      return menu.kind == .themes ? [.loadTheme(menu.themeBefore)] : []
    case .enter: return choose(menu)
    case .up, .control("p"), .backTab: menu.cursor -= 1
    case .down, .control("n"), .tab: menu.cursor += 1
    case .pageUp: menu.cursor -= page
    case .pageDown: menu.cursor += page
    case .home: menu.cursor = 0
    case .end: menu.cursor = count - 1
    case .character(" ") where menu.kind == .columns: return toggleColumn(menu)
    case .character(" ") where menu.kind == .elements: return choose(menu)
    case .left where menu.kind == .columns: return moveColumn(menu, by: -1)
    case .right where menu.kind == .columns: return moveColumn(menu, by: 1)
    default:
      guard menu.search.edit(key) else { return [] }
      menu.cursor = 0
    }
    return settle(menu)
  }

  /// Shows a menu with its cursor among the items; a theme is shown at once.
  mutating func settle(_ menu: Menu) -> [Effect] {
    var menu = menu
    let items = items(menu)
    menu.cursor = min(max(0, menu.cursor), max(0, items.count - 1))
    overlay = .menu(menu)
    guard menu.kind == .themes, items.indices.contains(menu.cursor) else { return [] }
    let name = items[menu.cursor].value
    return name == look.theme.name ? [] : [.loadTheme(name)]
  }

  mutating func choose(_ menu: Menu) -> [Effect] {
    let items = items(menu)
    guard items.indices.contains(menu.cursor) else { return [] }
    let value = items[menu.cursor].value
    switch menu.kind {
    case .help, .palette:
      overlay = nil
      guard let command = Commands.named(value) else { return [] }
      if !command.views.contains(view),
        let home = command.views.min(by: { $0.rawValue < $1.rawValue })
      {
        show(home)
      }
      return run(command)
    case .themes:
      overlay = nil
      say("theme \(value)")
      return value == look.theme.name ? [] : [.loadTheme(value)]
    case .columns: return toggleColumn(menu)
    case .elements:
      if let element = Element(symbol: value) { toggle(element) }
      return settle(menu)
    case .filterHelp:
      // A field goes to the end of the filter, where the user can go on with it.
      let old = settings.filter
      let joined = old.isEmpty || value.isEmpty ? old + value : "\(old) && \(value)"
      openPrompt(.filter, label: "filter ", text: joined)
      return []
    case .observables:
      overlay = nil
      if let observable = Observable(rawValue: value) { settings.observable = observable }
      return []
    }
  }

  private mutating func toggleColumn(_ menu: Menu) -> [Effect] {
    let items = items(menu)
    guard items.indices.contains(menu.cursor),
      let field = SiteField(rawValue: items[menu.cursor].value)
    else { return [] }
    if let place = settings.columns.firstIndex(of: field) {
      if settings.columns.count > 1 { settings.columns.remove(at: place) }
    } else {
      settings.columns.append(field)
    }
    return follow(field, in: menu)
  }

  private mutating func moveColumn(_ menu: Menu, by step: Int) -> [Effect] {
    let items = items(menu)
    guard items.indices.contains(menu.cursor),
      let field = SiteField(rawValue: items[menu.cursor].value),
      let place = settings.columns.firstIndex(of: field),
      settings.columns.indices.contains(place + step)
    else { return [] }
    settings.columns.swapAt(place, place + step)
    return follow(field, in: menu)
  }

  /// Keeps the cursor on a field whose line moved.
  private mutating func follow(_ field: SiteField, in menu: Menu) -> [Effect] {
    var menu = menu
    menu.cursor = self.items(menu).firstIndex { $0.value == field.rawValue } ?? menu.cursor
    return settle(menu)
  }
}
