import Crystals

/// Words that fit where the caret stands in a filter.
public enum FilterCompletion {
  /// What to put in place of the word before the caret: the word's length and the candidates.
  ///
  /// After `siteType==` and `element==` the candidates are the labels in quotes; tags in use are
  /// offered after `tag==`.
  static func candidates(
    _ text: String, caret: Int, tags: [String]
  ) -> (length: Int, words: [String]) {
    let before = text.unicodeScalars.prefix(caret).map { Character($0) }
    var start = before.count
    while start > 0, isWordCharacter(before[start - 1]) { start -= 1 }
    let partial = String(before[start...]).lowercased()
    var rest = before[..<start]
    while rest.last == " " { rest.removeLast() }
    if let labels = labels(after: String(rest), tags: tags) {
      let bare = partial.filter { $0 != "\"" }
      return (partial.count, labels.filter { $0.dropFirst().lowercased().hasPrefix(bare) })
    }
    let words =
      SiteField.allCases.map(\.rawValue)
      + FilterExpression.Function.allCases.map { $0.rawValue + "(" }
    return (partial.count, words.filter { $0.lowercased().hasPrefix(partial) })
  }

  private static func isWordCharacter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "\""
  }

  private static func labels(after text: String, tags: [String]) -> [String]? {
    guard let symbol = ["==", "!=", "~"].first(where: { text.hasSuffix($0) }) else { return nil }
    let word = String(
      text.dropLast(symbol.count).reversed().drop { $0 == " " }
        .prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
    switch SiteField(word: word) {
    case .siteType: return SiteType.allCases.map { "\"\($0.label)\"" }
    case .element: return ["\"Li\"", "\"O\"", "\"Ti\""]
    case .tag: return tags.map { "\"\($0)\"" }
    default: return nil
    }
  }

  /// The field whose name is at most two edits away from a word.
  static func nearest(to word: String) -> String? {
    let lowered = word.lowercased()
    let ranked = SiteField.allCases.map {
      (distance($0.rawValue.lowercased(), lowered), $0.rawValue)
    }
    guard let best = ranked.min(by: { $0.0 < $1.0 }), best.0 <= 2, 2 * best.0 <= word.count
    else {
      return nil
    }
    return best.1
  }

  /// Letters added, left out, changed or swapped with the next between two words.
  static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    guard b.count < 64, a.count < 64 else { return max(a.count, b.count) }
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let change = rows[i][j] + (a[i] == b[j] ? 0 : 1)
        var least = min(change, rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          least = min(least, rows[i - 1][j - 1] + 1)
        }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
