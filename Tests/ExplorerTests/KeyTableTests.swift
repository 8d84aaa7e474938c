import Foundation
import Support
import Testing

@testable import Explorer

/// The keys as a table for README, by the screens in which they work.
private var keyTable: String {
  func label(_ views: Set<View>) -> String {
    if views.count == View.allCases.count { return "Everywhere" }
    return views.sorted { $0.rawValue < $1.rawValue }.map(\.title).joined(separator: ", ")
  }
  func cell(_ text: String) -> String { text.replacingOccurrences(of: "|", with: "\\|") }
  func code(_ key: Key) -> String {
    let text = cell(key.label)
    return text.contains("`") ? "`` \(text) ``" : "`\(text)`"
  }
  var groups: [(views: Set<View>, commands: [Command])] = []
  for command in Commands.all {
    if let place = groups.firstIndex(where: { $0.views == command.views }) {
      groups[place].commands.append(command)
    } else {
      groups.append((command.views, [command]))
    }
  }
  return groups.map { group in
    let rows = group.commands.map { command in
      let keys = command.keys.map(code).joined(separator: " ")
      let name = command.name + (command.argument.map { " " + $0 } ?? "")
      return "| \(keys) | `\(cell(name))` | \(cell(command.help)) |\n"
    }
    return "**\(label(group.views))**\n\n| key | command | does |\n|---|---|---|\n" + rows.joined()
  }.joined(separator: "\n")
}

@Suite("README's keys") struct KeyTableTests {
  @Test("README lists every command with its keys; SPINEL_RECORD_SNAPSHOTS=1 writes the list anew")
  func readme() throws {
    let path = repositoryFolder + "/README.md"
    var text = try String(contentsOfFile: path, encoding: .utf8)
    let begin = try #require(text.range(of: "<!-- keys -->\n"))
    let end = try #require(text.range(of: "<!-- /keys -->"))
    try #require(begin.upperBound <= end.lowerBound)
    let section = begin.upperBound..<end.lowerBound
    let expected = "\n" + keyTable + "\n"
    if ProcessInfo.processInfo.environment["SPINEL_RECORD_SNAPSHOTS"] != nil {
      text.replaceSubrange(section, with: expected)
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return
    }
    #expect(
      text[section] == expected,
      "write it anew: SPINEL_RECORD_SNAPSHOTS=1 swift test --filter KeyTableTests")
  }
}
