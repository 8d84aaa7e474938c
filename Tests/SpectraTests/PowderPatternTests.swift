import Glibc
import Spectra
import Support
import Tensors
import Testing

@Suite("Powder patterns of many sites")
struct PowderPatternTests {
  private func pattern(
    _ splittings: [Float], _ asymmetry: [Float], spin: Double = 1.5,
    broadening: LineBroadening = .none, reach: Double? = nil
  ) throws -> PowderPattern {
    try #require(
      PowderPattern(
        splittings: splittings, asymmetry: asymmetry, spin: spin, broadening: broadening,
        reach: reach))
  }

  private func integral(_ pattern: PowderPattern) -> Double {
    (pattern.satellites + pattern.central).reduce(0, +) * pattern.binWidth
  }

  /// Mean difference of two patterns, in units of their integral.
  private func difference(_ a: PowderPattern, _ b: [Double]) -> Double {
    zip(a.satellites, b).reduce(0) { $0 + abs($1.0 - $1.1) } * a.binWidth
  }

  @Test("all lines together have the intensity 1, mirrored about the central line")
  func normalised() throws {
    for spin in [1, 1.5, 2.5, 3.5] {
      for broadening in [LineBroadening.none, .init(.gaussian, width: 3)] {
        let found = try pattern([40, -25, 7], [0.2, 0.9, 0], spin: spin, broadening: broadening)
        #expect(abs(integral(found) - 1) < (broadening == .none ? 1e-12 : 1e-6))
        #expect(agree(found.satellites, found.satellites.reversed(), within: 1e-12))
        #expect(agree(found.central + [1], found.central.reversed() + [1], within: 1e-12))
        let share = found.central.reduce(0, +) * found.binWidth
        #expect(abs(share - QuadrupolarLines(spin: spin).central) < 1e-6)
      }
    }
  }

  @Test("edges and singularities stand at ω_max times their places", arguments: [0.1, 0.4, 0.85])
  func edges(asymmetry: Double) throws {
    let found = try pattern([50], [Float(asymmetry)])
    let width = found.binWidth
    func satellite(_ offset: Double) -> Double {
      found.satellites[Int((offset + found.reach) / width)]
    }
    // Outside nothing; the steps at the two edges; the maximum at the singularity.
    #expect(satellite(50 + width) == 0 && satellite(50 - width) > 0)
    let lower = 50 * (1 + asymmetry) / 2
    #expect(satellite(lower - width) > 1.4 * satellite(lower + width))
    let highest = found.offsets.indices.max { found.satellites[$0] < found.satellites[$1] } ?? 0
    #expect(abs(abs(found.offsets[highest]) - 50 * (1 - asymmetry) / 2) < width)
  }

  @Test("outer satellites of spin 5/2 reach to 2ω_max, of 7/2 to 3ω_max, of 1 to ω_max/2")
  func outer() throws {
    for (spin, factor) in [(1.0, 0.5), (1.5, 1), (2.5, 2), (3.5, 3)] {
      let found = try pattern([50], [0.3], spin: spin)
      let last = try #require(found.satellites.lastIndex { $0 > 0 })
      #expect(abs(found.offsets[last] - 50 * factor) < found.binWidth)
    }
  }

  @Test("the second moment is ω_max²(1 + η²/3)/5, in the pattern as in the number")
  func secondMoment() throws {
    let found = try pattern([30, 45], [0.2, 0.7])
    let expected = (900 * (1 + 0.04 / 3) + 2025 * (1 + 0.49 / 3)) / 10
    #expect(abs(found.secondMoment - expected) < 1e-5 * expected)
    let sum = zip(found.offsets, found.satellites).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
    // Satellites are 0.6 of the intensity; a bin's width adds width²/12 at most.
    #expect(abs(sum * found.binWidth / 0.6 - expected) < 1e-3 * expected)
  }

  @Test("broadening adds its own second moment and keeps the intensity")
  func broadened() throws {
    let sharp = try pattern([40], [0.5], reach: 80)
    let broad = try pattern([40], [0.5], broadening: .init(.gaussian, width: 6), reach: 80)
    func moment(_ pattern: PowderPattern, _ part: KeyPath<PowderPattern, [Double]>) -> Double {
      let intensities = pattern[keyPath: part]
      return zip(pattern.offsets, intensities).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
        / intensities.reduce(0, +)
    }
    let variance = 36 / (8 * log(2.0))
    #expect(abs(moment(broad, \.satellites) - moment(sharp, \.satellites) - variance) < 0.02)
    #expect(abs(moment(broad, \.central) - variance) < 0.02)
    let lorentzian = LineBroadening(.lorentzian, width: 6)
    #expect(abs(lorentzian.cumulative(at: 3) - 0.75) < 1e-15)
    let half = LineBroadening(.gaussian, width: 6)
    let density = { (half.cumulative(at: $0 + 1e-5) - half.cumulative(at: $0 - 1e-5)) / 2e-5 }
    #expect(abs(density(3) / density(0) - 0.5) < 1e-6)
  }

  @Test("the pattern of few sites is the exact sum of their shapes")
  func exactSum() throws {
    var random = SplitMix64(seed: 3)
    let splittings = (0..<200).map { _ in Float(random.uniform(-60...60)) }
    let asymmetry = (0..<200).map { _ in Float(random.uniform()) }
    let found = try pattern(splittings, asymmetry)
    var expected = [Double](repeating: 0, count: found.satellites.count)
    for (splitting, eta) in zip(splittings, asymmetry) {
      let shape = PowderShape(asymmetry: Double(eta))
      for (bin, offset) in found.offsets.enumerated() {
        for sign in [-1.0, 1] {
          let ends = [-0.5, 0.5].map {
            sign * (offset + $0 * found.binWidth) / Double(abs(splitting))
          }
          let share = shape.cumulative(at: ends.max() ?? 0) - shape.cumulative(at: ends.min() ?? 0)
          expected[bin] += 0.3 * share / found.binWidth / 200
        }
      }
    }
    #expect(difference(found, expected) < 1e-9)
  }

  @Test("classes of many sites give the pattern of each site by itself, to 0.3 %")
  func classes() throws {
    var random = SplitMix64(seed: 4)
    let count = 4096
    let splittings = (0..<count).map { Float(10 + 15 * Double($0 % 3) + 3 * random.normal()) }
    let asymmetry = (0..<count).map { _ in Float(min(1, abs(0.4 + 0.2 * random.normal()))) }
    let reach = 70.0
    let found = try pattern(splittings, asymmetry, reach: reach)
    var expected = [Double](repeating: 0, count: found.satellites.count)
    for start in stride(from: 0, to: count, by: 256) {
      let part = try pattern(
        Array(splittings[start..<start + 256]), Array(asymmetry[start..<start + 256]), reach: reach)
      for bin in expected.indices { expected[bin] += part.satellites[bin] * 256 / Double(count) }
    }
    #expect(difference(found, expected) < 0.6 * 0.003)
    #expect(abs(integral(found) - 1) < 1e-9)
  }

  @Test("many sites alike give the pattern of one")
  func alike() throws {
    let one = try pattern([33], [0.6])
    let many = try pattern(Array(repeating: 33, count: 3000), Array(repeating: 0.6, count: 3000))
    #expect(difference(many, one.satellites) < 2e-3)
    #expect(many.siteCount == 3000)
  }

  @Test("a tensor turned at random gives, counted over turns, the pattern of its C_Q and η")
  func counted() throws {
    var random = SplitMix64(seed: 5)
    let tensor = random.tensor()
    let observables = Observables(of: tensor, isotope: .lithium7)
    let found = try pattern(
      [Float(observables.maximumSplitting)], [Float(observables.asymmetry)])
    var counts = [Double](repeating: 0, count: 64)
    let turns = 400_000
    for _ in 0..<turns {
      let b = random.direction()
      let field = try FieldDirection(b.x, b.y, b.z)
      let omega = Isotope.lithium7.splittingPerAtomicUnit * tensor.dot(field.weights)
      for line in [omega, -omega] {
        counts[Int((line + found.reach) / (2 * found.reach) * 64)] += 0.3 / Double(turns)
      }
    }
    for bin in 0..<64 {
      let share = found.satellites[16 * bin..<16 * (bin + 1)].reduce(0, +) * found.binWidth
      // Six standard deviations of a count.
      #expect(abs(counts[bin] - share) < 6 * (share * 0.3 / Double(turns)).squareRoot() + 1e-9)
    }
  }

  @Test("the pattern depends on C_Q and η only: turning every tensor changes nothing")
  func turned() throws {
    var random = SplitMix64(seed: 6)
    let tensors = (0..<20).map { _ in random.tensor() }
    let rotation = random.rotation()
    func splittings(_ tensors: [SphericalTensor]) -> ([Float], [Float]) {
      let columns = (0..<5).map { m in tensors.map { Float($0[m]) } }
      let (vzz, eta) = principalValues(components: columns)
      return (vzz.map { $0 * Float(Isotope.lithium7.splittingPerAtomicUnit) }, eta)
    }
    let (before, after) = (
      splittings(tensors), splittings(tensors.map { $0.rotated(by: rotation) })
    )
    let found = try pattern(before.0, before.1, reach: 200)
    let again = try pattern(after.0, after.1, reach: 200)
    #expect(difference(found, again.satellites) < 1e-4)
  }

  @Test("sites without a tensor are left out, null tensors stay in the middle, nothing is nothing")
  func special() throws {
    let found = try pattern([20, .nan, 20], [0.5, .nan, 0.5])
    #expect(found == (try pattern([20, 20], [0.5, 0.5])) && found.siteCount == 2)
    let null = try pattern([0, 0], [0, 0])
    #expect(abs(integral(null) - 1) < 1e-12)
    #expect(PowderPattern(splittings: [.nan], asymmetry: [.nan], spin: 1.5) == nil)
    #expect(PowderPattern(splittings: [], asymmetry: [], spin: 1.5) == nil)
    #expect(PowderPattern(splittings: [1], asymmetry: [0], spin: 0.5) == nil)
    #expect(PowderPattern(splittings: [1], asymmetry: [0], spin: 1.5, isStale: { true }) == nil)
  }
}
