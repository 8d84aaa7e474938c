import Glibc

/// e^−z ₁F₁(a; b; z) for a, b > 0 and z ≥ 0, to about 1e-14 and without overflow.
///
/// Up to z = 80 the power series, all of whose terms are positive; beyond it the asymptotic
/// series (Abramowitz & Stegun 13.5.1), whose smallest term is then below e^−80.
func scaledHypergeometric(_ a: Double, _ b: Double, _ z: Double) -> Double {
  if z <= 80 {
    var term = 1.0
    var sum = 1.0
    var k = 0.0
    while k < z || term > sum * 1e-17 {
      term *= (a + k) / (b + k) * z / (k + 1)
      sum += term
      k += 1
    }
    return sum * exp(-z)
  }
  var term = 1.0
  var sum = 1.0
  for s in 0..<60 {
    let s = Double(s)
    term *= (b - a + s) * (1 - a + s) / ((s + 1) * z)
    sum += term
    if abs(term) <= abs(sum) * 1e-17 { break }
  }
  return sum * exp(lgamma(b) - lgamma(a) + (a - b) * log(z))
}
