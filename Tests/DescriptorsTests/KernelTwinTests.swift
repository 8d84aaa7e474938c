import CKernels
import LinearAlgebra
import Support
import Testing

@testable import Descriptors

/// The single-precision kernels against plain double-precision code, at odd sizes too.
@Suite struct KernelTwins {
  static let siteCounts = [0, 1, 7, 16, 17]
  static let channelCounts = [1, 5, 12, 16, 24]

  @Test("harmonics of many directions equal those of one", arguments: [0, 1, 2, 4, 6, 12])
  func harmonics(angular: Int) throws {
    var generator = SplitMix64(seed: 3)
    var directions = (0..<19).map { _ in generator.direction() }
    directions += [
      SIMD3(0, 0, 1), SIMD3(0, 0, -1), SIMD3(1, 0, 0), SIMD3(0, -1, 0), SIMD3(-1, 0, 0),
    ]
    let reference = SphericalHarmonics(maximumAngular: angular)
    let recurrence = reference.recurrence.map(Float.init)
    let stride = directions.count + 3
    var values = [Float](repeating: 0, count: stride * reference.componentCount)
    spherical_harmonics(
      Int32(angular), recurrence, directions.count, directions.map { Float($0.x) },
      directions.map { Float($0.y) }, directions.map { Float($0.z) }, stride, &values)
    for (index, direction) in directions.enumerated() {
      let found = (0..<reference.componentCount).map { Double(values[$0 * stride + index]) }
      #expect(agree(found, reference(direction), within: 3e-6))
    }
  }

  @Test("λ=0 features equal the power spectrum", arguments: siteCounts, channelCounts)
  func lambda0(sites: Int, channels: Int) {
    let coefficients = DensityCoefficients.random(sites: sites, channels: channels, angular: 3)
    let batch = CoefficientBatch(coefficients)
    let expected = PowerSpectrum(coefficients, lambda: 0).compact
    let found = batch.lambda0()
    #expect(found.rows == sites && found.columns == batch.layout.lambda0Count)
    #expect(agree(found.values.map(Double.init), expected.values, within: 1e-5))
    let (columns, norms) = batch.lambda0Columns()
    #expect(columns.rows == batch.layout.lambda0Count && columns.columns % 16 == 0)
    let squares = scalarNorms(expected).map { $0 * $0 }
    #expect(agree(norms.map(Double.init), squares, within: 1e-5))
    for site in sites..<columns.columns {
      #expect((0..<columns.rows).allSatisfy { columns[$0, site] == 0 })
    }
  }

  @Test("λ=2 features equal the power spectrum", arguments: siteCounts, channelCounts)
  func lambda2(sites: Int, channels: Int) {
    let coefficients = DensityCoefficients.random(sites: sites, channels: channels, angular: 3)
    let batch = CoefficientBatch(coefficients)
    var expected = PowerSpectrum(coefficients, lambda: 2).compact
    #expect(
      agree(batch.lambda2().values.map(Double.init), expected.values, within: 1e-5))
    let factors = (0..<sites).map { 0.5 + Float($0) }
    expected.scaleSites(by: factors.map(Double.init))
    let scaled = batch.lambda2(scaledBy: factors)
    #expect(scaled.rows == 5 * sites && scaled.columns == batch.layout.lambda2Count)
    #expect(agree(scaled.values.map(Double.init), expected.values, within: 1e-5))
  }

  @Test("the collapsed contraction equals features times weights", arguments: siteCounts)
  func contraction(sites: Int) {
    for (channels, angular) in [(1, 4), (5, 6), (12, 4), (16, 2), (24, 3), (2, 12), (3, 1), (4, 0)]
    {
      let coefficients = DensityCoefficients.random(
        sites: sites, channels: channels, angular: angular)
      let batch = CoefficientBatch(coefficients)
      let features = PowerSpectrum(coefficients, lambda: 2).compact
      let weights = randomMatrix(
        rows: batch.layout.lambda2Count, columns: batch.columnCount, seed: 7)
      let expected = (0..<5 * sites).map { row in
        (0..<features.columns).reduce(0.0) { $0 + features[row, $1] * Double(weights[$1, row / 5]) }
      }
      let found = batch.contracted(with: weights).map(Double.init)
      #expect(agree(found, expected, within: 2e-5), "\(channels) channels, l ≤ \(angular)")
    }
  }

  @Test(
    "reduced channels equal the matrix product", arguments: [(1, 1), (6, 3), (18, 12), (24, 24)])
  func reduction(channels: Int, kept: Int) throws {
    let maps = randomMatrix(rows: 3 * kept, columns: channels, seed: 4).values.map(Double.init)
    let reduction = try FeatureReduction(
      channelCount: channels, keptCount: kept, maximumAngular: 2, maps: maps)
    let coefficients = DensityCoefficients.random(sites: 1, channels: channels, angular: 2)
    let expected = reduction(coefficients)
    // One block of sixteen sites of which the first is used.
    let floats = maps.map(Float.init)
    let block = AlignedFloats(count: 9 * channels * 16)
    let reduced = AlignedFloats(count: 9 * kept * 16)
    defer { withExtendedLifetime((block, reduced)) {} }
    for component in 0..<9 {
      for channel in 0..<channels {
        block.pointer[(component * channels + channel) * 16] =
          Float(coefficients[0, channel, component])
      }
    }
    reduce_channels_block(2, Int32(channels), Int32(kept), floats, block.pointer, reduced.pointer)
    for component in 0..<9 {
      for k in 0..<kept {
        let found = Double(reduced.pointer[(component * kept + k) * 16])
        #expect(abs(found - expected[0, k, component]) < 1e-4)
      }
    }
  }
}
