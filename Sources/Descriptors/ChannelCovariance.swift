import LinearAlgebra

/// The covariance of the density channels of each l, gathered from batches of coefficients.
///
/// C^l_{qq'} = mean over sites of Σ_m c_{q l m} c_{q' l m}: invariant under rotations, so that the
/// reduction made of it mixes channels but never m.
public struct ChannelCovariance: Sendable {
  public let channelCount: Int
  public let maximumAngular: Int
  public private(set) var siteCount = 0
  /// Sums over sites, `[l][q][q']`, of which q ≤ q' is kept up.
  private var sums: [Double]

  public init(channelCount: Int, maximumAngular: Int) {
    self.channelCount = channelCount
    self.maximumAngular = maximumAngular
    sums = Array(repeating: 0, count: (maximumAngular + 1) * channelCount * channelCount)
  }

  /// Adds the sites of a batch whose channels are not reduced.
  public mutating func add(_ batch: CoefficientBatch) {
    precondition(
      batch.channelCount == channelCount && batch.maximumAngular == maximumAngular,
      "all batches have the same channels")
    // The λ=0 features are these sums but for sign and factor.
    let features = batch.lambda0()
    var totals = [Double](repeating: 0, count: features.columns)
    for site in 0..<features.rows {
      for (index, value) in features.row(site).enumerated() { totals[index] += Double(value) }
    }
    for pair in batch.layout.lambda0Pairs {
      let l = pair.l1
      let factor = (l % 2 == 0 ? 1 : -1) * Double(2 * l + 1).squareRoot()
      var index = pair.offset
      for q1 in 0..<channelCount {
        for q2 in q1..<channelCount {
          let once = q1 == q2 ? factor : factor / 2.0.squareRoot()
          sums[(l * channelCount + q1) * channelCount + q2] += once * totals[index]
          index += 1
        }
      }
    }
    siteCount += batch.siteCount
  }

  /// The reduction to the `keptCount` leading eigenvectors of each l (all, if there are fewer).
  ///
  /// Each eigenvector's largest component is positive, so that the same data give the same signs.
  /// - Throws: `DescriptorError` if there are no sites or the eigenvalues cannot be had.
  public func reduction(keeping keptCount: Int) throws(DescriptorError) -> FeatureReduction {
    guard siteCount > 0 else {
      throw .reduction(found: "no sites", expected: "at least one to learn the channels from")
    }
    let kept = min(keptCount, channelCount)
    var maps: [Double] = []
    var shares: [Double] = []
    for l in 0...maximumAngular {
      let start = l * channelCount * channelCount
      let covariance = Matrix<Double>(rows: channelCount, columns: channelCount) {
        sums[start + min($0, $1) * channelCount + max($0, $1)] / Double(siteCount)
      }
      let eigen: SymmetricEigen
      do { eigen = try SymmetricEigen(covariance) } catch { throw .linearAlgebra(error) }
      for k in 0..<kept {
        let vector = eigen.vectors.row(channelCount - 1 - k)
        let largest = vector.max { abs($0) < abs($1) } ?? 0
        maps += vector.map { largest < 0 ? -$0 : $0 }
      }
      let total = eigen.values.reduce(0, +)
      shares.append(total > 0 ? eigen.values.suffix(kept).reduce(0, +) / total : 1)
    }
    return try FeatureReduction(
      channelCount: channelCount, keptCount: kept, maximumAngular: maximumAngular, maps: maps,
      keptVariance: shares)
  }
}
