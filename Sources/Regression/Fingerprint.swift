/// A 64-bit hash of bytes (FNV-1a) to tell data sets and models apart; no protection against intent.
public struct Fingerprint: Sendable, Hashable, CustomStringConvertible {
  public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  public init() {}

  /// Reads sixteen hexadecimal digits; nil for anything else.
  public init?(text: String) {
    guard text.utf8.count == 16, let value = UInt64(text, radix: 16) else { return nil }
    self.value = value
  }

  /// The fingerprint of bytes.
  public init(_ bytes: some Sequence<UInt8>) { combine(bytes) }

  public mutating func combine(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
  }

  /// Takes in the bits of numbers, a word a step.
  public mutating func combine(_ numbers: some Sequence<Double>) {
    for number in numbers {
      value = (value ^ number.bitPattern) &* 0x0000_0100_0000_01b3
      value ^= value >> 32
    }
  }

  public mutating func combine(_ text: String) { combine(text.utf8) }

  /// Sixteen hexadecimal digits.
  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
