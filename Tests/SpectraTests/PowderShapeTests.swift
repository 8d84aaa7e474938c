import Glibc
import Spectra
import Support
import Testing

@Suite("The powder shape of one tensor")
struct PowderShapeTests {
  static let asymmetries = [0, 1e-9, 0.05, 0.3, 0.5, 0.77, 0.95, 1 - 1e-9, 1]

  /// The cumulative distribution by brute force: for each azimuth the share of cos θ is a root, and
  /// the mean over azimuths is a sum of many.
  private func counted(_ x: Double, _ asymmetry: Double, azimuths: Int = 20_000) -> Double {
    var sum = 0.0
    for k in 0..<azimuths {
      let phi = .pi / 2 * (Double(k) + 0.5) / Double(azimuths)
      let equator = -(1 - asymmetry * cos(2 * phi)) / 2
      sum += min(max((x - equator) / (1 - equator), 0), 1).squareRoot()
    }
    return sum / Double(azimuths)
  }

  @Test("edges and singularity are where they should be")
  func edges() {
    for asymmetry in Self.asymmetries {
      let shape = PowderShape(asymmetry: asymmetry)
      #expect(shape.lowerEdge == -(1 + asymmetry) / 2)
      #expect(shape.singularity == -(1 - asymmetry) / 2)
      #expect(shape.cumulative(at: shape.lowerEdge) == 0 && shape.cumulative(at: 1) == 1)
      #expect(shape.density(at: shape.lowerEdge - 1e-6) == 0 && shape.density(at: 1 + 1e-6) == 0)
      #expect(shape.density(at: 1 - 1e-9) > 0)
      #expect(shape.density(at: shape.singularity) > 1e6)
    }
  }

  @Test("the cumulative distribution agrees with a sum over azimuths", arguments: asymmetries)
  func cumulative(asymmetry: Double) {
    let shape = PowderShape(asymmetry: asymmetry)
    var last = 0.0
    for step in 0...40 {
      let x = shape.lowerEdge + (1 - shape.lowerEdge) * Double(step) / 40
      let share = shape.cumulative(at: x)
      #expect(abs(share - counted(x, asymmetry)) < 1e-6, "x \(x)")
      #expect(share >= last)
      last = share
    }
  }

  @Test("the density is the slope of the cumulative distribution", arguments: asymmetries)
  func density(asymmetry: Double) {
    let shape = PowderShape(asymmetry: asymmetry)
    for step in 1..<60 {
      let x = shape.lowerEdge + (1 - shape.lowerEdge) * Double(step) / 60
      let h = 1e-5
      guard abs(x - shape.singularity) > 0.01, x + h < 1 else { continue }
      let slope = (shape.cumulative(at: x + h) - shape.cumulative(at: x - h)) / (2 * h)
      #expect(abs(slope - shape.density(at: x)) < 1e-6 * slope + 1e-8)
    }
  }

  @Test("an axial tensor has Pake's density 1/√(3(1 + 2x))")
  func pake() {
    let shape = PowderShape(asymmetry: 0)
    for step in 1...100 {
      let x = -0.5 + 1.5 * Double(step) / 100
      let pake = 1 / (3 * (1 + 2 * x)).squareRoot()
      #expect(abs(shape.density(at: x) - pake) < 1e-14 * pake)
      #expect(abs(shape.cumulative(at: x) - ((1 + 2 * x) / 3).squareRoot()) < 1e-14)
    }
  }

  @Test("η = 1 is its own mirror image")
  func mirror() {
    let shape = PowderShape(asymmetry: 1)
    for x in [0.01, 0.3, 0.77, 0.999] {
      #expect(abs(shape.density(at: x) - shape.density(at: -x)) < 1e-14 * shape.density(at: x))
      #expect(abs(shape.cumulative(at: x) + shape.cumulative(at: -x) - 1) < 1e-14)
    }
  }

  @Test("mean 0 and second moment (1 + η²/3)/5", arguments: asymmetries)
  func moments(asymmetry: Double) {
    let shape = PowderShape(asymmetry: asymmetry)
    // By parts: ∫ x dF and ∫ x² dF need the cumulative distribution alone, which is bounded.
    let (low, count) = (shape.lowerEdge, 20_000)
    let step = (1 - low) / Double(count)
    var (mean, square) = (1.0, 1.0)
    for k in 0..<count {
      let x = low + (Double(k) + 0.5) * step
      let share = shape.cumulative(at: x)
      mean -= share * step
      square -= 2 * x * share * step
    }
    #expect(abs(mean) < 3e-6)
    #expect(abs(square - shape.secondMoment) < 3e-6)
  }

  @Test("the lines of a spin: shifts, shares, and the deuterium doublet")
  func lines() {
    let lithium7 = QuadrupolarLines(spin: 1.5)
    #expect(lithium7.satellites == [.init(shift: 1, share: 0.6)] && lithium7.central == 0.4)
    let deuterium = QuadrupolarLines(spin: 1)
    #expect(deuterium.satellites == [.init(shift: 0.5, share: 1)] && deuterium.central == 0)
    // 5 : 8 : 9 : 8 : 5 and 7 : 12 : 15 : 16 : 15 : 12 : 7, pairs together.
    let (fives, sevens): ([Double], [Double]) = ([16, 10], [30, 24, 14])
    let oxygen17 = QuadrupolarLines(spin: 2.5)
    #expect(oxygen17.satellites.map(\.shift) == [1, 2])
    #expect(agree(oxygen17.satellites.map { $0.share * 35 }, fives, within: 1e-14))
    let titanium49 = QuadrupolarLines(spin: 3.5)
    #expect(titanium49.satellites.map(\.shift) == [1, 2, 3])
    #expect(agree(titanium49.satellites.map { $0.share * 84 }, sevens, within: 1e-14))
    #expect(agree(titanium49.central * 84, 16, within: 1e-14))
    for spin in [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4.5] {
      let lines = QuadrupolarLines(spin: spin)
      #expect(abs(lines.satellites.reduce(lines.central) { $0 + $1.share } - 1) < 1e-14)
    }
    for spin in [0, -1.5, 1.2, .nan, .infinity] {
      let none = QuadrupolarLines(spin: spin)
      #expect(none.satellites.isEmpty && none.central == 0)
    }
  }
}
