/// Changes by hand. Each gives ranges of bins to make a new `RegionSet` of; a change that is not
/// possible leaves the ranges as they are.
extension RegionSet {
  /// The bins of each region, from left to right.
  public var ranges: [ClosedRange<Int>] { regions.map(\.bins) }

  /// Moves the first bin of a region. The edge between regions that touch moves for both; each keeps
  /// a bin, and one that does not touch stops the edge.
  public func movingFirstBin(of number: Int, to bin: Int) -> [ClosedRange<Int>] {
    guard let index = index(of: number) else { return ranges }
    let region = regions[index]
    let left = index > 0 ? regions[index - 1] : nil
    let touches = left.map { $0.lastBin + 1 == region.firstBin } ?? false
    let least = left.map { touches ? $0.firstBin + 1 : $0.lastBin + 1 } ?? 0
    let first = min(max(bin, least), region.lastBin)
    var moved = ranges
    moved[index] = first...region.lastBin
    if let left, touches { moved[index - 1] = left.firstBin...first - 1 }
    return moved
  }

  /// Moves the last bin of a region, in the same way.
  public func movingLastBin(of number: Int, to bin: Int) -> [ClosedRange<Int>] {
    guard let index = index(of: number) else { return ranges }
    let region = regions[index]
    let right = index + 1 < regions.count ? regions[index + 1] : nil
    let touches = right.map { region.lastBin + 1 == $0.firstBin } ?? false
    let most = right.map { touches ? $0.lastBin - 1 : $0.firstBin - 1 } ?? binRegion.count - 1
    let last = max(min(bin, most), region.firstBin)
    var moved = ranges
    moved[index] = region.firstBin...last
    if let right, touches { moved[index + 1] = last + 1...right.lastBin }
    return moved
  }

  /// Splits a region in two; `bin` becomes the first of the right one.
  public func splitting(_ number: Int, at bin: Int) -> [ClosedRange<Int>] {
    guard let index = index(of: number) else { return ranges }
    let region = regions[index]
    guard bin > region.firstBin, bin <= region.lastBin else { return ranges }
    var split = ranges
    split.replaceSubrange(index...index, with: [region.firstBin...bin - 1, bin...region.lastBin])
    return split
  }

  /// Merges a region with its right neighbour, and the bins between them.
  public func mergingWithNext(_ number: Int) -> [ClosedRange<Int>] {
    guard let index = index(of: number), index + 1 < regions.count else { return ranges }
    var merged = ranges
    merged.replaceSubrange(
      index...index + 1, with: [regions[index].firstBin...regions[index + 1].lastBin])
    return merged
  }

  private func index(of number: Int) -> Int? {
    regions.indices.contains(number - 1) ? number - 1 : nil
  }
}
