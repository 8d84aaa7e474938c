import Crystals
import Descriptors
import LinearAlgebra
import Support
import Testing

/// Feature counts and the reduction of channels.
@Suite struct ChannelReduction {
  @Test(
    "the number of features is that of the formulas",
    arguments: [(12, 4, 390, 744), (18, 4, 855, 1656), (1, 0, 1, 0), (2, 1, 6, 3)])
  func featureCounts(channels: Int, angular: Int, scalar: Int, tensor: Int) {
    let layout = FeatureLayout(channelCount: channels, maximumAngular: angular)
    #expect(layout.lambda0Count == scalar)
    #expect(layout.lambda2Count == tensor)
  }

  @Test("a reduction that keeps all channels leaves every kernel as it is")
  func rotationOfChannels() throws {
    let coefficients = DensityCoefficients.random(sites: 4, channels: 5, angular: 3)
    var covariance = ChannelCovariance(channelCount: 5, maximumAngular: 3)
    covariance.add(CoefficientBatch(coefficients))
    let reduction = try covariance.reduction(keeping: 99)
    #expect(reduction.keptCount == 5)
    #expect(reduction.keptVariance.allSatisfy { abs($0 - 1) < 1e-12 })
    let reduced = reduction(coefficients)
    for lambda in [0, 2] {
      let before = PowerSpectrum(coefficients, lambda: lambda).compact.gram()
      let after = PowerSpectrum(reduced, lambda: lambda).compact.gram()
      #expect(agree(after.values, before.values, within: 1e-10))
    }
  }

  @Test("the kept combinations are orthonormal and hold the most variance")
  func principalComponents() throws {
    // Two independent channels behind six: two combinations keep everything.
    var coefficients = DensityCoefficients.random(sites: 30, channels: 6, angular: 2)
    for site in 0..<30 {
      for component in 0..<9 {
        let (a, b) = (coefficients[site, 0, component], coefficients[site, 1, component])
        for channel in 2..<6 {
          coefficients[site, channel, component] = Double(channel) * a - 0.5 * b
        }
      }
    }
    var covariance = ChannelCovariance(channelCount: 6, maximumAngular: 2)
    covariance.add(CoefficientBatch(coefficients))
    #expect(covariance.siteCount == 30)
    let reduction = try covariance.reduction(keeping: 2)
    #expect(reduction.keptVariance.allSatisfy { $0 > 1 - 1e-5 })
    for l in 0...2 {
      for k in 0..<2 {
        for j in 0..<2 {
          let dot = (0..<6).reduce(0.0) {
            $0 + reduction.maps[(l * 2 + k) * 6 + $1] * reduction.maps[(l * 2 + j) * 6 + $1]
          }
          #expect(abs(dot - (k == j ? 1 : 0)) < 1e-12)
        }
      }
    }
    let before = PowerSpectrum(coefficients, lambda: 2).compact.gram()
    let after = PowerSpectrum(reduction(coefficients), lambda: 2).compact.gram()
    #expect(agree(after.values, before.values, within: 1e-4))
  }

  @Test("a reduction made of its own numbers is the same")
  func plainNumbers() throws {
    var covariance = ChannelCovariance(channelCount: 4, maximumAngular: 1)
    covariance.add(
      CoefficientBatch(DensityCoefficients.random(sites: 5, channels: 4, angular: 1)))
    let reduction = try covariance.reduction(keeping: 3)
    let copy = try FeatureReduction(
      channelCount: 4, keptCount: 3, maximumAngular: 1, maps: reduction.maps)
    #expect(copy == reduction)
  }

  @Test("reductions of wrong shape, wrong channels or numbers not finite are refused")
  func refusals() throws {
    func make(_ channels: Int, _ kept: Int, _ angular: Int, _ maps: [Double]) throws {
      _ = try FeatureReduction(
        channelCount: channels, keptCount: kept, maximumAngular: angular, maps: maps)
    }
    #expect(throws: DescriptorError.self) { try make(4, 5, 0, Array(repeating: 0, count: 20)) }
    #expect(throws: DescriptorError.self) { try make(4, 2, 0, Array(repeating: 0, count: 7)) }
    #expect(throws: DescriptorError.self) { try make(4, 2, 0, Array(repeating: .nan, count: 8)) }
    #expect(throws: DescriptorError.self) { try make(.max, .max, 0, []) }
    #expect(throws: DescriptorError.self) { try make(4, 2, .max, []) }
    let other = try FeatureReduction(
      channelCount: 4, keptCount: 1, maximumAngular: 3, maps: Array(repeating: 1, count: 16))
    #expect(throws: DescriptorError.self) {
      try DensityExpansion(Refusals.hyperparameters(), reduction: other)
    }
    #expect(throws: DescriptorError.self) {
      try ChannelCovariance(channelCount: 2, maximumAngular: 1).reduction(keeping: 1)
    }
  }
}
