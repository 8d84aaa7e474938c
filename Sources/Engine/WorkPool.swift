import Dispatch

/// Shares work between threads: structures from a source, and the batches found in them.
///
/// Structures are opened ahead of the batches, so that the size of the work is soon known: the first
/// few only, for results to come at once, then more until enough batches wait; that bounds what is
/// open at a time. The source is asked by one thread at a
/// time, in order.
final class WorkPool<Source: Sendable, Batch: Sendable>: Sendable {
  enum Item {
    case structure(Source, index: Int)
    case batch(Batch)
  }

  private struct State {
    /// Nil where a batch was taken: what it refers to must not be held while others wait.
    var batches: [Batch?] = []
    var firstBatch = 0
    var batchesTaken = 0
    var structureCount = 0
    /// Work handed out and not finished, reading from the source included.
    var inFlight = 0
    var isReading = false
    var isExhausted = false
    var isClosed = false
    var waiters = 0

    mutating func takeBatch() -> Batch? {
      guard firstBatch < batches.count else { return nil }
      let batch = batches[firstBatch]
      batches[firstBatch] = nil
      batchesTaken += 1
      firstBatch += 1
      if firstBatch == batches.count || firstBatch >= 1024 {
        batches.removeFirst(firstBatch)
        firstBatch = 0
      }
      return batch
    }
  }

  private enum Step {
    case item(Item)
    case read
    case wait
    case end
  }

  /// Structures are opened only while fewer batches than this wait.
  private let batchesAhead: Int
  private let state = Locked(State())
  private let changed = DispatchSemaphore(value: 0)
  private let source: @Sendable () throws -> Source?

  /// Makes a pool over a source that returns nil when it is exhausted.
  init(batchesAhead: Int = 256, source: @escaping @Sendable () throws -> Source?) {
    self.batchesAhead = batchesAhead
    self.source = source
  }

  /// The next piece of work, waiting while other threads may still find some; nil at the end.
  ///
  /// Whoever takes an item says `finish()` when done with it.
  /// - Throws: what the source throws; nothing more is read then, what was found is still handed out.
  func next() throws -> Item? {
    while true {
      switch chooseStep() {
      case .item(let item): return item
      case .end: return nil
      case .wait: changed.wait()
      case .read:
        do {
          if let item = try read() { return item }
        } catch {
          update { state in
            state.isReading = false
            state.isExhausted = true
            state.inFlight -= 1
          }
          throw error
        }
      }
    }
  }

  /// Offers batches to whoever is free.
  func add(_ batches: [Batch]) { update { $0.batches += batches } }

  /// Says that a piece of work taken with `next()` is done.
  func finish() { update { $0.inFlight -= 1 } }

  /// Reads no more from the source; what was found already is still handed out.
  func stopReading() { update { $0.isExhausted = true } }

  /// Ends the work: `next()` says nil from now on.
  func close() { update { $0.isClosed = true } }

  private func chooseStep() -> Step {
    state.withLock { state in
      if state.isClosed { return .end }
      let mayRead = !state.isExhausted && !state.isReading
      let ahead = min(batchesAhead, 1 + 2 * state.batchesTaken)
      if mayRead && state.batches.count - state.firstBatch < ahead {
        state.isReading = true
        state.inFlight += 1
        return .read
      }
      if let batch = state.takeBatch() {
        state.inFlight += 1
        return .item(.batch(batch))
      }
      if state.inFlight == 0 { return .end }
      state.waiters += 1
      return .wait
    }
  }

  private func read() throws -> Item? {
    let found = try source()
    return update { state in
      state.isReading = false
      guard let found else {
        state.isExhausted = true
        state.inFlight -= 1
        return nil
      }
      defer { state.structureCount += 1 }
      return .structure(found, index: state.structureCount)
    }
  }

  /// Changes the state and lets every waiting thread look again.
  private func update<Result>(_ change: (inout State) -> Result) -> Result {
    let (result, waiters) = state.withLock { state in
      let result = change(&state)
      defer { state.waiters = 0 }
      return (result, state.waiters)
    }
    for _ in 0..<waiters { changed.signal() }
    return result
  }
}
