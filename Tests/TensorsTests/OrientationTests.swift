import Support
import Tensors
import Testing

@Suite("Orientations")
struct OrientationTests {
  /// The frames that describe the same tensor: turned by π about its own axes.
  func equivalents(_ frame: Rotation) -> [Rotation] {
    [
      frame, Rotation(x: frame.x, y: -frame.y, z: -frame.z),
      Rotation(x: -frame.x, y: frame.y, z: -frame.z),
      Rotation(x: -frame.x, y: -frame.y, z: frame.z),
    ]
  }

  @Test("a quaternion turns vectors as its rotation does")
  func quaternionRotation() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<50 {
      let rotation = random.rotation()
      let q = Quaternion(rotation)
      #expect(agree(q.rotation.rowMajor, rotation.rowMajor, within: 1e-14))
      let v = random.direction()
      let turned = q * Quaternion(w: 0, x: v.x, y: v.y, z: v.z) * q.conjugate
      let expected = rotation.apply(v)
      #expect(
        agree([turned.x, turned.y, turned.z], [expected.x, expected.y, expected.z], within: 1e-14))
    }
  }

  @Test(
    "rotations by π have a quaternion too",
    arguments: [
      SIMD3(1.0, 0, 0), SIMD3(0, 1.0, 0), SIMD3(0, 0, 1.0), SIMD3(0.6, 0, 0.8),
    ])
  func halfTurns(axis: SIMD3<Double>) {
    let q = Quaternion(Rotation(about: axis, cosine: -1, sine: 0))
    #expect(agree(q.array, [0, axis.x, axis.y, axis.z], within: 1e-15))
  }

  @Test("the alignment does not depend on the signs of axes")
  func alignment() {
    var random = SplitMix64(seed: 12)
    for _ in 0..<20 {
      let (a, b) = (random.rotation(), random.rotation())
      let reference = Quaternion(a).alignment(with: Quaternion(b))
      let brute = equivalents(b).map { abs(Quaternion(a).dot(Quaternion($0))) }.max() ?? 0
      #expect(close(reference, brute))
      #expect((0.5...1).contains(reference))
      for turned in equivalents(b) {
        #expect(close(Quaternion(a).alignment(with: Quaternion(turned)), reference))
      }
    }
  }

  @Test("small misorientations keep their digits", arguments: [1e-12, 1e-8, 1e-3, 1.0])
  func misorientation(angle: Double) {
    var random = SplitMix64(seed: 13)
    let frame = random.rotation()
    // The half-angle form holds for any angle: cos a = (1 − t²)/(1 + t²), sin a = 2t/(1 + t²).
    let t = angle / 2 + angle * angle * angle / 24 + angle * angle * angle * angle * angle / 240
    let turn = Rotation(
      about: random.direction(), cosine: (1 - t * t) / (1 + t * t), sine: 2 * t / (1 + t * t))
    let found = Quaternion(turn * frame).misorientation(from: Quaternion(frame))
    #expect(abs(found - angle) < 1e-3 * angle + 1e-15)
  }

  @Test(
    "Euler angles lie within their ranges and rebuild the tensor's axes",
    arguments: EulerAngles.Convention.allCases, EulerAngles.Sense.allCases)
  func eulerAngles(convention: EulerAngles.Convention, sense: EulerAngles.Sense) {
    var random = SplitMix64(seed: 14)
    var frames = (0..<50).map { _ in random.rotation() }
    // Axes along the laboratory's, where angles degenerate.
    frames += [
      .identity, Rotation(x: SIMD3(0, 0, 1), y: SIMD3(1, 0, 0), z: SIMD3(0, 1, 0)),
      Rotation(x: SIMD3(0, 1, 0), y: SIMD3(1, 0, 0), z: SIMD3(0, 0, -1)),
      Rotation(x: SIMD3(1, 0, 0), y: SIMD3(0, 0, -1), z: SIMD3(0, 1, 0)),
    ]
    for frame in frames {
      let angles = EulerAngles(of: frame, convention: convention, sense: sense)
      let (first, last) = sense == .active ? (2.0, 1.0) : (1.0, 2.0)
      #expect((0..<first * .pi).contains(angles.alpha))
      #expect((0...Double.pi / 2).contains(angles.beta))
      #expect((0..<last * .pi).contains(angles.gamma))
      let rebuilt = sense == .active ? angles.rotation : angles.rotation.inverse
      #expect(Quaternion(rebuilt).alignment(with: Quaternion(frame)) > 1 - 1e-14)
      for turned in equivalents(frame) {
        let same = EulerAngles(of: turned, convention: convention, sense: sense)
        #expect(zip(same.degrees, angles.degrees).allSatisfy { abs($0 - $1) < 1e-6 })
      }
    }
  }

  @Test("θ and φ are folded into one octant and do not depend on axis signs")
  func foldedAngles() throws {
    var random = SplitMix64(seed: 15)
    for _ in 0..<50 {
      let axes = PrincipalAxes(of: random.tensor())
      let b = random.direction()
      let (there, back) = (
        axes.angles(to: try FieldDirection(b.x, b.y, b.z)),
        axes.angles(to: try FieldDirection(-b.x, -b.y, -b.z))
      )
      #expect(close(there.theta, back.theta, scale: 1) && close(there.phi, back.phi, scale: 1))
      #expect((0...Double.pi / 2).contains(there.theta) && (0...Double.pi / 2).contains(there.phi))
    }
  }
}
