import Dispatch
import Engine
import Synchronization
import Testing

@Suite struct JobTests {
  @Test("a cancelled job may not continue, even while paused")
  func cancel() {
    let job = Job()
    #expect(job.mayContinue())
    job.pause()
    job.cancel()
    #expect(!job.mayContinue())
  }

  @Test("a paused job holds its workers until it is resumed")
  func pause() {
    let job = Job()
    job.pause()
    let passed = Atomic<Int>(0)
    let group = DispatchGroup()
    for _ in 0..<3 {
      DispatchQueue.global().async(group: group) {
        if job.mayContinue() { passed.add(1, ordering: .relaxed) }
      }
    }
    #expect(group.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
    #expect(passed.load(ordering: .relaxed) == 0)
    job.resume()
    group.wait()
    #expect(passed.load(ordering: .relaxed) == 3)
  }
}
