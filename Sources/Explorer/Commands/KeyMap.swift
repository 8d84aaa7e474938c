/// Which key runs which command in which view: the table's keys, or those of the configuration.
public struct KeyMap: Sendable {
  private var commands: [View: [Key: Int]] = [:]
  private var keysByName: [String: [Key]] = [:]

  /// The keys as the table of commands names them.
  public static let standard: KeyMap = {
    var map = KeyMap()
    for command in Commands.all { map.keysByName[command.name] = command.keys }
    map.index()
    return map
  }()

  private init() {}

  /// Keys of some commands replaced, by command name.
  ///
  /// Throws on unknown commands and on keys that would run two commands in one view.
  public init(replacing replacements: [String: [Key]]) throws(KeyMapError) {
    self = .standard
    for (name, keys) in replacements.sorted(by: { $0.key < $1.key }) {
      guard Commands.named(name) != nil else { throw KeyMapError.unknownCommand(name) }
      keysByName[name] = keys
    }
    if let clash = index() { throw clash }
  }

  /// The command a key runs in a view.
  func command(for key: Key, in view: View) -> Command? {
    commands[view]?[key].map { Commands.all[$0] }
  }

  /// The keys that run a command.
  public func keys(of command: Command) -> [Key] { keysByName[command.name] ?? [] }

  @discardableResult
  private mutating func index() -> KeyMapError? {
    var clash: KeyMapError?
    commands = [:]
    for (number, command) in Commands.all.enumerated() {
      for view in command.views {
        for key in keys(of: command) {
          if let other = commands[view]?[key] {
            clash = .boundTwice(key: key, first: Commands.all[other].name, second: command.name)
          }
          commands[view, default: [:]][key] = number
        }
      }
    }
    return clash
  }
}

/// Why keys cannot be remapped as asked.
public enum KeyMapError: Error, Equatable, CustomStringConvertible {
  case unknownCommand(String)
  case boundTwice(key: Key, first: String, second: String)

  public var description: String {
    switch self {
    case .unknownCommand(let name):
      "no command '\(name)' to bind a key to; 'spinel explore' lists all under ?"
    case .boundTwice(let key, let first, let second):
      "key \(key.label) would run both '\(first)' and '\(second)' in one view; give one another key"
    }
  }
}
