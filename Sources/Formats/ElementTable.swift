import Crystals

/// Elements by symbol, capitals ignored, as a table over two letters.
struct ElementTable: Sendable {
  static let shared = ElementTable()
  private var numbers = [UInt8](repeating: 0, count: 27 * 32)

  private init() {
    for number in UInt8(1)...118 {
      guard let element = Element(rawValue: number) else { continue }
      let letters = Array(element.symbol.utf8)
      numbers[Self.index(letters[0], letters.count > 1 ? letters[1] : 0)] = number
    }
  }

  private static func index(_ first: UInt8, _ second: UInt8) -> Int {
    Int((first | 0x20) - 97) * 32 + Int(second & 0x1F)
  }

  @inline(__always)
  func element(_ symbol: UnsafeBufferPointer<UInt8>) -> Element? {
    func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
    guard (1...2).contains(symbol.count), symbol.allSatisfy(isLetter) else { return nil }
    return Element(rawValue: numbers[Self.index(symbol[0], symbol.count > 1 ? symbol[1] : 0)])
  }

  /// The element that the first letters of a label such as `Li16d`, `O2-` or `OW1` name.
  ///
  /// Two letters count as one symbol where the second is small, or where the first alone is none.
  func element(label: UnsafeBufferPointer<UInt8>) -> Element? {
    var letters = 0
    while letters < label.count, letters < 3, (97...122).contains(label[letters] | 0x20) {
      letters += 1
    }
    guard letters > 0 else { return nil }
    let one = element(UnsafeBufferPointer(rebasing: label[..<1]))
    guard letters > 1 else { return one }
    let two = element(UnsafeBufferPointer(rebasing: label[..<2]))
    return label[1] >= 97 ? two ?? one : one ?? two
  }
}
