/// A number with a fixed number of decimals; a dash where there is none.
func fixed(_ number: Double, _ digits: Int) -> String {
  guard number.isFinite else { return "–" }
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let scaled = (abs(number) * scale).rounded()
  guard scaled < 9e15 else { return "\(number)" }
  let whole = Int(scaled)
  let sign = number < 0 && whole != 0 ? "-" : ""
  guard digits > 0 else { return sign + "\(whole)" }
  let fraction = String(whole % Int(scale))
  let zeros = String(repeating: "0", count: digits - fraction.count)
  return "\(sign)\(whole / Int(scale)).\(zeros)\(fraction)"
}

/// Rows as lines of right-aligned columns, two blanks apart; the first column is left-aligned.
func aligned(_ rows: [[String]]) -> String {
  let columns = rows.map(\.count).max() ?? 0
  let widths = (0..<columns).map { column in
    rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
  }
  return rows.map { row in
    row.enumerated().map { column, text in
      let filling = String(repeating: " ", count: widths[column] - text.count)
      return column == 0 ? text + filling : filling + text
    }.joined(separator: "  ")
  }.joined(separator: "\n")
}

/// A number of any size with four significant digits; a dash where there is none.
func significant(_ number: Double) -> String {
  let size = abs(number)
  guard size > 0, size < 1e4, size >= 1e-4 else {
    return number == 0 || !number.isFinite ? fixed(number, 0) : "\(Float(number))"
  }
  var (digits, scale) = (3, size)
  while scale < 1 { (digits, scale) = (digits + 1, scale * 10) }
  while scale >= 10 { (digits, scale) = (digits - 1, scale / 10) }
  return fixed(number, digits)
}
