/// Why a filter cannot be used, and where in its text.
public struct FilterError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The first scalar of the text at fault, counted from 0.
  public var column: Int
  /// What was found, what was expected.
  public var message: String

  public var description: String { "filter, column \(column + 1): \(message)" }
}
