import Glibc
import Support
import Tensors
import Testing

@testable import Spectra

@Suite("The map of field directions")
struct FieldMapTests {
  private func columns(_ tensors: [SphericalTensor]) -> [[Float]] {
    (0..<5).map { m in tensors.map { Float($0[m]) } }
  }

  private func tensors(_ count: Int, seed: UInt64) -> [SphericalTensor] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in random.tensor() }
  }

  private func weights(_ b: SIMD3<Double>) -> [Double] {
    (try? FieldDirection(b.x, b.y, b.z))?.splittingWeights(for: .lithium7) ?? []
  }

  private func mean(_ tensors: [SphericalTensor], _ b: SIMD3<Double>) -> Double {
    let weights = SphericalTensor(weights(b)) ?? .zero
    return tensors.reduce(0) { $0 + abs($1.dot(weights)) } / Double(tensors.count)
  }

  @Test(
    "sums of moduli agree with their plain twin at every length",
    arguments: [0, 1, 15, 16, 17, 1023, 1024, 1025, 2064])
  func twin(count: Int) throws {
    var random = SplitMix64(seed: 81)
    let sites = tensors(count, seed: 82)
    for directions in [1, 3, 4, 5, 130] {
      let fields = (0..<directions).map { _ in weights(random.direction()) }
      let sums = try #require(
        sumsOfModuli(columns(sites), weights: fields.flatMap { $0.map(Float.init) }))
      let expected = fields.map { five in
        sites.reduce(0) { $0 + abs($1.dot(SphericalTensor(five) ?? .zero)) }
      }
      #expect(relativeDeviation(sums, expected) < 1e-5)
    }
  }

  @Test("sites that are not finite are left out, and their neighbours are not")
  func notFinite() throws {
    var sites = tensors(40, seed: 83)
    let clean = try #require(FieldMap(components: columns(Array(sites[1...])), weights: weights))
    for bad in [Double.nan, .infinity, -.infinity] {
      for m in 0..<5 {
        sites[0] = .zero
        sites[0][m] = bad
        let map = try #require(FieldMap(components: columns(sites), weights: weights))
        #expect(map.siteCount == 39)
        #expect(agree(map.value(along: [0, 0, 1]), clean.value(along: [0, 0, 1]), within: 1e-6))
        #expect(agree(map.highest.value, clean.highest.value, within: 1e-6))
      }
    }
    #expect(FieldMap(components: columns([]), weights: weights) == nil)
    #expect(FieldMap(components: columns(sites), weights: weights, isStale: { true }) == nil)
  }

  @Test("the map agrees with brute force in all directions, to what interpolation costs")
  func bruteForce() throws {
    var random = SplitMix64(seed: 84)
    let sites = tensors(500, seed: 85)
    let map = try #require(FieldMap(components: columns(sites), weights: weights))
    for _ in 0..<300 {
      let b = random.direction()
      #expect(agree(map.value(along: b), mean(sites, b), within: 4e-3))
    }
    for b: SIMD3<Double> in [[0, 0, 1], [1, 0, 0], [0, -1, 0], [0.6, 0.8, 0]] {
      #expect(agree(map.value(along: b), mean(sites, b), within: 4e-3))
      #expect(map.value(along: b) == map.value(along: -b) || abs(b.z) < 1e-12)
      // On the rim both ends are on the disc; they agree but for interpolation.
      #expect(agree(map.value(along: b), map.value(along: -b), within: 2e-3))
    }
  }

  @Test("of one axial tensor the highest is along its axis, the lowest at the magic angle")
  func axial() throws {
    let axis = SIMD3(1.0, 2, 2) / 3
    let v = SymmetricTensor(outerProductOf: axis)
    let map = try #require(FieldMap(components: columns([SphericalTensor(v)]), weights: weights))
    let found = map.highest.direction
    #expect(abs((found * axis).sum()) > cos(0.04))
    let angle = acos(min(1, abs((map.lowest.direction * axis).sum())))
    #expect(abs(angle - acos(1 / 3.0.squareRoot())) < 0.04)
    #expect(map.lowest.value < 0.05 * map.highest.value)
  }

  @Test("turning all tensors turns the map")
  func turned() throws {
    var random = SplitMix64(seed: 86)
    let sites = tensors(300, seed: 87)
    let rotation = random.rotation()
    let map = try #require(FieldMap(components: columns(sites), weights: weights))
    let turned = try #require(
      FieldMap(components: columns(sites.map { $0.rotated(by: rotation) }), weights: weights))
    for _ in 0..<50 {
      let b = random.direction()
      #expect(agree(turned.value(along: rotation.apply(b)), map.value(along: b), within: 3e-3))
    }
  }

  @Test("places and directions of the disc belong to each other, and areas are equal")
  func projection() {
    var random = SplitMix64(seed: 88)
    var inner = 0
    for _ in 0..<20_000 {
      let b = random.direction()
      let place = Hemisphere.place(of: b)
      #expect((place * place).sum() <= 1 + 1e-12)
      let back = Hemisphere.direction(at: place) * (b.z < 0 ? -1 : 1)
      #expect(((back - b) * (back - b)).sum() < 1e-24)
      if (place * place).sum() < 0.25 { inner += 1 }
    }
    // A quarter of the area holds a quarter of the directions: six standard deviations.
    #expect(abs(Double(inner) / 20_000 - 0.25) < 6 * (0.25 * 0.75 / 20_000).squareRoot())
  }

  @Test("eighteen steps of 5° to the right lead from z to x, and on from the other side")
  func steps() {
    let angle = (cosine: cos(5 * Double.pi / 180), sine: sin(5 * Double.pi / 180))
    var b = SIMD3(0.0, 0, 1)
    for _ in 0..<18 { b = Hemisphere.step(from: b, along: [1, 0], angle: angle) }
    #expect(abs(b.x - 1) < 1e-12 && abs(b.z) < 1e-12)
    b = Hemisphere.step(from: b, along: [1, 0], angle: angle)
    #expect(b.x < 0 && b.z > 0 && abs(b.y) < 1e-12)
    var random = SplitMix64(seed: 89)
    for _ in 0..<200 {
      let start = random.direction()
      let way = random.direction()
      let next = Hemisphere.step(
        from: start, along: [way.x, way.y], angle: angle)
      #expect(abs(abs((start * next).sum()) - angle.cosine) < 1e-12)
      #expect(next.z >= -1e-12)
    }
  }

  @Test("fast exchange averages raw tensors: opposite signs cancel, an axis of symmetry survives")
  func fastExchange() throws {
    let one = SphericalTensor(0.01, -0.02, 0.03, 0.004, -0.005)
    let cancelled = try #require(fastExchangeTensor(components: columns([one, -one])))
    #expect(cancelled.components.allSatisfy { abs($0) < 1e-9 } && cancelled.sites == 2)
    let invalid = SphericalTensor(.nan, 0, 0, 0, 0)
    let alone = try #require(fastExchangeTensor(components: columns([invalid, one])))
    #expect(alone.sites == 1 && agree(alone.components, one.array, within: 1e-6))
    // Three sites turned by 120° about [111]: the mean is axial about it.
    let v = SymmetricTensor(one)
    let turn = try #require(Rotation(rowMajor: [0, 0, 1, 1, 0, 0, 0, 1, 0]))
    let orbit = [v, v.rotated(by: turn), v.rotated(by: turn).rotated(by: turn)].map {
      SphericalTensor($0)
    }
    let mean = try #require(fastExchangeTensor(components: columns(orbit)))
    let axes = PrincipalAxes(of: try #require(SphericalTensor(mean.components)))
    #expect(axes.asymmetry < 1e-5)
    #expect(
      abs(abs(axes.frame.z.x * axes.frame.z.y * axes.frame.z.z) - 1 / 27.0.squareRoot()) < 1e-6)
    let some = try #require(
      fastExchangeTensor(components: columns([one, -one, one]), rows: [0, 2]))
    #expect(agree(some.components, one.array, within: 1e-6))
    #expect(fastExchangeTensor(components: columns([one]), rows: [7, -1]) == nil)
  }
}
