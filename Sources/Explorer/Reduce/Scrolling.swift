import Screen

extension State {
  /// Rows of the list that are in sight.
  var listHeight: Int {
    let layout = ScreenLayout(self)
    switch view {
    case .regions:
      let box = RegionsView(self, layout.main).listBox
      return max(1, Box.inside(box).rows - 1)
    case .outliers: return max(1, OutliersView(self, layout.main).tableArea.rows - 1)
    case .sites, .site, .structure, .field, .model:
      return max(1, SitesView(self, layout.main).tableArea.rows - 1)
    }
  }

  /// Keeps the cursor of the list on screen in sight.
  mutating func scrollLists() {
    guard [.regions, .sites, .outliers].contains(view) else { return }
    let height = listHeight
    list.scroll(visible: height)
  }
}
