/// Reads numbers out of bytes, exactly and without allocating in the usual cases.
enum NumberScanner {
  /// 10⁰ … 10²², all exact in double precision.
  private static let powers: [Double] = {
    var powers = [1.0]
    for _ in 1...22 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  /// The real number that all of `bytes` spells, rounded correctly; nil if they spell none.
  ///
  /// `1`, `-1.5e-3`, `.5`, `2.`, Fortran's `1.0D-3`, `nan`, `inf` and `infinity` in any case.
  @inline(__always)
  static func real(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var i = 0
    let end = bytes.count
    guard end > 0 else { return nil }
    let negative = bytes[0] == UInt8(ascii: "-")
    if negative || bytes[0] == UInt8(ascii: "+") { i = 1 }
    var mantissa: UInt64 = 0
    var exponent = 0
    var digits = 0
    let first = i
    while i < end {
      let digit = bytes[i] &- 48
      if digit > 9 { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      digits += 1
      i += 1
    }
    if i < end, bytes[i] == UInt8(ascii: ".") {
      i += 1
      let fraction = i
      while i < end {
        let digit = bytes[i] &- 48
        if digit > 9 { break }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        i += 1
      }
      exponent = fraction - i
      digits += i - fraction
    }
    if digits == 0 || digits > 18 || i < end || mantissa > 1 << 53 || exponent < -22 {
      return rareReal(bytes, from: first)
    }
    let value = Double(mantissa) / powers[-exponent]
    return negative ? -value : value
  }

  /// Long, exponential and special spellings.
  @inline(never)
  private static func rareReal(_ bytes: UnsafeBufferPointer<UInt8>, from first: Int) -> Double? {
    guard first < bytes.count, bytes.count < 4096 else { return nil }
    let head = bytes[first] | 0x20
    if head == UInt8(ascii: "n") || head == UInt8(ascii: "i") {
      let word = String(decoding: bytes[first...], as: UTF8.self).lowercased()
      let negative = bytes[0] == UInt8(ascii: "-")
      switch word {
      case "nan": return .nan
      case "inf", "infinity": return negative ? -.infinity : .infinity
      default: return nil
      }
    }
    // Only the decimal grammar: no hexadecimal floats, no payloads.
    var text = [UInt8]()
    text.reserveCapacity(bytes.count)
    var seenDigit = false
    var seenExponent = false
    for (i, byte) in bytes.enumerated() {
      switch byte {
      case 48...57: seenDigit = true
      case UInt8(ascii: "."): if seenExponent { return nil }
      case UInt8(ascii: "+"), UInt8(ascii: "-"):
        guard i == 0 || text.last == UInt8(ascii: "e") else { return nil }
      case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "d"), UInt8(ascii: "D"):
        guard seenDigit, !seenExponent else { return nil }
        seenExponent = true
        text.append(UInt8(ascii: "e"))
        continue
      default: return nil
      }
      text.append(byte)
    }
    guard seenDigit else { return nil }
    // Swift's parser wants digits on both sides of the point.
    if let point = text.firstIndex(of: UInt8(ascii: ".")) {
      if point + 1 == text.count || !(48...57).contains(text[point + 1]) {
        text.insert(48, at: point + 1)
      }
      if point == 0 || !(48...57).contains(text[point - 1]) { text.insert(48, at: point) }
    }
    return Double(String(decoding: text, as: UTF8.self))
  }

  /// The whole number that all of `bytes` spells; nil if they spell none or it does not fit.
  static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let head = bytes.first else { return nil }
    let negative = head == UInt8(ascii: "-")
    let first = negative || head == UInt8(ascii: "+") ? 1 : 0
    guard first < bytes.count else { return nil }
    var value = 0
    for byte in bytes[first...] {
      let digit = byte &- 48
      guard digit <= 9 else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      // Counting downwards reaches Int.min too.
      let (difference, overflow2) = product.subtractingReportingOverflow(Int(digit))
      if overflow || overflow2 { return nil }
      value = difference
    }
    if negative { return value }
    return value == .min ? nil : -value
  }
}
