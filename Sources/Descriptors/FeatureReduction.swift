import LinearAlgebra

/// A linear map of the channels for each l that keeps the K combinations which vary most.
public struct FeatureReduction: Sendable, Equatable {
  /// The number Q of species × radial channels.
  public let channelCount: Int
  /// The number K of combinations kept.
  public let keptCount: Int
  public let maximumAngular: Int
  /// The maps, `maps[(l * K + k) * Q + q]`; rows of one l are orthonormal when made by a PCA.
  public let maps: [Double]
  /// The share of the variance kept, one number an l (1 where there is none at all).
  public let keptVariance: [Double]
  let floats: AlignedFloats

  /// Makes a reduction of its numbers, as a model file holds them.
  /// - Throws: `DescriptorError.reduction` for shapes that do not fit and numbers not finite.
  public init(
    channelCount: Int, keptCount: Int, maximumAngular: Int, maps: [Double],
    keptVariance: [Double] = []
  ) throws(DescriptorError) {
    guard (1...10_000).contains(channelCount), (1...channelCount).contains(keptCount) else {
      throw .reduction(
        found: "\(keptCount) of \(channelCount) channels",
        expected: "1 to 10000 channels and at most as many kept")
    }
    guard DescriptorHyperparameters.angularMomenta.contains(maximumAngular) else {
      throw .reduction(found: "angular momentum \(maximumAngular)", expected: "0 to 12")
    }
    let expected = (maximumAngular + 1) * keptCount * channelCount
    guard maps.count == expected else {
      throw .reduction(found: "\(maps.count) numbers", expected: "\(expected)")
    }
    guard maps.allSatisfy({ $0.isFinite && abs($0) < 1e30 }) else {
      throw .reduction(found: "NaN, infinity or an absurdly large number", expected: "finite ones")
    }
    self.channelCount = channelCount
    self.keptCount = keptCount
    self.maximumAngular = maximumAngular
    self.maps = maps
    self.keptVariance = keptVariance
    floats = AlignedFloats(count: maps.count)
    for (index, value) in maps.enumerated() { floats.pointer[index] = Float(value) }
  }

  /// Reduces coefficients in double precision.
  public func callAsFunction(_ coefficients: DensityCoefficients) -> DensityCoefficients {
    precondition(
      coefficients.channelCount == channelCount && coefficients.maximumAngular == maximumAngular)
    var result = DensityCoefficients(
      siteCount: coefficients.siteCount, channelCount: keptCount, maximumAngular: maximumAngular)
    for site in 0..<coefficients.siteCount {
      for l in 0...maximumAngular {
        for k in 0..<keptCount {
          let row = (l * keptCount + k) * channelCount
          for component in l * l..<(l + 1) * (l + 1) {
            var sum = 0.0
            for q in 0..<channelCount { sum += maps[row + q] * coefficients[site, q, component] }
            result[site, k, component] = sum
          }
        }
      }
    }
    return result
  }

  /// Refuses hyperparameters whose channels are not those of this reduction.
  func validate(for hyperparameters: DescriptorHyperparameters) throws(DescriptorError) {
    let (channels, angular) = (hyperparameters.channelCount, hyperparameters.maximumAngular)
    guard channelCount == channels, maximumAngular == angular else {
      throw .reduction(
        found: "\(channelCount) channels to angular momentum \(maximumAngular)",
        expected: "\(channels) channels to angular momentum \(angular), as the hyperparameters say")
    }
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.channelCount == b.channelCount && a.keptCount == b.keptCount
      && a.maximumAngular == b.maximumAngular && a.maps == b.maps
  }
}
