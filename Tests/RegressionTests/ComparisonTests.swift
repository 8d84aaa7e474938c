import Crystals
import Regression
import Support
import Tensors
import Testing

@Suite("Comparison of tensor and scalar models")
struct ComparisonTests {
  @Test("the four exact scalars give the reference's ω_Q, as the tensor does")
  func waysAgree() throws {
    for entry in try golden("nmr/tensor_goldens")["tensors"].list {
      let isotope = try #require(Isotope.named(try entry["isotope"].text))
      let (cartesian, _) = try SymmetricTensor.symmetrized(rowMajor: entry["V_au"].numbers)
      let tensor = SphericalTensor(cartesian)
      let fields = ["001": "0,0,1", "100": "1,0,0", "110": "1,1,0", "111": "1,1,1", "123": "1,2,3"]
      for (name, text) in fields {
        let field = try FieldDirection(parsing: text)
        let scalars = ScalarPredictions(of: [tensor], isotope: isotope, field: field)
        let expected = abs(try entry["ref"]["omegaQ_kHz"][name].number)
        let size = try abs(entry["ref"]["Cq_kHz"].number)
        // An η below 1e-6 leaves no φ to tell, a null tensor nothing at all.
        let null = abs(isotope.couplingPerAtomicUnit) * PrincipalAxes.nullLimit
        let tolerance = max(1e-6 * size, null)
        let found = scalars.omegaQFromScalars(isotope: isotope)[0]
        #expect(abs(found - expected) <= tolerance, "\(entry.path) \(name)")
        #expect(abs(scalars.omegaQ[0] - expected) <= tolerance, "\(entry.path) \(name)")
      }
    }
  }

  private struct Pairs {
    let reference: [SphericalTensor]
    let predicted: [SphericalTensor]
    let file: Golden

    init() throws {
      file = try golden("nmr/metric_goldens")
      func tensors(_ list: Golden) throws -> [SphericalTensor] {
        try list.list.map {
          SphericalTensor(try SymmetricTensor.symmetrized(rowMajor: $0.numbers).tensor)
        }
      }
      reference = try tensors(file["V_data_au"])
      predicted = try tensors(file["V_ml_au"])
    }
  }

  @Test("scalars of predicted tensors have the reference's errors in C̃_Q, η̃ and ω_Q")
  func normalization() throws {
    let pairs = try Pairs()
    let columns = try Comparison.ScalarColumns(
      reference: pairs.reference,
      predicted: ScalarPredictions(of: pairs.predicted, isotope: .lithium7), isotope: .lithium7)
    let found = [
      columns.coupling.meanAbsoluteError, columns.asymmetry.meanAbsoluteError,
      columns.omegaQ.meanAbsoluteError, columns.omegaQFromScalars.meanAbsoluteError,
      columns.coupling.pearson,
    ]
    let expected = try [
      "MAE_CQ_tilde", "MAE_eta_tilde", "MAE_omegaQ_kHz", "MAE_omegaQ_kHz", "pearson_CQ_tilde",
    ].map { try pairs.file[$0].number }
    for (found, expected) in zip(found, expected) { #expect(agree(found, expected, within: 1e-9)) }
  }

  @Test("scores average over repeats number by number, and leave out what has no value")
  func averages() throws {
    let pairs = try Pairs()
    func scores(_ predicted: [SphericalTensor], constant: Double) throws -> ComparisonScores {
      let scalars = ScalarPredictions(of: predicted, isotope: .lithium7)
      var constants = scalars
      constants.theta = Array(repeating: constant, count: constants.count)
      return ComparisonScores(
        try Comparison(
          reference: pairs.reference, tensor: predicted, scalar: scalars, constant: constants,
          isotope: .lithium7))
    }
    let noisy = try scores(pairs.predicted, constant: 1)
    let exact = try scores(pairs.reference, constant: .nan)
    let (mean, deviation) = (
      ComparisonScores.mean([noisy, exact]), ComparisonScores.deviation([noisy, exact])
    )
    #expect(exact.tensor[.coupling]?.meanAbsoluteError == 0)
    #expect(exact.scalar[.omegaQ]?.within10kHz == 1)
    let error = try pairs.file["MAE_CQ_tilde"].number
    #expect(agree(mean.tensor[.coupling]?.meanAbsoluteError ?? .nan, error / 2, within: 1e-9))
    #expect(agree(deviation.tensor[.coupling]?.meanAbsoluteError ?? .nan, error / 2, within: 1e-9))
    let theta = try #require(noisy.constant[.theta]?.meanAbsoluteError)
    #expect(theta.isFinite && mean.constant[.theta]?.meanAbsoluteError == theta)
    #expect(deviation.constant[.theta]?.meanAbsoluteError == 0)
    #expect(mean.tensor[.omegaQFromScalars] == nil && mean.scalar[.correctedTheta] == nil)
  }
}
