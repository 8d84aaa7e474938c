import Crystals
import Dispatch
import Engine
import Formats
import Regression
import Support
import Testing

@Suite("The pipeline")
struct PipelineControlTests {
  let structures: [Structure]

  init() throws { structures = try Sample.structures.get() }

  /// A frame of one lithium and one oxygen atom in free space.
  private func tiny(_ distance: Double) -> Structure {
    Structure(
      cell: .none, elements: [.lithium, .oxygen], positions: [.zero, Vector(distance, 0, 0)])
  }

  @Test("cancelled midway keeps whole structures only, in order", arguments: [1, 2, 5])
  func cancel(threads: Int) throws {
    let many = (0..<4).flatMap { _ in structures }
    let whole = try Sample.predict(many, threads: 1)
    try Folder.with { folder in
      let file = try folder.write(many)
      let (job, collector) = (Job(), SiteCollector())
      let isComplete = try Sample.pipeline([file], threads: threads).run(
        job: job,
        deliver: { delivery in
          collector.take(delivery)
          if case .structure(_, let index) = delivery, index == 9 { job.cancel() }
        })
      #expect(!isComplete)
      let kept = collector.table(includingLast: false)
      // Structures 0 to 8 were whole when the tenth came; a few more may have been under way.
      #expect(kept.count >= 9 * 8)
      #expect(kept.count % 8 == 0)
      #expect(kept.structure == Array(whole.structure.prefix(kept.count)))
      #expect(kept.components == whole.prefix(kept.count).components)
    }
  }

  @Test("cancelled before it begins delivers nothing")
  func cancelledAtOnce() throws {
    try Folder.with { folder in
      let file = try folder.write(structures)
      let (job, collector) = (Job(), SiteCollector())
      job.cancel()
      #expect(try !Sample.pipeline([file]).run(job: job, deliver: { collector.take($0) }))
      #expect(collector.table(includingLast: true).count == 0)
    }
  }

  @Test("paused delivers nothing more until it is resumed, then the same as ever")
  func pause() throws {
    try Folder.with { folder in
      let file = try folder.write(structures)
      let (job, collector) = (Job(), SiteCollector())
      let isComplete = Shared<Bool?>(nil)
      let pipeline = try Sample.pipeline([file])
      job.pause()
      let group = DispatchGroup()
      DispatchQueue.global().async(group: group) {
        let result = try? pipeline.run(job: job, deliver: { collector.take($0) })
        isComplete.change { $0 = result }
      }
      #expect(group.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
      #expect(collector.table(includingLast: true).count == 0)
      job.resume()
      group.wait()
      #expect(isComplete.now == true)
      let found = collector.table(includingLast: true)
      #expect(found.components == (try Sample.predict(structures)).components)
    }
  }

  /// How many structures came before the failure, how many sites, and the failure.
  private func failure(_ file: String, threads: Int) throws -> (
    structures: Int, sites: Int, text: String
  ) {
    let collector = SiteCollector()
    let opened = Shared(0)
    let error = #expect(throws: (any Error).self) {
      try Sample.pipeline([file], threads: threads).run(deliver: { delivery in
        collector.take(delivery)
        if case .structure = delivery { opened.change { $0 += 1 } }
      })
    }
    let text = try #require(error.map { "\($0)" })
    return (opened.now, collector.table(includingLast: true).count, text)
  }

  @Test(
    "reports the failure that comes first in the file, after all structures before it",
    arguments: [1, 2, 5])
  func firstFailure(threads: Int) throws {
    // The third structure fails when its charges are looked up, the fifth already when its atoms are
    // sorted into bins; neither is delivered.
    var broken = structures.map(\.bare)
    let oxygen = try #require(broken[2].elements.firstIndex(of: .oxygen))
    broken[2].elements[oxygen] = try #require(Element(symbol: "Fe"))
    broken[4].positions[7] = broken[4].positions[3]
    try Folder.with { folder in
      let found = try failure(try folder.write(broken), threads: threads)
      #expect(found.text.contains(":\(2 * 44 + 1): frame 2: atom \(oxygen) (Fe) is a neighbour"))
      #expect(found.structures == 2)
      #expect(found.sites == 2 * 8)
    }
  }

  @Test("reports a file cut short after all that stands before", arguments: [1, 2, 5])
  func truncated(threads: Int) throws {
    try Folder.with { folder in
      var bytes = ExtendedXYZWriter.bytes(structures)
      bytes.removeLast(2000)
      let found = try failure(try folder.write(bytes, as: "cut.extxyz"), threads: threads)
      #expect(found.text.contains("cut.extxyz:"))
      #expect(found.text.contains("end of the file after"))
      #expect(found.structures == 5)
      #expect(found.sites == 5 * 8)
    }
  }

  @Test("reads only so far ahead of its work, however long the file")
  func bounded() throws {
    let count = 1500
    try Folder.with { folder in
      let frames = (0..<count).map { tiny(1.5 + 0.001 * Double($0)) }
      let file = try folder.write(frames)
      var pipeline = try Sample.pipeline([file], threads: 1)
      let state = Shared((delivered: 0, farthest: 0))
      pipeline.isWanted = { index in
        state.change { $0.farthest = max($0.farthest, index - $0.delivered) }
        return true
      }
      try pipeline.run(deliver: { delivery in
        if case .sites(let sites, _) = delivery { state.change { $0.delivered += sites.count } }
      })
      #expect(state.now.delivered == count)
      #expect(state.now.farthest <= 257)
    }
  }

  @Test("passes over structures without a centre, and over those not wanted")
  func gaps() throws {
    var empty = structures[1].bare
    empty.elements = empty.elements.map { $0 == .lithium ? .titanium : $0 }
    try Folder.with { folder in
      let file = try folder.write([structures[0], empty, structures[2], structures[3]])
      var pipeline = try Sample.pipeline([file])
      pipeline.isWanted = { $0 != 2 }
      let collector = SiteCollector()
      let opened = Shared<[Int]>([])
      try pipeline.run(deliver: { delivery in
        collector.take(delivery)
        if case .structure(_, let index) = delivery { opened.change { $0.append(index) } }
      })
      #expect(opened.now == [0, 1, 3])
      let table = collector.table(includingLast: true)
      #expect(Set(table.structure) == [0, 3])
      #expect(table.count == 16)
    }
  }

  @Test("progress ends at all sites")
  func progress() throws {
    try Folder.with { folder in
      let file = try folder.write(structures)
      let last = Shared<Progress?>(nil)
      try Sample.pipeline([file]).run(
        deliver: { _ in },
        progress: { news in
          last.change { if news.done > $0?.done ?? 0 { $0 = news } }
        })
      #expect(last.now?.done == 48 && last.now?.total == 48)
      #expect(last.now?.remaining == 0)
    }
  }
}
