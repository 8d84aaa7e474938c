/// The lines of a quadrupolar nucleus to first order: where they are, and how strong.
///
/// The transition m ↔ m − 1 is shifted by (m − ½) ω_Q and has the strength I(I + 1) − m(m − 1), for
/// m = I, I − 1, …, −I + 1. Of I = 3/2 there are the satellites ±ω_Q and the central line, 3 : 4 : 3;
/// of 5/2 and 7/2 outer satellites at ±2ω_Q and ±3ω_Q too; of I = 1 two lines at ±ω_Q/2 and no
/// central line.
public struct QuadrupolarLines: Sendable, Equatable {
  /// A satellite and its mirror image.
  public struct Pair: Sendable, Equatable {
    /// The shift of both in units of ω_Q, positive.
    public var shift: Double
    /// The share of both together in the intensity of all lines.
    public var share: Double

    public init(shift: Double, share: Double) {
      self.shift = shift
      self.share = share
    }
  }

  /// The pairs from the innermost to the outermost.
  public let satellites: [Pair]
  /// The share of the line that first order leaves where it is; 0 for whole spins.
  public let central: Double

  /// The lines of a spin I = ½, 1, 3/2, …; none for other numbers.
  public init(spin: Double) {
    guard spin > 0, spin < 100, 2 * spin == (2 * spin).rounded() else {
      (satellites, central) = ([], 0)
      return
    }
    func strength(_ m: Double) -> Double { spin * (spin + 1) - m * (m - 1) }
    // The sum of I(I + 1) − m(m − 1) over all m.
    let total = 2 * spin * (spin + 1) * (2 * spin + 1) / 3
    var pairs: [Pair] = []
    var m = spin
    while m > 0.5 {
      pairs.append(Pair(shift: m - 0.5, share: 2 * strength(m) / total))
      m -= 1
    }
    satellites = pairs.reversed()
    central = m == 0.5 ? strength(0.5) / total : 0
  }
}
