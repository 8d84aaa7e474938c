import CNcurses
import CTerminal
import Glibc

/// Compiled entries of the terminal database (term(5)).
///
/// Many terminals call themselves xterm and lack what xterm has: scrolling by several lines and
/// repeating a character would leave their screens garbled. Curses uses whatever the entry names, so
/// it is given the entry without these.
enum TerminalEntry {
  /// Opens a terminal of a type on the standard streams; false when the type is not known.
  static func open(_ type: String) -> Bool {
    guard let entry = read(type), let changed = withoutRareSequences(entry) else {
      return nc_open(type, terminal_output_open()) != nil
    }
    // Curses takes an entry in place of the name of a folder (ncurses(3), "TERMINFO").
    let digits = Array("0123456789ABCDEF".utf8)
    let hex = changed.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    let before = environment("TERMINFO")
    setenv("TERMINFO", "hex:" + String(decoding: hex, as: UTF8.self), 1)
    let opened = nc_open(type, terminal_output_open()) != nil
    if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
    return opened || nc_open(type, terminal_output_open()) != nil
  }

  /// Places among an entry's strings: scroll forward and back by several lines, repeat a character.
  static let rareStrings = [109, 113, 121]

  /// An entry with the rare sequences taken out; nil when it is not a compiled entry.
  static func withoutRareSequences(_ entry: [UInt8]) -> [UInt8]? {
    func short(_ place: Int) -> Int { Int(entry[place]) | Int(entry[place + 1]) << 8 }
    guard entry.count >= 12 else { return nil }
    // The magic number says how wide the numbers are.
    let width: Int
    switch short(0) {
    case 0o432: width = 2
    case 0o1036: width = 4
    default: return nil
    }
    let (names, booleans, numbers, strings) = (short(2), short(4), short(6), short(8))
    let start = 12 + names + booleans
    let offsets = start + start % 2 + numbers * width
    guard offsets + strings * 2 <= entry.count else { return nil }
    var changed = entry
    for index in rareStrings where index < strings {
      changed[offsets + index * 2] = 0xFF
      changed[offsets + index * 2 + 1] = 0xFF
    }
    return changed
  }

  /// The folders of the database, in the order curses looks at them.
  private static var folders: [String] {
    var folders: [String] = []
    if let folder = environment("TERMINFO") { folders.append(folder) }
    if let home = environment("HOME") { folders.append(home + "/.terminfo") }
    let system = ["/etc/terminfo", "/lib/terminfo", "/usr/lib/terminfo", "/usr/share/terminfo"]
    for folder in (environment("TERMINFO_DIRS") ?? "").split(separator: ":") {
      folders.append(String(folder))
    }
    return folders + system
  }

  private static func read(_ type: String) -> [UInt8]? {
    guard let first = type.utf8.first, !type.contains("/"), !type.hasPrefix(".") else { return nil }
    let letter = String(Unicode.Scalar(first))
    for folder in folders {
      for sub in [letter, String(first, radix: 16)] {
        if let bytes = fileBytes("\(folder)/\(sub)/\(type)", atMost: 1 << 16) { return bytes }
      }
    }
    return nil
  }
}

/// The content of a file; nil when it cannot be read or is longer than allowed.
func fileBytes(_ path: String, atMost longest: Int) -> [UInt8]? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 14)
  while bytes.count <= longest {
    let count = read(descriptor, &buffer, buffer.count)
    if count > 0 {
      bytes += buffer[..<count]
    } else if count == 0 {
      return bytes
    } else if errno != EINTR {
      return nil
    }
  }
  return nil
}
