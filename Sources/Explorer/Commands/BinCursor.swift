import Spectra

/// The cursor, the brush and what they are on.
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
}
