/// Where the keys of a TOML text stand, for messages about their values.
///
/// It knows tables in brackets and keys at the start of a line; a key inside an inline table has
/// its table's line.
struct KeyLines {
  /// Lines, counted from 1, of tables and keys by their path, `cutoff.radius`.
  private var lines: [String: Int] = [:]

  init(_ text: String) {
    var table = ""
    var number = 0
    // In Swift CR LF is one character, other than LF.
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for line in lines {
      number += 1
      let content = line.drop { $0 == " " || $0 == "\t" }
      if content.first == "[" {
        table = Self.path(content.dropFirst().prefix { $0 != "]" })
        self.lines[table] = self.lines[table] ?? number
      } else if content.first != "#", let end = content.firstIndex(of: "=") {
        let key = Self.path(content[..<end])
        let path = table.isEmpty ? key : "\(table).\(key)"
        self.lines[path] = self.lines[path] ?? number
      }
    }
  }

  /// The line of a key, or of the nearest table around it; 1 where there is neither.
  func line(_ path: String) -> Int {
    var path = path[...]
    while true {
      if let line = lines[String(path)] { return line }
      guard let dot = path.lastIndex(of: ".") else { return 1 }
      path = path[..<dot]
    }
  }

  private static func path(_ text: Substring) -> String {
    text.split(separator: ".").map { part in
      String(part.filter { $0 != " " && $0 != "\t" && $0 != "\"" && $0 != "'" })
    }.joined(separator: ".")
  }
}
