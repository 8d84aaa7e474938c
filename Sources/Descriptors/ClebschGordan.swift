/// Real Clebsch–Gordan coefficients that couple angular momenta l1 and l2 to λ, even parity only.
///
/// The standard complex ones (Condon–Shortley, Racah's formula) transformed to the real harmonics
/// of `SphericalHarmonics`; for l1 + l2 + λ even they are real.
public struct ClebschGordan: Sendable, Hashable {
  /// One coefficient that is not zero; m1, m2 and μ are counted from 0 (m + l).
  public struct Entry: Sendable, Hashable {
    public var m1: Int
    public var m2: Int
    public var mu: Int
    public var value: Double
  }

  public let l1: Int
  public let l2: Int
  public let lambda: Int
  /// The coefficients that are not zero, ordered by m1, m2, μ.
  public let entries: [Entry]

  /// Computes the coefficients; there are none unless |l1 − l2| ≤ λ ≤ l1 + l2 with an even sum.
  public init(l1: Int, l2: Int, lambda: Int) {
    precondition(l1 >= 0 && l2 >= 0 && lambda >= 0)
    self.l1 = l1
    self.l2 = l2
    self.lambda = lambda
    guard abs(l1 - l2) <= lambda, lambda <= l1 + l2, (l1 + l2 + lambda) % 2 == 0 else {
      entries = []
      return
    }
    var entries: [Entry] = []
    for m1 in -l1...l1 {
      for m2 in -l2...l2 {
        for mu in -lambda...lambda {
          let value = Self.real(l1, m1, l2, m2, lambda, mu)
          if abs(value) > 1e-14 {
            entries.append(Entry(m1: m1 + l1, m2: m2 + l2, mu: mu + lambda, value: value))
          }
        }
      }
    }
    self.entries = entries
  }

  /// Re Σ U[μ, M] ⟨l1 M1 l2 M2|λ M⟩ U*[m1, M1] U*[m2, M2] over M, M1, M2 = ±μ, ±m1, ±m2.
  private static func real(_ l1: Int, _ m1: Int, _ l2: Int, _ m2: Int, _ l: Int, _ mu: Int)
    -> Double
  {
    var sum = 0.0
    for first in Set([m1, -m1]) {
      for second in Set([m2, -m2]) where abs(first + second) == abs(mu) {
        let a = complexToReal(m1, first)
        let b = complexToReal(m2, second)
        let c = complexToReal(mu, first + second)
        // Re(c a* b*)
        let re = a.re * b.re - a.im * b.im
        let im = -(a.re * b.im + a.im * b.re)
        sum += (c.re * re - c.im * im) * complex(l1, first, l2, second, l, first + second)
      }
    }
    return sum
  }

  /// U[m, M] of Y_real = U Y_complex; M is m or −m.
  private static func complexToReal(_ m: Int, _ complex: Int) -> (re: Double, im: Double) {
    let half = 0.5.squareRoot()
    let sign = m % 2 == 0 ? 1.0 : -1.0
    if m == 0 { return (1, 0) }
    if m < 0 { return (0, complex == m ? half : -sign * half) }
    return (complex == m ? sign * half : half, 0)
  }

  /// The complex coefficient ⟨l1 m1 l2 m2|l m⟩ by Racah's formula.
  private static func complex(_ l1: Int, _ m1: Int, _ l2: Int, _ m2: Int, _ l: Int, _ m: Int)
    -> Double
  {
    guard m1 + m2 == m, abs(m1) <= l1, abs(m2) <= l2, abs(m) <= l else { return 0 }
    func f(_ n: Int) -> Double { (0..<n).reduce(1) { $0 * Double($1 + 1) } }
    let triangle =
      Double(2 * l + 1) * f(l1 + l2 - l) * f(l1 - l2 + l) * f(l2 - l1 + l) / f(l1 + l2 + l + 1)
    let states = f(l + m) * f(l - m) * f(l1 + m1) * f(l1 - m1) * f(l2 + m2) * f(l2 - m2)
    var sum = 0.0
    let lowest = max(0, l2 - l - m1, l1 - l + m2)
    let highest = min(l1 + l2 - l, l1 - m1, l2 + m2)
    guard lowest <= highest else { return 0 }
    for k in lowest...highest {
      let product =
        f(k) * f(l1 + l2 - l - k) * f(l1 - m1 - k) * f(l2 + m2 - k) * f(l - l2 + m1 + k)
        * f(l - l1 - m2 + k)
      sum += (k % 2 == 0 ? 1 : -1) / product
    }
    return (triangle * states).squareRoot() * sum
  }
}
