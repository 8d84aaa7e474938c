import Crystals
import Engine
import Synchronization
import Testing

@Suite struct MailboxTests {
  private func sites(_ atoms: [Int32]) -> SiteTable {
    var table = SiteTable()
    table.atom = atoms
    table.structure = atoms.map { _ in 0 }
    return table
  }

  @Test("only the first piece of waiting news wakes the reader")
  func wakes() {
    let wakes = Counter()
    let mailbox = Mailbox { wakes.value.add(1, ordering: .relaxed) }
    mailbox.post(.sites(sites([1]), generation: 1))
    mailbox.post(.sites(sites([2]), generation: 1))
    #expect(wakes.value.load(ordering: .relaxed) == 1)
    _ = mailbox.take()
    mailbox.post(.finished(generation: 1))
    #expect(wakes.value.load(ordering: .relaxed) == 2)
  }

  @Test("sites join, the newest progress wins, and the end comes last")
  func conflation() {
    let mailbox = Mailbox {}
    mailbox.post(.sites(sites([1, 2]), generation: 1))
    for done in [1, 2, 3] {
      let progress = Progress(done: done, total: 9, rate: 1, elapsed: 1)
      mailbox.post(.progress(progress, generation: 1))
    }
    mailbox.post(.finished(generation: 1))
    mailbox.post(.sites(sites([3]), generation: 1))
    let news = mailbox.take()
    #expect(news.count == 3)
    guard news.count == 3, case .sites(let table, _, _) = news[0],
      case .progress(let progress, _) = news[1], case .finished = news[2]
    else {
      Issue.record("unexpected order: \(news)")
      return
    }
    #expect(table.atom == [1, 2, 3])
    #expect(progress.done == 3)
    #expect(mailbox.take().isEmpty)
  }

  @Test("news of an older generation is dropped, before and after it arrives")
  func generations() {
    let mailbox = Mailbox {}
    mailbox.post(.sites(sites([1]), generation: 1))
    mailbox.post(.sites(sites([2]), generation: 2))
    mailbox.post(.sites(sites([3]), generation: 1))
    let news = mailbox.take()
    guard news.count == 1, case .sites(let table, _, let generation) = news[0] else {
      Issue.record("unexpected: \(news)")
      return
    }
    #expect(generation == 2)
    #expect(table.atom == [2])
    mailbox.post(.finished(generation: 1))
    #expect(mailbox.take().isEmpty)
  }
}

/// A counter that a sendable closure may hold.
private final class Counter: Sendable {
  let value = Atomic<Int>(0)
}
