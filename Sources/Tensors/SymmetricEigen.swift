extension SymmetricTensor {
  /// Eigenvalues and orthonormal eigenvectors by cyclic Jacobi rotations.
  ///
  /// `values[i]` belongs to column i of `vectors`; the order is as the rotations leave it. Errors
  /// are a few units of the last place of the largest eigenvalue, however close the eigenvalues.
  /// The tensor must be finite.
  func eigen() -> (values: SIMD3<Double>, vectors: Rotation) {
    let scale = max(max(abs(xx), abs(yy), abs(zz)), max(abs(xy), abs(xz), abs(yz)))
    guard scale > 0 else { return (.zero, .identity) }
    // Scaled to 1 so that neither squares nor quotients leave the range of a double.
    var (xx, yy, zz) = (xx / scale, yy / scale, zz / scale)
    var (xy, xz, yz) = (xy / scale, xz / scale, yz / scale)
    var frame = Rotation.identity
    for _ in 0..<30 where xy != 0 || xz != 0 || yz != 0 {
      eliminate(&xy, &xx, &yy, &xz, &yz, &frame.x, &frame.y)
      eliminate(&xz, &xx, &zz, &xy, &yz, &frame.x, &frame.z)
      eliminate(&yz, &yy, &zz, &xy, &xz, &frame.y, &frame.z)
    }
    return (SIMD3(xx, yy, zz) * scale, frame)
  }
}

/// One Jacobi rotation: makes the off-diagonal element `pq` zero.
private func eliminate(
  _ pq: inout Double, _ pp: inout Double, _ qq: inout Double, _ rp: inout Double,
  _ rq: inout Double, _ p: inout SIMD3<Double>, _ q: inout SIMD3<Double>
) {
  // Below 1e-20 of the largest element its square cannot reach the last place of an eigenvalue.
  guard abs(pq) > 1e-20 else {
    pq = 0
    return
  }
  let ratio = (qq - pp) / (2 * pq)
  let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (ratio * ratio + 1).squareRoot())
  let cosine = 1 / (tangent * tangent + 1).squareRoot()
  let sine = tangent * cosine
  pp -= tangent * pq
  qq += tangent * pq
  pq = 0
  (rp, rq) = (cosine * rp - sine * rq, sine * rp + cosine * rq)
  (p, q) = (cosine * p - sine * q, sine * p + cosine * q)
}
