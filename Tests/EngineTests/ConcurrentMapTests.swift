import Engine
import Support
import Testing

@Suite struct ConcurrentMapTests {
  private struct Refusal: Error, Equatable {
    var part: Int
  }

  @Test("values come in the order of their parts, whatever the threads", arguments: [1, 2, 7])
  func order(threads: Int) throws {
    let told = Locked<[Int]>([])
    let note = { @Sendable (progress: Progress) in told.withLock { $0.append(progress.done) } }
    let values = try concurrentMap(50, threads: threads, job: Job(), progress: note) { $0 * $0 }
    #expect(values == (0..<50).map { $0 * $0 })
    #expect(told.withLock { $0.sorted() } == Array(1...50))
  }

  @Test("a cancelled job makes no more; what was made stays")
  func cancel() throws {
    let job = Job()
    let values = try concurrentMap(9, threads: 1, job: job) { part in
      if part == 3 { job.cancel() }
      return part
    }
    #expect(values == [0, 1, 2, 3, nil, nil, nil, nil, nil])
  }

  @Test("the earliest failure is thrown, and nothing is begun after it")
  func failure() {
    let begun = Locked(0)
    #expect(throws: Refusal(part: 4)) {
      try concurrentMap(1000, threads: 1, job: Job()) { part in
        begun.withLock { $0 += 1 }
        if part >= 4 { throw Refusal(part: part) }
        return part
      }
    }
    #expect(begun.withLock { $0 } == 5)
  }

  @Test("nothing to do gives nothing")
  func empty() throws {
    #expect(try concurrentMap(0, threads: 2, job: Job()) { $0 }.isEmpty)
  }
}
