/// Text to the clipboard of the terminal, over ssh too (OSC 52).
public enum Clipboard {
  /// The longest text sent, in bytes: terminals drop longer ones without a word.
  public static let limit = 74_994

  /// The escape sequence that copies a text; nil when it is longer than terminals take.
  /// - Parameter insideTmux: Wraps the sequence so that tmux hands it to the outer terminal.
  public static func sequence(_ text: String, insideTmux: Bool) -> [UInt8]? {
    let bytes = Array(text.utf8)
    guard bytes.count <= limit else { return nil }
    let escape: [UInt8] = [0x1B]
    let copy = escape + "]52;c;".utf8 + base64(bytes) + [0x07]
    guard insideTmux else { return copy }
    // tmux takes the plain sequence when set-clipboard is on, else passes on the wrapped one.
    let doubled = copy.flatMap { $0 == 0x1B ? [0x1B, 0x1B] : [$0] }
    return copy + escape + "Ptmux;".utf8 + doubled + escape + "\\".utf8
  }

  /// Bytes in base 64 (RFC 4648).
  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let letter = letters[Int(bits >> UInt32(18 - 6 * place) & 63)]
        result.append(place <= group.count ? letter : UInt8(ascii: "="))
      }
    }
    return result
  }
}
