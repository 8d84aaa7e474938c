import Engine

extension State {
  mutating func press(_ key: Key, in overlay: Overlay) -> [Effect] {
    switch overlay {
    case .prompt(let prompt): return press(key, in: prompt)
    case .menu(let menu): return press(key, in: menu)
    case .confirmation(let confirmation): return answer(key, confirmation.question)
    case .newStructures: return pressInNewStructures(key)
    case .statistics:
      self.overlay = nil
      // Any key that does not just close it does what it always does.
      if [.escape, .enter, .character("q"), .character("d"), .character(" ")].contains(key) {
        return []
      }
      return keyMap.command(for: key, in: view).map { run($0) } ?? []
    case .composition(let pane): return press(key, in: pane)
    }
  }

  /// Regions are stepped through, and the keys of the Regions screen change them below.
  private mutating func press(_ key: Key, in pane: CompositionPane) -> [Effect] {
    let command = keyMap.command(for: key, in: view)
    switch key {
    case .escape, .enter, .character("q"): overlay = nil
    case .up, .left: stepComposition(by: -1)
    case .down, .right: stepComposition(by: 1)
    case .pageUp, .control("u"): scroll(pane, by: -5)
    case .pageDown, .control("d"): scroll(pane, by: 5)
    default:
      overlay = nil
      guard let command, command.name != "composition" else { break }
      let effects = run(command)
      if overlay == nil, view == .regions { overlay = .composition(pane) }
      return effects
    }
    return []
  }

  private mutating func stepComposition(by step: Int) {
    regionsPane.brush = nil
    regionsPane.brushStart = nil
    moveRegion(by: step)
    overlay = .composition(CompositionPane())
  }

  mutating func scroll(_ pane: CompositionPane, by step: Int) {
    let last = CompositionView(self, pane, ScreenLayout(self)).lastFirst
    overlay = .composition(CompositionPane(first: min(max(0, pane.first + step), last)))
  }

  private mutating func answer(_ key: Key, _ question: Confirmation.Question) -> [Effect] {
    switch (question, key) {
    case (.quit, .character("s")), (.quit, .control("s")):
      overlay = nil
      return runLine("save")
    case (.quit, .character("q")), (.quit, .character("y")): return [.quit]
    case (.overwrite(let export, let path), .character("y")),
      (.overwrite(let export, let path), .enter):
      overlay = nil
      return write(export, path, overwrite: true)
    case (.stopPrediction, .character("y")), (.stopPrediction, .enter):
      overlay = nil
      return interrupt()
    case (.replaceStructures(let path), .character("y")),
      (.replaceStructures(let path), .enter):
      overlay = nil
      return predict(.replacing([.file(path)]))
    case (.replaceStructures(let path), .character("a")):
      overlay = nil
      return predict(.adding([.file(path)]))
    case (_, .escape), (_, .character("n")), (_, .control("c")):
      overlay = nil
      if case .overwrite(_, let path) = question { say("\(path) left as it was") }
      return []
    default: return []
    }
  }
}
