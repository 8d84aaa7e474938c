import CLinearAlgebra

/// C ← α A B + β C on memory owned by the caller; with β = 0 the old content of C is not read.
public func multiply<Scalar>(
  _ a: MatrixView<Scalar>, _ b: MatrixView<Scalar>, into c: MutableMatrixView<Scalar>,
  alpha: Scalar = 1, beta: Scalar = 0
) {
  let (m, k) = a.shape
  let n = b.shape.columns
  precondition(b.shape.rows == k && c.rows == m && c.columns == n, "shapes of a product differ")
  guard m > 0, n > 0 else { return }
  Scalar.gemm(
    a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans,
    Int32(m), Int32(n), Int32(k), alpha, a.base, Int32(max(1, a.stride)), b.base,
    Int32(max(1, b.stride)), beta, c.base, Int32(max(1, c.stride)))
}

/// y ← α A x + β y on memory owned by the caller.
public func multiply<Scalar>(
  _ a: MatrixView<Scalar>, _ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>,
  alpha: Scalar = 1, beta: Scalar = 0
) {
  guard a.rows > 0, a.columns > 0 else {
    for index in 0..<a.shape.rows { y[index] = beta == 0 ? 0 : beta * y[index] }
    return
  }
  Scalar.gemv(
    a.isTransposed ? CblasTrans : CblasNoTrans, Int32(a.rows), Int32(a.columns), alpha, a.base,
    Int32(a.stride), x, beta, y)
}

extension Matrix {
  /// C ← α op(A) op(B) + β C, where op transposes if asked to.
  public static func multiply(
    _ a: Matrix, transposeA: Bool = false, _ b: Matrix, transposeB: Bool = false,
    into c: inout Matrix, alpha: Scalar = 1, beta: Scalar = 0
  ) {
    c.withMutableView { target in
      a.withView { a in
        b.withView { b in
          LinearAlgebra.multiply(
            transposeA ? a.transposed : a, transposeB ? b.transposed : b, into: target,
            alpha: alpha, beta: beta)
        }
      }
    }
  }

  /// The product op(A) op(B), where op transposes if asked to.
  public static func product(
    _ a: Matrix, transposeA: Bool = false, _ b: Matrix, transposeB: Bool = false
  ) -> Matrix {
    var c = Matrix(rows: transposeA ? a.columns : a.rows, columns: transposeB ? b.rows : b.columns)
    multiply(a, transposeA: transposeA, b, transposeB: transposeB, into: &c)
    return c
  }

  public static func * (a: Matrix, b: Matrix) -> Matrix { product(a, b) }

  /// The vector A x.
  public static func * (a: Matrix, x: [Scalar]) -> [Scalar] { a.applied(to: x) }

  /// The vector A x, or Aᵀ x.
  public func applied(to x: [Scalar], transposed: Bool = false) -> [Scalar] {
    precondition(x.count == (transposed ? rows : columns), "shapes of a product differ")
    var y = [Scalar](repeating: 0, count: transposed ? columns : rows)
    withView { view in
      y.withUnsafeMutableBufferPointer { target in
        x.withUnsafeBufferPointer { source in
          guard let source = source.baseAddress, let target = target.baseAddress else { return }
          LinearAlgebra.multiply(transposed ? view.transposed : view, source, into: target)
        }
      }
    }
    return y
  }

  /// C ← A Aᵀ + C in the lower triangle of C, at half the cost of a general product.
  ///
  /// What stands above C's diagonal is left as it is.
  public func addGram(to c: inout Matrix) {
    precondition(c.rows == rows && c.columns == rows, "shapes of a product differ")
    guard rows > 0, columns > 0 else { return }
    c.withMutableView { target in
      withView { view in
        Scalar.syrk(
          CblasNoTrans, Int32(rows), Int32(columns), 1, view.base, Int32(view.stride), 1,
          target.base, Int32(target.stride))
      }
    }
  }

  /// The symmetric product A Aᵀ, or AᵀA, at half the cost of a general one.
  public func gram(ofColumns: Bool = false) -> Matrix {
    let size = ofColumns ? columns : rows
    var result = Matrix(rows: size, columns: size)
    guard rows > 0, columns > 0 else { return result }
    result.withMutableView { target in
      withView { view in
        Scalar.syrk(
          ofColumns ? CblasTrans : CblasNoTrans, Int32(size), Int32(ofColumns ? rows : columns), 1,
          view.base, Int32(view.stride), 0, target.base, Int32(target.stride))
      }
      for row in 0..<size {
        for column in 0..<row {
          target.base[column * size + row] = target.base[row * size + column]
        }
      }
    }
    return result
  }
}
