import Crystals
import Screen
import Spectra
import TOMLKit
import TOMLText
import Tensors

/// Collects a configuration and the problems met on the way.
struct ConfigurationReader {
  let text: String
  let file: String
  private(set) var problems: [ConfigurationError] = []

  init(text: String, file: String) {
    self.text = text
    self.file = file
  }

  mutating func read() -> Configuration {
    var configuration = Configuration()
    do {
      let root = try TOMLText.table(text)
      // Tables inside another are views into it.
      withExtendedLifetime(root) { read(root, into: &configuration) }
    } catch {
      report(line: error.line, key: "", visible(error.problem))
    }
    return configuration
  }

  private static let known = [
    "theme", "color", "glyphs", "mouse", "field", "threshold", "peaks", "isotopes", "keys",
  ]

  private mutating func read(_ root: TOMLTable, into configuration: inout Configuration) {
    for key in root.keys where !Self.known.contains(key) {
      report(key, "no such key; expected one of \(Self.known.joined(separator: ", "))")
    }
    configuration.theme = text(root, "theme")
    if let word = text(root, "color") {
      if let choice = Configuration.ColorChoice(rawValue: word) {
        configuration.colors = choice
      } else {
        let choices = Configuration.ColorChoice.allCases.map(\.rawValue).joined(separator: ", ")
        report("color", "found \"\(visible(word))\"; expected one of \(choices)")
      }
    }
    if let word = text(root, "glyphs") {
      switch word {
      case "unicode": configuration.glyphs = .unicode
      case "ascii": configuration.glyphs = .ascii
      default: report("glyphs", "found \"\(visible(word))\"; expected unicode or ascii")
      }
    }
    if let value = root["mouse"] {
      if let mouse = value.bool {
        configuration.mouse = mouse
      } else {
        report("mouse", "found \(describe(value)); expected true or false")
      }
    }
    readNumbers(root, into: &configuration)
    readIsotopes(root, into: &configuration)
    if let value = root["keys"] {
      if let table = value.table {
        configuration.keyMap = keyMap(table)
      } else {
        report("keys", "found \(describe(value)); expected a table [keys]")
      }
    }
  }

  private mutating func readNumbers(_ root: TOMLTable, into configuration: inout Configuration) {
    if let value = root["field"] {
      let numbers = value.array?.compactMap { number($0) } ?? []
      if value.array?.count == 3, numbers.count == 3,
        let field = try? FieldDirection(numbers[0], numbers[1], numbers[2])
      {
        configuration.field = field
      } else {
        report("field", "expected three numbers that are not all zero, such as [0, 0, 1]")
      }
    }
    if let value = root["threshold"] {
      if let counts = number(value), counts > 0, counts < 1e15 {
        configuration.threshold = .counts(counts)
      } else {
        report("threshold", "found \(describe(value)); expected a number above 0")
      }
    }
    if let value = root["peaks"] {
      if let peaks = value.int, (1...99).contains(peaks) {
        configuration.peaks = peaks
      } else {
        report("peaks", "found \(describe(value)); expected a whole number from 1 to 99")
      }
    }
  }

  private mutating func readIsotopes(_ root: TOMLTable, into configuration: inout Configuration) {
    guard let value = root["isotopes"] else { return }
    guard let array = value.array else {
      report("isotopes", "found \(describe(value)); expected a list such as [\"7Li=-40.1\"]")
      return
    }
    for item in array {
      if let word = item.string, let isotope = try? Isotope(parsing: word) {
        configuration.isotopes.append(isotope)
      } else {
        report("isotopes", "found \(describe(item)); expected an isotope such as \"7Li=-40.1\"")
      }
    }
  }

  // MARK: Keys

  /// The table's keys with those of the configuration in place; entries that cannot be are left out.
  private mutating func keyMap(_ table: TOMLTable) -> KeyMap {
    var replacements: [String: [Key]] = [:]
    for name in table.keys {
      guard Commands.named(name) != nil else {
        report(name, in: "keys", "no such command; ? in the explorer lists all")
        continue
      }
      if let value = table[name], let keys = keys(value, of: name) { replacements[name] = keys }
    }
    while true {
      do { return try KeyMap(replacing: replacements) } catch {
        // Both commands may be replaced, or one clash with a key of the table of commands.
        guard case .boundTwice(_, let first, let second) = error,
          let name = [second, first].first(where: { replacements[$0] != nil })
        else { return .standard }
        report(name, in: "keys", error.description)
        replacements[name] = nil
      }
    }
  }

  private mutating func keys(_ value: any TOMLValueConvertible, of name: String) -> [Key]? {
    guard let array = value.array else {
      report(
        name, in: "keys", "found \(describe(value)); expected a list such as [\"f5\", \"c-l\"]")
      return nil
    }
    var keys: [Key] = []
    for item in array {
      guard let word = item.string, let key = Key(name: word) else {
        report(
          name, in: "keys",
          "found \(describe(item)); expected a key such as \"a\", \"c-a\", \"f5\" or \"pageup\"")
        return nil
      }
      keys.append(key)
    }
    return keys
  }

  // MARK: Values

  private mutating func text(_ table: TOMLTable, _ key: String) -> String? {
    guard let value = table[key] else { return nil }
    if let text = value.string { return text }
    report(key, "found \(describe(value)); expected text in quotes")
    return nil
  }

  private func number(_ value: any TOMLValueConvertible) -> Double? {
    value.double ?? value.int.map(Double.init)
  }

  private func describe(_ value: any TOMLValueConvertible) -> String {
    switch value.type {
    case .string: "\"\(visible(value.string ?? ""))\""
    case .int: "the number \(value.int ?? 0)"
    case .double: "the number \(value.double ?? 0)"
    case .bool: "\(value.bool ?? false)"
    case .array: "a list"
    case .table: "a table"
    default: "a date or time"
    }
  }

  // MARK: Problems

  private mutating func report(_ key: String, in table: String = "", _ problem: String) {
    report(
      line: line(of: key, in: table), key: table.isEmpty ? key : "\(table).\(key)", problem)
  }

  private mutating func report(line: Int, key: String, _ problem: String) {
    problems.append(ConfigurationError(file: file, line: line, key: key, problem: problem))
  }

  /// The line on which a key of a table is set, counted from 1: the TOML library does not tell.
  private func line(of key: String, in wanted: String) -> Int {
    var table = ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (place, line) in lines.enumerated() {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
        table = line[line.index(after: line.startIndex)..<end].filter { $0 != " " }
        if wanted.isEmpty, table == key { return place + 1 }
        continue
      }
      guard let equals = line.firstIndex(of: "=") else { continue }
      let name = line[..<equals].filter { !" \t\"'".contains($0) }
      if table == wanted, name == key { return place + 1 }
      if table.isEmpty, !wanted.isEmpty, name == "\(wanted).\(key)" || name == wanted {
        return place + 1
      }
    }
    return 1
  }
}
