/// Something the user can ask for: the one entry from which keys, help, footer, palette and the
/// command line come.
public struct Command: Sendable {
  /// The word of the command line and of the configuration.
  public let name: String
  /// The keys that run it; the first is the one shown.
  public let keys: [Key]
  /// What it does, in a line.
  public let help: String
  /// The footer's word for it; nil where the footer does not list it. Neighbours with the same
  /// word share one entry.
  public let hint: String?
  /// What the command line may add after the name, such as `COUNTS`.
  public let argument: String?
  /// The views in which its keys work.
  public let views: Set<View>
  /// Whether it makes sense now; keys of commands that do not apply say so.
  let condition: Condition
  let run: @Sendable (inout State, String) throws(CommandError) -> [Effect]

  init(
    _ name: String, _ keys: [Key], _ help: String, hint: String? = nil, argument: String? = nil,
    in views: Set<View> = Set(View.allCases),
    when condition: Condition = .always,
    run: @escaping @Sendable (inout State, String) throws(CommandError) -> [Effect]
  ) {
    self.name = name
    self.keys = keys
    self.help = help
    self.hint = hint
    self.argument = argument
    self.views = views
    self.condition = condition
    self.run = run
  }
}

extension Command {
  func applies(_ state: borrowing State) -> Bool { condition.holds(state) }

  /// What a command needs to make sense.
  struct Condition: Sendable {
    let holds: @Sendable (borrowing State) -> Bool
    /// What to say where it does not hold.
    let need: String

    init(_ need: String, _ holds: @escaping @Sendable (borrowing State) -> Bool) {
      self.holds = holds
      self.need = need
    }

    static let always = Condition("") { _ in true }
    static let canUndo = Condition("nothing to undo") { !$0.history.isAtStart }
    static let canRedo = Condition("nothing to redo") { !$0.history.isAtEnd }
    static let isWorking = Condition("no prediction is running; R starts one") { $0.isWorking }
    static let isIdle = Condition("the prediction is running; ^C stops it") { !$0.isWorking }
    static let isNarrowed = Condition("nothing to clear: no brush, list or filter") {
      $0.isNarrowed
    }
    static let hasBrush = Condition("no bins are brushed; Space begins, ←→ widen") {
      $0.regionsPane.brush != nil
    }
    static let hasSites = Condition("there are no sites yet") { $0.spectrum.all > 0 }
    static let hasSeveralStructures = Condition("there is no other structure") {
      $0.structures.count > 1
    }
    static let hasSeveralNuclei = Condition("there is one nucleus; more models bring more") {
      $0.nuclei.count > 1
    }
    static let hasRow = Condition("no site is chosen") { $0.selectedRow != nil }
    static let hasInspection = Condition("no site is shown") { $0.sitePane.inspection != nil }
  }
}

/// Why a command could not do what was asked, and what to do.
struct CommandError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// The table of all commands.
public enum Commands {
  /// Every command, in the order help lists them.
  public static let all: [Command] =
    general + choices + nuclei + models + comparing + regionsView + shownFile + sitesView + siteView
    + structureView + fieldView
    + outliersView + modelView + annotating + sources + files

  private static let byName = Dictionary(
    uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })

  /// The command of a name; nil where there is none.
  public static func named(_ name: String) -> Command? { byName[name].map { all[$0] } }
}

extension Key {
  /// Shorthand for the tables of commands: `Key("g")`.
  init(_ scalar: Unicode.Scalar) { self = .character(scalar) }
}
