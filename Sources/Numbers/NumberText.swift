import Glibc

/// A number with a fixed number of decimals, the same in every locale; "–" for NaN.
public func decimal(_ value: Double, places: Int) -> String {
  guard value.isFinite else { return value.isNaN ? "–" : value < 0 ? "−∞" : "∞" }
  if value.magnitude >= 1e15 { return "\(value)" }
  let places = max(0, min(places, 17))
  var buffer = [CChar](repeating: 0, count: 64)
  let count = withVaList([Int32(places), value]) { vsnprintf(&buffer, buffer.count, "%.*f", $0) }
  guard count > 0 else { return "\(value)" }
  let text = String(
    decoding: buffer[..<min(Int(count), buffer.count - 1)].map { UInt8(bitPattern: $0) },
    as: UTF8.self)
  // A rounded-away negative number reads as zero.
  return text.hasPrefix("-") && text.allSatisfy({ "-0.".contains($0) })
    ? String(text.dropFirst()) : text
}

/// A whole number with commas between thousands.
public func grouped(_ value: Int) -> String {
  let digits = Array(String(value.magnitude))
  var text = value < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return text
}

/// A count in at most five columns: 9,999, then 12.3k, 4.5M.
public func compact(_ value: Double) -> String {
  switch value.magnitude {
  case ..<10_000:
    return value == value.rounded() ? grouped(Int(value)) : decimal(value, places: 1)
  case ..<1e6: return trimmed(value / 1e3) + "k"
  case ..<1e9: return trimmed(value / 1e6) + "M"
  default: return value.isFinite ? trimmed(value / 1e9) + "G" : decimal(value, places: 0)
  }
}

/// One decimal, unless it is 0 or the number has three digits before it.
private func trimmed(_ value: Double) -> String {
  let text = decimal(value, places: value.magnitude < 99.95 ? 1 : 0)
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// A positive number with one decimal and a power of ten, as `1.2e-6`.
public func scientific(_ value: Double) -> String {
  guard value.isFinite, value > 0 else { return decimal(value, places: 1) }
  var exponent = Int(log10(value).rounded(.down))
  var mantissa = value / pow(10, Double(exponent))
  // 9.96 is rounded to 10.0.
  if mantissa >= 9.95 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
  return "\(decimal(mantissa, places: 1))e\(exponent)"
}
