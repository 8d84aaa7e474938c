import Engine
import Glibc

/// A line on a terminal's standard error that says how far the work is; silent elsewhere.
final class ProgressBar: Sendable {
  private let isShown: Bool
  private let label: String
  private let lastDrawn = Locked(0.0)

  init(_ label: String, quiet: Bool) {
    self.label = label
    isShown = !quiet && isatty(STDERR_FILENO) == 1
  }

  /// Draws the state of the work, at most ten times a second.
  func update(_ progress: Progress, label: String? = nil) {
    guard isShown else { return }
    let isDue = lastDrawn.withLock { last in
      guard progress.elapsed - last >= 0.1 || progress.done == progress.total else { return false }
      last = progress.elapsed
      return true
    }
    guard isDue else { return }
    let share = progress.total > 0 ? Double(progress.done) / Double(progress.total) : 0
    let filled = Int((share * 24).rounded(.down))
    let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 24 - filled)
    var line = "\(label ?? self.label) \(bar) \(progress.done)/\(progress.total)"
    if progress.rate > 0 { line += " · \(Self.short(progress.rate))/s" }
    if let remaining = progress.remaining { line += " · \(Self.clock(remaining)) left" }
    writeAll(("\r\u{1B}[K" + line).utf8, to: STDERR_FILENO)
  }

  /// Takes the line away again.
  func clear() {
    if isShown { writeAll("\r\u{1B}[K".utf8, to: STDERR_FILENO) }
  }

  private static func short(_ number: Double) -> String {
    number < 10 ? fixed(number, 1) : number < 10_000 ? "\(Int(number))" : "\(Int(number / 1000)) k"
  }

  private static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 359_999).rounded(.up))
    let rest = String(whole % 60)
    return "\(whole / 60):" + (rest.count < 2 ? "0" + rest : rest)
  }
}
