import Descriptors
import LinearAlgebra
import Support

extension DensityCoefficients {
  /// Numbers of the normal distribution in every place.
  static func random(
    sites: Int, channels: Int, angular: Int, seed: UInt64 = 1
  ) -> DensityCoefficients {
    var generator = SplitMix64(seed: seed)
    var result = DensityCoefficients(
      siteCount: sites, channelCount: channels, maximumAngular: angular)
    for index in result.values.indices { result.values[index] = generator.normal() }
    return result
  }
}

/// Numbers of the normal distribution as a matrix.
func randomMatrix(rows: Int, columns: Int, seed: UInt64) -> Matrix<Float> {
  var generator = SplitMix64(seed: seed)
  return Matrix(rows: rows, columns: columns) { _, _ in Float(generator.normal()) }
}
