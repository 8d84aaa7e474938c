import Crystals
import Support

extension SplitMix64 {
  /// A vector with components uniform in a range.
  mutating func vector(_ range: ClosedRange<Double>) -> Vector {
    Vector(uniform(range), uniform(range), uniform(range))
  }
}
