import Glibc
import Spectra

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
      try state.show(mapOf: state.sights.field.mapSet == .all ? .region : .all)
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
      state.sights.field.lineWidth = LineWidths.step(from: state.lineWidth, wider: true)
      return []
    },
    Command("narrower-lines", [Key("-")], "narrow the pattern's lines", hint: "width", in: here) {
      state, _ in
      state.sights.field.lineWidth = LineWidths.step(from: state.lineWidth, wider: false)
      return []
    },
    Command(
      "line-width", [Key("w")], "set the lines' full width in kHz; auto follows the splittings",
      argument: "KHZ", in: here
    ) { (state, text) throws(CommandError) in try state.setLineWidth(text) },
    Command("line-shape", [Key("B")], "Gaussian or Lorentzian lines", in: here) { state, _ in
      let isGaussian = state.sights.field.lineShape == .gaussian
      state.sights.field.lineShape = isGaussian ? .lorentzian : .gaussian
      return []
    },
    Command("central-line", [Key("c")], "show or hide the central line", in: here) { state, _ in
      state.sights.field.showsCentralLine.toggle()
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
