import Spectra

/// Regions set by hand.
extension State {
  private func regionAtCursor() throws(CommandError) -> Region {
    guard let region = spectrum.region(ofBin: regionsPane.bin) else {
      throw CommandError("no region at the cursor; ↑↓ go to the regions, A makes one of a brush")
    }
    return region
  }

  /// Replaces regions by ranges of bins set by hand; their names are kept by place.
  mutating func setByHand(
    _ ranges: [ClosedRange<Int>], replacing old: [Region], name: String? = nil
  ) {
    var regions = settings.handRegions[settings.observable] ?? []
    let places = old.compactMap { spectrum.hand[$0.number - 1] }
    let kept = name ?? places.first.map { regions[$0].name } ?? ""
    for place in places.sorted(by: >) { regions.remove(at: place) }
    let edges = spectrum.binning.edges
    for (index, range) in ranges.enumerated() {
      regions.append(
        HandRegion(
          lower: edges[range.lowerBound], upper: edges[range.upperBound + 1],
          name: index == 0 ? kept : ""))
    }
    settings.handRegions[settings.observable] = regions.isEmpty ? nil : regions
    // Two regions made one leave one less, not room for the next peak; and so the other way round.
    if spectrum.regions.count >= settings.peakCount {
      settings.peakCount = max(1, spectrum.regions.count - old.count + ranges.count)
    }
    sayByHand()
  }

  /// Moves the edge moved last, while the cursor stands on it, else the nearest one; of a single bin
  /// the one that grows. The cursor goes along.
  mutating func moveEdge(by step: Int) throws(CommandError) -> [Effect] {
    let region = try regionAtCursor()
    let (toLower, toUpper) = (
      regionsPane.bin - region.firstBin, region.lastBin - regionsPane.bin
    )
    var upper = region.bins.count == 1 ? step > 0 : toUpper < toLower
    // The cursor may stand on its bin again without being at that edge.
    if let edge = regionsPane.edge, edge.bin == regionsPane.bin,
      edge.bin == (edge.upper ? region.lastBin : region.firstBin)
    {
      upper = edge.upper
    }
    let next = (upper ? region.lastBin : region.firstBin) + step
    let bin = keepingPeaks(next, region, upper: upper)
    guard moveEdge(of: region, upper: upper, to: bin) != nil else {
      throw CommandError(
        "this edge of region \(region.number) goes no further: every region keeps its peak")
    }
    regionsPane.bin = bin
    regionsPane.edge = (bin, upper)
    return []
  }

  /// Moves an edge as far as its region and the neighbour allow; the region is locked from then on,
  /// and a touching neighbour's edge goes along. Gives its place among those set by hand, nil where
  /// nothing moved.
  mutating func moveEdge(of region: Region, upper: Bool, to bin: Int) -> Int? {
    let set = spectrum.regionSet
    let ranges =
      upper
      ? set.movingLastBin(of: region.number, to: bin)
      : set.movingFirstBin(of: region.number, to: bin)
    let moved = ranges[region.number - 1]
    guard moved != region.bins else { return nil }
    let edges = spectrum.binning.edges
    var hand = settings.handRegions[settings.observable] ?? []
    let place = spectrum.hand[region.number - 1] ?? hand.count
    for (old, bins) in zip(spectrum.regions, ranges) where bins != old.bins {
      let (lower, upper) = (edges[bins.lowerBound], edges[bins.upperBound + 1])
      if let place = spectrum.hand[old.number - 1] {
        (hand[place].lower, hand[place].upper) = (lower, upper)
      } else if old.number == region.number {
        hand.append(HandRegion(lower: lower, upper: upper))
      }
    }
    settings.handRegions[settings.observable] = hand
    sayByHand()
    regionsPane.bin = min(max(regionsPane.bin, moved.lowerBound), moved.upperBound)
    return place
  }

  /// Where an edge can go without taking the peak of a touching neighbour, by which it is found.
  private func keepingPeaks(_ bin: Int, _ region: Region, upper: Bool) -> Int {
    let place = region.number - 1 + (upper ? 1 : -1)
    guard spectrum.regions.indices.contains(place), spectrum.hand[place] == nil else { return bin }
    let other = spectrum.regions[place]
    return upper ? min(bin, other.peakBin - 1) : max(bin, other.peakBin + 1)
  }

  private mutating func sayByHand() {
    let mark = look.glyphs == .ascii ? "!" : "•"
    say("set by hand (\(mark)): threshold and peaks leave it alone; U gives it back, u undoes")
  }

  mutating func splitRegion() throws(CommandError) -> [Effect] {
    let region = try regionAtCursor()
    let ranges = spectrum.regionSet.splitting(region.number, at: regionsPane.bin)
    guard ranges.count > spectrum.regions.count else {
      throw CommandError("a region splits before the cursor's bin; move it off the first bin")
    }
    setByHand(Array(ranges[region.number - 1...region.number]), replacing: [region])
    return []
  }

  mutating func mergeRegion() throws(CommandError) -> [Effect] {
    let region = try regionAtCursor()
    guard region.number < spectrum.regions.count else {
      throw CommandError("region \(region.number) is the last; nothing to its right to merge with")
    }
    let merged = spectrum.regionSet.mergingWithNext(region.number)[region.number - 1]
    setByHand([merged], replacing: [region, spectrum.regions[region.number]])
    return []
  }

  /// Makes the brush a region of its own; regions under it give way.
  mutating func makeRegion() throws(CommandError) -> [Effect] {
    guard let brush = regionsPane.brush else { return [] }
    let under = spectrum.regions.filter {
      $0.bins.overlaps(brush)
        && (spectrum.hand[$0.number - 1] != nil
          || brush.lowerBound <= $0.firstBin && $0.lastBin <= brush.upperBound)
    }
    setByHand([brush], replacing: under, name: "")
    settings.peakCount = max(
      settings.peakCount, settings.handRegions[settings.observable]?.count ?? 0)
    regionsPane.brush = nil
    regionsPane.brushStart = nil
    return []
  }

  mutating func nameRegion(_ text: String) throws(CommandError) -> [Effect] {
    let region = try regionAtCursor()
    if text.isEmpty {
      openPrompt(
        .argument("name-region"), label: "name of region \(region.number) ",
        text: spectrum.names[region.number - 1])
      return []
    }
    setByHand([region.bins], replacing: [region], name: text == "-" ? "" : text)
    return []
  }

  mutating func toggleLock() throws(CommandError) -> [Effect] {
    let region = try regionAtCursor()
    if let place = spectrum.hand[region.number - 1] {
      let name = settings.handRegions[settings.observable]?.remove(at: place).name ?? ""
      let lost = name.isEmpty ? "its edges are" : "its edges and its name \(name) are"
      say(
        "region \(region.number) follows threshold and peaks again, \(lost) given up; u goes back")
    } else {
      setByHand([region.bins], replacing: [region])
      say("region \(region.number) locked: threshold and peaks leave it alone")
    }
    return []
  }

  /// Locks every region, named ones with their names.
  mutating func lockAll() {
    let edges = spectrum.binning.edges
    let regions = spectrum.regions.map { region in
      HandRegion(
        lower: edges[region.firstBin], upper: edges[region.lastBin + 1],
        name: spectrum.names[region.number - 1])
    }
    settings.handRegions[settings.observable] = regions.isEmpty ? nil : regions
    say("\(regions.count) regions locked; ^S saves them with the session")
  }
}
