import Numbers
import Screen

extension State {
  /// What stands in the table for a field of a row; "–" for what is not known. A number has fewer
  /// decimals where all of it has no room.
  func cellText(
    _ field: SiteField, _ row: Int, _ columns: SiteColumns, width: Int = .max
  ) -> String {
    switch field {
    case .element: return table.element[row].symbol
    case .siteType: return table.siteType[row].label
    case .tag: return annotations.tags[table.key(row)] ?? ""
    case .note: return annotations.notes[table.key(row)] ?? ""
    case .marked: return annotations.marks.contains(row) ? look.glyphs.mark : ""
    case .structure: return String(table.structure[row])
    case .atom: return String(table.atom[row])
    case .region:
      let region = columns.value(.region, row: row)
      return region.isNaN ? "–" : region < 0 ? "out" : region == 0 ? "·" : String(Int(region))
    case .edgeDistance:
      let places = settings.observable.field.fractionDigits
      return tableNumber(columns.value(field, row: row), places: places, width: width)
    default:
      let value = columns.value(field, row: row)
      return tableNumber(value, places: field.fractionDigits, width: width)
    }
  }

  private func tableNumber(_ value: Float, places: Int, width: Int) -> String {
    let text = Explorer.tableNumber(value, places: places)
    guard text.utf8.count > width, places > 0 else { return text }
    // Without decimals there is no point either.
    let excess = text.utf8.count - width
    return Explorer.tableNumber(value, places: max(0, excess >= places ? 0 : places - excess))
  }
}

/// A number with a fixed count of decimals, as `decimal` writes it: made without the C library,
/// since a table is full of them at every key.
func tableNumber(_ value: Float, places: Int) -> String {
  let powers = [1.0, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
  guard powers.indices.contains(places), value.magnitude < 1e6 else {
    return decimal(Double(value), places: places)
  }
  var left = UInt64((Double(value.magnitude) * powers[places]).rounded(.toNearestOrEven))
  let isNegative = value < 0 && left > 0
  return String(unsafeUninitializedCapacity: 24) { buffer in
    // Written from the end, then moved to the front.
    var start = 24
    var written = 0
    while left > 0 || written <= places {
      if written == places, places > 0 {
        start -= 1
        buffer[start] = UInt8(ascii: ".")
      }
      start -= 1
      buffer[start] = UInt8(ascii: "0") + UInt8(left % 10)
      left /= 10
      written += 1
    }
    if isNegative {
      start -= 1
      buffer[start] = UInt8(ascii: "-")
    }
    for place in start..<24 { buffer[place - start] = buffer[place] }
    return 24 - start
  }
}

/// A number without trailing zeros.
func number(_ value: Double, digits: Int = 3) -> String {
  var text = decimal(value, places: digits)
  guard text.contains(".") else { return text }
  while text.last == "0" { text.removeLast() }
  if text.last == "." { text.removeLast() }
  return text
}

/// A direction in the smallest whole numbers, such as `1 1 0`, else in decimals.
func directionText(_ b: SIMD3<Double>) -> String {
  let largest = max(b.x.magnitude, b.y.magnitude, b.z.magnitude)
  guard largest > 0 else { return "0 0 0" }
  for factor in 1...9 {
    let scaled = b / largest * Double(factor)
    let whole = SIMD3(scaled.x.rounded(), scaled.y.rounded(), scaled.z.rounded())
    let off = scaled - whole
    if max(off.x.magnitude, off.y.magnitude, off.z.magnitude) < 1e-6 {
      return "\(Int(whole.x)) \(Int(whole.y)) \(Int(whole.z))"
    }
  }
  return [b.x, b.y, b.z].map { decimal($0, places: 4) }.joined(separator: " ")
}

/// An isotope's name with the mass number raised: `⁷Li`.
func isotopeText(_ name: String, ascii: Bool) -> String {
  guard !ascii else { return name }
  let raised = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
  return String(
    name.map { letter in
      letter.isASCII ? letter.wholeNumberValue.map { raised[$0] } ?? letter : letter
    })
}
