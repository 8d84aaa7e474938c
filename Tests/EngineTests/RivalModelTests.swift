import Crystals
import Descriptors
import Engine
import Formats
import Regression
import Support
import Testing

@Suite("Several models of one nucleus in one run") struct RivalModelTests {
  /// A model trained on a few of the structures: other tensors than those of the shipped one.
  static let rival = Result { () throws in
    let hyperparameters = Hyperparameters(
      descriptor: DescriptorHyperparameters(
        species: [.lithium, .oxygen, .titanium], densityWidth: 0.5, cutoffRadius: 4,
        cutoffSmoothing: 0.5, radialScaling: RadialScaling(rate: 1, scale: 3, exponent: 4),
        radialCount: 3, maximumAngular: 3),
      regression: RegressionHyperparameters(sparsePoints: 0, regularization: 1e-5))
    let data = try LabelledStructures(
      Array(try Sample.structures.get().prefix(3)), nucleus: .lithium, property: "efg")
    return try Predictor(Training(hyperparameters).train(on: data).model)
  }

  @Test(
    "each gives what it gives alone, in file order, for any thread count", arguments: [1, 2, 5])
  func alone(threads: Int) throws {
    let structures = try Sample.structures.get()
    let predictors = [try Sample.predictor.get(), try Self.rival.get()]
    try Folder.with { folder in
      let file = try folder.write(structures)
      let tables = Shared([SiteTable(), SiteTable()])
      let opened = Shared([Int]())
      try PredictionPipeline(files: [file], predictors: predictors, threads: threads).run(
        deliver: { delivery in
          switch delivery {
          case .structure(_, let index): opened.change { $0.append(index) }
          case .sites(let sites, let model): tables.change { $0[model].append(sites) }
          }
        })
      #expect(opened.now == Array(structures.indices))
      for (predictor, found) in zip(predictors, tables.now) {
        let collector = SiteCollector()
        try PredictionPipeline(files: [file], predictors: [predictor], threads: 1)
          .run(deliver: { collector.take($0) })
        let expected = collector.table(includingLast: true)
        #expect(expected.count == structures.reduce(0) { $0 + $1.lithium.count })
        #expect(found.structure == expected.structure && found.atom == expected.atom)
        #expect(found.components == expected.components)
        #expect(found.reference == expected.reference)
      }
      #expect(tables.now[0].components != tables.now[1].components)
    }
  }

  @Test("the mailbox keeps the sites of each model apart, the first model's first")
  func mailbox() {
    func sites(_ atoms: [Int32]) -> SiteTable {
      var table = SiteTable()
      (table.atom, table.structure) = (atoms, atoms.map { _ in 0 })
      return table
    }
    let mailbox = Mailbox {}
    for (atoms, model) in [([1], 1), ([1, 2], 0), ([2], 1)] as [([Int32], Int)] {
      mailbox.post(.sites(sites(atoms), model: model, generation: 1))
    }
    let news = mailbox.take().compactMap { news -> [Int32]? in
      guard case .sites(let table, let model, _) = news else { return nil }
      return [Int32(model)] + table.atom
    }
    #expect(news == [[0, 1, 2], [1, 1, 2]])
  }
}
