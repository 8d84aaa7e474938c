import Crystals
import Formats

extension Session {
  /// Regions made by hand, of all observables.
  static func regions(_ regions: [Observable: [HandRegion]]) -> [JSON] {
    regions.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { observable, list in
      list.map { region in
        .object([
          .init("observable", .string(observable.rawValue)),
          .init("lower", .double(region.lower)), .init("upper", .double(region.upper)),
          .init("name", .string(region.name)),
        ])
      }
    }
  }

  static func json(_ widths: [Observable: Double]) -> JSON {
    .object(
      widths.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { .init($0.key.rawValue, .double($0.value)) })
  }

  static func json(_ ranges: [Observable: ClosedRange<Double>]) -> JSON {
    .object(
      ranges.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { .init($0.key.rawValue, JSON([$0.value.lowerBound, $0.value.upperBound])) })
  }

  /// The names of the models shown, by nucleus.
  static func json(_ models: [Element: String]) -> JSON {
    .object(
      models.sorted { $0.key < $1.key }.map { .init($0.key.symbol, .string($0.value)) })
  }

  /// The choices kept for a nucleus that is not on screen.
  static func json(_ nucleus: Element, _ scales: Settings.Scales) -> JSON {
    .object([
      .init("nucleus", .string(nucleus.symbol)), .init("binWidths", json(scales.binWidths)),
      .init("ranges", json(scales.ranges)), .init("regions", .array(regions(scales.handRegions))),
    ])
  }

  /// The files, those near `folder` by their path from there.
  static func json(_ inputs: Inputs, folder: String) -> JSON {
    func file(_ file: InputFile) -> JSON {
      .object([
        .init("path", .string(FilePath.relative(file.path, to: folder))),
        .init("size", .int(file.size)), .init("modified", .double(file.modified)),
      ])
    }
    var members: [JSON.Member] = [
      .init("structures", .array(inputs.structures.map(file))),
      .init("models", .array(inputs.models.map(file))),
    ]
    if let results = inputs.results { members.append(.init("results", file(results))) }
    return .object(members)
  }

  /// The place as JSON.
  var placeJSON: JSON {
    var members: [JSON.Member] = [
      .init("view", .string(place.view.name)), .init("origin", .string(place.origin.name)),
      .init("column", .int(place.column)),
    ]
    if place.structure > 0 { members.append(.init("structureInSight", .int(place.structure))) }
    if let site = place.site {
      members += [
        .init("structure", .int(Int(site.structure))), .init("atom", .int(Int(site.atom))),
      ]
    }
    if let bin = place.bin { members.append(.init("bin", .double(bin))) }
    switch place.scope {
    case .all: break
    case .region(let number): members.append(.init("listedRegion", .int(number)))
    case .bins(let bins):
      members.append(.init("listedBins", JSON([bins.lowerBound, bins.upperBound])))
    }
    return .object(members)
  }
}

extension Place {
  /// Reads a place; words and numbers that mean nothing are left out.
  init(_ json: JSON) {
    view = json["view"]?.text.flatMap(View.init(name:)) ?? view
    origin = json["origin"]?.text.flatMap(View.init(name:)) ?? origin
    if let structure = json["structure"]?.integer.flatMap(Int32.init(exactly:)),
      let atom = json["atom"]?.integer.flatMap(Int32.init(exactly:))
    {
      site = SiteKey(structure: structure, atom: atom)
    }
    bin = json["bin"]?.number
    structure = min(max(0, json["structureInSight"]?.integer ?? 0), Int(Int32.max))
    column = min(max(0, json["column"]?.integer ?? 0), SiteField.allCases.count)
    if let number = json["listedRegion"]?.integer, (0...99).contains(number) {
      scope = .region(number)
    } else if let bins = json["listedBins"]?.integers, bins.count == 2, 0 <= bins[0],
      bins[0] <= bins[1], bins[1] < 1 << 20
    {
      scope = .bins(bins[0]...bins[1])
    }
  }
}
