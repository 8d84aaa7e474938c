import Crystals
import Engine
import Screen
import Spectra
import Tensors

/// Everything the explorer knows: what came from the engine, what the user chose, what follows
/// from both, and where the cursor is.
///
/// `reduce` changes it in place and `draw` shows it. Big columns are never copied: undo holds
/// choices only, lists hold permutations of rows.
public struct State: Sendable {
  // The terminal.
  public internal(set) var columns: Int
  public internal(set) var rows: Int
  public var look: Look
  /// Names of the themes that can be chosen.
  public var themeNames: [String]
  public internal(set) var isMouseOn = true
  public var keyMap = KeyMap.standard

  // What the engine found.
  /// The prediction whose news is taken.
  public internal(set) var generation = 1
  public internal(set) var work = Work.idle
  public internal(set) var progress: Progress?
  /// The models in use: of several nuclei, several of one nucleus to be compared.
  public internal(set) var models: [ModelSummary] = []
  public internal(set) var structures = StructureList()
  /// Atoms by element in all structures.
  var atomCounts: [Element: Int] = [:]
  /// The sites on screen: of one nucleus, by one model.
  public internal(set) var table = SiteTable()
  /// Whose sites `table` holds; nil before there are any.
  var shown: Prediction?
  /// Sites of the other nuclei and by the other models: one nucleus is on screen at a time, for their
  /// couplings differ by orders of magnitude.
  var hiddenTables: [Prediction: SiteTable] = [:]

  // What the user chose.
  public internal(set) var settings: Settings
  public internal(set) var annotations = Annotations()
  public internal(set) var sights = Sights()
  var history = History()
  /// What undo calls the change under way; nil where what changed says it.
  var changeName: String?
  /// What to go back to when a change still under way (a drag, a filter being typed) is abandoned.
  var provisional: Snapshot?
  /// Choices that were saved last; others make quitting ask.
  var saved = Saved()
  /// What the session being written holds.
  var saving: Saved?
  /// How many sites the table being written has, in words.
  var rowsWritten = ""

  // What follows.
  /// Signed ω_Q in kHz of every row, for the field in use.
  var omegaQ: [Float] = []
  /// The number of every row's `SiteEnvironment`.
  var siteClasses: [Int8] = []
  var spectrum = Spectrum()
  /// The structures there were when all sites were counted last.
  var structuresCounted = 0
  var filterExpression: FilterExpression?
  var fieldRevision = 1
  /// Counts up when the sites of another nucleus or by another model come on screen.
  var predictionRevision = 1
  var regionRevision = 1
  var annotationRevision = 1

  // Where the user is.
  public internal(set) var view = View.regions
  var overlay: Overlay?
  var message: Message?
  var regionsPane = RegionsPane()
  var sitesPane = SitesPane()
  var sitePane = SitePane()
  var structurePane = StructurePane()
  var fieldPane = FieldPane()
  var outliersPane = OutliersPane()
  var modelPane = ModelPane()
  var newStructures = NewStructures()
  var drag: Drag?
  /// Lines entered before, oldest first.
  public var commandHistory: [String] = []
  public var filterHistory: [String] = []
  var nextRequest = 1
  /// Where sessions are saved, and the file that was opened or saved last.
  public var sessionPath = "session.json"
  var knownSession: String?
  /// The files shown, which sessions name.
  public var inputs = Inputs()
  /// The absolute folder that relative paths start from; empty where it is not known.
  public var workingFolder = ""
  /// What a fresh start shows.
  let standardSettings: Settings
  /// What the command line asks for and no session may change.
  public var fixed = FixedChoices()
  /// Where to go back to once the sites are there.
  var awaitedPlace: Place?
  /// Sites a session marks that have no row yet.
  var marksAwaited: [SiteKey] = []
  /// Whether these stand in the session saved or opened last.
  var areAwaitedMarksSaved = true

  public init(
    columns: Int, rows: Int, look: Look = Look(), themeNames: [String] = ["dark"],
    settings: Settings = Settings()
  ) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    self.look = look
    self.themeNames = themeNames
    standardSettings = settings
    self.settings = settings
  }
}

/// Choices of the command line that a session restored or opened leaves as they are.
public struct FixedChoices: Sendable, Equatable {
  public var field: FieldDirection?
  public var theme = false

  public init() {}
}

/// What the engine is doing.
public enum Work: Sendable, Equatable {
  case idle, running, paused, cancelled, finished
  case failed(String)
}

/// The part of the state that saving keeps.
struct Saved: Sendable, Equatable {
  var annotations = Annotations()
  var handRegions: [Observable: [HandRegion]] = [:]
}

/// Cursor and brush of the Regions screen.
struct RegionsPane: Sendable {
  var bin = 0
  /// Where brushing began with the keyboard; the cursor is the other end.
  var brushStart: Int?
  var brush: ClosedRange<Int>?
  /// The edge moved last, by the bin the cursor stands on since: it is the one moved next.
  var edge: (bin: Int, upper: Bool)?
  var list = SiteList()
}

/// List and column cursor of the Sites screen.
struct SitesPane: Sendable {
  /// Place in `settings.columns`.
  var column = 0
  var list = SiteList()
}

/// The site inspected.
struct SitePane: Sendable {
  /// The table's row.
  var row: Int?
  /// The screen whose list `n` and `p` walk along.
  var origin = View.sites
  /// The page shown where a small screen has several.
  var page = 0
  var inspection: SiteInspection?
  var types = Types()

  /// The spinel sites of the structure looked at last, so that its next site need not ask again.
  struct Types: Sendable {
    var structure = -1
    var generation = 0
    var types: [SiteType] = []
  }
}

/// What the mouse is dragging.
enum Drag: Sendable, Equatable {
  case brush(from: Int)
  case threshold
  /// A region's edge, the upper one or the lower.
  case edge(of: Edge, upper: Bool)
  case turning(x: Int, y: Int)
  /// The cell of the Structure screen; a press that never moved picks.
  case spinning(x: Int, y: Int, moved: Bool)
  case scrollBar
  /// The field on the map of directions.
  case field

  /// The region whose edge is dragged: by number while it is one that was found, by its place among
  /// those set by hand once it has moved, for numbers change as regions come and go.
  enum Edge: Equatable {
    case number(Int)
    case place(Int)
  }
}

extension State {
  /// The isotope couplings are given for: the model's.
  var isotope: Isotope {
    guard let model else { return .lithium7 }
    return Isotope(
      name: model.isotope, element: model.nucleus.symbol, spin: model.spin,
      quadrupoleMoment: model.quadrupoleMoment)
  }

  var derived: DerivedQuantities {
    DerivedQuantities(
      direction: settings.field.unit, scale: isotope.splittingPerAtomicUnit,
      printedEquation5: settings.printedEquation5)
  }

  /// The screen whose list is walked along: of the Site and the Structure screen the one they were
  /// opened from.
  var listOwner: View {
    let owner = view == .site ? sitePane.origin : view
    return owner == .structure ? structurePane.origin : owner
  }

  /// The list on screen: of the Regions or the Outliers screen, else of the Sites screen.
  var list: SiteList {
    get {
      switch listOwner {
      case .regions: regionsPane.list
      case .outliers: outliersPane.list
      default: sitesPane.list
      }
    }
    set {
      switch listOwner {
      case .regions: regionsPane.list = newValue
      case .outliers: outliersPane.list = newValue
      default: sitesPane.list = newValue
      }
    }
  }

  /// The row the user is at: the inspected or picked site, or the one under the list's cursor.
  var selectedRow: Int? {
    let row =
      switch view {
      case .site, .structure: sitePane.row
      case .regions, .sites, .outliers, .field, .model: list.selected
      }
    return row.flatMap { $0 < table.count ? $0 : nil }
  }

  var hasUnsavedWork: Bool {
    saved != Saved(annotations: annotations, handRegions: settings.handRegions)
  }

  /// Columns of some fields, sharing the table's arrays and those it is compared with.
  func columns(_ fields: Set<SiteField>) -> SiteColumns {
    SiteColumns(
      table, reference: reference, omegaQ: omegaQ, derived: derived, regions: spectrum.lookup,
      annotations: annotations,
      fields: fields)
  }

  mutating func say(_ text: String, _ kind: Message.Kind = .information) {
    message = Message(text: text, kind: kind)
  }

  /// Says what happened outside; an error no key was pressed after stays before it.
  mutating func tell(_ text: String, isError: Bool) {
    if let earlier = message, earlier.kind == .error, earlier.text.count < 400 {
      guard !earlier.text.contains(text) else { return }
      return say("\(earlier.text) · \(text)", .error)
    }
    say(text, isError ? .error : .information)
  }

  var snapshot: Snapshot { Snapshot(settings: settings, annotations: annotations, sights: sights) }
}
