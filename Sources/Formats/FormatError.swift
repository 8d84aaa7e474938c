import Crystals

/// What is wrong with a file: where, what was found, what was expected, what to do.
public struct FormatError: Error, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// The file was read but its content is wrong (exit code 65).
    case badData
    /// The file is missing or may not be read (exit code 66).
    case unreadable
    /// The output cannot be created there (exit code 73).
    case cannotCreate
    /// Reading or writing broke off (exit code 74).
    case inputOutput

    /// The exit code of `sysexits.h` that goes with it.
    public var exitCode: Int32 {
      switch self {
      case .badData: 65
      case .unreadable: 66
      case .cannotCreate: 73
      case .inputOutput: 74
      }
    }
  }

  public var kind: Kind
  /// As the user named it; may be empty for bytes that come from no file.
  public var file: String
  /// Counted from 1; nil where no single line is to blame.
  public var line: Int?
  /// What was found; safe to print.
  public var found: String
  /// What was expected instead; safe to print, may be empty.
  public var expected: String
  /// What to do about it; safe to print, may be empty.
  public var advice: String

  /// Makes an error. Text from files must have gone through `escaped` before it gets here.
  public init(
    _ kind: Kind = .badData, file: String, line: Int? = nil, found: String, expected: String = "",
    advice: String = ""
  ) {
    self.kind = kind
    self.file = file
    self.line = line
    self.found = found
    self.expected = expected
    self.advice = advice
  }
}

extension FormatError: CustomStringConvertible {
  /// `FILE:LINE: what was found; expected what was expected; what to do`.
  public var description: String {
    var place = escaped(file, limit: 400)
    if let line { place += ":\(line)" }
    var message = found
    if !expected.isEmpty { message += "; expected \(expected)" }
    if !advice.isEmpty { message += "; \(advice)" }
    return place.isEmpty ? message : "\(place): \(message)"
  }
}
