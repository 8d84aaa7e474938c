import Numbers
import Spectra

/// What the commands that set threshold, bins, range and structure do.
extension State {
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
