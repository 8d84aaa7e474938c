import Dispatch

/// One piece of background work that can be cancelled, paused and resumed from another thread.
///
/// Workers call `mayContinue()` between batches: it waits while the job is paused and says false
/// once the job is cancelled.
public final class Job: Sendable {
  private struct Status {
    var isCancelled = false
    var isPaused = false
    var waiters = 0
  }

  public let generation: Int
  private let status = Locked(Status())
  private let resumed = DispatchSemaphore(value: 0)

  public init(generation: Int = 0) { self.generation = generation }

  public var isCancelled: Bool { status.withLock { $0.isCancelled } }
  public var isPaused: Bool { status.withLock { $0.isPaused } }

  /// Ends the job at the next batch, paused or not; what is finished is kept.
  public func cancel() { release { $0.isCancelled = true } }

  /// Holds the job at the next batch.
  public func pause() { status.withLock { $0.isPaused = true } }

  /// Lets a paused job go on.
  public func resume() { release { $0.isPaused = false } }

  /// Whether the next batch may start; returns only when the job is neither paused nor waiting.
  public func mayContinue() -> Bool {
    while true {
      let (mayGo, mustWait) = status.withLock { status -> (Bool, Bool) in
        if status.isCancelled { return (false, false) }
        if status.isPaused { status.waiters += 1 }
        return (true, status.isPaused)
      }
      if !mustWait { return mayGo }
      resumed.wait()
    }
  }

  private func release(_ change: (inout Status) -> Void) {
    let waiters = status.withLock { status in
      change(&status)
      defer { status.waiters = 0 }
      return status.waiters
    }
    for _ in 0..<waiters { resumed.signal() }
  }
}
