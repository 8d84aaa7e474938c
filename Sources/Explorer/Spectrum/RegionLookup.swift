import Spectra

/// From a value of the observable to its bin and region.
struct RegionLookup: Sendable, Equatable {
  var observable = Observable.absoluteOmegaQ
  private(set) var edges: [Double] = [0, 1]
  private var perUnit = 1.0
  /// The region's number of each bin; 0 for none.
  private(set) var binRegion: [Int] = [0]
  /// The regions as intervals of the observable, from left to right.
  private(set) var spans: [RegionSpan] = []

  init() {}

  init(
    _ observable: Observable, _ binning: Binning, _ binRegion: [Int], spans: [RegionSpan] = []
  ) {
    self.observable = observable
    self.spans = spans
    edges = binning.edges
    perUnit = 1 / binning.width
    self.binRegion = binRegion
  }

  var binCount: Int { edges.count - 1 }

  /// The bin of a value as the histogram counts it; −1 outside the range and for NaN.
  ///
  /// Bins are equal: the division finds the bin or one beside it.
  @inline(__always)
  func bin(of value: Float) -> Int {
    let value = Double(value)
    guard value >= edges[0], value <= edges[binCount] else { return -1 }
    var bin = min(Int((value - edges[0]) * perUnit), binCount - 1)
    if value < edges[bin] {
      bin -= 1
    } else if bin + 1 < binCount, value >= edges[bin + 1] {
      bin += 1
    }
    return bin
  }

  /// The number of a value's region: 0 unclassified, −1 outside the range, NaN for NaN.
  @inline(__always)
  func region(of value: Float) -> Float {
    if value.isNaN { return .nan }
    let bin = bin(of: value)
    return bin < 0 ? -1 : Float(binRegion[bin])
  }
}
