import Crystals

/// What the bars of the histogram are divided into.
extension State {
  private static let mostLayers = 8

  /// The names of the layers bars are divided into; empty when bars show regions.
  var layerLabels: [String] {
    switch settings.stacking {
    case .none: return []
    case .siteType: return SiteType.allCases.map(\.label)
    case .structure:
      let count = max(1, structures.count)
      let layers = min(State.mostLayers, count)
      return (0..<layers).map { layer in
        let first = (layer * count + layers - 1) / layers
        let last = ((layer + 1) * count + layers - 1) / layers - 1
        return first >= last ? "\(first)" : "\(first)–\(last)"
      }
    case .file:
      let count = structures.files.count
      guard count > State.mostLayers else { return (0..<max(1, count)).map(fileName) }
      let own = State.mostLayers - 1
      return (0..<own).map(fileName) + ["\(count - own) more"]
    }
  }

  /// The layer of every one of some rows; nil where bars are not divided by structures or files.
  func layers(ofRows rows: Range<Int>) -> [Int8]? {
    let (layers, count) = (layerLabels.count, max(1, structures.count))
    let owners = table.structure[rows]
    switch settings.stacking {
    case .none, .siteType: return nil
    case .structure:
      return owners.map { Int8(max(0, min(Int($0) * layers / count, layers - 1))) }
    case .file:
      // Rows are in file order: each stretch of a file's structures has one layer.
      var numbers = [Int8](repeating: 0, count: rows.count)
      for place in structures.files.indices {
        let own = self.rows(of: structures(ofFile: place), among: rows)
        for row in own { numbers[row - rows.lowerBound] = Int8(min(place, layers - 1)) }
      }
      return numbers
    }
  }

  /// Whether what the bars were divided into is out of date: more structures, other layers.
  var areLayersOld: Bool {
    switch settings.stacking {
    case .none, .siteType: false
    case .structure: structuresCounted != structures.count
    case .file: spectrum.layerCount != layerLabels.count
    }
  }
}
