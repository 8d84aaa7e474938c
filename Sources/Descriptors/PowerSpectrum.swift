import LinearAlgebra

/// λ-SOAP power spectra in double precision, all channel pairs stored.
///
/// P^{λμ}_{(l1 l2) q1 q2} = Σ C^{λμ}_{l1 m1 l2 m2} c_{q1 l1 m1} c_{q2 l2 m2} for l1 ≤ l2 in
/// lexicographic order, not normalised. `values[(((site · pairs + pair) · (2λ+1) + μ) · Q + q1) · Q
/// + q2]`.
public struct PowerSpectrum: Sendable {
  public let lambda: Int
  public let siteCount: Int
  public let channelCount: Int
  /// The pairs (l1, l2), l1 ≤ l2.
  public let pairs: [(l1: Int, l2: Int)]
  public let values: [Double]

  /// Couples the coefficients with themselves to λ = 0, 2 or any other with even parity.
  public init(_ coefficients: DensityCoefficients, lambda: Int) {
    let channels = coefficients.channelCount
    let components = 2 * lambda + 1
    let angular = coefficients.maximumAngular
    let couplings = (0...angular).flatMap { l1 in
      (l1...angular).map { ClebschGordan(l1: l1, l2: $0, lambda: lambda) }
    }.filter { !$0.entries.isEmpty }
    let size = components * channels * channels
    var values = [Double](
      repeating: 0, count: coefficients.siteCount * couplings.count * size)
    for site in 0..<coefficients.siteCount {
      for (pair, coupling) in couplings.enumerated() {
        let start = (site * couplings.count + pair) * size
        let first = coupling.l1 * coupling.l1
        let second = coupling.l2 * coupling.l2
        for entry in coupling.entries {
          let block = start + entry.mu * channels * channels
          for q1 in 0..<channels {
            let factor = entry.value * coefficients[site, q1, first + entry.m1]
            for q2 in 0..<channels {
              values[block + q1 * channels + q2] +=
                factor * coefficients[site, q2, second + entry.m2]
            }
          }
        }
      }
    }
    self.lambda = lambda
    siteCount = coefficients.siteCount
    channelCount = channels
    pairs = couplings.map { ($0.l1, $0.l2) }
    self.values = values
  }

  /// The features without repetition, in the order and with the factors of `FeatureLayout`.
  ///
  /// One row for each site and μ, `(2λ+1) · site + μ`; dot products of rows are inner products over
  /// all ordered pairs (l1, l2) and all channels.
  public var compact: Matrix<Double> {
    let components = 2 * lambda + 1
    let root = 2.0.squareRoot()
    var rows: [Double] = []
    var count = 0
    for site in 0..<siteCount {
      for mu in 0..<components {
        for (pair, (l1, l2)) in pairs.enumerated() {
          let start =
            ((site * pairs.count + pair) * components + mu) * channelCount * channelCount
          for q1 in 0..<channelCount {
            for q2 in (l1 == l2 ? q1 : 0)..<channelCount {
              let once = l1 == l2 && q1 == q2
              rows.append(values[start + q1 * channelCount + q2] * (once ? 1 : root))
            }
          }
        }
        if count == 0 { count = rows.count }
      }
    }
    return Matrix(rows: siteCount * components, columns: count, values: rows)
  }
}
