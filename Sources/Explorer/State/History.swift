/// What one step of undo brings back.
struct Snapshot: Sendable, Equatable {
  var settings: Settings
  var annotations: Annotations
  var sights: Sights
}

/// Changes that can be undone and done again, newest last.
struct History: Sendable {
  private var undone: [(snapshot: Snapshot, change: Change)] = []
  private var done: [(snapshot: Snapshot, change: Change)] = []
  private static let limit = 500
  /// How often `undo` and `redo` took a step.
  private(set) var steps = 0

  var isAtStart: Bool { done.isEmpty }
  var isAtEnd: Bool { undone.isEmpty }

  /// Remembers what was before a change; what had been undone is forgotten.
  ///
  /// Turns and zooms in a row count as one change.
  mutating func record(_ before: Snapshot, _ change: Change) {
    if change.isMotion {
      // Looking around must not cost what was undone.
      if !undone.isEmpty || done.last?.change == change { return }
    }
    done.append((before, change))
    if done.count > Self.limit { done.removeFirst(done.count - Self.limit) }
    undone.removeAll()
  }

  /// The state before the last change, and that change; nil when nothing is left.
  mutating func undo(from now: Snapshot) -> (snapshot: Snapshot, change: Change)? {
    guard let last = done.popLast() else { return nil }
    undone.append((now, last.change))
    steps += 1
    return last
  }

  /// The state after the last undone change, and that change; nil when nothing is left.
  mutating func redo(from now: Snapshot) -> (snapshot: Snapshot, change: Change)? {
    guard let last = undone.popLast() else { return nil }
    done.append((now, last.change))
    steps += 1
    return last
  }
}

/// What a change was about, for undo to say.
struct Change: Sendable, Equatable {
  let name: String
  /// Whether it is one of many small steps of a picture.
  let isMotion: Bool

  init(named name: String) {
    self.name = name
    isMotion = false
  }

  init(from old: Snapshot, to new: Snapshot) {
    let (a, b) = (old.settings, new.settings)
    let (from, to) = (old.sights, new.sights)
    let choices: [(Bool, String)] = [
      (a.nucleus != b.nucleus, "nucleus"), (a.modelsShown != b.modelsShown, "model"),
      (a.comparison != b.comparison, "comparison"), (a.threshold != b.threshold, "threshold"),
      (a.handRegions != b.handRegions, Self.name(ofRegions: a, b)),
      (a.peakCount != b.peakCount, "number of peaks"),
      (a.field != b.field, "field direction"),
      (a.observable != b.observable, "observable"), (a.binWidth != b.binWidth, "bin width"),
      (a.ranges != b.ranges, "range"), (a.filter != b.filter, "filter"),
      (a.sort != b.sort, "order"),
      (a.columns != b.columns, "columns"), (a.outlierScore != b.outlierScore, "score"),
      (a.structureShown != b.structureShown, "structure shown"),
      (a.fileShown != b.fileShown, "file shown"),
      (a.printedEquation5 != b.printedEquation5, "form of eq. (5)"),
      (a.logarithmicCounts != b.logarithmicCounts, "counts' scale"),
      (a.stacking != b.stacking, "what bars are divided by"),
      (a.paddedEdges != b.paddedEdges, "peaks at the ends"),
      (a.tensorUnit != b.tensorUnit, "unit of tensors"),
      (old.annotations.tags != new.annotations.tags, "tag"),
      (old.annotations.notes != new.annotations.notes, "note"),
      (old.annotations.marks != new.annotations.marks, "marks"),
      (from.cell.hidden != to.cell.hidden, "regions shown of the structure"),
      (from.cell.elements != to.cell.elements, "elements shown"),
      (from.cell.clusterDistance != to.cell.clusterDistance, "clusters' distance"),
      (from.cell.showsNumbers != to.cell.showsNumbers, "numbers on atoms"),
      (from.field.mapSet != to.field.mapSet, "sites of the map"),
      (from.field.patternSet != to.field.patternSet, "sites of the pattern"),
      (from.field.region != to.field.region, "region of map and pattern"),
      (from.field.lineWidth != to.field.lineWidth, "line width"),
      (from.field.lineShape != to.field.lineShape, "line shape"),
      (from.field.showsCentralLine != to.field.showsCentralLine, "central line"),
      (from.comparesTrained != to.comparesTrained, "sites compared"),
    ]
    let sameSlab = from.cell.slab?.axis == to.cell.slab?.axis
    let motions = [
      (from.cell.slab != to.cell.slab, "slab"), (from.cell != to.cell, "view of the structure"),
      (from.site != to.site, "view of the site"),
    ]
    let choice = choices.first { $0.0 }?.1
    name = choice ?? motions.first { $0.0 }?.1 ?? "display"
    isMotion = choice == nil && sameSlab
  }

  private static func name(ofRegions a: Settings, _ b: Settings) -> String {
    let (old, new) = (a.handRegions[b.observable] ?? [], b.handRegions[b.observable] ?? [])
    guard old.count == new.count else { return "regions by hand" }
    let sameEdges = zip(old, new).allSatisfy { $0.lower == $1.lower && $0.upper == $1.upper }
    return sameEdges ? "name of a region" : "edge of a region"
  }
}
