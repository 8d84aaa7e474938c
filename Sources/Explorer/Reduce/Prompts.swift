import Crystals

extension State {
  /// Opens the line at the bottom of the screen.
  mutating func openPrompt(_ purpose: Prompt.Purpose, label: String, text: String) {
    if purpose == .filter { provisional = snapshot }
    // A value is typed anew, a filter or a note is gone on with.
    var isValue = false
    if case .argument(let name) = purpose { isValue = !Prompt.removing.contains(name) }
    overlay = .prompt(
      Prompt(purpose: purpose, label: label, field: LineEditor(text, isSelected: isValue)))
  }

  mutating func paste(_ text: String) -> [Effect] {
    switch overlay {
    case .prompt(var prompt):
      prompt.field.insert(text)
      return edited(&prompt)
    case .menu(var menu):
      menu.search.insert(text)
      menu.cursor = 0
      overlay = .menu(menu)
    case .newStructures: newStructures.form.paste(text)
    default: say("pasted text has no place here; : opens the command line", .warning)
    }
    return []
  }

  mutating func press(_ key: Key, in prompt: Prompt) -> [Effect] {
    var prompt = prompt
    switch key {
    case .escape, .control("c"), .control("g"): return abandon(prompt)
    case .enter: return enter(&prompt)
    case .tab: return complete(&prompt, by: 1)
    case .backTab: return complete(&prompt, by: -1)
    case .up, .control("p"): return recall(&prompt, by: -1)
    case .down, .control("n"): return recall(&prompt, by: 1)
    case .backspace where prompt.purpose == .command && prompt.field.scalars.isEmpty:
      return abandon(prompt)
    default:
      guard prompt.field.edit(key) else { return [] }
      prompt.historyPlace = nil
      return edited(&prompt)
    }
  }

  /// Follows a change of the text: the filter applies while it is typed.
  private mutating func edited(_ prompt: inout Prompt) -> [Effect] {
    prompt.completions = []
    prompt.chosen = nil
    prompt.error = nil
    if prompt.purpose == .filter {
      do {
        _ = try FilterParser.parse(prompt.field.text)
        settings.filter = prompt.field.text
      } catch { prompt.error = error }
    }
    overlay = .prompt(prompt)
    return []
  }

  private mutating func abandon(_ prompt: Prompt) -> [Effect] {
    if prompt.purpose == .filter, let before = provisional {
      settings = before.settings
      provisional = nil
    }
    overlay = nil
    return []
  }

  private mutating func enter(_ prompt: inout Prompt) -> [Effect] {
    let text = prompt.field.text
    switch prompt.purpose {
    case .filter:
      if prompt.error != nil {
        overlay = .prompt(prompt)
        return []
      }
      overlay = nil
      commit()
      remember(text, in: \.filterHistory)
      return []
    case .command:
      overlay = nil
      remember(text, in: \.commandHistory)
      return runLine(text)
    case .argument(let name):
      guard let command = Commands.named(name) else { return [] }
      let empty = text.allSatisfy { $0 == " " }
      if empty, !Prompt.removing.contains(name) {
        overlay = nil
        return []
      }
      do {
        overlay = nil
        return try command.run(&self, empty ? "-" : text)
      } catch {
        prompt.error = FilterError(column: 0, message: error.description)
        overlay = .prompt(prompt)
        return []
      }
    }
  }

  /// Ends a change under way: from now on it can be undone.
  mutating func commit() {
    guard let before = provisional else { return }
    provisional = nil
    if before != snapshot { history.record(before, Change(from: before, to: snapshot)) }
  }

  private mutating func remember(_ text: String, in lines: WritableKeyPath<State, [String]>) {
    guard !text.allSatisfy({ $0 == " " }) else { return }
    self[keyPath: lines].removeAll { $0 == text }
    self[keyPath: lines].append(text)
    let excess = self[keyPath: lines].count - Memory.limit
    if excess > 0 { self[keyPath: lines].removeFirst(excess) }
  }

  private mutating func recall(_ prompt: inout Prompt, by step: Int) -> [Effect] {
    let lines =
      switch prompt.purpose {
      case .filter: filterHistory
      case .command: commandHistory
      case .argument: [String]()
      }
    guard !lines.isEmpty else { return [] }
    let place = (prompt.historyPlace ?? lines.count) + step
    guard place >= 0 else { return [] }
    prompt.field = LineEditor(place < lines.count ? lines[place] : "")
    prompt.historyPlace = place < lines.count ? place : nil
    return edited(&prompt)
  }

  /// Runs a line of the command line: a command's name and perhaps its argument.
  mutating func runLine(_ line: String) -> [Effect] {
    let trimmed = line.drop { $0 == " " }
    let name = String(trimmed.prefix { $0 != " " })
    var argument = trimmed.dropFirst(name.count).drop { $0 == " " }
    while argument.last == " " { argument.removeLast() }
    guard !name.isEmpty else { return [] }
    guard let command = Commands.resolve(name) else {
      let names = Commands.all.map(\.name)
      let fitting = names.filter { $0.hasPrefix(name) }
      guard fitting.isEmpty else {
        say("'\(name)' may be \(fitting.joined(separator: ", "))", .error)
        return []
      }
      let near = names.map { (name: $0, edits: FilterCompletion.distance($0, name)) }
        .min { $0.edits < $1.edits }
      let isClose = near.map { $0.edits <= min(3, name.count / 2) } ?? false
      let hint = isClose ? near.map { "; did you mean \($0.name)?" } : nil
      say("no command '\(name)'\(hint ?? ""); ? lists all", .error)
      return []
    }
    if !argument.isEmpty, command.argument == nil {
      say("\(command.name) takes no argument", .error)
      return []
    }
    if !command.views.contains(view),
      let home = command.views.min(by: { $0.rawValue < $1.rawValue })
    {
      show(home)
    }
    return run(command, String(argument))
  }
}

extension Prompt {
  /// Commands for which an empty line means "remove".
  static let removing: Set<String> = ["tag", "note", "name-region"]
}

extension Commands {
  /// A command by its name or by the only name that begins so.
  static func resolve(_ word: String) -> Command? {
    if let exact = named(word) { return exact }
    if word == "w" { return named("save") }
    let matching = all.filter { $0.name.hasPrefix(word) }
    return matching.count == 1 ? matching[0] : nil
  }
}
