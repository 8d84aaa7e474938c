import Regression
import Support
import Tensors
import Testing

@Suite("Calibration of uncertainties")
struct CalibrationTests {
  /// Predictions whose errors follow a law: σ_⊥² in proportion to (ν + 0.05) |V|, four times that
  /// along the tensor, heavy tails if `tails`.
  private static func errors(
    _ count: Int, seed: UInt64, tails: Bool = true, structureSize: Int = 10
  ) -> HeldOutErrors {
    var generator = SplitMix64(seed: seed)
    var errors = HeldOutErrors()
    for row in 0..<count {
      let novelty = generator.uniform(0.01...1)
      let tensor = generator.tensor(scale: 0.005 * generator.uniform(0.5...4))
      let size = 0.002 * (novelty + 0.05).squareRoot() * (tensor.norm / 0.02).squareRoot()
      // Student's t of four degrees of freedom: a normal number over the root of a mean square.
      let square = (0..<4).reduce(0.0) { sum, _ in
        let normal = generator.normal()
        return sum + normal * normal / 4
      }
      let noise = (size / (tails ? square.squareRoot() : 1)) * generator.tensor(scale: 1)
      let along = noise.dot(tensor) / tensor.dot(tensor)
      errors.predicted.append(tensor)
      errors.reference.append(tensor - noise - along * tensor)
      errors.novelties.append(novelty)
      errors.structures.append(row / structureSize)
    }
    return errors
  }

  @Test("the law of the errors is found", arguments: [false, true])
  func law(tails: Bool) throws {
    let model = try #require(UncertaintyModel(Self.errors(3000, seed: 1, tails: tails)))
    #expect(abs(model.shape.noveltyExponent - 1) < 0.2)
    #expect(abs(model.shape.sizeExponent - 0.5) < 0.2)
    #expect(abs(model.shape.excess - 3) < 0.6)
  }

  @Test("intervals hold as many further errors as they say, along any field", arguments: 1...3)
  func coverage(seed: Int) throws {
    let model = try #require(UncertaintyModel(Self.errors(1500, seed: UInt64(seed))))
    let further = Self.errors(4000, seed: UInt64(seed) + 100)
    var generator = SplitMix64(seed: 5)
    let b = generator.direction()
    for field in [FieldDirection.z, try FieldDirection(b.x, b.y, b.z)] {
      let isotope = Isotope.lithium7
      let curve = CalibrationCurve(
        errors: zip(further.predicted, further.reference).map {
          isotope.splittingPerAtomicUnit * ($0 - $1).dot(field.weights)
        },
        uncertainties: further.predicted.indices.map { row in
          let tensor = further.predicted[row]
          return model.shape(novelty: further.novelties[row], squaredSize: tensor.dot(tensor))
            .omegaQ(of: tensor, isotope: isotope, field: field)
        }, factors: model.factors, structures: further.structures)
      #expect(curve.count == 4000 && curve.structures == 400)
      #expect(curve.points.map(\.expected) == [0.5, 0.68, 0.9, 0.95])
      for point in curve.points {
        // Two standard errors of 1,500 calibrating and 4,000 judged errors together, and a margin.
        #expect(abs(point.observed - point.expected) < 0.04, "\(point)")
      }
    }
  }

  @Test("cross-validated coverage is what is expected, and the most uncertain err most")
  func crossValidated() throws {
    let calibration = try #require(UncertaintyModel(Self.errors(2000, seed: 8))).calibration
    #expect(calibration.alongZ.structures == 200 && calibration.alongZ.count == 2000)
    for (z, any) in zip(calibration.alongZ.points, calibration.anyDirection.points) {
      let error = calibration.alongZ.standardError(expected: z.expected)
      #expect(abs(z.observed - z.expected) < 3 * error)
      #expect(abs(any.observed - any.expected) < 3 * error)
    }
    #expect(calibration.ranking > 1.5 && calibration.rankingAnyDirection > 1.5)
  }

  @Test("σ is the half-width that holds 68 %, and the factors are those of the tails")
  func factors() throws {
    // Errors without tails and without structure: normal quantiles.
    let model = try #require(UncertaintyModel(Self.errors(4000, seed: 3, tails: false)))
    #expect(model.factors.factors[1] == 1)
    for (factor, normal) in zip(model.factors.factors, [0.678, 1, 1.654, 1.971]) {
      #expect(abs(factor / normal - 1) < 0.08)
    }
    #expect(model.factors.ninetyFivePercent == model.factors.factors[3])
  }

  @Test("a curve counts errors inside their intervals and leaves out what is not known")
  func counting() throws {
    let factors = try #require(CoverageFactors([0.5, 1, 2, 3]))
    let curve = CalibrationCurve(
      errors: [0.4, -0.9, 1.5, -2.5, 4, .nan, 1], uncertainties: [1, 1, 1, 1, 1, 1, .nan],
      factors: factors, structures: [0, 0, 1, 1, 2, 3, 4])
    #expect(curve.points.map(\.observed) == [0.2, 0.4, 0.6, 0.8])
    #expect(curve.count == 5 && curve.structures == 3)
    #expect(agree(curve.standardError(expected: 0.5), 0.5 / 3.0.squareRoot(), within: 1e-12))
    #expect(CoverageFactors([1, 2, 3]) == nil)
    #expect(CoverageFactors([1, 0.5, 2, 3]) == nil)
    #expect(CoverageFactors([0, 1, 2, 3]) == nil)
    #expect(CoverageFactors([1, 1, 2, .infinity]) == nil)
  }

  @Test("too few errors, or none at all, give no uncertainty")
  func tooFew() {
    #expect(UncertaintyModel(HeldOutErrors()) == nil)
    #expect(UncertaintyModel(Self.errors(15, seed: 1)) == nil)
    #expect(UncertaintyModel(Self.errors(30, seed: 1)) == nil)
    var exact = Self.errors(200, seed: 1)
    exact.reference = exact.predicted
    #expect(UncertaintyModel(exact) == nil)
  }
}
