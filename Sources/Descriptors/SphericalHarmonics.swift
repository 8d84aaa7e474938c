import Crystals

/// Orthonormal real spherical harmonics up to an angular momentum, without Condon–Shortley phase.
///
/// Component (l, m) stands at `l * l + l + m`: m < 0 are the sines, m > 0 the cosines, so l = 1 is
/// √(3/4π) (y, z, x). A recurrence in z at fixed m, with sin^m θ split off, needs no angles and
/// has no special directions.
public struct SphericalHarmonics: Sendable {
  public let maximumAngular: Int
  /// The number of components, (l_max + 1)².
  public var componentCount: Int { (maximumAngular + 1) * (maximumAngular + 1) }
  /// Two numbers an (l, m ≥ 0), at `l * (l + 1) + 2 * m`: for l = m the normalised polynomial
  /// itself (a constant), else the factors of its two predecessors in l.
  let recurrence: [Double]

  public init(maximumAngular: Int) {
    precondition(maximumAngular >= 0)
    self.maximumAngular = maximumAngular
    var recurrence: [Double] = []
    var diagonal = (1 / (4 * Double.pi)).squareRoot()
    for l in 0...maximumAngular {
      if l > 0 {
        // √2 enters once, with the first m > 0.
        let first = l == 1 ? 2.0 : 1.0
        diagonal *= (first * Double(2 * l + 1) / Double(2 * l)).squareRoot()
      }
      for m in 0..<l {
        let l2 = Double(l * l)
        let m2 = Double(m * m)
        let before = Double((l - 1) * (l - 1))
        let a = ((4 * l2 - 1) / (l2 - m2)).squareRoot()
        recurrence.append(a)
        recurrence.append(l - 1 > m ? a * ((before - m2) / (4 * before - 1)).squareRoot() : 0)
      }
      recurrence += [diagonal, 0]
    }
    self.recurrence = recurrence
  }

  /// The components of a direction; `direction` has length 1.
  public func callAsFunction(_ direction: Vector) -> [Double] {
    var values = [Double](repeating: 0, count: componentCount)
    evaluate(direction, scale: 1, into: &values)
    return values
  }

  /// Writes the components of a unit vector times `scale` into `values`.
  func evaluate(_ direction: Vector, scale: Double, into values: inout [Double]) {
    var cosine = scale
    var sine = 0.0
    for m in 0...maximumAngular {
      var before = 0.0
      var current = recurrence[m * (m + 1) + 2 * m]
      for l in m...maximumAngular {
        values[l * l + l + m] = current * cosine
        if m > 0 { values[l * l + l - m] = current * sine }
        if l == maximumAngular { break }
        let factors = (l + 1) * (l + 2) + 2 * m
        let next =
          recurrence[factors] * direction.z * current - recurrence[factors + 1] * before
        before = current
        current = next
      }
      (cosine, sine) = (
        cosine * direction.x - sine * direction.y, sine * direction.x + cosine * direction.y
      )
    }
  }
}
