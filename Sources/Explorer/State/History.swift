/// What one step of undo brings back.
struct Snapshot: Sendable, Equatable {
  var settings: Settings
  var annotations: Annotations
}

/// Changes that can be undone and done again, newest last.
struct History: Sendable {
  private var undone: [(snapshot: Snapshot, change: String)] = []
  private var done: [(snapshot: Snapshot, change: String)] = []
  private static let limit = 500
  /// How often `undo` and `redo` took a step.
  private(set) var steps = 0

  var isAtStart: Bool { done.isEmpty }
  var isAtEnd: Bool { undone.isEmpty }

  /// Remembers what was before a change; what had been undone is forgotten.
  mutating func record(_ before: Snapshot, change: String) {
    done.append((before, change))
    if done.count > Self.limit { done.removeFirst(done.count - Self.limit) }
    undone.removeAll()
  }

  /// The state before the last change, and its name; nil when nothing is left.
  mutating func undo(from now: Snapshot) -> (snapshot: Snapshot, change: String)? {
    guard let last = done.popLast() else { return nil }
    undone.append((now, last.change))
    steps += 1
    return last
  }

  /// The state after the last undone change, and its name; nil when nothing is left.
  mutating func redo(from now: Snapshot) -> (snapshot: Snapshot, change: String)? {
    guard let last = undone.popLast() else { return nil }
    done.append((now, last.change))
    steps += 1
    return last
  }
}
