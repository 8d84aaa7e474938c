import Dispatch
import Synchronization

/// Shares work between threads: structures to open, and the batches found in them.
///
/// Batches come before unopened structures, so that few structures are open at a time.
final class WorkPool<Batch: Sendable>: Sendable {
  enum Item {
    case structure(Int)
    case batch(Batch)
  }

  private struct State {
    var batches: [Batch] = []
    var firstBatch = 0
    var nextStructure: Int
    var structureCount: Int
    var inFlight = 0
    var isClosed: Bool
  }

  private let state: Mutex<State>
  private let available = DispatchSemaphore(value: 0)
  private let threads: Int

  /// Makes a pool of the structures of a range, for a number of threads that call `next()`.
  init(structures: Range<Int>, threads: Int) {
    self.threads = threads
    state = Mutex(
      State(
        nextStructure: structures.lowerBound, structureCount: structures.upperBound,
        isClosed: structures.isEmpty))
    // One token a structure; with none, one for each thread that comes to hear so.
    for _ in 0..<(structures.isEmpty ? threads : structures.count) { available.signal() }
  }

  /// The next piece of work, waiting while other threads may still find some; nil at the end.
  func next() -> Item? {
    available.wait()
    return state.withLock { state in
      if state.isClosed { return nil }
      if state.firstBatch < state.batches.count {
        state.inFlight += 1
        defer {
          state.firstBatch += 1
          if state.firstBatch == state.batches.count {
            state.batches.removeAll(keepingCapacity: true)
            state.firstBatch = 0
          }
        }
        return .batch(state.batches[state.firstBatch])
      }
      guard state.nextStructure < state.structureCount else { return nil }
      state.inFlight += 1
      defer { state.nextStructure += 1 }
      return .structure(state.nextStructure)
    }
  }

  /// Offers batches to whoever is free.
  func add(_ batches: [Batch]) {
    state.withLock { $0.batches += batches }
    for _ in batches { available.signal() }
  }

  /// Says that a piece of work taken with `next()` is done.
  func finish() {
    let isLast = state.withLock { state in
      state.inFlight -= 1
      let isLast =
        state.inFlight == 0 && state.batches.isEmpty && state.nextStructure == state.structureCount
      if isLast { state.isClosed = true }
      return isLast
    }
    if isLast { wakeAll() }
  }

  /// Ends the work: `next()` says nil from now on.
  func close() {
    state.withLock { $0.isClosed = true }
    wakeAll()
  }

  private func wakeAll() {
    for _ in 0..<threads { available.signal() }
  }
}
