import Spectra
import Support
import Tensors
import Testing

@Suite("Site kernels")
struct SiteColumnTests {
  static let sizes = [0, 1, 7, 8, 9, 15, 16, 17, 33]

  /// Random tensors as five columns.
  func columns(_ count: Int, seed: UInt64) -> [[Float]] {
    var random = SplitMix64(seed: seed)
    return (0..<5).map { _ in (0..<count).map { _ in Float(0.01 * random.normal()) } }
  }

  func tensor(_ columns: [[Float]], _ site: Int) -> SphericalTensor {
    SphericalTensor(
      Double(columns[0][site]), Double(columns[1][site]), Double(columns[2][site]),
      Double(columns[3][site]), Double(columns[4][site]))
  }

  @Test("ω_Q of a column agrees with ω_Q site by site", arguments: sizes)
  func splittings(count: Int) throws {
    let columns = columns(count, seed: 51)
    let field = try FieldDirection(1, 2, -3)
    let weights = field.splittingWeights(for: .lithium7)
    let expected = (0..<count).map {
      Observables(of: tensor(columns, $0), isotope: .lithium7, field: field).omegaQ
    }
    let found = omegaQ(components: columns, weights: weights)
    #expect(agree(found.map(Double.init), expected, within: 2e-6))
    #expect(omegaQ(components: columns, weights: weights, modulus: true) == found.map(abs))
    var kept: [Float] = [1, 2]
    omegaQ(components: columns, weights: weights, into: &kept)
    #expect(kept == found)
  }

  @Test("NaN and infinity stay where they are and leave their neighbours alone")
  func notFinite() throws {
    let weights = FieldDirection.z.splittingWeights(for: .lithium7)
    for position in 0..<17 {
      for bad in [Float.nan, .infinity, -.infinity] {
        var columns = columns(17, seed: 52)
        let clean = omegaQ(components: columns, weights: weights)
        let (cleanVzz, cleanEta) = principalValues(components: columns)
        columns[2][position] = bad
        let found = omegaQ(components: columns, weights: weights, modulus: true)
        let (vzz, eta) = principalValues(components: columns)
        #expect(bad.isNaN ? found[position].isNaN : found[position] == .infinity)
        #expect(vzz[position].isNaN && eta[position].isNaN)
        for site in 0..<17 where site != position {
          #expect(found[site] == abs(clean[site]))
          #expect(vzz[site] == cleanVzz[site] && eta[site] == cleanEta[site])
        }
      }
    }
  }

  @Test("V_zz and η in closed form agree with the diagonalisation", arguments: sizes + [500])
  func closedForm(count: Int) {
    let columns = columns(count, seed: 53)
    let (vzz, eta) = principalValues(components: columns)
    #expect(vzz.count == count && eta.count == count)
    for site in 0..<count {
      let axes = PrincipalAxes(of: tensor(columns, site))
      #expect(abs(Double(vzz[site]) - axes.vzz) < 1e-7 * abs(axes.vzz))
      #expect(abs(Double(eta[site]) - axes.asymmetry) < 1e-7)
    }
  }

  @Test("the closed form is good to 1e-7 at η near 0 and near 1, in any orientation")
  func nearDegenerate() {
    var random = SplitMix64(seed: 54)
    var sites: [SphericalTensor] = []
    for asymmetry in [0, 1e-6, 1e-4, 1e-2, 0.5, 0.99, 1 - 1e-4, 1 - 1e-6] {
      for size in [1e-6, 0.01, -0.01, 1e4] {
        let v = SymmetricTensor(
          xx: -size * (1 - asymmetry) / 2, xy: 0, xz: 0, yy: -size * (1 + asymmetry) / 2, yz: 0,
          zz: size)
        sites += (0..<4).map { _ in SphericalTensor(v.rotated(by: random.rotation())) }
      }
    }
    let columns = (0..<5).map { m in sites.map { Float($0[m]) } }
    let (vzz, eta) = principalValues(components: columns)
    for site in sites.indices {
      // Both from the same single-precision components, so that only the method differs.
      let axes = PrincipalAxes(of: tensor(columns, site))
      #expect(abs(Double(vzz[site]) - axes.vzz) < 1e-7 * abs(axes.vzz))
      #expect(abs(Double(eta[site]) - axes.asymmetry) < 1e-7)
    }
  }

  @Test("null tensors are 0, and of two equal values the positive one is V_zz")
  func special() {
    let columns: [[Float]] = [
      [0, 1e-10, 0, 0, 0.01], [0, 0, 0, 0, 0], [0, 1e-10, 0.01, -0.01, 0], [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ]
    let (vzz, eta) = principalValues(components: columns)
    #expect(vzz[0] == 0 && eta[0] == 0 && vzz[1] == 0 && eta[1] == 0)
    #expect(vzz[2] > 0 && abs(eta[2]) < 1e-7 && vzz[3] == -vzz[2])
    // Only V_xy: values ±V_xy and 0.
    #expect(vzz[4] > 0 && abs(eta[4] - 1) < 1e-7)
  }
}
