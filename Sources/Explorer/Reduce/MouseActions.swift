import Screen
import Spectra

extension State {
  /// Does what a mouse action means where it happened.
  mutating func handle(_ mouse: Mouse) -> [Effect] {
    guard isMouseOn else { return [] }
    let layout = ScreenLayout(self)
    guard layout.fits else { return [] }
    if mouse.action == .press { message = nil }
    if let overlay { return handle(mouse, over: overlay, layout) }
    if mouse.action == .release { return endDrag() }
    if mouse.action == .press, mouse.y == 0 { return pressHeader(mouse.x) }
    switch view {
    case .regions: return handle(mouse, RegionsView(self, layout.main))
    case .sites: return handle(mouse, SitesView(self, layout.main))
    case .site: return handle(mouse, SiteView(self, layout.main))
    case .structure: return handle(mouse, StructureView(self, layout.main))
    case .field: return handle(mouse, FieldView(self, layout.main))
    case .outliers: return handle(mouse, OutliersView(self, layout.main))
    case .model: return handle(mouse, ModelView(self, layout.main))
    }
  }

  /// A click on the name of a screen goes there.
  private mutating func pressHeader(_ x: Int) -> [Effect] {
    guard let view = headerTabs(self).first(where: { $0.columns.contains(x) })?.view,
      let command = Commands.named(view.commandName)
    else { return [] }
    return run(command)
  }

  private mutating func endDrag() -> [Effect] {
    if drag == .threshold || drag == .field || isEdgeDrag { commit() }
    if view == .structure, case .spinning(let x, let y, moved: false) = drag { pick(x: x, y: y) }
    drag = nil
    return []
  }

  private var isEdgeDrag: Bool { if case .edge = drag { true } else { false } }

  // MARK: Regions

  private mutating func handle(_ mouse: Mouse, _ screen: RegionsView) -> [Effect] {
    let geometry = screen.chart.geometry(in: screen.chartArea)
    switch mouse.action {
    case .press, .doubleClick:
      if geometry.plot.contains(x: mouse.x, y: mouse.y) {
        return pressChart(mouse, geometry)
      }
      let table = screen.regionTable.geometry(in: Box.inside(screen.tableBox))
      if let row = table.row(atX: mouse.x, y: mouse.y) {
        if case .region(let place) = screen.shownLines[row] {
          goToRegion(place + 1)
          if mouse.action == .doubleClick { openRegion() }
        }
        return []
      }
      return pressList(mouse, in: Box.inside(screen.listBox))
    case .drag: return dragChart(mouse, geometry)
    case .wheelUp, .wheelDown:
      let step = mouse.action == .wheelUp ? -1 : 1
      if screen.listBox.contains(x: mouse.x, y: mouse.y) {
        list.move(by: 3 * step)
      } else if screen.tableBox.contains(x: mouse.x, y: mouse.y) {
        moveRegion(by: step)
      } else {
        moveBin(by: step)
      }
      return []
    case .release: return []
    }
  }

  private mutating func pressChart(_ mouse: Mouse, _ geometry: BarChartGeometry) -> [Effect] {
    guard let bins = geometry.bins(atColumn: mouse.x), spectrum.all > 0 else { return [] }
    let bin = bins.max { spectrum.counts[$0] < spectrum.counts[$1] } ?? bins.lowerBound
    if mouse.action == .doubleClick {
      regionsPane.bin = bin
      openRegion()
      return []
    }
    if mouse.y == geometry.row(ofCount: spectrum.threshold) {
      drag = .threshold
      provisional = snapshot
      return []
    }
    regionsPane.brush = nil
    regionsPane.brushStart = nil
    if let region = spectrum.region(ofBin: bin), region.firstBin < region.lastBin,
      let edge = [(bins.contains(region.firstBin), false), (bins.contains(region.lastBin), true)]
        .first(where: \.0)
    {
      drag = .edge(of: .number(region.number), upper: edge.1)
      provisional = snapshot
    } else {
      drag = .brush(from: bin)
    }
    regionsPane.bin = bin
    return []
  }

  private mutating func dragChart(_ mouse: Mouse, _ geometry: BarChartGeometry) -> [Effect] {
    let x = min(max(mouse.x, geometry.plot.x), geometry.plot.right - 1)
    guard let bins = geometry.bins(atColumn: x) else { return [] }
    switch drag {
    case .threshold:
      let count = max(1, geometry.count(atRow: mouse.y).rounded())
      let counts = Threshold.counts(count)
      if case .density = settings.threshold {
        let density = counts.density(sites: spectrum.all, binWidth: spectrum.binning.width)
        if density > 0 { settings.threshold = .density(density) }
      } else {
        settings.threshold = counts
      }
    case .edge(let edge, let upper):
      let dragged = spectrum.regions.first { region in
        switch edge {
        case .number(let number): region.number == number
        case .place(let place): spectrum.hand[region.number - 1] == place
        }
      }
      guard let dragged,
        let place = moveEdge(
          of: dragged, upper: upper, to: upper ? bins.upperBound - 1 : bins.lowerBound)
      else { return [] }
      drag = .edge(of: .place(place), upper: upper)
    case .brush(let start):
      let end = bins.lowerBound > start ? bins.upperBound - 1 : bins.lowerBound
      regionsPane.bin = end
      regionsPane.brush = span(start, end)
    case .turning, .spinning, .scrollBar, .field, nil: break
    }
    return []
  }

  // MARK: Lists

  /// A click on a row, a heading or the scroll bar of a list.
  private mutating func pressList(_ mouse: Mouse, in area: Rect) -> [Effect] {
    let table = siteTable(self, list, active: view == .sites ? sitesPane.column : nil)
    let geometry = table.geometry(in: area)
    if let column = geometry.headerColumn(atX: mouse.x, y: mouse.y) {
      guard settings.columns.indices.contains(column) else { return [] }
      sitesPane.column = column
      sort(by: settings.columns[column], keepingOthers: false)
    } else if geometry.scrollBar.contains(x: mouse.x, y: mouse.y) {
      drag = .scrollBar
      dragScrollBar(mouse, geometry)
    } else if let place = geometry.row(atX: mouse.x, y: mouse.y) {
      list.move(to: place)
      if view == .sites, let column = geometry.column(atX: mouse.x) { sitesPane.column = column }
      if mouse.action == .doubleClick { show(.site) }
    }
    return []
  }

  mutating func dragScrollBar(_ mouse: Mouse, _ geometry: TableGeometry) {
    let height = geometry.body.rows
    let bar = ScrollBar(first: list.top, visible: height, total: list.count)
    let first = bar.first(atRow: mouse.y - geometry.scrollBar.y, rows: geometry.scrollBar.rows)
    list.top = first
    list.move(to: min(max(list.cursor, first), first + height - 1))
  }

  private mutating func handle(_ mouse: Mouse, _ screen: SitesView) -> [Effect] {
    switch mouse.action {
    case .press, .doubleClick: return pressList(mouse, in: screen.tableArea)
    case .drag:
      if drag == .scrollBar { dragScrollBar(mouse, screen.table.geometry(in: screen.tableArea)) }
    case .wheelUp: list.move(by: -3)
    case .wheelDown: list.move(by: 3)
    case .release: break
    }
    return []
  }

  // MARK: Site

  private mutating func handle(_ mouse: Mouse, _ screen: SiteView) -> [Effect] {
    let isInside = screen.polyhedronBox.contains(x: mouse.x, y: mouse.y)
    switch mouse.action {
    case .press where isInside: drag = .turning(x: mouse.x, y: mouse.y)
    case .drag:
      guard case .turning(let x, let y) = drag else { return [] }
      sights.site.yaw += Double(mouse.x - x) * 0.05
      sights.site.pitch += Double(mouse.y - y) * 0.1
      drag = .turning(x: mouse.x, y: mouse.y)
    case .wheelUp where isInside: zoom(by: 1.15)
    case .wheelDown where isInside: zoom(by: 1 / 1.15)
    case .wheelUp: walk(by: -1)
    case .wheelDown: walk(by: 1)
    default: break
    }
    return []
  }

  // MARK: Overlays

  private mutating func handle(
    _ mouse: Mouse, over overlay: Overlay, _ layout: ScreenLayout
  ) -> [Effect] {
    switch overlay {
    case .menu(var menu):
      let place = MenuLayout(menu, count: items(menu).count, layout)
      switch mouse.action {
      case .wheelUp: menu.cursor -= 1
      case .wheelDown: menu.cursor += 1
      case .press, .doubleClick:
        guard place.window.contains(x: mouse.x, y: mouse.y) else {
          return press(.escape, in: overlay)
        }
        guard place.list.contains(x: mouse.x, y: mouse.y) else { return [] }
        let row = place.first + mouse.y - place.list.y
        guard row < items(menu).count else { return [] }
        if row == menu.cursor || mouse.action == .doubleClick {
          menu.cursor = row
          return choose(menu)
        }
        menu.cursor = row
      case .drag, .release: return []
      }
      return settle(menu)
    case .statistics:
      if mouse.action == .press { self.overlay = nil }
      return []
    case .newStructures:
      let dialogue = NewStructuresView(self, layout)
      guard mouse.action == .press else { return [] }
      guard dialogue.window.contains(x: mouse.x, y: mouse.y) else {
        return press(.escape, in: overlay)
      }
      if let place = dialogue.field(atY: mouse.y) { newStructures.form.move(to: place) }
      return []
    case .composition(let pane):
      switch mouse.action {
      case .wheelUp: scroll(pane, by: -1)
      case .wheelDown: scroll(pane, by: 1)
      case .press: self.overlay = nil
      case .drag, .release, .doubleClick: break
      }
      return []
    case .prompt(var prompt):
      if mouse.action == .press, mouse.y == layout.footer.y {
        prompt.field.moveCaret(to: mouse.x - 1 - TextWidth.of(look.text(prompt.label)))
        self.overlay = .prompt(prompt)
      }
      return []
    case .confirmation: return []
    }
  }
}
