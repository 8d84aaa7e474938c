extension Commands {
  private static let here: Set<View> = [.structure]

  /// The Structure screen: the cell in 3D, Li coloured by region.
  static let structureView: [Command] = [
    Command(
      "next-region-here", [Key("J")], "go to the next region of the legend", hint: "region",
      in: here
    ) {
      state, _ in
      state.moveGroup(by: 1)
      return []
    },
    Command(
      "previous-region-here", [Key("K")], "go to the previous region of the legend", hint: "region",
      in: here
    ) {
      state, _ in
      state.moveGroup(by: -1)
      return []
    },
    Command(
      "hide-region", [Key(" ")], "hide or show the region of the legend", hint: "hide", in: here
    ) {
      state, _ in
      state.toggleGroup()
      return []
    },
    Command(
      "only-region", [Key("r")], "show the region of the legend alone, or all again", hint: "only",
      in: here
    ) {
      state, _ in
      state.isolateGroup()
      return []
    },
    Command(
      "next-cluster", [Key("c")], "let the next cluster of the region stand out, then none",
      hint: "cluster", in: here
    ) {
      state, _ in
      state.stepCluster(by: 1)
      return []
    },
    Command(
      "previous-cluster", [Key("C")], "let the previous cluster of the region stand out",
      hint: "cluster", in: here
    ) {
      state, _ in
      state.stepCluster(by: -1)
      return []
    },
    Command(
      "cluster-distance", [Key("d")], "set the distance within which sites form a cluster, in Å",
      argument: "DISTANCE", in: here
    ) {
      (state, text) throws(CommandError) in try state.setClusterDistance(text)
    },
    Command("slab-back", [Key("[")], "move the slab back, or cut one out", hint: "slab", in: here) {
      state, _ in
      state.moveSlab(by: -0.05)
      return []
    },
    Command(
      "slab-forward", [Key("]")], "move the slab forward, or cut one out", hint: "slab", in: here
    ) {
      state, _ in
      state.moveSlab(by: 0.05)
      return []
    },
    Command("thinner-slab", [Key("{")], "make the slab thinner", in: here) { state, _ in
      state.moveSlab(by: 0, thicker: -0.05)
      return []
    },
    Command("thicker-slab", [Key("}")], "make the slab thicker", in: here) { state, _ in
      state.moveSlab(by: 0, thicker: 0.05)
      return []
    },
    Command(
      "slab", [Key("s")], "cut a slab across the line of sight, a, b or c, or show the whole cell",
      hint: "slab", in: here
    ) {
      state, _ in
      state.turnSlab()
      return []
    },
    Command(
      "elements", [Key("v")], "choose the elements shown", hint: "elements", argument: "SYMBOLS",
      in: here
    ) {
      (state, text) throws(CommandError) in try state.showElements(text)
    },
    Command("all-elements", [Key("a")], "show all elements, or the nucleus alone", in: here) {
      state, _ in
      state.toggleElements()
      return []
    },
    Command("look-along-a", [Key("X")], "look along a", hint: "along a b c", in: here) { state, _ in
      state.look(along: 0)
      return []
    },
    Command("look-along-b", [Key("Y")], "look along b", hint: "along a b c", in: here) { state, _ in
      state.look(along: 1)
      return []
    },
    Command("look-along-c", [Key("Z")], "look along c", hint: "along a b c", in: here) { state, _ in
      state.look(along: 2)
      return []
    },
    Command("roll-left", [Key("<")], "turn the picture counter-clockwise", in: here) { state, _ in
      state.turn(roll: 0.15)
      return []
    },
    Command("roll-right", [Key(">")], "turn the picture clockwise", in: here) { state, _ in
      state.turn(roll: -0.15)
      return []
    },
    Command(
      "center-site", [Key("g")], "put the picked site or the cell in the middle", in: here,
      when: .hasRow
    ) {
      state, _ in
      state.changeName = "the middle of the picture"
      state.sights.cell.isCentered.toggle()
      return []
    },
    Command("numbers", [Key("#")], "write the regions' numbers on the atoms, or not", in: here) {
      state, _ in
      let automatic = state.look.hatched || state.look.colors == .ansi16
      state.sights.cell.showsNumbers = !(state.sights.cell.showsNumbers ?? automatic)
      return []
    },
    Command(
      "previous-cell", [Key(",")], "show the structure before", in: here,
      when: .hasSeveralStructures
    ) {
      state, _ in
      state.stepCell(by: -1)
      return []
    },
    Command(
      "next-cell", [Key(".")], "show the next structure", in: here, when: .hasSeveralStructures
    ) {
      state, _ in
      state.stepCell(by: 1)
      return []
    },
  ]
}
