import Screen
import Spectra
import Tensors

/// What a user's configuration file asks for; what it leaves out is nil or empty.
public struct Configuration: Sendable {
  public var theme: String?
  public var colors: ColorChoice = .auto
  public var glyphs: GlyphSet?
  public var mouse = true
  public var field: FieldDirection?
  public var threshold: Threshold?
  public var peaks: Int?
  /// Isotopes with their quadrupole moments, in place of the usual ones.
  public var isotopes: [Isotope] = []
  public var keyMap = KeyMap.standard
  /// What is wrong in the file; the entries at fault keep their standard values.
  public var problems: [ConfigurationError] = []

  /// Colours asked for; the terminal may be able to show fewer.
  public enum ColorChoice: String, CaseIterable, Sendable {
    case auto, truecolor
    case colors256 = "256"
    case colors16 = "16"
    case mono

    public var level: ColorLevel? {
      switch self {
      case .auto: nil
      case .truecolor: .truecolor
      case .colors256: .indexed256
      case .colors16: .ansi16
      case .mono: .mono
      }
    }
  }

  public init() {}

  /// Reads a configuration from TOML; whatever the text holds, the rest of it counts.
  public init(_ text: String, file: String) {
    var reader = ConfigurationReader(text: text, file: file)
    self = reader.read()
    problems = reader.problems
  }

  /// What a fresh start shows.
  public var settings: Settings {
    var settings = Settings()
    if let field { settings.field = field }
    if let threshold { settings.threshold = threshold }
    if let peaks { settings.peakCount = peaks }
    return settings
  }
}

/// One thing wrong in a configuration file.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// As the user named it.
  public var file: String
  /// Counted from 1.
  public var line: Int
  /// The key, with its table; empty where the text is no TOML.
  public var key: String
  /// What was found and what was expected; safe to print.
  public var problem: String

  public init(file: String, line: Int, key: String = "", problem: String) {
    self.file = file
    self.line = line
    self.key = key
    self.problem = problem
  }

  public var description: String {
    "\(visible(file)):\(line): \(key.isEmpty ? "" : visible(key) + ": ")\(problem)"
  }
}
