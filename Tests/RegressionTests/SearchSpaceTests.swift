import Descriptors
import Regression
import Testing

@Suite("Search spaces")
struct SearchSpaceTests {
  private let start = SampleSet.hyperparameters

  @Test(
    "each factor sets its own hyperparameter and nothing else", arguments: SearchFactor.allCases)
  func factors(factor: SearchFactor) throws {
    let space = try SearchSpace(start: start, factors: [factor])
    let bound = try #require(space.factors.first)
    let low = space.hyperparameters(at: [bound.lower])
    let high = space.hyperparameters(at: [bound.upper])
    #expect(low != high)
    let (a, b) = (HyperparameterFile.text(low), HyperparameterFile.text(high))
    let differing = zip(a.split(separator: "\n"), b.split(separator: "\n")).filter { $0 != $1 }
    #expect(differing.count == 1)
    let key = differing.first.map { String($0.0.prefix { $0 != " " }) }
    let keys: [SearchFactor: String] = [
      .cutoff: "radius", .smoothing: "smoothing", .width: "width", .centerWeight: "center_weight",
      .rate: "rate", .scale: "scale", .exponent: "exponent", .radial: "radial",
      .angular: "angular", .zeta: "zeta", .regularization: "regularization",
      .channels: "channels",
    ]
    #expect(key == keys[factor])
  }

  @Test("bounds given replace the usual ones; the others stay")
  func bounds() throws {
    let space = try SearchSpace(
      start: start, factors: [.cutoff, .zeta], bounds: [FactorBounds(.zeta, lower: 1, upper: 2)])
    #expect(space.factors.map(\.factor) == [.cutoff, .zeta])
    #expect(space.factors[1] == FactorBounds(.zeta, lower: 1, upper: 2))
    #expect(space.startValues == [4, 2])
  }

  @Test("a start outside the bounds, or without the factor, is no point of the space")
  func outside() throws {
    let narrow = FactorBounds(.cutoff, lower: 5, upper: 6)
    #expect(
      try SearchSpace(start: start, factors: [.cutoff], bounds: [narrow]).startValues == nil)
    #expect(try SearchSpace(start: start, factors: [.channels]).startValues == nil)
  }

  @Test(
    "spaces no search can have are refused",
    arguments: [
      ([], []), ([.cutoff, .cutoff], []), (SearchFactor.allCases, []),
      ([.cutoff], [FactorBounds(.width, lower: 0.3, upper: 0.5)]),
      ([.cutoff], [FactorBounds(.cutoff, lower: 6, upper: 4)]),
      ([.cutoff], [FactorBounds(.cutoff, lower: 4, upper: .nan)]),
      ([.cutoff], [FactorBounds(.cutoff, lower: 4, upper: 40)]),
      ([.zeta], [FactorBounds(.zeta, lower: 1, upper: 2.5)]),
      ([.zeta], [FactorBounds(.zeta, lower: 1, upper: 1e300)]),
      ([.regularization], [FactorBounds(.regularization, lower: 0, upper: 1)]),
      ([.smoothing, .cutoff], [FactorBounds(.smoothing, lower: 0, upper: 4.5)]),
    ] as [([SearchFactor], [FactorBounds])])
  func refusals(factors: [SearchFactor], bounds: [FactorBounds]) {
    #expect(throws: RegressionError.self) {
      try SearchSpace(start: start, factors: factors, bounds: bounds)
    }
  }
}
