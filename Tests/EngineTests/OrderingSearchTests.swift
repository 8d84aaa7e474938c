import Crystals
import Engine
import Formats
import Sampling
import Support
import Testing

@Suite("The search for low-energy orderings")
struct OrderingSearchTests {
  /// Few and short runs, hot enough that each ends elsewhere.
  private func settings(_ method: OrderingSearch.Method = .metropolis) -> OrderingSearch.Settings {
    var settings = OrderingSearch.Settings()
    settings.method = method
    settings.count = 4
    settings.sweeps = method == .metropolis ? 40 : 400
    settings.temperature = 5000
    settings.seed = 3
    return settings
  }

  @Test("finds the same orderings whatever the threads, by rising energy, none twice")
  func threads() throws {
    let search = try OrderingSearch(settings())
    let one = try search.run(threads: 1)
    let three = try search.run(threads: 3)
    #expect(one.orderings == three.orderings)
    #expect(one.orderings.count == 4)
    let energies = one.orderings.map(\.energy)
    #expect(energies == energies.sorted())
    for ordering in one.orderings {
      #expect(ordering.lithium.count == 72)
      let direct = search.interactions.energy(of: ordering.lithium)
      #expect(abs(direct - ordering.energy) <= 1e-9 * abs(direct))
    }
    let distinct = DistinctOrderings(
      symmetry: search.cell.symmetry, siteCount: search.cell.count, limit: 4)
    #expect(Set(one.orderings.map { distinct.key(of: $0.lithium) }).count == 4)
    #expect(one.attempts == 4 * 40 * search.cell.count)
  }

  @Test("tells of every run until the end")
  func progress() throws {
    let search = try OrderingSearch(settings())
    let told = Locked<[SamplingProgress]>([])
    let outcome = try search.run(threads: 2) { progress in told.withLock { $0.append(progress) } }
    let all = told.withLock { $0 }
    let last = try #require(all.max { $0.attempts < $1.attempts })
    #expect(last.attempts == outcome.attempts)
    #expect(last.traces.count == 4)
    #expect(last.traces.allSatisfy { $0.points.map(\.sweep) == Array(1...40) })
    // Cooling ends at the temperature asked for.
    #expect(last.traces.allSatisfy { $0.points.last?.temperature == 5000 })
    #expect(all.contains { $0.done == 4 && $0.share == 1 })
    #expect(all.allSatisfy { (0...1).contains($0.share) })
    let lowest = try #require(all.compactMap(\.lowest).min())
    #expect(abs(lowest - outcome.orderings[0].energy) < 1e-12)
  }

  @Test("a walk tells of its visits and of the density of states")
  func walk() throws {
    let search = try OrderingSearch(settings(.wangLandau))
    let told = Locked<[SamplingProgress]>([])
    let outcome = try search.run(threads: 1) { progress in told.withLock { $0.append(progress) } }
    #expect(!outcome.orderings.isEmpty)
    #expect(outcome.walk?.isConverged == false)
    let walk = try #require(told.withLock { $0.last?.walk })
    #expect(walk.visits.count == walk.logCounts.count)
    #expect(walk.range.contains(outcome.orderings[0].energy))
    // What was visited since f changed last has a count.
    for (visits, logCount) in zip(walk.visits, walk.logCounts) where visits > 0 {
      #expect(!logCount.isNaN)
    }
    #expect((0...1).contains(walk.flatness))
  }

  @Test("a run told of more often than can be drawn is thinned out, and keeps its newest moment")
  func thinning() throws {
    var settings = settings(.wangLandau)
    settings.sweeps = 2000
    let told = Locked<[SamplingProgress]>([])
    _ = try OrderingSearch(settings).run(threads: 1) { progress in
      told.withLock { $0.append(progress) }
    }
    let all = told.withLock { $0 }
    for progress in all {
      let trace = try #require(progress.traces.first)
      #expect(trace.points.count <= 400)
      #expect(progress.attempts == progress.latest.map { $0.sweep * 432 })
    }
  }

  @Test("a stopped search keeps what it has")
  func stopped() throws {
    let job = Job()
    let outcome = try OrderingSearch(settings()).run(job: job, threads: 1) { progress in
      if progress.done == 2 { job.cancel() }
    }
    #expect(outcome.orderings.count == 2)
    #expect(outcome.runs == 2)
  }

  @Test("what cannot be searched is refused")
  func refusals() {
    func refused(_ change: (inout OrderingSearch.Settings) -> Void, _ name: String) {
      var settings = settings()
      change(&settings)
      do {
        _ = try OrderingSearch(settings)
        Issue.record("\(name) was taken")
      } catch {
        guard case SamplingError.option(let found, _, _) = error else {
          Issue.record("\(error)")
          return
        }
        #expect(found == name)
      }
    }
    refused({ $0.cells = 2 }, "cells")
    refused({ $0.count = 0 }, "count")
    refused({ $0.temperature = 0 }, "temperature")
    refused({ $0.sweeps = 1 }, "sweeps")
    refused({ $0.energies = .coulomb(permittivity: -1) }, "permittivity")
  }
}

extension OrderingSearchTests {
  @Test("shells of a file are taken, and one that is missing is named")
  func shells() throws {
    try Folder.with { folder in
      var settings = OrderingSearch.Settings()
      let file = try folder.write(Array("2.97 1.5 # nearest\n".utf8), as: "shells.txt")
      settings.energies = .shellsOf(file: file)
      let search = try OrderingSearch(settings)
      let energies = Set(search.interactions.energies)
      #expect(energies == [0, 1.5])
      settings.energies = .shellsOf(file: folder.path("none.txt"))
      #expect(throws: FormatError.self) { try OrderingSearch(settings) }
    }
  }
}

@Suite("Structures made by a recipe")
struct StructureRecipeTests {
  @Test("are predicted as those read from a file")
  func pipeline() throws {
    let made = try StructureRecipe.rattled(.init(seed: 4), count: 3).make(threads: 2)
    #expect(made.structures.count == 3)
    #expect(made.structures.map(\.origin.file) == ["rattled", "rattled", "rattled"])
    let read = try Sample.predict(made.structures)
    let collector = SiteCollector()
    let pipeline = PredictionPipeline(
      [.made(Array(made.structures.prefix(1))), .made(Array(made.structures.dropFirst()))],
      predictors: [try Sample.predictor.get()], threads: 2)
    try pipeline.run(deliver: { collector.take($0) })
    let direct = collector.table(includingLast: true)
    #expect(direct.structure == read.structure)
    #expect(direct.atom == read.atom)
    #expect(direct.flat == read.flat)
  }

  @Test("are the same whatever the threads")
  func threads() throws {
    let recipe = StructureRecipe.rattled(.init(seed: 9), count: 7)
    let (one, three) = (try recipe.make(threads: 1), try recipe.make(threads: 3))
    #expect(one.structures.map(\.positions) == three.structures.map(\.positions))
    #expect(one.structures.map(\.cell.vectors) == three.structures.map(\.cell.vectors))
  }

  @Test("of orderings are the six of the small cell")
  func orderings() throws {
    let made = try StructureRecipe.orderings(.standard).make(threads: 1)
    #expect(made.structures.count == 6)
    #expect(made.structures.allSatisfy { $0.count == 42 })
    #expect(
      made.structures.map { $0.elements.count { $0 == .lithium } } == Array(repeating: 8, count: 6))
  }

  @Test("end early when stopped, with those that are ready")
  func stopped() throws {
    let job = Job()
    let made = try StructureRecipe.rattled(.init(), count: 1000).make(job: job, threads: 1) {
      if $0.done == 5 { job.cancel() }
    }
    #expect(made.isStopped)
    #expect(made.structures.count == 5)
    #expect(made.wanted == 1000)
  }
}
