import Support
import Tensors
import Testing

@Suite("Uncertainty of tensors")
struct TensorUncertaintyTests {
  @Test("of ω_Q is √(2/3) of an isotropic σ times the splitting, whatever the field")
  func isotropic() throws {
    var generator = SplitMix64(seed: 1)
    let uncertainty = TensorUncertainty(across: 0.002, along: 0.002)
    let isotope = Isotope.lithium7
    let expected = abs(isotope.splittingPerAtomicUnit) * 0.002 * (2.0 / 3).squareRoot()
    for _ in 0..<10 {
      let b = generator.direction()
      let found = uncertainty.omegaQ(
        of: generator.tensor(), isotope: isotope, field: try FieldDirection(b.x, b.y, b.z))
      #expect(agree(found, expected, within: 1e-12))
    }
  }

  @Test("is the spread of ω_Q and of elements over tensors drawn with its covariance")
  func sampled() throws {
    var generator = SplitMix64(seed: 2)
    let tensor = generator.tensor()
    let direction = (1 / tensor.norm) * tensor
    let uncertainty = TensorUncertainty(across: 0.001, along: 0.003)
    let b = generator.direction()
    let field = try FieldDirection(b.x, b.y, b.z)
    let isotope = Isotope.lithium7
    let count = 20_000
    var squares = [Double](repeating: 0, count: 7)
    for _ in 0..<count {
      // Isotropic noise, with the part along the tensor stretched.
      let noise = generator.tensor(scale: 0.001)
      let error = noise + (2 * noise.dot(direction)) * direction
      let elements = SymmetricTensor(error).elements
      for place in 0..<6 { squares[place] += elements[place] * elements[place] }
      let omegaQ = isotope.splittingPerAtomicUnit * error.dot(field.weights)
      squares[6] += omegaQ * omegaQ
    }
    let spread = squares.map { ($0 / Double(count)).squareRoot() }
    let found =
      uncertainty.elements(of: tensor)
      + [uncertainty.omegaQ(of: tensor, isotope: isotope, field: field)]
    for (found, spread) in zip(found, spread) {
      // 20,000 draws tell a standard deviation to about 0.5 %.
      #expect(abs(found / spread - 1) < 0.025)
    }
  }

  @Test("turns with the tensor and the field")
  func rotated() throws {
    var generator = SplitMix64(seed: 3)
    let uncertainty = TensorUncertainty(across: 0.001, along: 0.0025)
    for _ in 0..<10 {
      let (tensor, b, rotation) = (
        generator.tensor(), generator.direction(), generator.rotation()
      )
      let c = rotation.apply(b)
      let here = uncertainty.omegaQ(
        of: tensor, isotope: .lithium7, field: try FieldDirection(b.x, b.y, b.z))
      let there = uncertainty.omegaQ(
        of: tensor.rotated(by: rotation), isotope: .lithium7,
        field: try FieldDirection(c.x, c.y, c.z))
      #expect(agree(here, there, within: 1e-12))
    }
  }

  @Test("is found again in the uncertainties of the elements")
  func elements() throws {
    var generator = SplitMix64(seed: 4)
    for ratio in [0.5, 1, 1.7, 20] {
      let tensor = generator.tensor()
      let uncertainty = TensorUncertainty(across: 0.001, along: 0.001 * ratio)
      let found = try #require(
        TensorUncertainty(elements: uncertainty.elements(of: tensor), of: tensor))
      #expect(agree(found.across, uncertainty.across, within: 1e-9))
      #expect(agree(found.along, uncertainty.along, within: 1e-9))
    }
    let null = TensorUncertainty(across: 0.001, along: 0.001)
    let found = TensorUncertainty(elements: null.elements(of: .zero), of: .zero)
    #expect(agree(found?.across ?? .nan, 0.001, within: 1e-12))
    #expect(TensorUncertainty(elements: [1, 2, 3], of: .zero) == nil)
    #expect(TensorUncertainty(elements: Array(repeating: .nan, count: 6), of: .zero) == nil)
  }
}
