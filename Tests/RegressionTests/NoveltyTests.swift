import Crystals
import Formats
import Foundation
import LinearAlgebra
import Regression
import Support
import Tensors
import Testing

@Suite("Novelty and uncertainty of predictions")
struct NoveltyTests {
  /// A model of six structures that knows how sure it is, and a structure it was not trained on.
  static let trained = Result { () throws -> (TensorModel, LabelledStructures) in
    let data = try SampleSet.labelled(6)
    var training = Training(SampleSet.hyperparameters)
    training.testFraction = 0
    training.estimatesUncertainty = true
    return (try training.train(on: data).model, data)
  }

  let model: TensorModel
  let data: LabelledStructures
  let predictor: Predictor
  let unknown: Structure
  let centers: [Int]

  init() throws {
    (model, data) = try Self.trained.get()
    predictor = try Predictor(model)
    unknown = try SampleSet.structures.get()[7]
    centers = SampleSet.centers(unknown)
  }

  private func exact(_ structure: Structure, _ centers: [Int]) throws -> [PredictedSite] {
    try predictor.predictSitesExactly(structure, centers: centers)
  }

  @Test("novelty is 0 on the training environments kept, and names them")
  func trainingPoint() throws {
    let novelty = try #require(model.novelty)
    // 48 environments: all of them are kept.
    #expect(novelty.origins.count == data.count)
    for (structure, atoms) in zip(data.structures, data.centers).prefix(3) {
      let number = Int32(try #require(data.structures.firstIndex { $0.origin == structure.origin }))
      let sites = try exact(structure, atoms)
      for (site, atom) in zip(sites, atoms) {
        // Features of the training set are of single precision.
        #expect(try #require(site.novelty) < 1e-4)
        let nearest = try #require(site.nearest)
        #expect(nearest.structure == number && nearest.atom == Int32(atom))
        #expect(abs(nearest.similarity - 1) < 1e-5)
      }
    }
  }

  @Test("novelty of an unknown structure lies between 0 and 1, far away at 1")
  func range() throws {
    for site in try exact(unknown, centers) {
      let novelty = try #require(site.novelty)
      #expect(novelty > 1e-4 && novelty < 1)
    }
    let alone = Structure(cell: .none, elements: [.lithium], positions: [.zero])
    #expect(try #require(exact(alone, [0])[0].novelty) > 0.999)
    // Lithium squeezed between titanium atoms, as nothing in the training set.
    let odd = Structure(
      cell: .none, elements: [.lithium, .titanium, .titanium],
      positions: [.zero, Vector(1, 0, 0), Vector(0, 1.1, 0)])
    #expect(try #require(exact(odd, [0])[0].novelty) > 0.999)
  }

  @Test("novelty rises along the way of an atom from its place into its neighbour")
  func displacement() throws {
    let structure = data.structures[0]
    let atom = data.centers[0][0]
    let start = structure.positions[atom]
    let neighbor = try #require(
      structure.elements.indices.filter { structure.elements[$0] == .oxygen }
        .min { a, b in
          let (u, v) = (structure.positions[a] - start, structure.positions[b] - start)
          return (u * u).sum() < (v * v).sum()
        })
    var last = -1.0
    for step in 0..<5 {
      var moved = structure
      moved.positions[atom] =
        start + 0.1 * Double(step) * (structure.positions[neighbor] - start)
      let novelty = try #require(exact(moved, [atom])[0].novelty)
      #expect(novelty > last, "step \(step)")
      last = novelty
    }
    #expect(last > 0.5)
  }

  @Test("novelty is 1 − kᵀ K⁻¹ k, solved by elimination")
  func definition() throws {
    let novelty = try #require(model.novelty)
    let features = try FeatureExtraction(model.hyperparameters, reduction: nil)
      .exactFeatures(of: unknown, centers: centers)
    let points = novelty.points
    func power(_ x: Double) -> Double {
      (0..<novelty.sharpness).reduce(1) { product, _ in product * x }
    }
    func dot(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for (site, finding) in novelty.findings(features).enumerated() {
      let row = features.scalar.row(site)
      let k = (0..<points.rows).map { power(dot(points.row($0), row)) }
      var a = (0..<points.rows).map { i in
        (0..<points.rows).map { j in power(dot(points.row(i), points.row(j))) } + [k[i]]
      }
      let count = a.count
      for pivot in 0..<count {
        for other in pivot + 1..<count {
          let factor = a[other][pivot] / a[pivot][pivot]
          for column in pivot...count { a[other][column] -= factor * a[pivot][column] }
        }
      }
      var solution = [Double](repeating: 0, count: count)
      for i in (0..<count).reversed() {
        let known = (i + 1..<count).reduce(0.0) { $0 + a[i][$1] * solution[$1] }
        solution[i] = (a[i][count] - known) / a[i][i]
      }
      #expect(abs(finding.novelty - (1 - dot(k[...], solution[...]))) < 1e-9)
      let largest = (0..<points.rows).map { dot(points.row($0), row) }.max()
      #expect(abs(finding.similarity - (largest ?? 0)) < 1e-12)
      if site == 1 { break }
    }
  }

  @Test("an environment more novel, or a larger tensor, is less sure")
  func monotonic() throws {
    let shape = try #require(model.uncertainty).shape
    let sizes = [0, 1e-6, 1e-4, 1e-2]
    for (small, large) in zip(sizes, sizes.dropFirst()) {
      let (a, b) = (
        shape(novelty: 0.1, squaredSize: small), shape(novelty: 0.1, squaredSize: large)
      )
      #expect(a.across <= b.across && a.across > 0 && a.along >= a.across)
      let (c, d) = (shape(novelty: small, squaredSize: 0), shape(novelty: large, squaredSize: 0))
      #expect(c.across <= d.across)
    }
  }

  @Test("rotation, translation and the order of atoms change neither")
  func sameCrystal() throws {
    let expected = try exact(unknown, centers)
    func compare(_ found: [PredictedSite], _ what: Comment) {
      for (site, reference) in zip(found, expected) {
        #expect(abs((site.novelty ?? .nan) - (reference.novelty ?? .nan)) < 1e-9, what)
        #expect(
          agree(
            site.uncertainty?.across ?? .nan, reference.uncertainty?.across ?? .nan, within: 1e-8),
          what)
        #expect(
          agree(
            site.uncertainty?.along ?? .nan, reference.uncertainty?.along ?? .nan, within: 1e-8),
          what)
      }
    }
    var generator = SplitMix64(seed: 9)
    compare(try exact(unknown.rotated(by: generator.rotation()), centers), "rotated")
    var moved = unknown
    moved.positions = unknown.positions.map { $0 + Vector(1.7, -20.3, 5.1) }
    compare(try exact(moved, centers), "moved")
    let reversed = Structure(
      cell: unknown.cell, elements: unknown.elements.reversed(),
      positions: unknown.positions.reversed())
    compare(try exact(reversed, centers.map { unknown.count - 1 - $0 }), "reversed")
  }

  @Test("the fast path agrees with the exact one, in batches and alone")
  func precision() throws {
    let expected = try exact(unknown, centers)
    let workspace = Predictor.Workspace()
    let found = try predictor.predictSites(unknown, centers: centers, workspace: workspace)
    #expect(
      try found.components == predictor.predict(unknown, centers: centers, workspace: workspace))
    for (site, reference) in expected.enumerated() {
      #expect(abs(Double(found.novelty[site]) - (reference.novelty ?? .nan)) < 1e-4)
      let uncertainty = try #require(reference.uncertainty)
      #expect(agree(Double(found.across[site]), uncertainty.across, within: 1e-3))
      #expect(agree(Double(found.along[site]), uncertainty.along, within: 1e-3))
      #expect(found.nearest[site].structure == reference.nearest?.structure)
      let alone = try predictor.predictSites(
        unknown, centers: [centers[site]], workspace: workspace)
      #expect(abs(alone.novelty[0] - found.novelty[site]) < 1e-5)
    }
  }

  @Test("a model without them predicts the same tensors and says nothing of the rest")
  func absent() throws {
    let plain = TensorModel(
      hyperparameters: model.hyperparameters, reduction: model.reduction, weights: model.weights,
      description: model.description)
    let workspace = Predictor.Workspace()
    let found = try Predictor(plain).predictSites(unknown, centers: centers, workspace: workspace)
    let whole = try predictor.predictSites(unknown, centers: centers, workspace: workspace)
    #expect(found.components == whole.components)
    #expect(
      found.novelty.allSatisfy(\.isNaN) && found.across.allSatisfy(\.isNaN)
        && found.along.allSatisfy(\.isNaN))
    #expect(found.nearest.allSatisfy { $0 == .none })
    #expect(plain.fingerprint != model.fingerprint)
    #expect(try Predictor(plain).predictSitesExactly(unknown, centers: centers)[0].novelty == nil)
  }

  @Test("both come back from a model file; a file without opens without")
  func roundTrip() throws {
    #expect(try ModelFile.parse(ModelFile.bytes(.tensor(model))) == .tensor(model))
    let plain = TensorModel(
      hyperparameters: model.hyperparameters, reduction: model.reduction, weights: model.weights,
      description: model.description)
    let bytes = try ModelFile.bytes(.tensor(plain))
    #expect(try ModelFile.parse(bytes) == .tensor(plain))
  }

  @Test("a file whose novelty or uncertainty was changed or damaged is refused")
  func damaged() throws {
    let whole = try Safetensors.parse(ModelFile.bytes(.tensor(model)))
    func isRefused(_ change: (inout Safetensors) -> Void) throws -> Bool {
      var file = whole
      change(&file)
      let bytes = try file.bytes()
      do {
        _ = try ModelFile.parse(bytes)
        return false
      } catch RegressionError.modelFile { return true }
    }
    for name in ["novelty_points", "novelty_origins"] {
      let place = try #require(whole.tensors.firstIndex { $0.name == name })
      #expect(try isRefused { $0.tensors.remove(at: place) })
      #expect(try isRefused { $0.tensors[place].shape.reverse() })
    }
    for (key, changes) in [
      ("novelty", [("\"sharpness\":", "\"sharpness\":3"), ("\"sharpness\":", "\"sharpness\":-")]),
      (
        "uncertainty",
        [
          ("\"scale_au\":", "\"scale_au\":-"), ("\"novelty_floor\":", "\"novelty_floor\":-"),
          ("\"factor\":", "\"factor\":-"),
          ("\"size_exponent\":", "\"size_exponent\":1"), ("\"excess_along\":", "\"x\":"),
          ("\"coverage_factors\":[", "\"coverage_factors\":[{\"factor\":9},"),
        ]
      ),
    ] {
      let text = try #require(whole.metadata[key])
      for (old, new) in changes {
        let start = try #require(text.range(of: old))
        let changed = text.replacingCharacters(in: start, with: new)
        #expect(try isRefused { $0.metadata[key] = changed }, "\(new)")
      }
      #expect(try isRefused { $0.metadata[key] = "{}" })
    }
    #expect(try isRefused { $0.metadata["novelty"] = nil })
    #expect(try isRefused { $0.metadata["uncertainty"] = nil })
  }

  @Test("uncertainties are the same again from the same seed")
  func reproducible() throws {
    var training = Training(SampleSet.hyperparameters)
    training.testFraction = 0
    training.estimatesUncertainty = true
    #expect(try training.train(on: data).model == model)
  }

  @Test("too few structures give novelties but no uncertainties")
  func tooFew() throws {
    var training = Training(SampleSet.hyperparameters)
    training.testFraction = 0
    training.estimatesUncertainty = true
    let model = try training.train(on: SampleSet.labelled(3)).model
    #expect(model.novelty != nil && model.uncertainty == nil)
  }
}
