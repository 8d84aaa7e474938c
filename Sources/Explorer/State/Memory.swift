import Formats

/// What every explorer of a user remembers: lines entered and the theme chosen last.
public struct Memory: Sendable, Equatable {
  /// Lines of the command line, oldest first.
  public var commands: [String] = []
  /// Filters, oldest first.
  public var filters: [String] = []
  public var theme = ""

  /// Lines kept of each kind.
  static let limit = 200

  public init() {}

  /// What is to be remembered of a state.
  public init(of state: State) {
    commands = state.commandHistory
    filters = state.filterHistory
    theme = state.look.theme.name
  }

  /// Reads what `text` wrote; nil for anything else.
  public init?(parsing text: String) {
    guard let document = try? JSON.parse(Array(text.utf8)), document["spinelHistory"]?.integer == 1
    else { return nil }
    func lines(_ name: String) -> [String] {
      Array((document[name]?.items ?? []).compactMap(\.text).suffix(Self.limit))
    }
    commands = lines("commands")
    filters = lines("filters")
    theme = document["theme"]?.text ?? ""
  }

  /// As JSON.
  public var text: String {
    JSON.object([
      .init("spinelHistory", 1), .init("theme", .string(theme)), .init("commands", JSON(commands)),
      .init("filters", JSON(filters)),
    ]).indentedText
  }

  /// With the lines that another explorer wrote in the meantime, before its own.
  public func joining(_ other: Memory) -> Memory {
    func joined(_ ours: [String], _ theirs: [String]) -> [String] {
      let known = Set(ours)
      return Array((theirs.filter { !known.contains($0) } + ours).suffix(Self.limit))
    }
    var memory = self
    memory.commands = joined(commands, other.commands)
    memory.filters = joined(filters, other.filters)
    return memory
  }
}

extension State {
  /// Takes up what was remembered.
  public mutating func take(_ memory: Memory) {
    commandHistory = memory.commands
    filterHistory = memory.filters
  }
}
