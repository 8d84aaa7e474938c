import LinearAlgebra

/// The inverse of the Nyström approximation K_NM K_MM⁻¹ K_MN + σ² 1 of a regularised kernel matrix.
///
/// With K_MM = L Lᵀ and V = L⁻¹ K_MN it is (1 − Vᵀ (V Vᵀ + σ² 1)⁻¹ V) / σ² (Woodbury). The few
/// directions in which the kernel is large, which conjugate gradients would need many steps for, are
/// in it; what is left has eigenvalues of about σ².
struct NystromPreconditioner: Sendable {
  /// V by parts of columns, in the order of the product's batches.
  private let parts: [Matrix<Double>]
  private let inner: Cholesky
  private let regularization: Double

  /// Makes the preconditioner of some environments, as places in the product's list.
  ///
  /// - Parameter progress: called with the number of environments done; false ends the work.
  /// - Throws: `linearAlgebra`, `cancelled`.
  init(
    _ product: KernelProduct, points: [Int], regularization: Double,
    progress: (Int) -> Bool = { _ in true }
  ) throws(RegressionError) {
    let sparse = product.features.selecting(points.map { product.environments[$0] })
    do throws(LinearAlgebraError) {
      let factor = try Cholesky.jittered(
        product.form.matrix(sparse, sparse, zeta: product.zeta)
      ).factor
      var normal = Matrix<Double>(rows: factor.rows, columns: factor.rows)
      var parts: [Matrix<Double>] = []
      for batch in product.batches {
        guard progress(batch.lowerBound) else { break }
        let features = product.features.selecting(batch.map { product.environments[$0] })
        var part = product.form.matrix(sparse, features, zeta: product.zeta)
        solveTriangular(factor, into: &part)
        part.addGram(to: &normal)
        parts.append(part)
      }
      self.parts = parts
      normal.addToDiagonal(regularization)
      inner = try Cholesky.jittered(normal)
    } catch {
      throw .linearAlgebra(error)
    }
    guard parts.count == product.batches.count else { throw .cancelled }
    self.regularization = regularization
  }

  /// The preconditioned vector.
  func callAsFunction(_ vector: [Double]) -> [Double] {
    var projection = [Double](repeating: 0, count: inner.factor.rows)
    var result = vector
    vector.withUnsafeBufferPointer { vector in
      projection.withUnsafeMutableBufferPointer { projection in
        guard var start = vector.baseAddress, let projection = projection.baseAddress else {
          return
        }
        for part in parts {
          part.withView { multiply($0, start, into: projection, beta: 1) }
          start += part.columns
        }
      }
    }
    let solved = inner.solve(projection)
    result.withUnsafeMutableBufferPointer { result in
      solved.withUnsafeBufferPointer { solved in
        guard var start = result.baseAddress, let solved = solved.baseAddress else { return }
        for part in parts {
          part.withView { multiply($0.transposed, solved, into: start, alpha: -1, beta: 1) }
          start += part.columns
        }
      }
    }
    return result.map { $0 / regularization }
  }
}
