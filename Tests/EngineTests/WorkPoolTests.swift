import Dispatch
import Synchronization
import Testing

@testable import Engine

@Suite struct WorkPoolTests {
  /// Runs every structure and batch on `threads` threads; each structure s has s % 4 batches.
  private func visit(structures: Range<Int>, threads: Int) -> (Set<Int>, Set<[Int]>) {
    let pool = WorkPool<[Int]>(structures: structures, threads: threads)
    let seen = Mutex((Set<Int>(), Set<[Int]>()))
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while let item = pool.next() {
        switch item {
        case .structure(let index):
          seen.withLock { _ = $0.0.insert(index) }
          pool.add((0..<index % 4).map { [index, $0] })
        case .batch(let batch): seen.withLock { _ = $0.1.insert(batch) }
        }
        pool.finish()
      }
    }
    return seen.withLock { $0 }
  }

  @Test("every structure and every batch is handed out once", arguments: [1, 2, 5])
  func everything(threads: Int) {
    let (structures, batches) = visit(structures: 3..<40, threads: threads)
    #expect(structures == Set(3..<40))
    #expect(batches == Set((3..<40).flatMap { s in (0..<s % 4).map { [s, $0] } }))
  }

  @Test("no structures, or fewer than threads, end the work", arguments: [0, 1, 3])
  func few(count: Int) {
    let (structures, _) = visit(structures: 0..<count, threads: 4)
    #expect(structures == Set(0..<count))
  }

  @Test("a closed pool hands out nothing more")
  func closed() {
    let pool = WorkPool<Int>(structures: 0..<5, threads: 1)
    pool.close()
    #expect(pool.next() == nil)
  }
}

extension WorkPool.Item: Equatable where Batch: Equatable {
  public static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.structure(let x), .structure(let y)): x == y
    case (.batch(let x), .batch(let y)): x == y
    default: false
    }
  }
}
