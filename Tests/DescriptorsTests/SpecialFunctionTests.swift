import Glibc
import LinearAlgebra
import Support
import Testing

@testable import Descriptors

/// Harmonics, couplings and radial functions against their definitions.
@Suite struct SpecialFunctions {
  @Test("the first harmonics are the textbook's polynomials")
  func firstHarmonics() {
    var generator = SplitMix64(seed: 1)
    for _ in 0..<10 {
      let v = generator.direction()
      let first = (3 / (4 * Double.pi)).squareRoot()
      let second = 0.5 * (15 / Double.pi).squareRoot()
      let expected = [
        (1 / (4 * Double.pi)).squareRoot(), first * v.y, first * v.z, first * v.x,
        second * v.x * v.y, second * v.y * v.z,
        0.25 * (5 / Double.pi).squareRoot() * (3 * v.z * v.z - 1), second * v.x * v.z,
        0.5 * second * (v.x * v.x - v.y * v.y),
      ]
      #expect(agree(SphericalHarmonics(maximumAngular: 2)(v), expected, within: 1e-14))
    }
  }

  @Test("harmonics of two directions obey the addition theorem up to l = 12")
  func additionTheorem() {
    var generator = SplitMix64(seed: 2)
    let harmonics = SphericalHarmonics(maximumAngular: 12)
    for _ in 0..<5 {
      let (u, v) = (generator.direction(), generator.direction())
      let (first, second) = (harmonics(u), harmonics(v))
      let x = (u * v).sum()
      var (before, legendre) = (0.0, 1.0)
      for l in 0...12 {
        let sum = (l * l..<(l + 1) * (l + 1)).reduce(0) { $0 + first[$1] * second[$1] }
        #expect(abs(sum - Double(2 * l + 1) / (4 * Double.pi) * legendre) < 1e-12)
        let next = (Double(2 * l + 1) * x * legendre - Double(l) * before) / Double(l + 1)
        (before, legendre) = (legendre, next)
      }
    }
  }

  @Test("coupled harmonics of one direction are a harmonic", arguments: [0, 1, 2, 3, 4])
  func coupledHarmonics(lambda: Int) {
    var generator = SplitMix64(seed: 3)
    let v = generator.direction()
    let values = SphericalHarmonics(maximumAngular: 8)(v)
    for l1 in 0...8 {
      for l2 in 0...8 {
        let coupling = ClebschGordan(l1: l1, l2: l2, lambda: lambda)
        let allowed = abs(l1 - l2) <= lambda && lambda <= l1 + l2 && (l1 + l2 + lambda) % 2 == 0
        #expect(coupling.entries.isEmpty == !allowed)
        guard allowed else { continue }
        var coupled = [Double](repeating: 0, count: 2 * lambda + 1)
        for entry in coupling.entries {
          coupled[entry.mu] +=
            entry.value * values[l1 * l1 + entry.m1] * values[l2 * l2 + entry.m2]
        }
        let centre = coupling.entries.first { $0.m1 == l1 && $0.m2 == l2 && $0.mu == lambda }
        let factor =
          (Double((2 * l1 + 1) * (2 * l2 + 1)) / (4 * Double.pi * Double(2 * lambda + 1)))
          .squareRoot() * (centre?.value ?? 0)
        let expected = (0...2 * lambda).map { factor * values[lambda * lambda + $0] }
        #expect(zip(coupled, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "\(l1) \(l2)")
      }
    }
  }

  @Test("couplings are orthonormal, and for l1 = l2 symmetric")
  func orthonormalCouplings() {
    for (l1, l2) in [(0, 2), (1, 1), (1, 3), (4, 4), (5, 7), (12, 12), (10, 12)] {
      let entries = ClebschGordan(l1: l1, l2: l2, lambda: 2).entries
      var gram = [Double](repeating: 0, count: 25)
      for a in entries {
        for b in entries where a.m1 == b.m1 && a.m2 == b.m2 {
          gram[a.mu * 5 + b.mu] += a.value * b.value
        }
      }
      for index in 0..<25 { #expect(abs(gram[index] - (index % 6 == 0 ? 1 : 0)) < 1e-11) }
      if l1 == l2 {
        for a in entries {
          let mirror = entries.first { $0.m1 == a.m2 && $0.m2 == a.m1 && $0.mu == a.mu }
          #expect(abs((mirror?.value ?? 0) - a.value) < 1e-12)
        }
      }
    }
    let scalar = ClebschGordan(l1: 3, l2: 3, lambda: 0).entries
    #expect(scalar.count == 7)
    #expect(scalar.allSatisfy { abs($0.value + 1 / 7.0.squareRoot()) < 1e-14 })
  }

  @Test(
    "the scaled hypergeometric function equals its closed forms",
    arguments: [
      0.0, 1e-8, 0.3, 5, 40, 79.9, 80.1, 150, 2000, 40000,
    ])
  func hypergeometric(z: Double) {
    for a in [1.5, 2, 7.5, 14] {
      // e^−z ₁F₁(a; a; z) = 1 and e^−z ₁F₁(a+1; a; z) = 1 + z/a, by Kummer's transformation.
      #expect(agree(scaledHypergeometric(a, a, z), 1, within: 1e-13))
      #expect(agree(scaledHypergeometric(a + 1, a, z), 1 + z / a, within: 1e-13))
    }
    let exact = z == 0 ? 1 : -expm1(-z) / z
    #expect(agree(scaledHypergeometric(1, 2, z), exact, within: 1e-13))
  }

  @Test("the hypergeometric function obeys its recurrence where the series are exchanged")
  func hypergeometricRecurrence() {
    // (b − a) M(a−1) + (2a − b + z) M(a) − a M(a+1) = 0
    for z in [60.0, 79, 81, 90, 120] {
      for (a, b) in [(3.0, 1.5), (9, 13.5), (7.5, 13.5), (2, 13.5), (15, 1.5)] {
        let terms = [
          (b - a) * scaledHypergeometric(a - 1, b, z),
          (2 * a - b + z) * scaledHypergeometric(a, b, z), -a * scaledHypergeometric(a + 1, b, z),
        ]
        #expect(abs(terms.reduce(0, +)) < 1e-12 * (terms.map(abs).max() ?? 0))
      }
    }
  }

  @Test("radial functions are orthonormal", arguments: [1, 2, 6, 8, 10])
  func orthonormalRadialFunctions(count: Int) throws {
    let radius = 6.0
    let basis = try RadialBasis(
      DescriptorHyperparameters(
        species: [.lithium], densityWidth: 0.3, cutoffRadius: radius, radialCount: count,
        maximumAngular: 0))
    // Simpson's rule; the functions reach beyond the cutoff.
    let (steps, end) = (2000, 9 * (basis.widths.last ?? 0))
    var overlap = [Double](repeating: 0, count: count * count)
    for step in 0...steps {
      let r = end * Double(step) / Double(steps)
      let weight = step == 0 || step == steps ? 1.0 : step % 2 == 1 ? 4 : 2
      let primitive = (0..<count).map { n in
        basis.norms[n] * pow(r, Double(n)) * exp(-0.5 * pow(r / basis.widths[n], 2))
      }
      let functions = (0..<count).map { n in
        (0..<count).reduce(0) { $0 + basis.orthonormalization[n * count + $1] * primitive[$1] }
      }
      for n in 0..<count {
        for k in 0..<count {
          overlap[n * count + k] +=
            weight / 3 * end / Double(steps) * r * r * functions[n] * functions[k]
        }
      }
    }
    for index in overlap.indices {
      #expect(abs(overlap[index] - (index % (count + 1) == 0 ? 1 : 0)) < 1e-7)
    }
  }

  @Test("derivatives of the radial integrals equal differences")
  func radialDerivatives() throws {
    let basis = try RadialBasis(
      DescriptorHyperparameters(
        species: [.lithium], densityWidth: 0.4, cutoffRadius: 6, radialCount: 5, maximumAngular: 6))
    for r in [0.001, 0.2, 1, 2.9, 5.95] {
      let step = 1e-5
      let derivatives = basis.integralsAndDerivatives(at: r).derivatives
      let differences = zip(basis.integrals(at: r + step), basis.integrals(at: r - step)).map {
        ($0 - $1) / (2 * step)
      }
      #expect(zip(derivatives, differences).allSatisfy { abs($0 - $1) < 1e-8 }, "r = \(r)")
    }
  }

  @Test("the largest bases and angular momenta give finite integrals at any distance")
  func extremes() throws {
    for (width, radius) in [(0.05, 30.0), (10, 0.5), (0.3, 6)] {
      let basis = try RadialBasis(
        DescriptorHyperparameters(
          species: [.lithium], densityWidth: width, cutoffRadius: radius, cutoffSmoothing: 0.1,
          radialCount: 4, maximumAngular: 12))
      for r in [0, 1e-12, 0.1, radius / 2, radius] {
        #expect(basis.integrals(at: r).allSatisfy { $0.isFinite })
      }
    }
  }
}
