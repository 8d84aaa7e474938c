import Support
import Tensors
import Testing

@Suite("Principal axes")
struct PrincipalAxesTests {
  /// The tensor with given principal values along the axes of a frame.
  func tensor(_ values: [Double], in frame: Rotation) -> SymmetricTensor {
    SymmetricTensor(xx: values[0], xy: 0, xz: 0, yy: values[1], yz: 0, zz: values[2])
      .rotated(by: frame)
  }

  @Test("frame and values rebuild the tensor, however close the values")
  func reconstruction() {
    var random = SplitMix64(seed: 3)
    for gap in [1, 1e-3, 1e-6, 1e-9, 1e-12, 1e-15, 0] {
      for _ in 0..<20 {
        let v = tensor([-1 - gap, -1, 2 + gap], in: random.rotation())
        let axes = PrincipalAxes(of: v)
        let rebuilt = tensor([axes.vxx, axes.vyy, axes.vzz], in: axes.frame)
        #expect(agree(rebuilt.elements, v.elements, within: 4e-15))
        #expect(abs(axes.vzz - (2 + gap)) < 4e-15 * 3)
        #expect(abs(axes.frame.determinant - 1) < 4e-15)
        #expect(abs(axes.vxx + axes.vyy + axes.vzz) < 1e-14)
      }
    }
  }

  @Test("values of any size are handled", arguments: [1e-7, 1e150, 1e300])
  func scale(size: Double) {
    var random = SplitMix64(seed: 4)
    let v = tensor([-0.3 * size, -0.7 * size, size], in: random.rotation())
    let axes = PrincipalAxes(of: v)
    #expect(
      agree([axes.vxx, axes.vyy, axes.vzz], [-0.3 * size, -0.7 * size, size], within: 1e-13))
    #expect(abs(axes.asymmetry - 0.4) < 1e-13)
  }

  @Test("a rotated tensor keeps its couplings and turns its axes")
  func rotation() throws {
    var random = SplitMix64(seed: 5)
    for _ in 0..<30 {
      let t = random.tensor()
      let rotation = random.rotation()
      let before = Observables(of: t, isotope: .lithium7)
      let turned = rotation.apply(SIMD3(0, 0, 1))
      let field = try FieldDirection(turned.x, turned.y, turned.z)
      let after = Observables(of: t.rotated(by: rotation), isotope: .lithium7, field: field)
      #expect(close(after.quadrupolarCoupling, before.quadrupolarCoupling))
      #expect(close(after.asymmetry, before.asymmetry, scale: 1))
      #expect(close(after.omegaQ, before.omegaQ, scale: abs(before.quadrupolarCoupling)))
      #expect(abs(after.theta - before.theta) < 1e-7)
      let expected = Quaternion(rotation * before.axes.frame)
      #expect(after.axes.quaternion.alignment(with: expected) > 1 - 1e-9)
    }
  }

  @Test("values come in NQR order and η between 0 and 1")
  func order() {
    var random = SplitMix64(seed: 6)
    for _ in 0..<200 {
      let axes = PrincipalAxes(of: random.tensor())
      #expect(abs(axes.vzz) >= abs(axes.vyy) && abs(axes.vyy) >= abs(axes.vxx))
      #expect((0...1).contains(axes.asymmetry))
      #expect(close(axes.gapZY, (1 - axes.asymmetry) / 2, scale: 1))
      #expect(close(axes.gapYX, axes.asymmetry, scale: 1))
    }
  }

  @Test("of two values equal in magnitude the positive one is V_zz")
  func tie() {
    var random = SplitMix64(seed: 7)
    for sign in [1.0, -1] {
      let axes = PrincipalAxes(of: tensor([0, sign * 0.01, -sign * 0.01], in: random.rotation()))
      #expect(axes.vzz > 0)
      #expect(axes.vyy < 0)
      #expect(abs(axes.asymmetry - 1) < 1e-9)
    }
    // A difference well above rounding decides by magnitude.
    let negative = PrincipalAxes(of: tensor([-1e-9, 0.01, -0.010_000_001], in: .identity))
    #expect(negative.vzz < 0)
  }

  @Test("a null tensor has no coupling, no asymmetry and no orientation")
  func null() {
    let axes = PrincipalAxes(of: SphericalTensor(1e-10, 0, 2e-10, 0, 1e-10))
    #expect(axes.isNull)
    #expect([axes.vxx, axes.vyy, axes.vzz, axes.asymmetry] == [0, 0, 0, 0])
    #expect(!axes.hasOrientation)
    #expect(axes.isAmbiguous)
    let found = Observables(of: SphericalTensor.zero, isotope: .lithium7)
    #expect(found.quadrupolarCoupling == 0 && found.omegaQ == 0 && found.omegaQAsPrinted == 0)
    #expect(found.theta.isNaN && found.phi.isNaN)
  }

  @Test("a tensor that is not finite gives NaN and no orientation")
  func notFinite() {
    for bad in [Double.nan, .infinity, -.infinity] {
      let axes = PrincipalAxes(of: SphericalTensor(0, bad, 0.01, 0, 0))
      #expect(axes.vzz.isNaN && axes.asymmetry.isNaN && !axes.hasOrientation)
      #expect(axes.frame == .identity)
    }
  }

  @Test("the field along an axis of an axial tensor has θ = 0 and no φ")
  func axial() {
    let v = SymmetricTensor(xx: -0.5, xy: 0, xz: 0, yy: -0.5, yz: 0, zz: 1)
    let found = Observables(of: SphericalTensor(v), isotope: .lithium7)
    #expect(found.theta < 1e-12)
    #expect(found.phi.isNaN)
  }

  @Test(
    "axes count as ambiguous below a relative gap of 0.05", arguments: [0.04, 0.06, 0.88, 0.92])
  func ambiguity(asymmetry: Double) {
    let v = tensor([-(1 - asymmetry) / 2, -(1 + asymmetry) / 2, 1], in: .identity)
    let expected = asymmetry < 0.05 || (1 - asymmetry) / 2 < 0.05
    #expect(PrincipalAxes(of: v).isAmbiguous == expected)
  }

  @Test("the sign fix keeps η, the axes and |ω_Q|")
  func signFix() {
    var random = SplitMix64(seed: 8)
    for _ in 0..<20 {
      let t = random.tensor()
      let (raw, flipped) = (
        Observables(of: t, isotope: .lithium7), Observables(of: -t, isotope: .lithium7)
      )
      #expect(raw.axes.signFixed.vzz > 0)
      #expect(close(raw.axes.signFixed.vzz, flipped.axes.signFixed.vzz))
      #expect(close(raw.asymmetry, flipped.asymmetry, scale: 1))
      #expect(close(abs(raw.omegaQ), abs(flipped.omegaQ)))
      #expect(raw.axes.quaternion.alignment(with: flipped.axes.quaternion) > 1 - 1e-9)
    }
  }

  @Test("ω_Q changes continuously where V_zz changes sign")
  func continuity() throws {
    let field = try FieldDirection(1, 2, 3)
    func splitting(_ asymmetry: Double) -> (omegaQ: Double, vzz: Double) {
      // Through η = 1: V_yy overtakes V_zz.
      let v = SymmetricTensor(
        xx: -0.01 * (1 - asymmetry) / 2, xy: 0, xz: 0, yy: -0.01 * (1 + asymmetry) / 2, yz: 0,
        zz: 0.01)
      let found = Observables(of: SphericalTensor(v), isotope: .lithium7, field: field)
      return (found.omegaQ, found.axes.vzz)
    }
    let (before, after) = (splitting(1 - 1e-6), splitting(1 + 1e-6))
    #expect(before.vzz > 0 && after.vzz < 0)
    #expect(abs(before.omegaQ - after.omegaQ) < 1e-3)
  }

  @Test("eigenvalues and the main axis agree with the reference of the λ-SOAP files")
  func efgObservables() throws {
    let file = try golden("lambda_soap/efg_observables")
    for entry in try file["cases"].list {
      let (tensor, _) = try SymmetricTensor.symmetrized(rowMajor: entry["V"].numbers)
      let found = Observables(of: SphericalTensor(tensor), isotope: .lithium7)
      let scale = abs(found.axes.vzz)
      #expect(close(found.axes.vzz, try entry["Vzz"].number, scale: scale))
      #expect(close(found.axes.vyy, try entry["Vyy"].number, scale: scale))
      #expect(close(found.axes.vxx, try entry["Vxx"].number, scale: scale))
      // The file leaves η of its null tensor open.
      let eta = try entry["eta"].exists ? entry["eta"].number : 0
      #expect(close(found.asymmetry, eta, scale: 1))
      // The file's factor is printed with nine digits.
      let coupling = try entry["C_Q_7Li_kHz"].number
      #expect(abs(found.quadrupolarCoupling - coupling) <= 1e-8 * abs(coupling))
      guard found.axes.hasOrientation else { continue }
      let axis = try entry["axis_zz_up_to_sign"].numbers
      let z = found.axes.frame.z
      #expect(abs(abs(z.x * axis[0] + z.y * axis[1] + z.z * axis[2]) - 1) < 1e-9)
    }
  }
}
