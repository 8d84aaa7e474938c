/// Reads a script of events, one a line: how a session is replayed without a terminal.
///
/// A line is a key (`up`, `enter`, `c-a`, `f1`, one character), `text:WORDS` (typed), `paste:WORDS`,
/// `click:X:Y`, `doubleclick:X:Y`, `drag:X:Y:X:Y`, `wheelup:X:Y`, `wheeldown:X:Y` or
/// `resize:COLUMNSxROWS`. Blank lines and those that begin with `# ` are left out.
public enum Script {
  /// Throws `ScriptError` with the line at fault.
  public static func events(_ text: String) throws(ScriptError) -> [Event] {
    var events: [Event] = []
    for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      var line = line
      if line.last == "\r" { line.removeLast() }
      if line.isEmpty || line.hasPrefix("# ") { continue }
      guard let added = parse(String(line)) else {
        throw ScriptError(line: place + 1, found: String(line))
      }
      events += added
    }
    return events
  }

  private static func parse(_ line: String) -> [Event]? {
    if let key = Key(name: line) { return [.key(key)] }
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let rest = line[line.index(after: colon)...]
    let numbers = rest.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    func at(_ action: Mouse.Action, _ place: Int = 0) -> Event? {
      guard numbers.count > place + 1, let x = numbers[place], let y = numbers[place + 1] else {
        return nil
      }
      return .mouse(Mouse(action, x: x, y: y))
    }
    func all(_ events: Event?..., numbers count: Int) -> [Event]? {
      let known = events.compactMap { $0 }
      return numbers.count == count && known.count == events.count ? known : nil
    }
    switch line[..<colon] {
    case "text": return rest.unicodeScalars.map { .key(.character($0)) }
    case "paste": return [.paste(String(rest))]
    case "click": return all(at(.press), at(.release), numbers: 2)
    case "doubleclick":
      return all(at(.press), at(.release), at(.doubleClick), at(.release), numbers: 2)
    case "drag": return all(at(.press), at(.drag, 2), at(.release, 2), numbers: 4)
    case "wheelup": return all(at(.wheelUp), numbers: 2)
    case "wheeldown": return all(at(.wheelDown), numbers: 2)
    case "resize":
      let size = rest.split(separator: "x").compactMap { Int($0) }
      return size.count == 2 ? [.resize(columns: size[0], rows: size[1])] : nil
    default: return nil
    }
  }
}

/// A line of a script that is no event.
public struct ScriptError: Error, Equatable, CustomStringConvertible {
  /// Counted from 1.
  public var line: Int
  public var found: String

  public var description: String {
    "line \(line): found '\(found)'; expected a key such as up, enter or c-a, text:WORDS, "
      + "click:X:Y, drag:X:Y:X:Y or resize:COLUMNSxROWS"
  }
}

/// Replays events; what an event asks of the world is performed at once, and the answers are
/// taken up before the next event.
public func replay(
  _ events: [Event], into state: inout State, perform: (Effect) -> [Event]
) {
  for event in events {
    var waiting = [event]
    while !waiting.isEmpty {
      let next = waiting.removeFirst()
      for effect in reduce(&state, next) { waiting += perform(effect) }
    }
  }
}
