import Crystals
import Engine
import Tensors

extension Settings {
  /// Choices in an observable's unit: what suits one nucleus means nothing for another.
  struct Scales: Sendable, Equatable {
    var binWidths: [Observable: Double] = [:]
    var ranges: [Observable: ClosedRange<Double>] = [:]
    var handRegions: [Observable: [HandRegion]] = [:]
  }

  /// Puts away the scales of one nucleus and takes up those of another.
  mutating func select(_ next: Element, after last: Element?) {
    if let last {
      scalesOfOthers[last] = Scales(
        binWidths: binWidths, ranges: ranges, handRegions: handRegions)
    }
    let scales = scalesOfOthers.removeValue(forKey: next) ?? Scales()
    (binWidths, ranges, handRegions) = (scales.binWidths, scales.ranges, scales.handRegions)
    nucleus = next
  }
}

extension State {
  /// The nuclei there are: of the models, else of the sites, in the order they came.
  var nuclei: [Element] {
    let all =
      models.isEmpty
      ? (shown.map { [$0.nucleus] } ?? []) + hiddenTables.keys.map(\.nucleus).sorted()
      : models.map(\.nucleus)
    var seen = Set<Element>()
    return all.filter { seen.insert($0).inserted }
  }

  /// The nucleus on screen: the one chosen, else the first that is known.
  var nucleus: Element? {
    if let chosen = settings.nucleus, nuclei.contains(chosen) || nuclei.isEmpty { return chosen }
    return models.first?.nucleus ?? shown?.nucleus
  }

  /// Sites of the nucleus on screen in all structures known so far, predicted or not.
  var expectedSites: Int {
    max(table.count, nucleus.flatMap { atomCounts[$0] } ?? 0)
  }

  /// Shows a nucleus; undone like any other choice.
  mutating func select(_ next: Element) {
    guard next != nucleus else { return }
    let last = nucleus
    settings.select(next, after: last)
    annotations.select(next, after: last)
  }

  /// Forgets where the user was among the sites of the nucleus before.
  mutating func leaveNucleus() {
    sitePane.row = nil
    regionsPane = RegionsPane()
    sitesPane.list = SiteList()
    outliersPane = OutliersPane()
    modelPane.forgetReports()
  }
}

extension State {
  /// The marked sites of all nuclei.
  var marked: [SiteKey] {
    func keys(_ marks: RowSet, _ table: SiteTable?) -> [SiteKey] {
      guard let table else { return [] }
      return marks.rows.filter { $0 < table.count }.map(table.key)
    }
    let own = shown.flatMap { sites(of: $0.nucleus) } ?? table
    return keys(annotations.marks, own)
      + annotations.marksOfOthers.flatMap { keys($1, sites(of: $0)) }
  }
}

extension Commands {
  /// Which nucleus is looked at.
  static let nuclei: [Command] = [
    Command(
      "nucleus", [Key("I")], "show the next nucleus, or the one named", argument: "SYMBOL",
      when: .hasSeveralNuclei
    ) { (state, name) throws(CommandError) in
      let all = state.nuclei
      guard !name.isEmpty else {
        let place = state.nucleus.flatMap(all.firstIndex(of:)) ?? -1
        state.select(all[(place + 1) % all.count])
        return []
      }
      guard let element = Element(symbol: name), all.contains(element) else {
        let known = all.map(\.symbol).joined(separator: ", ")
        throw CommandError("no nucleus '\(name)' here; there are \(known)")
      }
      state.select(element)
      return []
    }
  ]
}
