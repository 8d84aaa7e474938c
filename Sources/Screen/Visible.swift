/// Text from outside made safe and honest to show: nothing in it can move the cursor, change
/// colours, reorder what is read, or hide.
///
/// Control characters become `^X`; invisible, bidirectional, unassigned and invalid scalars become
/// `<U+202E>`. Variation selectors, which only choose between pictures, are dropped.
public func visible(_ text: some StringProtocol) -> String {
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return String(text) }
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch Visibility.of(scalar) {
    case .shown, .combining: result.append(scalar)
    case .dropped: break
    case .caret, .code: result.append(contentsOf: Visibility.escape(scalar).unicodeScalars)
    }
  }
  return String(result)
}

/// Bytes of unknown origin as text; bytes that are not UTF-8 become `<FF>`.
public func visible(bytes: some Sequence<UInt8>) -> String {
  let bytes = Array(bytes)
  var result = ""
  var index = 0
  while index < bytes.count {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes[index...].makeIterator()
    switch parser.parseScalar(from: &rest) {
    case .valid(let encoded):
      result += visible(String(Unicode.UTF8.decode(encoded)))
      index += encoded.count
    case .error(let length):
      for byte in bytes[index..<min(index + max(1, length), bytes.count)] {
        result += byte < 16 ? "<0" : "<"
        result += String(byte, radix: 16, uppercase: true) + ">"
      }
      index += max(1, length)
    case .emptyInput: index = bytes.count
    }
  }
  return result
}

/// What becomes of a scalar when it is drawn.
enum Visibility {
  /// As itself, in one or two columns.
  case shown
  /// As a mark over the scalar before it.
  case combining
  /// Not at all.
  case dropped
  /// As `^X`.
  case caret
  /// As `<U+1234>`.
  case code

  static func of(_ scalar: Unicode.Scalar) -> Visibility {
    switch scalar.value {
    case 0x20..<0x7F, 0xA1..<0xAD, 0xAE..<0x300, 0x2500..<0x2600, 0x2800..<0x2900: return .shown
    case 0..<0x20, 0x7F: return .caret
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF: return .dropped
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return .combining
    case 0x2028, 0x2029: return .code
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return .combining
    case .control, .format, .unassigned, .surrogate: return .code
    default: return .shown
    }
  }

  static func code(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return "<U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + ">"
  }

  /// The printable stand-in for a control character or code.
  static func escape(_ scalar: Unicode.Scalar) -> String {
    if scalar.value < 0x20 || scalar.value == 0x7F {
      return "^" + String(Unicode.Scalar(UInt8(scalar.value) ^ 0x40))
    }
    return code(scalar.value)
  }
}
