import CLinearAlgebra

/// A number type the linear-algebra routines work on: `Float` or `Double`.
///
/// The requirements are the BLAS routines of that type, so that everything above is written once.
public protocol RealScalar: BinaryFloatingPoint, Sendable {
  static func gemm(
    _ transposeA: CBLAS_TRANSPOSE, _ transposeB: CBLAS_TRANSPOSE, _ m: Int32, _ n: Int32,
    _ k: Int32,
    _ alpha: Self, _ a: UnsafePointer<Self>, _ lda: Int32, _ b: UnsafePointer<Self>, _ ldb: Int32,
    _ beta: Self, _ c: UnsafeMutablePointer<Self>, _ ldc: Int32)
  static func gemv(
    _ transpose: CBLAS_TRANSPOSE, _ m: Int32, _ n: Int32, _ alpha: Self, _ a: UnsafePointer<Self>,
    _ lda: Int32, _ x: UnsafePointer<Self>, _ beta: Self, _ y: UnsafeMutablePointer<Self>)
  static func syrk(
    _ transpose: CBLAS_TRANSPOSE, _ n: Int32, _ k: Int32, _ alpha: Self, _ a: UnsafePointer<Self>,
    _ lda: Int32, _ beta: Self, _ c: UnsafeMutablePointer<Self>, _ ldc: Int32)
}

extension Double: RealScalar {
  public static func gemm(
    _ transposeA: CBLAS_TRANSPOSE, _ transposeB: CBLAS_TRANSPOSE, _ m: Int32, _ n: Int32,
    _ k: Int32,
    _ alpha: Double, _ a: UnsafePointer<Double>, _ lda: Int32, _ b: UnsafePointer<Double>,
    _ ldb: Int32, _ beta: Double, _ c: UnsafeMutablePointer<Double>, _ ldc: Int32
  ) {
    cblas_dgemm(
      CblasRowMajor, transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
  }

  public static func gemv(
    _ transpose: CBLAS_TRANSPOSE, _ m: Int32, _ n: Int32, _ alpha: Double,
    _ a: UnsafePointer<Double>, _ lda: Int32, _ x: UnsafePointer<Double>, _ beta: Double,
    _ y: UnsafeMutablePointer<Double>
  ) {
    cblas_dgemv(CblasRowMajor, transpose, m, n, alpha, a, lda, x, 1, beta, y, 1)
  }

  public static func syrk(
    _ transpose: CBLAS_TRANSPOSE, _ n: Int32, _ k: Int32, _ alpha: Double,
    _ a: UnsafePointer<Double>, _ lda: Int32, _ beta: Double, _ c: UnsafeMutablePointer<Double>,
    _ ldc: Int32
  ) {
    cblas_dsyrk(CblasRowMajor, CblasLower, transpose, n, k, alpha, a, lda, beta, c, ldc)
  }
}

extension Float: RealScalar {
  public static func gemm(
    _ transposeA: CBLAS_TRANSPOSE, _ transposeB: CBLAS_TRANSPOSE, _ m: Int32, _ n: Int32,
    _ k: Int32,
    _ alpha: Float, _ a: UnsafePointer<Float>, _ lda: Int32, _ b: UnsafePointer<Float>,
    _ ldb: Int32, _ beta: Float, _ c: UnsafeMutablePointer<Float>, _ ldc: Int32
  ) {
    cblas_sgemm(
      CblasRowMajor, transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
  }

  public static func gemv(
    _ transpose: CBLAS_TRANSPOSE, _ m: Int32, _ n: Int32, _ alpha: Float,
    _ a: UnsafePointer<Float>, _ lda: Int32, _ x: UnsafePointer<Float>, _ beta: Float,
    _ y: UnsafeMutablePointer<Float>
  ) {
    cblas_sgemv(CblasRowMajor, transpose, m, n, alpha, a, lda, x, 1, beta, y, 1)
  }

  public static func syrk(
    _ transpose: CBLAS_TRANSPOSE, _ n: Int32, _ k: Int32, _ alpha: Float,
    _ a: UnsafePointer<Float>, _ lda: Int32, _ beta: Float, _ c: UnsafeMutablePointer<Float>,
    _ ldc: Int32
  ) {
    cblas_ssyrk(CblasRowMajor, CblasLower, transpose, n, k, alpha, a, lda, beta, c, ldc)
  }
}
