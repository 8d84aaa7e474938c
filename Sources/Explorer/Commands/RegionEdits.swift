import Numbers
import Spectra

/// What the commands of the Regions screen do.
extension State {
  mutating func moveBin(by step: Int) {
    regionsPane.bin = min(max(0, regionsPane.bin + step), max(0, spectrum.binCount - 1))
    if let start = regionsPane.brushStart { regionsPane.brush = span(start, regionsPane.bin) }
  }

  func span(_ a: Int, _ b: Int) -> ClosedRange<Int> { min(a, b)...max(a, b) }

  /// Goes to the peak of the next region in a direction.
  mutating func moveRegion(by step: Int) {
    let peaks = spectrum.regions.map(\.peakBin)
    let target =
      step > 0 ? peaks.first { $0 > regionsPane.bin } : peaks.last { $0 < regionsPane.bin }
    if let target { moveBin(by: target - regionsPane.bin) }
  }

  mutating func goToRegion(_ number: Int) {
    guard let region = spectrum.regions.first(where: { $0.number == number }) else { return }
    regionsPane.brush = nil
    regionsPane.brushStart = nil
    regionsPane.bin = region.peakBin
  }

  mutating func toggleBrush() {
    if regionsPane.brushStart == nil {
      regionsPane.brushStart = regionsPane.bin
      regionsPane.brush = span(regionsPane.bin, regionsPane.bin)
      say("brushing: ←→ widen, Space ends, Enter lists the sites, Esc abandons")
    } else {
      regionsPane.brushStart = nil
    }
  }

  /// What the list of the Regions screen is about: the brush, else the region or bin of the cursor.
  var focus: SiteList.Scope {
    if let brush = regionsPane.brush { return .bins(brush) }
    if let region = spectrum.region(ofBin: regionsPane.bin) { return .region(region.number) }
    return .bins(span(regionsPane.bin, regionsPane.bin))
  }

  /// The bins of the focus.
  var focusBins: ClosedRange<Int> {
    switch focus {
    case .bins(let bins): bins
    case .region(let number): spectrum.regions[number - 1].bins
    case .all: span(0, max(0, spectrum.binCount - 1))
    }
  }

  mutating func openRegion() {
    sitesPane.list.scope = focus
    regionsPane.brushStart = nil
    show(.sites)
    sitesPane.list.move(to: 0)
  }

  /// Keeps cursor and brush within the bins.
  mutating func clampRegionsPane() {
    let last = max(0, spectrum.binCount - 1)
    regionsPane.bin = min(max(0, regionsPane.bin), last)
    if let brush = regionsPane.brush {
      regionsPane.brush = min(brush.lowerBound, last)...min(brush.upperBound, last)
    }
    if let start = regionsPane.brushStart { regionsPane.brushStart = min(start, last) }
  }

  mutating func setThreshold(_ text: String) throws(CommandError) -> [Effect] {
    if text.isEmpty {
      let now =
        switch settings.threshold {
        case .counts(let counts): number(counts)
        case .density(let density): number(density * 100, digits: 4) + "%"
        }
      openPrompt(.argument("threshold"), label: "threshold T (counts a bin, or 0.1%) ", text: now)
      return []
    }
    let isDensity = text.hasSuffix("%")
    guard let value = Double(isDensity ? text.dropLast() : text[...]), value.isFinite, value > 0,
      value < 1e15
    else {
      throw CommandError(
        "'\(text)' is no threshold; counts as 10 or a density as 0.1% are expected")
    }
    settings.threshold = isDensity ? .density(value / 100) : .counts(value)
    return []
  }

  mutating func setBinWidth(_ text: String) throws(CommandError) -> [Effect] {
    let unit = settings.observable.unit
    if text.isEmpty {
      openPrompt(
        .argument("bin-width"), label: "bin width\(unit.isEmpty ? "" : " in \(unit)") (or auto) ",
        text: number(spectrum.binning.width, digits: 6))
      return []
    }
    if text.lowercased() == "auto" {
      settings.binWidth = nil
      return []
    }
    guard let width = Double(text), Observable.binWidths.contains(width) else {
      throw CommandError(
        "'\(text)' is no bin width; a number such as 1 or 0.5, or auto, is expected")
    }
    guard canShow(binsOf: width) else {
      throw CommandError(
        "bins of \(text) would be too many to show; a wider bin is expected, or a narrower range first "
          + "(r)")
    }
    settings.binWidth = width
    return []
  }

  /// The next bin width, as long as there are enough bins to see something in and not too many.
  mutating func stepBinWidth(wider: Bool) {
    let width = steppedWidth(spectrum.binning.width, wider: wider)
    if wider, spectrum.all > 0, spectrum.counts.count(where: { $0 > 0 }) == 1 {
      say("bins are as wide as they can be: one holds all")
    } else if !wider, !canShow(binsOf: width) {
      say("bins are as narrow as they can be: \(grouped(spectrum.binCount)) of them")
    } else {
      settings.binWidth = width
    }
  }

  /// Whether the range shown is not cut when it is divided into bins of a width.
  private func canShow(binsOf width: Double) -> Bool {
    let bins = spectrum.binning
    // A range that follows the values may reach as far to the left.
    let most = settings.range == nil ? Self.mostBins / 2 : Self.mostBins
    return spectrum.all == 0 || (bins.upper - bins.lower) / width <= Double(most)
  }

  mutating func setRange(_ text: String) throws(CommandError) -> [Effect] {
    if text.isEmpty {
      let binning = spectrum.binning
      openPrompt(
        .argument("range"), label: "range (lower upper, or auto) ",
        text: "\(number(binning.lower, digits: 6)) \(number(binning.upper, digits: 6))")
      return []
    }
    if text.lowercased() == "auto" {
      settings.range = nil
      return []
    }
    let words = text.split { $0 == " " || $0 == "," || $0 == "…" }
    let numbers = words.compactMap { Double($0) }
    guard words.count == 2, numbers.count == 2, numbers.allSatisfy({ $0.magnitude < 1e9 }) else {
      throw CommandError("'\(text)' is no range; two numbers as 0 130, or auto, are expected")
    }
    guard numbers[0] + spectrum.binning.width <= numbers[1] else {
      throw CommandError("\(text): the upper end must lie at least one bin above the lower end")
    }
    settings.range = numbers[0]...numbers[1]
    return []
  }

  mutating func stepStructure(by step: Int) {
    // Of the file shown, else of all; −1 stands for all of these together.
    let all = settings.fileShown.map { structures(ofFile: $0) } ?? 0..<structures.count
    let steps = all.clamped(to: 0..<structures.count)
    let count = steps.count + 1
    let place = settings.structureShown.map { $0 - steps.lowerBound + 1 } ?? 0
    let next = (place + step + count) % count - 1
    settings.structureShown = next < 0 ? nil : steps.lowerBound + next
  }

  mutating func setStructure(_ text: String) throws(CommandError) -> [Effect] {
    if text.isEmpty {
      openPrompt(
        .argument("structure"), label: "structure (number, or all) ",
        text: settings.structureShown.map { "\($0)" } ?? "all")
      return []
    }
    if ["all", "pooled"].contains(text.lowercased()) {
      (settings.structureShown, settings.fileShown) = (nil, nil)
      return []
    }
    guard let index = Int(text), structures.indices.contains(index) else {
      throw CommandError(
        "no structure '\(text)'; a number from 0 to \(max(0, structures.count - 1)), or all, is "
          + "expected")
    }
    settings.structureShown = index
    if let file = settings.fileShown, !structures(ofFile: file).contains(index) {
      settings.fileShown = nil
    }
    return []
  }

  // MARK: Regions by hand

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
    let nearest = region.bins.count == 1 ? step > 0 : toUpper < toLower
    let upper = regionsPane.edge.flatMap { $0.bin == regionsPane.bin ? $0.upper : nil } ?? nearest
    let bin = (upper ? region.lastBin : region.firstBin) + step
    guard moveEdge(of: region, upper: upper, to: bin) != nil else {
      throw CommandError(
        "this edge of region \(region.number) goes no further: every region keeps a bin")
    }
    regionsPane.bin = (upper ? region.lastBin : region.firstBin) + step
    regionsPane.edge = (regionsPane.bin, upper)
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
}

extension State {
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

extension Threshold {
  /// A step up or down in the second digit.
  func stepped(up: Bool) -> Threshold {
    switch self {
    case .counts(let counts):
      .counts(max(1, Threshold.step(counts.rounded(), up: up, least: 1)))
    case .density(let density):
      .density(max(1e-9, Threshold.step(density, up: up, least: 0)))
    }
  }

  private static func step(_ value: Double, up: Bool, least: Double) -> Double {
    guard value > 0 else { return max(value, least) }
    // Going down from 100 to 99 and up again must meet the same numbers.
    let place = up ? value : value * (1 - 1e-9)
    var unit = 1.0
    while place >= unit * 10 { unit *= 10 }
    while place < unit { unit /= 10 }
    let step = max(unit / 10, least)
    return ((value / step).rounded() + (up ? 1 : -1)) * step
  }
}

/// The next wider or narrower width of the series 1, 2, 5, 10, ….
func steppedWidth(_ width: Double, wider: Bool) -> Double {
  var unit = 1e-6
  var series: [Double] = []
  while unit < 1e6 {
    series += [unit, unit * 2, unit * 5]
    unit *= 10
  }
  let exact = series.map { ($0 * 1e6).rounded() / 1e6 }
  return (wider ? exact.first { $0 > width * 1.001 } : exact.last { $0 < width * 0.999 }) ?? width
}
