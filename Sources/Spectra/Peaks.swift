/// A local maximum of a histogram.
public struct Peak: Sendable, Equatable {
  /// The bin; of a flat top the middle one, the left of two.
  public var bin: Int
  /// The count of the bin.
  public var height: Int
  /// How far the counts fall on both sides before they rise above the peak.
  public var prominence: Int

  public init(bin: Int, height: Int, prominence: Int) {
    self.bin = bin
    self.height = height
    self.prominence = prominence
  }
}

/// All local maxima of counts, from left to right, as SciPy's `find_peaks` finds them.
///
/// A peak is strictly higher than what lies beside it; a flat top is one peak. With `paddedEdges` a
/// bin of zero is thought on either side, so that the first and last bin can be peaks; without, the
/// result is SciPy's own. Prominences have no window; equal heights do not end the walk.
public func peaks(of counts: [Int], paddedEdges: Bool = true) -> [Peak] {
  let padding = paddedEdges ? 1 : 0
  let heights = paddedEdges ? [0] + counts + [0] : counts
  let tops = flatTops(heights)
  guard !tops.isEmpty else { return [] }
  let left = walkMinima(heights)
  let right = Array(walkMinima(heights.reversed()).reversed())
  return tops.map { bin in
    Peak(
      bin: bin - padding, height: heights[bin],
      prominence: heights[bin] - max(left[bin], right[bin]))
  }
}

/// The middles of all runs of equal heights with lower ones on both sides.
private func flatTops(_ heights: [Int]) -> [Int] {
  var tops: [Int] = []
  var bin = 1
  while bin < heights.count - 1 {
    var last = bin
    while last < heights.count - 1, heights[last + 1] == heights[bin] { last += 1 }
    let rises = heights[bin - 1] < heights[bin]
    if rises, last < heights.count - 1, heights[last + 1] < heights[bin] {
      tops.append((bin + last) / 2)
    }
    bin = last + 1
  }
  return tops
}

/// For each bin the lowest height on the way left until a higher bin or the end, itself included.
///
/// Bins that a later one overlooks are passed at one glance, so the cost is linear.
private func walkMinima(_ heights: some Sequence<Int>) -> [Int] {
  var minima: [Int] = []
  var open: [(height: Int, minimum: Int)] = []
  for height in heights {
    var minimum = height
    while let last = open.last, last.height <= height {
      minimum = min(minimum, last.minimum)
      open.removeLast()
    }
    open.append((height, minimum))
    minima.append(minimum)
  }
  return minima
}
