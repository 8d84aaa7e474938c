import CKernels
import LinearAlgebra

extension CoefficientBatch {
  /// Compact λ=0 features, one *column* a site, D₀ × `columnCount`, and the squared norm of each.
  ///
  /// Columns after the last site are zero. With W of a model, `W * features` is the weight matrix
  /// that `contracted(with:)` takes.
  public func lambda0Columns() -> (features: Matrix<Float>, squaredNorms: [Float]) {
    var features = Matrix<Float>(rows: layout.lambda0Count, columns: columnCount)
    var norms = [Float](repeating: 0, count: columnCount)
    features.withMutableView { view in
      norms.withUnsafeMutableBufferPointer { norms in
        for index in 0..<blockCount {
          let column = index * Self.lanes
          guard let norm = norms.baseAddress else { return }
          lambda0_block(
            Int32(maximumAngular), Int32(channelCount), block(index), view.stride,
            view.base + column, norm + column)
        }
      }
    }
    norms.removeLast(columnCount - siteCount)
    return (features, norms)
  }

  /// Compact λ=0 features, one row a site, siteCount × D₀; not normalised.
  public func lambda0() -> Matrix<Float> {
    let columns = lambda0Columns().features
    var rows = Matrix<Float>(rows: siteCount, columns: layout.lambda0Count)
    columns.values.withUnsafeBufferPointer { source in
      rows.values.withUnsafeMutableBufferPointer { target in
        for site in 0..<siteCount {
          for feature in 0..<layout.lambda0Count {
            target[site * layout.lambda0Count + feature] = source[feature * columnCount + site]
          }
        }
      }
    }
    return rows
  }

  /// Compact λ=2 features, rows `5 * site + μ`, 5 siteCount × D₂.
  /// - Parameter factors: one factor a site, such as 1 / |p⁰| of it; nil: not scaled.
  public func lambda2(scaledBy factors: [Float]? = nil) -> Matrix<Float> {
    precondition(factors.map { $0.count == siteCount } ?? true, "one factor a site")
    var features = Matrix<Float>(rows: 5 * siteCount, columns: layout.lambda2Count)
    let scratch = AlignedFloats(count: 5 * Self.lanes * channelCount)
    var scale = factors ?? Array(repeating: 1, count: siteCount)
    scale += Array(repeating: 0, count: columnCount - siteCount)
    features.withMutableView { view in
      layout.withCouplingPairs { pairs in
        // The optimiser may release an object after the last use of it, not of its pointer.
        defer { withExtendedLifetime(scratch) {} }
        for index in 0..<blockCount {
          let site = index * Self.lanes
          scale.withUnsafeBufferPointer { scale in
            lambda2_block(
              pairs.baseAddress, Int32(pairs.count), Int32(channelCount),
              Int32(layout.lambda2Count), Int32(min(Self.lanes, siteCount - site)),
              scale.baseAddress.map { $0 + site }, block(index), scratch.pointer,
              view.base + 5 * site * layout.lambda2Count)
          }
        }
      }
    }
    return features
  }

  /// y_μ = Σ_d P²_{μd} g_d of each site without forming its λ=2 features, `[5 * site + μ]`.
  ///
  /// - Parameter weights: g of each site, one *column* a site in the order of `layout`,
  ///   D₂ × `columnCount` (further columns are not read).
  public func contracted(with weights: Matrix<Float>) -> [Float] {
    precondition(weights.rows >= layout.lambda2Count, "one weight a λ=2 feature")
    precondition(weights.columns >= columnCount, "one column a site, blocks filled up")
    return weights.withView { view in
      layout.withCouplingPairs { pairs in
        [Float](unsafeUninitializedCapacity: 5 * siteCount) { result, count in
          count = 5 * siteCount
          guard let start = result.baseAddress else { return }
          for index in 0..<blockCount {
            let site = index * Self.lanes
            contract_lambda2_block(
              pairs.baseAddress, Int32(pairs.count), Int32(channelCount),
              Int32(min(Self.lanes, siteCount - site)), block(index), view.base + site,
              view.stride, start + 5 * site)
          }
        }
      }
    }
  }
}
