extension State {
  /// Offers the words that fit at the caret, then steps through them.
  mutating func complete(_ prompt: inout Prompt, by step: Int) -> [Effect] {
    if prompt.completions.isEmpty {
      if let folder = fileTyped(prompt).map(FilePath.folderPrefix), prompt.listing?.folder != folder
      {
        overlay = .prompt(prompt)
        return [.list(folder: folder)]
      }
      let (length, words) = candidates(prompt)
      prompt.completions = words
      prompt.completedLength = length
      prompt.chosen = nil
    }
    let count = prompt.completions.count
    guard count > 0 else {
      overlay = .prompt(prompt)
      return []
    }
    let next = prompt.chosen.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
    let word = prompt.completions[next]
    prompt.field.replace(last: prompt.completedLength, with: word)
    prompt.completedLength = word.unicodeScalars.count
    prompt.chosen = next
    prompt.error = nil
    if prompt.purpose == .filter {
      do {
        _ = try FilterParser.parse(prompt.field.text)
        settings.filter = prompt.field.text
      } catch { prompt.error = error }
    }
    if count == 1 { prompt.completions = [] }
    overlay = .prompt(prompt)
    return []
  }

  private func candidates(_ prompt: Prompt) -> (length: Int, words: [String]) {
    let text = prompt.field.text
    let caret = prompt.field.caret
    switch prompt.purpose {
    case .filter:
      return FilterCompletion.candidates(text, caret: caret, tags: annotations.tagNames)
    case .command:
      let before = String(String.UnicodeScalarView(prompt.field.scalars[..<caret]))
      guard let space = before.firstIndex(of: " ") else {
        let names = Commands.all.map(\.name).filter { $0.hasPrefix(before) }.sorted()
        return (before.unicodeScalars.count, names)
      }
      if let typed = fileTyped(prompt) { return fileCandidates(prompt, typed) }
      let rest = before[before.index(after: space)...]
      return argumentCandidates(String(before[..<space]), rest)
    case .argument(let name):
      if let typed = fileTyped(prompt) { return fileCandidates(prompt, typed) }
      return argumentCandidates(name, String.SubSequence(text))
    }
  }

  /// Goes on with a completion when the names in a folder are there.
  mutating func completeFile(_ folder: String, _ names: [String]) -> [Effect] {
    guard case .prompt(var prompt) = overlay,
      fileTyped(prompt).map(FilePath.folderPrefix) == folder
    else { return [] }
    prompt.listing = (folder, names)
    return complete(&prompt, by: 1)
  }

  /// The part of a file's path that stands before the caret; nil where no file is asked for.
  private func fileTyped(_ prompt: Prompt) -> String? {
    let before = String(String.UnicodeScalarView(prompt.field.scalars[..<prompt.field.caret]))
    switch prompt.purpose {
    case .filter: return nil
    case .argument(let name):
      return Commands.named(name)?.argument == "FILE" ? before : nil
    case .command:
      guard let space = before.firstIndex(of: " "),
        Commands.resolve(String(before[..<space]))?.argument == "FILE"
      else { return nil }
      return String(before[before.index(after: space)...])
    }
  }

  /// Names that go on from what is typed; those that begin with a dot only where that is typed.
  private func fileCandidates(
    _ prompt: Prompt, _ typed: String
  ) -> (length: Int, words: [String]) {
    let folder = FilePath.folderPrefix(typed)
    let start = typed.dropFirst(folder.count)
    let names = (prompt.listing?.names ?? []).filter {
      $0.hasPrefix(start) && (start.hasPrefix(".") || !$0.hasPrefix("."))
    }
    return (typed.unicodeScalars.count, names.map { folder + $0 })
  }

  private func argumentCandidates(
    _ name: String, _ typed: Substring
  ) -> (length: Int, words: [String]) {
    let words: [String]
    switch Commands.resolve(name)?.name {
    case "filter":
      return FilterCompletion.candidates(
        String(typed), caret: typed.unicodeScalars.count, tags: annotations.tagNames)
    case "theme": words = themeNames
    case "help": words = ["filter"]
    case "observable": words = Observable.allCases.map(\.rawValue)
    case "sort", "sort-also": words = SiteField.allCases.map(\.rawValue)
    case "tag": words = annotations.tagNames + QuickTag.allCases.map(\.rawValue)
    case "score": words = OutlierScore.allCases.map(\.rawValue)
    case "model": words = rivals.map { models[$0].name }
    case "compare": words = comparisonWords
    case "file": words = structures.files.indices.map(fileName) + ["all"]
    case "structure": words = ["all"]
    case "range": words = ["auto"]
    case "field": words = ["0 0 1", "1 1 0", "1 1 1"]
    case "pattern-sites": words = SiteSet.allCases.map(\.rawValue)
    case "line-width": words = ["auto"]
    default: words = []
    }
    let lowered = typed.lowercased()
    var seen = Set<String>()
    let fitting = words.filter { $0.lowercased().hasPrefix(lowered) && seen.insert($0).inserted }
    return (typed.unicodeScalars.count, fitting)
  }
}
