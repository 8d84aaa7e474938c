import Dispatch

/// Makes the values of independent parts of a work on several threads.
///
/// Parts are handed out in order. A cancelled job hands out no more; parts that were not made are
/// nil. Progress is told after each part, from whichever thread made it.
/// - Parameter body: makes the value of a part, 0..<count.
/// - Throws: what the earliest part that failed threw; no part is begun after a failure.
public func concurrentMap<Value: Sendable>(
  _ count: Int, threads: Int, job: Job, progress: @Sendable (Progress) -> Void = { _ in },
  _ body: @Sendable (Int) throws -> Value
) throws -> [Value?] {
  let state = Locked(MapState<Value>(values: Array(repeating: nil, count: max(0, count))))
  let start = monotonicSeconds()
  DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
    while job.mayContinue() {
      let part = state.withLock { state -> Int? in
        guard state.next < count, state.failure == nil else { return nil }
        defer { state.next += 1 }
        return state.next
      }
      guard let part else { return }
      do {
        let value = try body(part)
        let done = state.withLock { state in
          state.values[part] = value
          state.done += 1
          return state.done
        }
        let elapsed = monotonicSeconds() - start
        progress(
          Progress(
            done: done, total: count, rate: elapsed > 0 ? Double(done) / elapsed : 0,
            elapsed: elapsed))
      } catch {
        state.withLock { state in
          if part < state.failure?.part ?? .max { state.failure = (part, error) }
        }
      }
    }
  }
  return try state.withLock { state in
    if let failure = state.failure { throw failure.error }
    return state.values
  }
}

private struct MapState<Value> {
  var next = 0
  var done = 0
  var values: [Value?]
  var failure: (part: Int, error: any Error)?

  init(values: [Value?]) { self.values = values }
}
