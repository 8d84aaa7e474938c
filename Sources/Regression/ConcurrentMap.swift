import Dispatch

/// The values of `body` for 0..<count, worked out on all cores.
func concurrentMap<Value: Sendable>(
  _ count: Int, _ body: @Sendable (Int) -> Value
) -> [Value] {
  [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
    // Every element is written by one call alone.
    nonisolated(unsafe) let base = buffer.baseAddress
    DispatchQueue.concurrentPerform(iterations: count) { index in
      base.map { ($0 + index).initialize(to: body(index)) }
    }
    initialized = count
  }
}
