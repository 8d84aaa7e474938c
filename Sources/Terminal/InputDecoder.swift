import Explorer

/// Bytes from the keyboard as events: UTF-8 text, control keys, the escape sequences of ANSI, xterm,
/// rxvt, screen and Linux consoles, SGR and X10 mouse reports, and bracketed paste.
///
/// Pure, so that a recorded byte stream can be replayed. Bytes may come in any portions. A lone
/// Escape cannot be told from the start of a sequence: call `flush` once `delay` has passed.
public struct InputDecoder: Sendable {
  /// The longest paste kept, in bytes; what follows it is dropped.
  public static let longestPaste = 1 << 20
  /// Longest time in seconds between the presses of a double click.
  static let doubleClickTime = 0.4
  /// A sequence longer than this is garbage.
  private static let longestSequence = 64

  private var pending: [UInt8] = []
  private var pasted: [UInt8]?
  private var lastPress: (x: Int, y: Int, time: Double)?

  public init() {}

  /// Seconds to wait for more input before `flush` is due; nil when nothing waits.
  public var delay: Double? {
    if pasted != nil { return 5 }
    return pending.isEmpty ? nil : 0.025
  }

  /// The events that some more bytes complete.
  /// - Parameter time: Seconds on any steady clock, for double clicks.
  public mutating func decode(_ bytes: some Sequence<UInt8>, time: Double) -> [Event] {
    pending.append(contentsOf: bytes)
    var events: [Event] = []
    var index = 0
    while index < pending.count {
      guard let (used, event) = next(at: index, time: time) else { break }
      index += used
      if let event { events.append(event) }
    }
    pending.removeFirst(index)
    return events
  }

  /// The events in what was held back for bytes that did not come.
  public mutating func flush(time: Double) -> [Event] {
    var events: [Event] = []
    if let text = pasted {
      pasted = nil
      events.append(.paste(String(decoding: text + pending, as: UTF8.self)))
      pending = []
      return events
    }
    while !pending.isEmpty {
      // What began with Escape was the Escape key and then other keys.
      if pending[0] == 0x1B {
        events.append(.key(.escape))
        pending.removeFirst()
        if pending == [0x1B] { continue }
        events += decode([], time: time)
      } else {
        pending.removeFirst()
        events.append(.key(.character("\u{FFFD}")))
      }
    }
    return events
  }

  /// The number of bytes of the next event and the event, nil for what means nothing here; nil when
  /// bytes are missing.
  private mutating func next(at index: Int, time: Double) -> (Int, Event?)? {
    if pasted != nil { return paste(at: index) }
    let byte = pending[index]
    switch byte {
    case 0x1B: return escape(at: index, time: time)
    case 0x0D, 0x0A: return (1, .key(.enter))
    case 0x09: return (1, .key(.tab))
    case 0x7F, 0x08: return (1, .key(.backspace))
    case 0: return (1, .key(.control(" ")))
    case 1...26: return (1, .key(.control(Unicode.Scalar(byte + 0x60))))
    case 28...31: return (1, .key(.control(Unicode.Scalar(byte + 0x40))))
    default: return text(at: index)
    }
  }

  private func text(at index: Int) -> (Int, Event?)? {
    let byte = pending[index]
    let length =
      switch byte {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    let bytes = pending[index..<min(index + length, pending.count)]
    if let bad = bytes.dropFirst().firstIndex(where: { $0 & 0xC0 != 0x80 }) {
      return (bad - index, .key(.character("\u{FFFD}")))
    }
    guard bytes.count == length else { return nil }
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    let scalar = scalars.count == 1 ? scalars.first : nil
    return (length, .key(.character(scalar ?? "\u{FFFD}")))
  }

  private mutating func escape(at index: Int, time: Double) -> (Int, Event?)? {
    guard index + 1 < pending.count else { return nil }
    switch pending[index + 1] {
    case UInt8(ascii: "["): return controlSequence(at: index, time: time)
    case UInt8(ascii: "O"):
      guard index + 2 < pending.count else { return nil }
      let key = InputKeys.applicationKey(pending[index + 2])
      return key.map { (3, .key($0)) } ?? (1, .key(.escape))
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      return string(at: index)
    default: return (1, .key(.escape))
    }
  }

  /// A terminal's answer (OSC, DCS, …), which nobody here asked for.
  private func string(at index: Int) -> (Int, Event?)? {
    var end = index + 2
    while end < pending.count {
      if pending[end] == 0x07 { return (end + 1 - index, nil) }
      if pending[end] == 0x1B {
        if end == index + 2 { return (1, .key(.escape)) }
        guard end + 1 < pending.count else { return nil }
        return pending[end + 1] == UInt8(ascii: "\\")
          ? (end + 2 - index, nil) : (1, .key(.escape))
      }
      end += 1
    }
    return end - index > 4096 ? (end - index, nil) : nil
  }

  private mutating func controlSequence(at index: Int, time: Double) -> (Int, Event?)? {
    var end = index + 2
    guard end < pending.count else { return nil }
    if pending[end] == UInt8(ascii: "[") {
      // Function keys of the Linux console: ESC [ [ A.
      guard end + 1 < pending.count else { return nil }
      let number = Int(pending[end + 1]) - Int(UInt8(ascii: "A")) + 1
      return (4, (1...5).contains(number) ? .key(.function(number)) : nil)
    }
    if pending[end] == UInt8(ascii: "M") {
      guard end + 3 < pending.count else { return nil }
      let report = pending[end + 1...end + 3].map { Int($0) - 32 }
      let event = mouse(
        code: report[0] & 3 == 3 && report[0] < 64 ? 0 : report[0], x: report[1], y: report[2],
        released: report[0] & 3 == 3 && report[0] < 32, time: time)
      return (6, event)
    }
    while end < pending.count, (0x20...0x3F).contains(pending[end]) { end += 1 }
    guard end < pending.count else {
      return end - index > InputDecoder.longestSequence ? (end - index, nil) : nil
    }
    let used = end + 1 - index
    guard (0x40...0x7E).contains(pending[end]) else { return (end - index, nil) }
    let body = pending[(index + 2)..<end]
    if body.first == UInt8(ascii: "<") {
      guard let numbers = InputKeys.numbers(body.dropFirst()), numbers.count == 3 else {
        return (used, nil)
      }
      let event = mouse(
        code: numbers[0], x: numbers[1], y: numbers[2],
        released: pending[end] == UInt8(ascii: "m"), time: time)
      return (used, event)
    }
    guard let numbers = InputKeys.numbers(body) else { return (used, nil) }
    if pending[end] == UInt8(ascii: "~"), numbers.first == 200 {
      pasted = []
      return (used, nil)
    }
    return (used, InputKeys.key(numbers, final: pending[end]).map { .key($0) })
  }

  /// Moves bytes into the paste until its end mark.
  private mutating func paste(at index: Int) -> (Int, Event?)? {
    let mark = Array("\u{1B}[201~".utf8)
    var end = index
    while end < pending.count {
      if pending[end] == 0x1B {
        let rest = pending[end..<min(end + mark.count, pending.count)]
        if Array(rest) == mark {
          let text = String(decoding: pasted ?? [], as: UTF8.self)
          pasted = nil
          return (end + mark.count - index, .paste(text))
        }
        if mark.starts(with: rest) { break }
      }
      if let count = pasted?.count, count < InputDecoder.longestPaste {
        pasted?.append(pending[end])
      }
      end += 1
    }
    return end > index ? (end - index, nil) : nil
  }

  /// - Parameters:
  ///   - code: Bits 0–1 the button, 2–4 modifier keys, 5 motion, 6 the wheel.
  ///   - x: Column counted from 1; `y` likewise the row.
  private mutating func mouse(code: Int, x: Int, y: Int, released: Bool, time: Double) -> Event? {
    guard x >= 1, y >= 1, x < 10_000, y < 10_000 else { return nil }
    let (x, y) = (x - 1, y - 1)
    switch code & ~0b11100 {
    case 64: return .mouse(Mouse(.wheelUp, x: x, y: y))
    case 65: return .mouse(Mouse(.wheelDown, x: x, y: y))
    case 32: return .mouse(Mouse(.drag, x: x, y: y))
    case 0 where released: return .mouse(Mouse(.release, x: x, y: y))
    case 0:
      if let last = lastPress, last.x == x, last.y == y,
        time - last.time <= InputDecoder.doubleClickTime
      {
        lastPress = nil
        return .mouse(Mouse(.doubleClick, x: x, y: y))
      }
      lastPress = (x, y, time)
      return .mouse(Mouse(.press, x: x, y: y))
    default: return nil
    }
  }
}
