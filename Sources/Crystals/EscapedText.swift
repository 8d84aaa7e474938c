/// Makes text from a file safe to print: control characters, terminal escapes, bidirectional
/// overrides and invisible characters become visible escapes such as `\u{1B}`.
///
/// Text longer than `limit` characters is cut and ends in `…`.
public func escaped(_ text: some StringProtocol, limit: Int = 80) -> String {
  var result = ""
  var length = 0
  for scalar in text.unicodeScalars {
    guard length < limit else { return result + "…" }
    if let harmless = shown(scalar) {
      result += harmless
    } else {
      result.unicodeScalars.append(scalar)
    }
    length += 1
  }
  return result
}

/// Makes bytes from a file safe to print; bytes that are not UTF-8 show as `\u{FFFD}`.
public func escaped(bytes: some Collection<UInt8>, limit: Int = 80) -> String {
  // Four bytes a scalar at most, and one more to see that there was more.
  escaped(String(decoding: bytes.prefix(4 * limit + 4), as: UTF8.self), limit: limit)
}

/// The visible form of a scalar that must not be printed as it is; nil for a harmless one.
private func shown(_ scalar: Unicode.Scalar) -> String? {
  switch scalar {
  case "\t": return "\\t"
  case "\n": return "\\n"
  case "\r": return "\\r"
  case "\\": return "\\\\"
  default: break
  }
  if scalar.isASCII, scalar.value >= 0x20, scalar.value != 0x7F { return nil }
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
    .paragraphSeparator, .nonspacingMark, .enclosingMark:
    return "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
  default:
    return scalar == "\u{FFFD}" ? "\\u{FFFD}" : nil
  }
}
