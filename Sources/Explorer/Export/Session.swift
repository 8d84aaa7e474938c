import Formats
import Spectra

/// What a session file keeps: choices, regions made by hand, tags, notes and marks.
public struct Session: Sendable, Equatable {
  public var settings = Settings()
  public var tags: [SiteKey: String] = [:]
  public var notes: [SiteKey: String] = [:]
  public var marks: [SiteKey] = []
  public var theme = ""

  public init() {}

  /// The session of a state.
  public init(of state: State) {
    settings = state.settings
    tags = state.annotations.tags
    notes = state.annotations.notes
    marks = state.marked + state.marksAwaited
    theme = state.look.theme.name
  }

  /// The session as JSON.
  public var text: String {
    JSON.object([
      .init("spinelSession", 1), .init("theme", .string(theme)),
      .init("settings", .object(settingsMembers)), .init("regions", .array(regions)),
      .init("sites", .array(sites)),
    ]).indentedText
  }

  private var sites: [JSON] {
    let marked = Set(marks)
    return marked.union(tags.keys).union(notes.keys).sorted().map { site in
      var members: [JSON.Member] = [
        .init("structure", .int(Int(site.structure))), .init("atom", .int(Int(site.atom))),
      ]
      if let tag = tags[site] { members.append(.init("tag", .string(tag))) }
      if let note = notes[site] { members.append(.init("note", .string(note))) }
      if marked.contains(site) { members.append(.init("marked", .bool(true))) }
      return .object(members)
    }
  }

  private var settingsMembers: [JSON.Member] {
    let b = settings.field.unit
    let threshold: JSON.Member =
      switch settings.threshold {
      case .counts(let counts): .init("thresholdCounts", .double(counts))
      case .density(let density): .init("thresholdDensity", .double(density))
      }
    var members: [JSON.Member] = [
      .init("observable", .string(settings.observable.rawValue)),
      .init("peaks", .int(settings.peakCount)), threshold,
      .init("paddedEdges", .bool(settings.paddedEdges)), .init("field", JSON([b.x, b.y, b.z])),
      .init("printedEquation5", .bool(settings.printedEquation5)),
      .init("logarithmicCounts", .bool(settings.logarithmicCounts)),
      .init("stacking", .string(settings.stacking.rawValue)),
      .init("filter", .string(settings.filter)),
      .init("columns", JSON(settings.columns.map(\.rawValue))),
      .init("sort", JSON(settings.sort.map { ($0.descending ? "-" : "") + $0.field.rawValue })),
      .init("tensorUnit", .string(settings.tensorUnit.rawValue)),
      .init("outlierScore", .string(settings.outlierScore.rawValue)),
      .init(
        "binWidths",
        .object(
          settings.binWidths.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { .init($0.key.rawValue, .double($0.value)) })),
      .init(
        "ranges",
        .object(
          settings.ranges.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { .init($0.key.rawValue, JSON([$0.value.lowerBound, $0.value.upperBound])) })),
    ]
    if let nucleus = settings.nucleus { members.append(.init("nucleus", .string(nucleus.symbol))) }
    if let structure = settings.structureShown {
      members.append(.init("structureShown", .int(structure)))
    }
    return members
  }

  private var regions: [JSON] {
    settings.handRegions.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { observable, list in
      list.map { region in
        .object([
          .init("observable", .string(observable.rawValue)),
          .init("lower", .double(region.lower)), .init("upper", .double(region.upper)),
          .init("name", .string(region.name)),
        ])
      }
    }
  }
}
