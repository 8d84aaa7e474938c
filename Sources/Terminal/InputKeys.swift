import Explorer

/// What the escape sequences of keys mean.
enum InputKeys {
  /// The parameters of a control sequence; nil when they are not plain numbers.
  static func numbers(_ bytes: some Collection<UInt8>) -> [Int]? {
    if bytes.isEmpty { return [] }
    var numbers = [0]
    for byte in bytes {
      switch byte {
      case 0x30...0x39:
        numbers[numbers.count - 1] = min(numbers[numbers.count - 1] * 10 + Int(byte - 0x30), 99_999)
      case UInt8(ascii: ";"): numbers.append(0)
      default: return nil
      }
    }
    return numbers
  }

  /// ESC O and a letter: keypad keys in application mode.
  static func applicationKey(_ letter: UInt8) -> Key? {
    switch letter {
    case UInt8(ascii: "M"): .enter
    case UInt8(ascii: "j"): .character("*")
    case UInt8(ascii: "k"): .character("+")
    case UInt8(ascii: "m"): .character("-")
    case UInt8(ascii: "o"): .character("/")
    case UInt8(ascii: "p")...UInt8(ascii: "y"): .character(Unicode.Scalar(letter - 0x40))
    default: letterKey(letter)
    }
  }

  /// ESC [, parameters and a final byte. Modifiers (a second parameter) are not told apart.
  static func key(_ numbers: [Int], final: UInt8) -> Key? {
    guard final == UInt8(ascii: "~") else {
      // Other first parameters are not keys: ESC [ 12 ; 40 R says where the cursor is.
      return (numbers.first ?? 1) <= 1 ? letterKey(final) : nil
    }
    switch numbers.first ?? 0 {
    case 1, 7: return .home
    case 2: return .insert
    case 3: return .delete
    case 4, 8: return .end
    case 5: return .pageUp
    case 6: return .pageDown
    case let number where (11...15).contains(number): return .function(number - 10)
    case let number where (17...21).contains(number): return .function(number - 11)
    case 23, 24: return .function((numbers.first ?? 0) - 12)
    default: return nil
    }
  }

  private static func letterKey(_ letter: UInt8) -> Key? {
    switch letter {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "Z"): .backTab
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(letter - UInt8(ascii: "P")) + 1)
    default: nil
    }
  }
}
