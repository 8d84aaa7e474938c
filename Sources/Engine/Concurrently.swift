import Dispatch

/// Makes two values that do not depend on each other at the same time.
public func concurrently<First: Sendable, Second: Sendable>(
  _ first: @Sendable () -> First, and second: @Sendable () -> Second
) -> (First, Second) {
  let found = (Locked<First?>(nil), Locked<Second?>(nil))
  DispatchQueue.concurrentPerform(iterations: 2) { part in
    if part == 0 {
      let value = first()
      found.0.withLock { $0 = value }
    } else {
      let value = second()
      found.1.withLock { $0 = value }
    }
  }
  guard let one = found.0.withLock({ $0 }), let other = found.1.withLock({ $0 }) else {
    preconditionFailure("both parts have run")
  }
  return (one, other)
}
