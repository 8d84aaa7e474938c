import Dispatch
import Synchronization
import Testing

@testable import Engine

@Suite struct WorkPoolTests {
  /// Runs every structure and batch on `threads` threads; each structure s has s % 4 batches.
  private func visit(structures: Int, threads: Int) -> ([Int], Set<[Int]>) {
    let counter = Atomic<Int>(0)
    let pool = WorkPool<Int, [Int]> {
      let next = counter.add(1, ordering: .relaxed).oldValue
      return next < structures ? next : nil
    }
    let seen = Mutex(([Int](), Set<[Int]>()))
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while let item = try? pool.next() {
        switch item {
        case .structure(let found, let index):
          seen.withLock { $0.0.append(found == index ? index : -1) }
          pool.add((0..<index % 4).map { [index, $0] })
        case .batch(let batch): seen.withLock { _ = $0.1.insert(batch) }
        }
        pool.finish()
      }
    }
    return seen.withLock { $0 }
  }

  @Test("every structure and every batch is handed out once", arguments: [1, 2, 5], [0, 1, 3, 40])
  func everything(threads: Int, count: Int) {
    let (structures, batches) = visit(structures: count, threads: threads)
    #expect(structures.sorted() == Array(0..<count))
    #expect(batches == Set((0..<count).flatMap { s in (0..<s % 4).map { [s, $0] } }))
  }

  @Test("the first batches are handed out before many structures are opened")
  func firstResults() throws {
    let pool = WorkPool<Int, Int> { 0 }
    var opened = 0
    while case .structure = try pool.next() {
      opened += 1
      pool.add([1, 2, 3])
      pool.finish()
    }
    #expect(opened == 1)
  }

  @Test("a batch that was taken is not held while others wait")
  func released() throws {
    final class Load: Sendable {}
    let pool = WorkPool<Int, Load> { nil }
    var loads = [Load(), Load()]
    weak let first = loads[0]
    pool.add(loads)
    loads = []
    _ = try pool.next()
    #expect(first == nil)
  }

  @Test("a closed pool hands out nothing more")
  func closed() throws {
    let pool = WorkPool<Int, Int> { 1 }
    pool.close()
    #expect(try pool.next() == nil)
  }

  @Test("a source that fails ends the work for every thread")
  func failure() {
    struct Broken: Error {}
    let pool = WorkPool<Int, Int> { throw Broken() }
    #expect(throws: Broken.self) { try pool.next() }
    #expect((try? pool.next()) == .some(nil))
  }

  @Test("after a source failed, or reading was stopped, what was found is still handed out")
  func lateFailure() throws {
    struct Broken: Error {}
    let counter = Atomic<Int>(0)
    let pool = WorkPool<Int, Int> {
      guard counter.add(1, ordering: .relaxed).oldValue == 0 else { throw Broken() }
      return 7
    }
    #expect(try pool.next() == .structure(7, index: 0))
    pool.add([1, 2, 3])
    pool.finish()
    var (batches, failures) = ([Int](), 0)
    for _ in 0..<4 {
      do {
        if case .batch(let batch) = try pool.next() { batches.append(batch) }
        pool.finish()
      } catch { failures += 1 }
    }
    #expect(batches == [1, 2, 3] && failures == 1)
    pool.add([4])
    pool.stopReading()
    #expect(try pool.next() == .batch(4))
    pool.finish()
    #expect(try pool.next() == nil)
  }
}

extension WorkPool.Item: Equatable where Source: Equatable, Batch: Equatable {
  public static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.structure(let x, let i), .structure(let y, let j)): x == y && i == j
    case (.batch(let x), .batch(let y)): x == y
    default: false
    }
  }
}
