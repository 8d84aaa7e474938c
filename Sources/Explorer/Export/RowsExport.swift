import Screen

/// The rows of a list as CSV (RFC 4180), fields' names and units in the first line after a comment.
struct RowsExport: Sendable {
  var fields: [SiteField]
  /// Table rows in order; nil for all.
  var list: [Int32]?
  var columns: SiteColumns
  /// Conventions, for the leading comment line.
  var title: String

  var csv: String {
    var text = "# \(title)\n"
    text += fields.map(heading).joined(separator: ",") + "\n"
    let words = fields.map { field in
      Dictionary(columns.words(of: field).map { ($0.code, $0.word) }) { first, _ in first }
    }
    let rows = list.map { $0.map(Int.init) } ?? Array(0..<columns.count)
    for row in rows {
      for (place, field) in fields.enumerated() {
        if place > 0 { text += "," }
        let value = columns.value(field, row: row)
        switch field.kind {
        case .text: text += quoted(words[place][value] ?? "")
        case .logical: text += value == 0 ? "0" : "1"
        case .number: text += numeral(value, field)
        }
      }
      text += "\n"
    }
    return text
  }

  private func heading(_ field: SiteField) -> String {
    switch field.unit {
    case "": field.rawValue
    case "°": field.rawValue + "_deg"
    case "Å": field.rawValue + "_angstrom"
    case "a.u.": field.rawValue + "_au"
    default: field.rawValue + "_" + field.unit
    }
  }

  /// Whole numbers whole, others with the digits a float holds; nothing for what is not known.
  private func numeral(_ value: Float, _ field: SiteField) -> String {
    guard value.isFinite else { return "" }
    if field.fractionDigits == 0, value.magnitude < 1e7 { return String(Int(value)) }
    return "\(value)"
  }

  private func quoted(_ word: String) -> String {
    guard word.contains(where: { ",\"\n\r".contains($0) }) else { return word }
    let doubled = word.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + doubled.joined(separator: "\"\"") + "\""
  }
}
