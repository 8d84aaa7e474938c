import TOMLKit
import TOMLText

/// Collects a theme and the problems met on the way.
struct ThemeReader {
  let text: String
  let file: String
  var problems: [ThemeFileError] = []

  init(text: String, file: String) {
    self.text = text
    self.file = file
  }

  mutating func read() -> Theme {
    var theme = Theme.standard
    theme.name = ThemeReader.name(ofFile: file)
    do {
      let root = try TOMLText.table(text)
      // Tables inside another are views into it.
      withExtendedLifetime(root) { read(root, into: &theme) }
    } catch {
      report(line: error.line, key: "", error.problem)
    }
    return theme
  }

  private static func name(ofFile file: String) -> String {
    let name = file.split(separator: "/").last ?? ""
    return String(name.hasSuffix(".toml") ? name.dropLast(5) : name)
  }

  private mutating func read(_ root: TOMLTable, into theme: inout Theme) {
    refuseUnknown(
      root, in: "", known: ["name", "background", "hatched", "roles", "regions", "heat"])
    if let name = string(root, "name", in: "") { theme.name = name }
    if let background = string(root, "background", in: ""),
      let color = color(background, in: "", key: "background")
    {
      theme.setBackground(color)
    }
    if let value = root["hatched"] {
      if let hatched = value.bool {
        theme.hatched = hatched
      } else {
        report("", "hatched", "found \(describe(value)); expected true or false")
      }
    }
    if let roles = table(root, "roles") {
      for key in roles.keys {
        guard let role = Role(rawValue: key) else {
          report("roles", key, "no such role; expected one of \(ThemeReader.roleNames)")
          continue
        }
        if let value = roles[key],
          let style = style(value, of: role, standard: theme)
        {
          theme.setStyle(role, style)
        }
      }
    }
    if let colors = colors(root, "regions", atLeast: 1) { theme.regions = colors }
    if let colors = colors(root, "heat", atLeast: 2) { theme.heat = colors }
  }

  private static let roleNames = Role.allCases.map(\.rawValue).joined(separator: ", ")

  // MARK: Values

  /// A role: a colour, or a table of colours and attributes.
  private mutating func style(_ value: any TOMLValueConvertible, of role: Role, standard: Theme)
    -> Style?
  {
    let keeps = standard.style(role).attributes
    if let text = value.string {
      return color(text, in: "roles", key: role.rawValue).map {
        Style(
          foreground: $0, background: standard.background,
          attributes: keeps.subtracting([.bold, .dim, .italic, .underline, .reverse]))
      }
    }
    guard let table = value.table else {
      report(
        "roles", role.rawValue,
        "found \(describe(value)); expected a colour or { color = \"#RRGGBB\", … }")
      return nil
    }
    let path = "roles.\(role.rawValue)"
    refuseUnknown(
      table, in: path,
      known: ["color", "ansi", "on", "on_ansi", "attributes", "without_color"])
    let foreground = pair(table, "color", "ansi", in: path) ?? .standard
    let background = pair(table, "on", "on_ansi", in: path) ?? standard.background
    let always = attributes(table, "attributes", in: path) ?? []
    let instead = attributes(table, "without_color", in: path).map(ThemeReader.withoutColor)
    return Style(
      foreground: foreground, background: background,
      attributes: always.union(
        instead ?? keeps.subtracting([.bold, .dim, .italic, .underline, .reverse])))
  }

  /// The attributes as stand-ins for colours.
  private static func withoutColor(_ attributes: Style.Attributes) -> Style.Attributes {
    Style.Attributes(rawValue: (attributes.rawValue & 15) << 5)
  }

  private mutating func pair(_ table: TOMLTable, _ key: String, _ ansiKey: String, in path: String)
    -> Color?
  {
    guard let text = string(table, key, in: path), let color = color(text, in: path, key: key)
    else {
      return nil
    }
    guard let name = string(table, ansiKey, in: path) else { return color }
    guard let ansi = Palette.ansiNames.firstIndex(of: name) else {
      report(path, ansiKey, "found \"\(visible(name))\"; expected \(ThemeReader.ansiList)")
      return color
    }
    return color.isStandard ? color : Color(hex: color.rgb, ansi: UInt8(ansi))
  }

  private static let ansiList = "one of " + Palette.ansiNames.joined(separator: ", ")

  private mutating func attributes(_ table: TOMLTable, _ key: String, in path: String)
    -> Style.Attributes?
  {
    guard let value = table[key] else { return nil }
    let names: [String: Style.Attributes] = [
      "bold": .bold, "dim": .dim, "reverse": .reverse, "underline": .underline, "italic": .italic,
    ]
    guard let array = value.array else {
      report(path, key, "found \(describe(value)); expected a list such as [\"bold\"]")
      return nil
    }
    var result: Style.Attributes = []
    for item in array {
      if let name = item.string, let attribute = names[name] {
        result.formUnion(attribute)
      } else {
        report(
          path, key,
          "found \(describe(item)); expected bold, dim, italic, reverse or underline")
      }
    }
    return result
  }

  /// A table with a list `colors` and, if wanted, a list `ansi` of the same length.
  private mutating func colors(_ root: TOMLTable, _ name: String, atLeast count: Int) -> [Color]? {
    guard let table = table(root, name) else { return nil }
    refuseUnknown(table, in: name, known: ["colors", "ansi"])
    guard let list = table["colors"]?.array else {
      report(name, "colors", "missing or no list; expected a list of colours \"#RRGGBB\"")
      return nil
    }
    let ansi = table["ansi"]?.array?.map { $0.string ?? "" } ?? []
    if !ansi.isEmpty, ansi.count != list.count {
      report(name, "ansi", "found \(ansi.count) names; expected \(list.count), one a colour")
    }
    var result: [Color] = []
    for (index, item) in list.enumerated() {
      guard let text = item.string else {
        report(name, "colors", "found \(describe(item)); expected a colour \"#RRGGBB\"")
        return nil
      }
      guard let color = color(text, in: name, key: "colors") else { return nil }
      guard index < ansi.count else {
        result.append(color)
        continue
      }
      guard let number = Palette.ansiNames.firstIndex(of: ansi[index]) else {
        report(name, "ansi", "found \"\(visible(ansi[index]))\"; expected \(ThemeReader.ansiList)")
        return nil
      }
      result.append(color.isStandard ? color : Color(hex: color.rgb, ansi: UInt8(number)))
    }
    guard result.count >= count else {
      report(name, "colors", "found \(result.count) colours; expected at least \(count)")
      return nil
    }
    return result
  }

  private mutating func color(_ text: String, in path: String, key: String) -> Color? {
    if text == "default" { return .standard }
    let digits = text.dropFirst()
    if text.utf8.count == 7, text.hasPrefix("#"), digits.allSatisfy(\.isHexDigit),
      let hex = UInt32(digits, radix: 16)
    {
      return Color(hex: hex)
    }
    report(path, key, "found \"\(visible(text))\"; expected a colour \"#RRGGBB\" or \"default\"")
    return nil
  }

  private mutating func string(_ table: TOMLTable, _ key: String, in path: String) -> String? {
    guard let value = table[key] else { return nil }
    if let text = value.string { return text }
    report(path, key, "found \(describe(value)); expected text in quotes")
    return nil
  }

  private mutating func table(_ root: TOMLTable, _ key: String) -> TOMLTable? {
    guard let value = root[key] else { return nil }
    if let table = value.table { return table }
    report("", key, "found \(describe(value)); expected a table [\(key)]")
    return nil
  }

  private mutating func refuseUnknown(_ table: TOMLTable, in path: String, known: [String]) {
    for key in table.keys where !known.contains(key) {
      report(path, key, "no such key; expected \(known.joined(separator: ", "))")
    }
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

  private mutating func report(_ path: String, _ key: String, _ problem: String) {
    report(
      line: ThemeReader.line(of: key, in: path, text: text),
      key: path.isEmpty ? key : "\(path).\(key)", problem)
  }

  private mutating func report(line: Int, key: String, _ problem: String) {
    problems.append(ThemeFileError(file: file, line: line, key: key, problem: problem))
  }

  /// The line on which a key of a table is set, counted from 1; 0 when it is not found.
  ///
  /// The TOML library does not tell where values stand. Keys of an inline table are looked for on
  /// the line of the table itself, as `role = { color = … }` is written.
  private static func line(of key: String, in path: String, text: String) -> Int {
    let parts = path.split(separator: ".").map(String.init)
    let wanted = parts.count > 1 ? (table: parts[0], key: parts[1]) : (table: path, key: key)
    var table = ""
    var tableLine = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
        table = line[line.index(after: line.startIndex)..<end].filter { $0 != " " && $0 != "[" }
        if table == path || table == wanted.table { tableLine = index + 1 }
        if table == "\(wanted.table).\(wanted.key)" { return index + 1 }
        continue
      }
      guard table == wanted.table, let equals = line.firstIndex(of: "=") else { continue }
      let name = line[..<equals].filter { !" \t\"'".contains($0) }
      if name == wanted.key || name.hasPrefix(wanted.key + ".") { return index + 1 }
    }
    return tableLine
  }
}
