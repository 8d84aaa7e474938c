import Crystals
import Descriptors
import Regression
import Support
import Testing

@Suite("Data that cannot be learned from")
struct UnusableDataTests {
  let structures: [Structure]

  init() throws { structures = try SampleSet.structures.get() }

  func labelled(_ change: (inout Structure) -> Void) throws -> LabelledStructures {
    var structures = structures
    change(&structures[1])
    return try LabelledStructures(structures, nucleus: .lithium, property: "efg")
  }

  func refused(_ matches: (RegressionError) -> Bool, _ body: () throws -> Void) -> Bool {
    do {
      try body()
    } catch let error as RegressionError {
      return matches(error) && !error.description.isEmpty
    } catch {
      return false
    }
    return false
  }

  @Test("no structures, no such nucleus, no such property, other shapes")
  func shapes() {
    #expect(
      refused(
        { $0 == .noStructures },
        {
          _ = try LabelledStructures([], nucleus: .lithium, property: "efg")
        }))
    #expect(
      refused(
        { $0 == .noEnvironments(nucleus: Element(symbol: "Na")!) },
        {
          _ = try LabelledStructures(structures, nucleus: Element(symbol: "Na")!, property: "efg")
        }))
    #expect(
      refused(
        {
          if case .missingProperty(_, "efh", let known) = $0 {
            known.contains("efg")
          } else {
            false
          }
        },
        {
          _ = try LabelledStructures(structures, nucleus: .lithium, property: "efh")
        }))
    #expect(
      refused(
        { if case .wrongShape = $0 { true } else { false } },
        {
          _ = try LabelledStructures(structures, nucleus: .lithium, property: "site")
        }))
    #expect(
      refused(
        { if case .wrongShape(_, _, let found) = $0 { found.contains("6") } else { false } },
        {
          _ = try labelled {
            $0.arrays["efg"] = .real(Array(repeating: 0, count: 6 * $0.count), columns: 6)
          }
        }))
    #expect(
      refused(
        { if case .wrongShape = $0 { true } else { false } },
        {
          _ = try labelled { $0.arrays["efg"] = .real([1, 2, 3], columns: 9) }
        }))
  }

  @Test(
    "labels that are not finite or absurdly large are named by structure and atom",
    arguments: [Double.nan, .infinity, 1e9])
  func labels(value: Double) {
    #expect(
      refused(
        {
          if case .unusableLabel(let origin, 0, "efg", _) = $0 { origin.frame == 1 } else { false }
        },
        {
          _ = try labelled {
            guard case .real(var values, let columns) = $0.arrays["efg"] else { return }
            values[4] = value
            $0.arrays["efg"] = .real(values, columns: columns)
          }
        }))
  }

  @Test("labels that are all equal teach nothing")
  func equalLabels() {
    #expect(
      refused(
        { if case .equalLabels = $0 { true } else { false } },
        {
          let constant = structures.map { structure in
            var copy = structure
            copy.arrays["efg"] = .real(Array(repeating: 0, count: 9 * structure.count), columns: 9)
            return copy
          }
          _ = try Training(SampleSet.hyperparameters).train(
            on: LabelledStructures(constant, nucleus: .lithium, property: "efg"))
        }))
  }

  @Test("too few structures, and fractions that leave one side empty")
  func tooFew() {
    func train(_ count: Int, _ fraction: Double) throws {
      var training = Training(SampleSet.hyperparameters)
      training.testFraction = fraction
      _ = try training.train(on: SampleSet.labelled(count))
    }
    #expect(
      refused(
        { if case .tooFewStructures(1, 2, _) = $0 { true } else { false } },
        {
          try train(1, 0.2)
        }))
    #expect(
      refused(
        { if case .emptyPart("test", _, _) = $0 { true } else { false } },
        {
          try train(2, 0.1)
        }))
    #expect(
      refused(
        { if case .emptyPart("train", _, _) = $0 { true } else { false } },
        {
          try train(2, 0.9)
        }))
    for fraction in [-0.1, 1, .nan] {
      #expect(refused({ if case .option = $0 { true } else { false } }, { try train(2, fraction) }))
    }
    #expect(
      refused(
        { if case .tooFewStructures(3, 5, _) = $0 { true } else { false } },
        {
          _ = try CrossValidation(SampleSet.labelled(3), folds: 5)
        }))
  }

  @Test("species the hyperparameters do not list are refused with the atom")
  func species() {
    #expect(
      refused(
        { if case .descriptor(.unlistedSpecies) = $0 { true } else { false } },
        {
          var hyperparameters = SampleSet.hyperparameters
          hyperparameters.descriptor.species = [.lithium, .oxygen]
          hyperparameters.descriptor.densityWeights = [1, 1]
          _ = try Training(hyperparameters).train(on: SampleSet.labelled(3))
        }))
  }

  @Test("an element without a quadrupolar isotope is refused")
  func isotope() {
    #expect(
      refused(
        {
          if case .option(name: "nucleus", found: "He", expected: _) = $0 { true } else { false }
        },
        {
          let helium = structures.map { structure in
            var copy = structure
            copy.elements[0] = Element(symbol: "He")!
            return copy
          }
          _ = try Training(SampleSet.hyperparameters).train(
            on: LabelledStructures(helium, nucleus: Element(symbol: "He")!, property: "efg"))
        }))
  }
}
