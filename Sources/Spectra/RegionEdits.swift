/// Changes by hand. Each gives ranges of bins to make a new `RegionSet` of; a change that is not
/// possible leaves the ranges as they are.
extension RegionSet {
  /// The bins of each region, from left to right.
  public var ranges: [ClosedRange<Int>] { regions.map(\.bins) }

  /// Moves the first bin of a region, as far as the region's last bin and its left neighbour allow.
  public func movingFirstBin(of number: Int, to bin: Int) -> [ClosedRange<Int>] {
    guard let index = index(of: number) else { return ranges }
    let least = index > 0 ? regions[index - 1].lastBin + 1 : 0
    var moved = ranges
    moved[index] = min(max(bin, least), regions[index].lastBin)...regions[index].lastBin
    return moved
  }

  /// Moves the last bin of a region, as far as the region's first bin and its right neighbour allow.
  public func movingLastBin(of number: Int, to bin: Int) -> [ClosedRange<Int>] {
    guard let index = index(of: number) else { return ranges }
    let most = index + 1 < regions.count ? regions[index + 1].firstBin - 1 : binRegion.count - 1
    var moved = ranges
    moved[index] = regions[index].firstBin...max(min(bin, most), regions[index].firstBin)
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

  /// Takes a region away; its bins become unclassified.
  public func removing(_ number: Int) -> [ClosedRange<Int>] {
    regions.filter { $0.number != number }.map(\.bins)
  }

  private func index(of number: Int) -> Int? {
    regions.indices.contains(number - 1) ? number - 1 : nil
  }
}
