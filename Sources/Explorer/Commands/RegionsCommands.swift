import Screen

extension Commands {
  private static let here: Set<View> = [.regions]

  /// Histogram and regions.
  static let regionsView: [Command] = [
    Command("bin-left", [.left, Key("h")], "move the bin cursor left", hint: "bin", in: here) {
      state, _ in
      state.moveBin(by: -1)
      return []
    },
    Command("bin-right", [.right, Key("l")], "move the bin cursor right", hint: "bin", in: here) {
      state, _ in
      state.moveBin(by: 1)
      return []
    },
    Command("previous-region", [.up], "go to the region to the left", hint: "region", in: here) {
      state, _ in
      state.moveRegion(by: -1)
      return []
    },
    Command("next-region", [.down], "go to the region to the right", hint: "region", in: here) {
      state, _ in
      state.moveRegion(by: 1)
      return []
    },
    Command("bins-left", [.control("u"), .pageUp], "move the bin cursor ten bins left", in: here) {
      state, _ in
      state.moveBin(by: -10)
      return []
    },
    Command(
      "bins-right", [.control("d"), .pageDown], "move the bin cursor ten bins right", in: here
    ) { state, _ in
      state.moveBin(by: 10)
      return []
    },
    Command("first-bin", [.home, Key("g")], "go to the first bin", in: here) { state, _ in
      state.moveBin(by: -state.regionsPane.bin)
      return []
    },
    Command("last-bin", [.end, Key("G")], "go to the last bin", in: here) { state, _ in
      state.moveBin(by: state.spectrum.binCount)
      return []
    },
    Command("threshold-up", [Key("+")], "raise the threshold T", hint: "threshold", in: here) {
      state, _ in
      state.settings.threshold = state.settings.threshold.stepped(up: true)
      return []
    },
    Command("threshold-down", [Key("-")], "lower the threshold T", hint: "threshold", in: here) {
      state, _ in
      state.settings.threshold = state.settings.threshold.stepped(up: false)
      return []
    },
    Command(
      "threshold", [Key("=")], "set the threshold T: counts, or a density as 0.1%",
      argument: "COUNTS", in: here
    ) { (state, text) throws(CommandError) in
      try state.setThreshold(text)
    },
    Command(
      "threshold-density", [Key("D")],
      "scale T with the number of sites: one structure or forty alike", in: here
    ) { state, _ in
      state.settings.threshold = state.spectrum.otherMeasure(of: state.settings.threshold)
      return []
    },
    Command("narrower-bins", [Key("[")], "narrow the bins", hint: "bin width", in: here) {
      state, _ in
      state.stepBinWidth(wider: false)
      return []
    },
    Command("wider-bins", [Key("]")], "widen the bins", hint: "bin width", in: here) { state, _ in
      state.stepBinWidth(wider: true)
      return []
    },
    Command(
      "bin-width", [Key("w")], "set the bin width; auto follows the values", argument: "WIDTH",
      in: here
    ) {
      (state, text) throws(CommandError) in try state.setBinWidth(text)
    },
    Command(
      "fewer-peaks", [Key("k")], "use fewer peaks (here k and K set K; ↑↓ move)", hint: "peaks",
      in: here
    ) { state, _ in
      if state.settings.peakCount == 0 { state.say("K is 0: no peaks are looked for") }
      state.settings.peakCount = max(0, state.settings.peakCount - 1)
      return []
    },
    Command("more-peaks", [Key("K")], "use more peaks", hint: "peaks", in: here) { state, _ in
      state.settings.peakCount = min(99, state.settings.peakCount + 1)
      return []
    },
    Command(
      "range", [Key("r")], "set the range of the histogram, as 0 130; auto follows the values",
      argument: "LOWER UPPER", in: here
    ) { (state, text) throws(CommandError) in
      try state.setRange(text)
    },
    Command("logarithmic", [Key("L")], "linear or logarithmic counts", in: here) { state, _ in
      state.settings.logarithmicCounts.toggle()
      return []
    },
    Command(
      "stack", [Key("a")], "divide the bars by region, site type, structure or file", in: here
    ) { state, _ in
      let all = Stacking.allCases.filter { $0 != .file || state.structures.files.count > 1 }
      let place = all.firstIndex(of: state.settings.stacking) ?? 0
      state.settings.stacking = all[(place + 1) % all.count]
      state.say("bars show \(state.settings.stacking.label)")
      return []
    },
    Command(
      "previous-structure", [Key(",")], "show the structure before, or all", in: here,
      when: .hasSeveralStructures
    ) { state, _ in
      state.stepStructure(by: -1)
      return []
    },
    Command(
      "next-structure", [Key(".")], "show the next structure, or all", in: here,
      when: .hasSeveralStructures
    ) { state, _ in
      state.stepStructure(by: 1)
      return []
    },
    Command(
      "structure", [Key("p")], "show one structure by number, or all (pooled)",
      argument: "NUMBER|all", in: here
    ) { (state, text) throws(CommandError) in
      try state.setStructure(text)
    },
    Command("brush", [Key(" "), Key("v")], "begin or end brushing a range of bins", in: here) {
      state, _ in
      state.toggleBrush()
      return []
    },
    Command(
      "open-region", [.enter], "list the sites of the brush or region", hint: "sites", in: here
    ) { state, _ in
      state.openRegion()
      return []
    },
    Command(
      "composition", [Key("i")],
      "statistics of the region: site types, n_Li, bonds, against all", in: here, when: .hasSites
    ) { state, _ in
      state.overlay = .composition(CompositionPane())
      return []
    },
    Command("edge-left", [Key("{")], "move the nearest edge of the region one bin left", in: here) {
      (state, _) throws(CommandError) in try state.moveEdge(by: -1)
    },
    Command("edge-right", [Key("}")], "move the nearest edge of the region one bin right", in: here)
    {
      (state, _) throws(CommandError) in try state.moveEdge(by: 1)
    },
    Command("split", [Key("X")], "split the region at the bin cursor", in: here) {
      (state, _) throws(CommandError) in try state.splitRegion()
    },
    Command("merge", [Key("M")], "merge the region with the next one to the right", in: here) {
      (state, _) throws(CommandError) in try state.mergeRegion()
    },
    Command(
      "make-region", [Key("A")], "make the brushed bins a region", in: here,
      when: .hasBrush
    ) { (state, _) throws(CommandError) in
      try state.makeRegion()
    },
    Command(
      "name-region", [Key("n")], "name the region (which locks it)", argument: "NAME", in: here
    ) { (state, text) throws(CommandError) in try state.nameRegion(text) },
    Command(
      "lock", [Key("U")], "lock the region against threshold and peaks, or give it back",
      in: here
    ) { (state, _) throws(CommandError) in try state.toggleLock() },
    Command(
      "lock-all", [Key("Z")], "lock all regions as they are, to save them for other data", in: here
    ) { state, _ in
      state.lockAll()
      return []
    },
    Command("sort-list", [Key("s")], "sort the list by the next column", in: here) { state, _ in
      state.cycleSort()
      return []
    },
    Command("reverse-list", [Key("S")], "reverse the order of the list", in: here) { state, _ in
      state.reverseSort()
      return []
    },
  ]
}
