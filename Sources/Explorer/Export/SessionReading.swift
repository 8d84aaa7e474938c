import Crystals
import Formats
import Spectra
import Tensors

/// Why a session file cannot be opened: where, what was found, what was expected.
public struct SessionError: Error, Equatable, CustomStringConvertible {
  public var description: String
}

extension Session {
  /// Reads a session from JSON; keys that are not there keep their standard values.
  ///
  /// Throws for what is no session and for values of the wrong kind, saying which.
  public init(
    parsing text: String, file: String = "session", workingFolder: String = ""
  ) throws(SessionError) {
    self.init()
    let document: JSON
    do { document = try JSON.parse(Array(text.utf8), file: file) } catch {
      throw SessionError(description: error.description)
    }
    guard document["spinelSession"]?.integer == 1 else {
      throw SessionError(
        description: "\(file): no spinelSession 1 found; a session saved by spinel is expected")
    }
    theme = document["theme"]?.text ?? ""
    savedAs = document["savedAs"]?.text
    if let files = document["files"] {
      let folder = FilePath.folder(of: FilePath.joined(workingFolder, file))
      inputs = try Self.inputs(files, folder: folder, file)
    }
    if let place = document["place"] { self.place = Place(place) }
    if let sights = document["sights"] { self.sights = Sights(sights) }
    if let members = document["settings"] {
      try readChoices(members, file)
      readDisplay(members)
    }
    settings.handRegions = try Self.regions(document["regions"], file)
    for nucleus in document["otherNuclei"]?.items ?? [] {
      guard let element = nucleus["nucleus"]?.text.flatMap({ Element(symbol: $0) }) else {
        throw Self.wrong("otherNuclei", "the symbol of a nucleus", file)
      }
      settings.scalesOfOthers[element] = Settings.Scales(
        binWidths: Self.binWidths(nucleus["binWidths"]), ranges: Self.ranges(nucleus["ranges"]),
        handRegions: try Self.regions(nucleus["regions"], file))
    }
    for site in document["sites"]?.items ?? [] {
      guard let structure = site["structure"]?.integer.flatMap(Int32.init(exactly:)),
        let atom = site["atom"]?.integer.flatMap(Int32.init(exactly:))
      else { throw Self.wrong("sites", "a structure and an atom counted from 0", file) }
      let key = SiteKey(structure: structure, atom: atom)
      if let tag = site["tag"]?.text { tags[key] = tag }
      if let note = site["note"]?.text { notes[key] = note }
    }
    for group in document["marks"]?.items ?? [] {
      guard let structure = group["structure"]?.integer.flatMap(Int32.init(exactly:)),
        let atoms = group["atoms"]?.integers?.map(Int32.init(exactly:)), !atoms.contains(nil)
      else { throw Self.wrong("marks", "a structure and its atoms counted from 0", file) }
      marks += atoms.compactMap { $0 }.map { SiteKey(structure: structure, atom: $0) }
    }
  }

  /// Reads regions made by hand.
  private static func regions(
    _ json: JSON?, _ file: String
  ) throws(SessionError) -> [Observable: [HandRegion]] {
    var regions: [Observable: [HandRegion]] = [:]
    for region in json?.items ?? [] {
      guard let observable = region["observable"]?.text.flatMap(Observable.init(rawValue:)),
        let lower = region["lower"]?.number, let upper = region["upper"]?.number, lower < upper
      else { throw wrong("regions", "an observable, lower and upper", file) }
      regions[observable, default: []].append(
        HandRegion(lower: lower, upper: upper, name: region["name"]?.text ?? ""))
    }
    return regions
  }

  /// Bin widths that can be used; others are left out.
  private static func binWidths(_ json: JSON?) -> [Observable: Double] {
    var widths: [Observable: Double] = [:]
    for member in json?.members ?? [] {
      if let observable = Observable(rawValue: member.name), let width = member.value.number,
        Observable.binWidths.contains(width)
      {
        widths[observable] = width
      }
    }
    return widths
  }

  /// Ranges that can be used; others are left out.
  private static func ranges(_ json: JSON?) -> [Observable: ClosedRange<Double>] {
    var ranges: [Observable: ClosedRange<Double>] = [:]
    for member in json?.members ?? [] {
      if let observable = Observable(rawValue: member.name), let ends = member.value.numbers,
        ends.count == 2, ends[0] < ends[1], ends.allSatisfy({ $0.magnitude < 1e9 })
      {
        ranges[observable] = ends[0]...ends[1]
      }
    }
    return ranges
  }

  /// Reads the files a session names; relative paths start from its folder.
  private static func inputs(
    _ json: JSON, folder: String, _ file: String
  ) throws(SessionError) -> Inputs {
    func input(_ json: JSON) throws(SessionError) -> InputFile {
      guard let path = json["path"]?.text, !path.isEmpty else {
        throw wrong("files", "a path of every file", file)
      }
      return InputFile(
        path: FilePath.normalized(FilePath.joined(folder, path)), size: json["size"]?.integer ?? 0,
        modified: json["modified"]?.number ?? 0)
    }
    var inputs = Inputs()
    for item in json["structures"]?.items ?? [] { inputs.structures.append(try input(item)) }
    for item in json["models"]?.items ?? [] { inputs.models.append(try input(item)) }
    if let results = json["results"] { inputs.results = try input(results) }
    return inputs
  }

  private static func wrong(_ key: String, _ expected: String, _ file: String) -> SessionError {
    SessionError(description: "\(file): \(key) is not what it should be; \(expected) is expected")
  }

  /// Reads what decides on numbers and regions.
  private mutating func readChoices(_ json: JSON, _ file: String) throws(SessionError) {
    if let name = json["observable"]?.text {
      guard let observable = Observable(rawValue: name) else {
        let known = Observable.allCases.map(\.rawValue).joined(separator: ", ")
        throw Self.wrong("observable", "one of \(known)", file)
      }
      settings.observable = observable
    }
    if let peaks = json["peaks"]?.integer { settings.peakCount = min(max(0, peaks), 99) }
    if let counts = json["thresholdCounts"]?.number, counts > 0, counts < 1e15 {
      settings.threshold = .counts(counts)
    } else if let density = json["thresholdDensity"]?.number, density > 0, density < 1e15 {
      settings.threshold = .density(density)
    }
    if let padded = json["paddedEdges"]?.logical { settings.paddedEdges = padded }
    if let b = json["field"]?.numbers {
      guard b.count == 3, let field = try? FieldDirection(b[0], b[1], b[2]) else {
        throw Self.wrong("field", "three numbers that are not all zero", file)
      }
      settings.field = field
    }
    if let printed = json["printedEquation5"]?.logical { settings.printedEquation5 = printed }
    if let filter = json["filter"]?.text {
      do { _ = try FilterParser.parse(filter) } catch {
        throw SessionError(description: "\(file): \(error.description)")
      }
      settings.filter = filter
    }
    settings.binWidths = Self.binWidths(json["binWidths"])
    settings.ranges = Self.ranges(json["ranges"])
    if let nucleus = json["nucleus"]?.text.flatMap({ Element(symbol: $0) }) {
      settings.nucleus = nucleus
    }
    if let structure = json["structureShown"]?.integer.flatMap(Int32.init(exactly:)),
      structure >= 0
    {
      settings.structureShown = Int(structure)
    }
    func place(_ name: String) -> Int? {
      json[name]?.integer.flatMap { (0..<Int(Int32.max)).contains($0) ? $0 : nil }
    }
    settings.fileShown = place("fileShown")
    for member in json["modelsShown"]?.members ?? [] {
      if let nucleus = Element(symbol: member.name), let name = member.value.text {
        settings.modelsShown[nucleus] = name
      }
    }
    if let name = json["comparedModel"]?.text {
      settings.comparison = .model(name)
    } else if let file = place("comparedFile") {
      settings.comparison = .file(file)
    }
  }

  /// Reads what decides on looks only; words that are not known are left out.
  private mutating func readDisplay(_ json: JSON) {
    if let logarithmic = json["logarithmicCounts"]?.logical {
      settings.logarithmicCounts = logarithmic
    }
    if let stacking = json["stacking"]?.text.flatMap(Stacking.init(rawValue:)) {
      settings.stacking = stacking
    }
    let columns = (json["columns"]?.items ?? []).compactMap {
      $0.text.flatMap(SiteField.init(rawValue:))
    }
    if !columns.isEmpty { settings.columns = columns }
    for name in json["sort"]?.items?.compactMap(\.text) ?? [] {
      let falls = name.hasPrefix("-")
      if let field = SiteField(rawValue: falls ? String(name.dropFirst()) : name) {
        settings.sort.append(SortKey(field, descending: falls))
      }
    }
    if let unit = json["tensorUnit"]?.text.flatMap(TensorUnit.init(rawValue:)) {
      settings.tensorUnit = unit
    }
    if let score = json["outlierScore"]?.text.flatMap(OutlierScore.init(rawValue:)) {
      settings.outlierScore = score
    }
  }
}
