import Crystals
import Screen

/// What keys and mouse do on the Structure screen.
extension State {
  /// Comes to the screen from another: the site the user was at is picked there.
  mutating func enterStructure(from other: View) {
    if let row = selectedRow { sitePane.row = row }
    if let row = sitePane.row, row < table.count {
      structurePane.structure = Int(table.structure[row])
    } else if let shown = settings.structureShown {
      structurePane.structure = shown
    } else if let file = structuresShown, !file.contains(structurePane.structure) {
      structurePane.structure = file.lowerBound
    }
    switch other {
    case .regions:
      structurePane.origin = other
      let region = spectrum.region(ofBin: regionsPane.bin)
      if let region { structurePane.group = .region(region.number) }
    case .sites, .outliers: structurePane.origin = other
    case .site, .structure, .field, .model: break
    }
  }

  /// Leaves the screen for another: the cursor of its list goes to the picked site.
  mutating func leaveStructure() {
    if let row = sitePane.row, [.regions, .sites, .outliers].contains(view) { list.seek(row) }
  }

  /// Turns what the screen shows, in radians about the screen's axes.
  mutating func turn(yaw: Double = 0, pitch: Double = 0, roll: Double = 0) {
    if view == .structure {
      sights.cell.rotation = sights.cell.rotation.turned(pitch: pitch, yaw: yaw, roll: roll)
    } else {
      sights.site.yaw += yaw
      sights.site.pitch += pitch
    }
  }

  mutating func zoom(by factor: Double) {
    if view == .structure {
      sights.cell.zoom = Sights.cellZooms.nearest(to: sights.cell.zoom * factor)
    } else {
      sights.site.zoom = Sights.siteZooms.nearest(to: sights.site.zoom * factor)
    }
  }

  /// Looks from the start again.
  mutating func resetTurn() {
    changeName = "looking from the start again"
    if view == .structure {
      let fresh = Sights.Cell()
      (sights.cell.rotation, sights.cell.zoom) = (fresh.rotation, fresh.zoom)
      sights.cell.isCentered = false
    } else {
      sights.site = Sights.Site()
    }
  }

  /// Looks along a lattice vector (0, 1, 2), another one upwards.
  mutating func look(along direction: Int) {
    guard let basis = cellShown.flatMap({ CellFrame($0)?.basis }) else { return }
    changeName = "looking along \(["a", "b", "c"][direction])"
    let towards = basis.vectors[direction]
    let upwards = basis.vectors[direction == 2 ? 1 : 2]
    sights.cell.rotation = Screen.Rotation(towards: towards, upwards: upwards)
  }

  /// Shows the structure some places further along.
  mutating func stepCell(by step: Int) {
    let place = cellPlace + step
    guard structures.indices.contains(place) else {
      say(step > 0 ? "this is the last structure" : "this is the first structure")
      return
    }
    structurePane.structure = place
    structurePane.cluster = nil
  }

  /// Picks a site of the table, here and in the list.
  mutating func pick(row: Int) {
    sitePane.row = row
    structurePane.structure = Int(table.structure[row])
    list.seek(row)
  }

  /// Picks the site seen in a cell of the screen; an atom that is no site is named.
  mutating func pick(x: Int, y: Int) {
    let area = StructureView(self, ScreenLayout(self).main).pictureArea
    guard area.contains(x: x, y: y),
      let scene = StructureScene(self, columns: area.columns, rows: area.rows),
      let atom = scene.atom(atColumn: x - area.x, row: y - area.y), let structure = cellShown
    else { return }
    if let row = table.row(of: SiteKey(structure: Int32(cellPlace), atom: Int32(atom))) {
      pick(row: row)
    } else {
      let symbol = structure.elements[atom].symbol
      let isAwaited = structure.elements[atom] == nucleus
      say("atom \(atom), \(symbol)\(isAwaited ? ": no prediction yet" : "")")
    }
  }

  mutating func moveGroup(by step: Int) {
    let groups = siteGroups
    let place = groups.firstIndex(of: siteGroup) ?? 0
    choose(groups[min(max(0, place + step), groups.count - 1)])
  }

  mutating func choose(_ group: SiteGroup) {
    if group != siteGroup { structurePane.cluster = nil }
    structurePane.group = group
  }

  /// Shows the chosen line of the legend alone, or all again.
  mutating func isolateGroup() {
    let others = Set(siteGroups).subtracting([siteGroup])
    sights.cell.hidden = sights.cell.hidden == others ? [] : others
  }

  mutating func toggleGroup() {
    let group = siteGroup
    if sights.cell.hidden.remove(group) == nil { sights.cell.hidden.insert(group) }
  }

  mutating func toggle(_ element: Element) {
    var shown = elementsShown
    if shown.remove(element) == nil { shown.insert(element) }
    sights.cell.elements = shown
  }

  /// Shows every element, or the nucleus alone again.
  mutating func toggleElements() {
    let all = Set(elementsOfCell)
    sights.cell.elements = elementsShown.isSuperset(of: all) ? nil : all
  }

  /// Shows elements by their symbols, or a menu to choose from.
  mutating func showElements(_ text: String) throws(CommandError) -> [Effect] {
    guard !text.isEmpty else {
      overlay = .menu(Menu(.elements))
      return []
    }
    var elements: Set<Element> = []
    for word in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
      guard let element = Element(symbol: word) else {
        throw CommandError("no element '\(word)'; symbols such as Li Ti O are expected")
      }
      elements.insert(element)
    }
    sights.cell.elements = elements
    return []
  }

  mutating func moveSlab(by step: Double, thicker: Double = 0) {
    var slab = sights.cell.slab ?? Sights.Slab()
    if sights.cell.slab != nil {
      slab.center = min(max(0, slab.center + step), 1)
      slab.thickness = Sights.Slab.thicknesses.nearest(to: slab.thickness + thicker)
    }
    sights.cell.slab = slab
  }

  /// Steps the slab through sight, a, b, c and none.
  mutating func turnSlab() {
    guard let slab = sights.cell.slab else {
      sights.cell.slab = Sights.Slab(axis: .sight)
      return
    }
    sights.cell.slab = Sights.Slab.Axis(rawValue: slab.axis.rawValue + 1).map {
      Sights.Slab(axis: $0, center: slab.center, thickness: slab.thickness)
    }
  }

  /// Steps through the clusters, largest first, and none.
  mutating func stepCluster(by step: Int) {
    guard let found = structurePane.clusters, found.basis == clusterBasis else { return }
    let count = found.clusters.count
    guard count > 0 else {
      say("there are no sites in \(siteGroup.label) here")
      return
    }
    let place = (structurePane.cluster ?? -1) + step
    structurePane.cluster = (0..<count).contains(place) ? place : place < -1 ? count - 1 : nil
  }

  mutating func setClusterDistance(_ text: String) throws(CommandError) -> [Effect] {
    if text.isEmpty {
      openPrompt(
        .argument("cluster-distance"), label: "sites nearer than (Å) ",
        text: number(sights.cell.clusterDistance))
      return []
    }
    let word = text.split(separator: " ").first.map(String.init) ?? ""
    guard let distance = Double(word), Sights.clusterDistances.contains(distance) else {
      throw CommandError("'\(text)': a distance of 0.5 to 12 Å is expected, as 4.2")
    }
    sights.cell.clusterDistance = distance
    return []
  }

  /// One step back: the cluster that stands out, then the screen.
  mutating func stepBackFromStructure() {
    if structurePane.cluster != nil {
      structurePane.cluster = nil
    } else {
      show(structurePane.origin)
    }
  }
}

extension State {
  mutating func handle(_ mouse: Mouse, _ screen: StructureView) -> [Effect] {
    let isInside = screen.pictureArea.contains(x: mouse.x, y: mouse.y)
    switch mouse.action {
    case .press where isInside:
      drag = .spinning(x: mouse.x, y: mouse.y, moved: false)
    case .doubleClick where isInside:
      pick(x: mouse.x, y: mouse.y)
      if pickedAtom != nil { show(.site) }
    case .press, .doubleClick:
      if let group = screen.group(atX: mouse.x, y: mouse.y) {
        choose(group)
        if mouse.action == .doubleClick { isolateGroup() }
      } else if let place = screen.cluster(atX: mouse.x, y: mouse.y) {
        structurePane.cluster = structurePane.cluster == place ? nil : place
      }
    case .drag:
      guard case .spinning(let x, let y, _) = drag, (x, y) != (mouse.x, mouse.y) else { return [] }
      turn(yaw: Double(mouse.x - x) * 0.03, pitch: Double(mouse.y - y) * 0.06)
      drag = .spinning(x: mouse.x, y: mouse.y, moved: true)
    case .wheelUp where isInside: zoom(by: 1.15)
    case .wheelDown where isInside: zoom(by: 1 / 1.15)
    case .wheelUp: moveGroup(by: -1)
    case .wheelDown: moveGroup(by: 1)
    case .release: break
    }
    return []
  }
}
