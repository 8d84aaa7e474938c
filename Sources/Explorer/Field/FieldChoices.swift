import Spectra
import Tensors

/// What the Field screen's commands do.
extension State {
  /// The map on screen; nil where the last one is of another nucleus, model or run.
  var shownMap: MeanMap? {
    guard let basis = fieldPane.map.answered, basis.isotope == isotope,
      basis.generation == generation, basis.predictions == predictionRevision
    else { return nil }
    return fieldPane.map.answer
  }

  /// The pattern on screen; nil where the last one is of another nucleus, model or run.
  var shownPattern: SitePattern? {
    guard let basis = fieldPane.pattern.answered?.sites, basis.isotope == isotope,
      basis.generation == generation, basis.predictions == predictionRevision
    else { return nil }
    return fieldPane.pattern.answer
  }

  mutating func turnField(to b: SIMD3<Double>?) {
    // Components that rounding left a hair from zero are zero.
    guard let b, let field = try? FieldDirection(clean(b.x), clean(b.y), clean(b.z)) else { return }
    settings.field = field
  }

  private func clean(_ component: Double) -> Double {
    component.magnitude < 1e-12 ? 0 : component
  }

  /// Unit vectors along the axes of a cube that are marked on the map, one of each opposite pair.
  static let cubicAxes: [SIMD3<Double>] = cubicIndices.map { $0 / ($0 * $0).sum().squareRoot() }

  private static let cubicIndices: [SIMD3<Double>] = [
    [0, 0, 1], [1, 0, 0], [0, 1, 0],
    [1, 1, 0], [-1, 1, 0], [1, 0, 1], [-1, 0, 1], [0, 1, 1], [0, -1, 1],
    [1, 1, 1], [-1, 1, 1], [-1, -1, 1], [1, -1, 1],
  ]

  mutating func nextAxis() {
    let b = settings.field.unit
    let place = Self.cubicAxes.firstIndex { abs(abs(($0 * b).sum()) - 1) < 1e-9 }
    let next = Self.cubicAxes[((place ?? -1) + 1) % Self.cubicAxes.count]
    turnField(to: next)
    say("b along [\(directionText(next))]")
  }

  /// Takes the sites that a region has for the field in use.
  private mutating func chooseRegion(_ number: Int) throws(CommandError) {
    guard (1...max(1, spectrum.regions.count)).contains(number), !spectrum.regions.isEmpty else {
      throw CommandError("there is no region \(number); the Regions screen finds them")
    }
    sights.field.region = number
    fieldPane.choosing += 1
  }

  /// The region at the cursor of the Regions screen, else the first.
  private var regionAtCursor: Int { spectrum.region(ofBin: regionsPane.bin)?.number ?? 1 }

  mutating func show(mapOf set: SiteSet) throws(CommandError) -> [Effect] {
    if set == .region { try chooseRegion(regionAtCursor) }
    sights.field.mapSet = set
    return []
  }

  mutating func showPattern(of name: String) throws(CommandError) -> [Effect] {
    let all = SiteSet.allCases
    let place = all.firstIndex(of: sights.field.patternSet) ?? 0
    var next = all[(place + 1) % all.count]
    if !name.isEmpty {
      guard let named = SiteSet(rawValue: name) else {
        throw CommandError(
          "'\(name)' is no set of sites; there are \(all.map(\.rawValue).joined(separator: ", "))")
      }
      next = named
    } else if next == .region, spectrum.regions.isEmpty {
      next = .list
    }
    // A region the map shows already keeps its sites.
    if next == .region, sights.field.mapSet != .region { try chooseRegion(regionAtCursor) }
    sights.field.patternSet = next
    return []
  }

  mutating func stepFieldRegion(by step: Int) throws(CommandError) -> [Effect] {
    let isShown = sights.field.mapSet == .region || sights.field.patternSet == .region
    try chooseRegion(
      isShown
        ? min(max(1, sights.field.region + step), max(1, spectrum.regions.count)) : regionAtCursor)
    if !isShown { sights.field.mapSet = .region }
    return []
  }

  mutating func setLineWidth(_ text: String) throws(CommandError) -> [Effect] {
    if text.isEmpty {
      openPrompt(
        .argument("line-width"), label: "width of lines in kHz ", text: number(lineWidth, digits: 6)
      )
    } else if text == "auto" {
      sights.field.lineWidth = nil
    } else if let width = Double(text), Sights.lineWidths.contains(width) {
      sights.field.lineWidth = width
    } else {
      throw CommandError("'\(text)': a width in kHz from 0 to 1000000, or auto, is expected")
    }
    return []
  }
}
