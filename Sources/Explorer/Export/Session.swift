import Formats
import Spectra

/// What a session file keeps: choices, regions made by hand, tags, notes and marks.
public struct Session: Sendable, Equatable {
  public var settings = Settings()
  public var sights = Sights()
  public var tags: [SiteKey: String] = [:]
  public var notes: [SiteKey: String] = [:]
  public var marks: [SiteKey] = []
  public var theme = ""
  public var place = Place()
  /// The files shown; nil in sessions that name none.
  public var inputs: Inputs?
  /// The file that holds the same tags, notes and regions; nil while they are in none.
  public var savedAs: String?

  public init() {}

  /// The session of a state.
  public init(of state: State) {
    settings = state.settings
    sights = state.sights
    tags = state.annotations.tags
    notes = state.annotations.notes
    marks = state.marked + state.marksAwaited
    theme = state.look.theme.name
    place = state.place
    inputs = state.inputs.isEmpty ? nil : state.inputs
    savedAs =
      state.hasUnsavedWork
      ? nil : state.knownSession.map { FilePath.joined(state.workingFolder, $0) }
  }

  /// The session as JSON, for a file in `folder`: paths of files near it are relative to it.
  public func text(folder: String = "") -> String {
    var members: [JSON.Member] = [.init("spinelSession", 1)]
    if let inputs { members.append(.init("files", Self.json(inputs, folder: folder))) }
    if let savedAs { members.append(.init("savedAs", .string(savedAs))) }
    members += [
      .init("theme", .string(theme)), .init("place", placeJSON),
      .init("settings", .object(settingsMembers)),
      .init("regions", .array(Self.regions(settings.handRegions))),
    ]
    if let sights = sights.json { members.append(.init("sights", sights)) }
    let others = settings.scalesOfOthers.sorted { $0.key < $1.key }
    if !others.isEmpty {
      members.append(.init("otherNuclei", .array(others.map { Self.json($0, $1) })))
    }
    members.append(.init("sites", .array(sites)))
    members.append(.init("marks", .array(markedAtoms)))
    return JSON.object(members).indentedText
  }

  private var sites: [JSON] {
    Set(tags.keys).union(notes.keys).sorted().map { site in
      var members: [JSON.Member] = [
        .init("structure", .int(Int(site.structure))), .init("atom", .int(Int(site.atom))),
      ]
      if let tag = tags[site] { members.append(.init("tag", .string(tag))) }
      if let note = notes[site] { members.append(.init("note", .string(note))) }
      return .object(members)
    }
  }

  /// Marked atoms by structure: there may be a million.
  private var markedAtoms: [JSON] {
    Dictionary(grouping: Set(marks), by: \.structure).sorted { $0.key < $1.key }
      .map { structure, sites in
        .object([
          .init("structure", .int(Int(structure))),
          .init("atoms", JSON(sites.map { Int($0.atom) }.sorted())),
        ])
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
      .init("binWidths", Self.json(settings.binWidths)),
      .init("ranges", Self.json(settings.ranges)),
    ]
    if let nucleus = settings.nucleus { members.append(.init("nucleus", .string(nucleus.symbol))) }
    if let structure = settings.structureShown {
      members.append(.init("structureShown", .int(structure)))
    }
    if let file = settings.fileShown { members.append(.init("fileShown", .int(file))) }
    if !settings.modelsShown.isEmpty {
      members.append(.init("modelsShown", Self.json(settings.modelsShown)))
    }
    switch settings.comparison {
    case .files: break
    case .model(let name): members.append(.init("comparedModel", .string(name)))
    case .file(let place): members.append(.init("comparedFile", .int(place)))
    }
    return members
  }
}
