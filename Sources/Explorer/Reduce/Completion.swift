extension State {
  /// Offers the words that fit at the caret, then steps through them.
  mutating func complete(_ prompt: inout Prompt, by step: Int) -> [Effect] {
    if prompt.completions.isEmpty {
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
      let rest = before[before.index(after: space)...]
      return argumentCandidates(String(before[..<space]), rest)
    case .argument(let name):
      return argumentCandidates(name, String.SubSequence(text))
    }
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
    case "observable": words = Observable.allCases.map(\.rawValue)
    case "sort", "sort-also": words = SiteField.allCases.map(\.rawValue)
    case "tag": words = annotations.tagNames + QuickTag.allCases.map(\.rawValue)
    case "score": words = OutlierScore.allCases.map(\.rawValue)
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
