import Glibc
import Spectra
import Tensors

extension Commands {
  private static let here: Set<View> = [.field]

  /// The Field screen: the field direction on a map, and powder patterns.
  static let fieldView: [Command] = [
    turn("turn-field-left", [.left, Key("h")], "left", [-1, 0]),
    turn("turn-field-right", [.right, Key("l")], "right", [1, 0]),
    turn("turn-field-up", [.up, Key("k")], "up", [0, 1]),
    turn("turn-field-down", [.down, Key("j")], "down", [0, -1]),
    turn("nudge-field-left", [Key("H")], "left", [-1, 0], degrees: 1),
    turn("nudge-field-right", [Key("L")], "right", [1, 0], degrees: 1),
    turn("nudge-field-up", [Key("K")], "up", [0, 1], degrees: 1),
    turn("nudge-field-down", [Key("J")], "down", [0, -1], degrees: 1),
    preset("field-x", [Key("X")], "along x, [100]", [1, 0, 0]),
    preset("field-y", [Key("Y")], "along y, [010]", [0, 1, 0]),
    preset("field-z", [Key("Z")], "along z, [001]", [0, 0, 1]),
    preset("field-110", [Key("d")], "along [110]", [1, 1, 0]),
    preset("field-111", [Key("D")], "along [111]", [1, 1, 1]),
    Command(
      "next-axis", [Key("p")], "put the field along the next of the ⟨001⟩, ⟨110⟩ and ⟨111⟩ axes",
      hint: "axes", in: here
    ) { state, _ in
      state.nextAxis()
      return []
    },
    Command(
      "lowest-mean", [Key("g"), .home], "put the field where the map is lowest", in: here,
      when: .hasFieldMap
    ) { state, _ in
      state.turnField(to: state.shownMap?.map?.lowest.direction)
      return []
    },
    Command(
      "highest-mean", [Key("G"), .end], "put the field where the map is highest", in: here,
      when: .hasFieldMap
    ) { state, _ in
      state.turnField(to: state.shownMap?.map?.highest.direction)
      return []
    },
    Command(
      "map-sites", [Key("o")], "colour the map by all sites, or by the region at the cursor",
      hint: "map of", in: here
    ) { (state, _) throws(CommandError) in
      try state.show(mapOf: state.fieldPane.mapSet == .all ? .region : .all)
    },
    Command(
      "pattern-sites", [Key("s")],
      "pattern of all sites, the region, the list, the marked sites or one site",
      hint: "pattern of", argument: "all|region|list|marked|site", in: here
    ) { (state, name) throws(CommandError) in try state.showPattern(of: name) },
    Command(
      "previous-map-region", [Key("[")], "take the region before, with the sites it has now",
      hint: "region", in: here
    ) { (state, _) throws(CommandError) in try state.stepFieldRegion(by: -1) },
    Command(
      "next-map-region", [Key("]")], "take the next region, with the sites it has now",
      hint: "region", in: here
    ) { (state, _) throws(CommandError) in try state.stepFieldRegion(by: 1) },
    Command("broader-lines", [Key("+")], "broaden the pattern's lines", hint: "width", in: here) {
      state, _ in
      state.fieldPane.lineWidth = LineWidths.step(from: state.lineWidth, wider: true)
      return []
    },
    Command("narrower-lines", [Key("-")], "narrow the pattern's lines", hint: "width", in: here) {
      state, _ in
      state.fieldPane.lineWidth = LineWidths.step(from: state.lineWidth, wider: false)
      return []
    },
    Command(
      "line-width", [Key("w")], "set the lines' full width in kHz; auto follows the splittings",
      argument: "KHZ", in: here
    ) { (state, text) throws(CommandError) in try state.setLineWidth(text) },
    Command("line-shape", [Key("B")], "Gaussian or Lorentzian lines", in: here) { state, _ in
      let isGaussian = state.fieldPane.lineShape == .gaussian
      state.fieldPane.lineShape = isGaussian ? .lorentzian : .gaussian
      return []
    },
    Command("central-line", [Key("c")], "show or hide the central line", in: here) { state, _ in
      state.fieldPane.showsCentralLine.toggle()
      return []
    },
  ]

  private static func turn(
    _ name: String, _ keys: [Key], _ side: String, _ way: SIMD2<Double>, degrees: Double = 5
  ) -> Command {
    Command(
      name, keys, "turn the field \(Int(degrees))° to the map's \(side)",
      hint: degrees == 5 ? "turn b" : nil, in: here
    ) { state, _ in
      let angle = degrees * .pi / 180
      state.turnField(
        to: Hemisphere.step(
          from: state.settings.field.unit, along: way, angle: (cos(angle), sin(angle))))
      return []
    }
  }

  private static func preset(
    _ name: String, _ keys: [Key], _ place: String, _ direction: SIMD3<Double>
  ) -> Command {
    Command(name, keys, "put the field \(place)", in: here) { state, _ in
      state.turnField(to: direction)
      return []
    }
  }
}

extension Command.Condition {
  static let hasFieldMap = Self("the map is still being computed") { $0.shownMap?.map != nil }
}

extension State {
  /// The map on screen; nil where the last one is of another nucleus or run.
  var shownMap: MeanMap? {
    guard let basis = fieldPane.map.answered, basis.isotope == isotope,
      basis.generation == generation
    else { return nil }
    return fieldPane.map.answer
  }

  /// The pattern on screen; nil where the last one is of another nucleus or run.
  var shownPattern: SitePattern? {
    guard let basis = fieldPane.pattern.answered?.sites, basis.isotope == isotope,
      basis.generation == generation
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

  /// The axes of a cube that are marked on the map, up to their sign.
  static let cubicAxes: [SIMD3<Double>] = [
    [0, 0, 1], [1, 0, 0], [0, 1, 0],
    [1, 1, 0], [-1, 1, 0], [1, 0, 1], [-1, 0, 1], [0, 1, 1], [0, -1, 1],
    [1, 1, 1], [-1, 1, 1], [-1, -1, 1], [1, -1, 1],
  ]

  fileprivate mutating func nextAxis() {
    let b = settings.field.unit
    let place = Self.cubicAxes.firstIndex { axis in
      let along = (axis * b).sum()
      return abs(along * along - (axis * axis).sum()) < 1e-9
    }
    let next = Self.cubicAxes[((place ?? -1) + 1) % Self.cubicAxes.count]
    turnField(to: next)
    say("b along [\(directionText(next))]")
  }

  /// Takes the sites that a region has for the field in use.
  private mutating func chooseRegion(_ number: Int) throws(CommandError) {
    guard (1...max(1, spectrum.regions.count)).contains(number), !spectrum.regions.isEmpty else {
      throw CommandError("there is no region \(number); the Regions screen finds them")
    }
    fieldPane.region = number
    fieldPane.choosing += 1
  }

  /// The region at the cursor of the Regions screen, else the first.
  private var regionAtCursor: Int { spectrum.region(ofBin: regionsPane.bin)?.number ?? 1 }

  fileprivate mutating func show(mapOf set: SiteSet) throws(CommandError) -> [Effect] {
    if set == .region { try chooseRegion(regionAtCursor) }
    fieldPane.mapSet = set
    return []
  }

  fileprivate mutating func showPattern(of name: String) throws(CommandError) -> [Effect] {
    let all = SiteSet.allCases
    let place = all.firstIndex(of: fieldPane.patternSet) ?? 0
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
    if next == .region, fieldPane.mapSet != .region { try chooseRegion(regionAtCursor) }
    fieldPane.patternSet = next
    return []
  }

  fileprivate mutating func stepFieldRegion(by step: Int) throws(CommandError) -> [Effect] {
    let isShown = fieldPane.mapSet == .region || fieldPane.patternSet == .region
    try chooseRegion(
      isShown
        ? min(max(1, fieldPane.region + step), max(1, spectrum.regions.count)) : regionAtCursor)
    if !isShown { fieldPane.mapSet = .region }
    return []
  }

  fileprivate mutating func setLineWidth(_ text: String) throws(CommandError) -> [Effect] {
    if text.isEmpty {
      openPrompt(
        .argument("line-width"), label: "width of lines in kHz ", text: number(lineWidth, digits: 6)
      )
    } else if text == "auto" {
      fieldPane.lineWidth = nil
    } else if let width = Double(text), (0...1e6).contains(width) {
      fieldPane.lineWidth = width
    } else {
      throw CommandError("'\(text)': a width in kHz from 0 to 1000000, or auto, is expected")
    }
    return []
  }
}
