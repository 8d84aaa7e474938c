import LinearAlgebra
import Regression
import Support
import Testing

@Suite("Learning curve")
struct LearningCurveTests {
  private func settings(
    sizes: [Int]? = [2, 4], repeats: Int = 2, seed: UInt64 = 1,
    split: Split.Mode = .structures
  ) -> LearningCurve.Settings {
    var settings = LearningCurve.Settings()
    settings.sizes = sizes
    settings.repeats = repeats
    settings.seed = seed
    settings.split = split
    return settings
  }

  private static let training = Result {
    try ComparativeTraining(
      SampleSet.labelled(6), tensor: SampleSet.hyperparameters(sparsePoints: 20),
      scalar: SampleSet.hyperparameters(zeta: 3))
  }

  private func curve(_ settings: LearningCurve.Settings) throws -> LearningCurve {
    try LearningCurve(Self.training.get(), settings)
  }

  @Test("subsets of one repeat are nested, of the sizes asked for, and share a test set")
  func nested() throws {
    let data = try SampleSet.labelled()
    for mode in Split.Mode.allCases {
      let sizes = mode == .structures ? [1, 3, 6] : [5, 17, 51]
      let splits = try LearningCurve.splits(
        of: data, settings(sizes: sizes, repeats: 6, split: mode))
      #expect(splits.count == 6)
      #expect(Set(splits.compactMap { $0[sizes[0]]?.test }).count > 1)
      for bySize in splits {
        let ordered = try sizes.map { try #require(bySize[$0]) }
        #expect(Set(ordered.map(\.test)).count == 1)
        for (small, large) in zip(ordered, ordered.dropFirst()) {
          #expect(Set(small.train).isStrictSubset(of: large.train))
        }
        for (size, split) in zip(sizes, ordered) {
          let units = split.train.map { mode == .structures ? data.structureOfEnvironment[$0] : $0 }
          #expect(Set(units).count == size)
          #expect(Set(split.train).isDisjoint(with: split.test))
          if mode == .structures {
            #expect(Set(units).isDisjoint(with: split.test.map { data.structureOfEnvironment[$0] }))
          }
        }
      }
    }
  }

  @Test("a repeat's test set is that of train with its seed")
  func testSets() throws {
    let data = try SampleSet.labelled()
    let splits = try LearningCurve.splits(of: data, settings(sizes: [6], seed: 4))
    for (number, bySize) in splits.enumerated() {
      #expect(bySize[6] == (try Split(data, testFraction: 0.2, seed: 4 + UInt64(number))))
    }
  }

  @Test("the seed decides everything: repeats are those of their own seeds")
  func reproducible() throws {
    let all = try curve(settings(repeats: 3))
    let last = try curve(settings(repeats: 1, seed: 3))
    #expect(all.isComplete && all.points.map(\.size) == [2, 4])
    #expect(all.points.map(\.environments) == [16, 32])
    for (point, alone) in zip(all.points, last.points) {
      #expect(point.runs.map(\.seed) == [1, 2, 3])
      #expect(point.runs[2] == alone.runs[0])
      #expect(point.deviation.tensor[.omegaQ]?.meanAbsoluteError ?? 0 > 0)
    }
  }

  @Test("the number of threads changes nothing beyond rounding")
  func threads() throws {
    let before = Threads.count
    defer { Threads.set(before) }
    let curves = try [1, 2].map { count in
      Threads.set(count)
      return try curve(settings(sizes: [4], repeats: 1))
    }
    let scores = curves.map { $0.points[0].mean }
    for quantity in ComparisonScores.Quantity.allCases {
      for side in [\ComparisonScores.tensor, \.scalar] {
        let found = scores.compactMap { $0[keyPath: side][quantity]?.meanAbsoluteError }
        if found.count == 2 { #expect(agree(found[1], found[0], within: 1e-6)) }
      }
    }
  }

  @Test("without sizes, halves of everything that is not tested on")
  func ladder() throws {
    #expect(LearningCurve.ladder(upTo: 45) == [3, 6, 12, 23, 45])
    #expect(LearningCurve.ladder(upTo: 4) == [4])
    let splits = try LearningCurve.splits(of: SampleSet.labelled(), settings(sizes: nil))
    #expect(splits.allSatisfy { $0.keys.sorted() == [3, 6] })
  }

  @Test(
    "sizes, repeats and fractions that cannot be had are refused",
    arguments: [([0], 1, 0.2), ([7], 1, 0.2), ([], 1, 0.2), ([2], 0, 0.2), ([2], 1, 0.0)])
  func refusals(sizes: [Int], repeats: Int, fraction: Double) throws {
    let data = try SampleSet.labelled()
    var settings = settings(sizes: sizes, repeats: repeats)
    settings.testFraction = fraction
    #expect {
      _ = try LearningCurve.splits(of: data, settings)
    } throws: { error in
      guard case .option = error as? RegressionError else { return false }
      return true
    }
  }

  @Test("cancelled, it keeps the finished repeats, and is nothing without one")
  func cancelled() throws {
    let training = try Self.training.get()
    #expect(throws: RegressionError.cancelled) {
      try LearningCurve(training, settings(), isCancelled: { true })
    }
    var isSecond = false
    let kept = try LearningCurve(
      training, settings(repeats: 3), isCancelled: { isSecond },
      progress: { isSecond = $0.repeat == 1 })
    #expect(!kept.isComplete)
    #expect(kept.points.allSatisfy { $0.runs.map(\.seed) == [1] })
    #expect(kept.points.map(\.size) == [2, 4])
  }

  @Test("progress counts up to all environments that are learned from")
  func progress() throws {
    var seen: [LearningCurve.Progress] = []
    _ = try LearningCurve(
      Self.training.get(), settings(), progress: { seen.append($0) })
    #expect(seen.map(\.done) == seen.map(\.done).sorted())
    #expect(Set(seen.map(\.total)) == [2 * (16 + 32)])
    #expect(seen.map(\.size) == [4, 2, 4, 2])
  }
}
