import Crystals
import Formats
import Screen
import Spectra

extension Sights {
  /// For a session file: what differs from a fresh start; nil where nothing does.
  var json: JSON? {
    let parts: [JSON.Member?] = [
      Self.member("structure", cell.members), Self.member("site", site.members),
      Self.member("field", field.members),
      comparesTrained ? .init("comparesTrained", true) : nil,
    ]
    let members = parts.compactMap { $0 }
    return members.isEmpty ? nil : .object(members)
  }

  private static func member(_ name: String, _ members: [JSON.Member]) -> JSON.Member? {
    members.isEmpty ? nil : .init(name, .object(members))
  }

  /// Reads them; words and numbers that mean nothing are left out.
  init(_ json: JSON) {
    if let structure = json["structure"] { cell = Cell(structure) }
    if let site = json["site"] { self.site = Site(site) }
    if let field = json["field"] { self.field = Field(field) }
    comparesTrained = json["comparesTrained"]?.logical ?? false
  }
}

extension Sights.Cell {
  fileprivate var members: [JSON.Member] {
    let standard = Self()
    var members: [JSON.Member] = []
    if rotation != standard.rotation {
      members += [
        .init("towards", numbers(rotation.towards)), .init("upwards", numbers(rotation.up)),
      ]
    }
    if zoom != standard.zoom { members.append(.init("zoom", .double(zoom))) }
    if isCentered { members.append(.init("isCentered", true)) }
    if let slab {
      members.append(
        .init(
          "slab",
          .object([
            .init("across", .string(slab.axis.label)), .init("center", .double(slab.center)),
            .init("thickness", .double(slab.thickness)),
          ])))
    }
    if let elements {
      members.append(.init("elements", JSON(elements.sorted().map(\.symbol))))
    }
    if !hidden.isEmpty { members.append(.init("hidden", JSON(hidden.map(\.label).sorted()))) }
    if let showsNumbers { members.append(.init("showsNumbers", .bool(showsNumbers))) }
    if clusterDistance != standard.clusterDistance {
      members.append(.init("clusterDistance", .double(clusterDistance)))
    }
    return members
  }

  private func numbers(_ vector: SIMD3<Double>) -> JSON { JSON([vector.x, vector.y, vector.z]) }

  fileprivate init(_ json: JSON) {
    if let towards = direction(json["towards"]), let upwards = direction(json["upwards"]) {
      let rotation = Rotation(towards: towards, upwards: upwards)
      // Parallel directions leave nothing upwards.
      if (rotation.right + rotation.up).x.isFinite { self.rotation = rotation }
    }
    if let zoom = json["zoom"]?.number { self.zoom = Sights.cellZooms.nearest(to: zoom) }
    isCentered = json["isCentered"]?.logical ?? false
    if let slab = json["slab"],
      let axis = Sights.Slab.Axis.allCases.first(where: { $0.label == slab["across"]?.text }),
      let center = slab["center"]?.number, let thickness = slab["thickness"]?.number
    {
      self.slab = Sights.Slab(
        axis: axis, center: (0...1).nearest(to: center),
        thickness: Sights.Slab.thicknesses.nearest(to: thickness))
    }
    elements = (json["elements"]?.items).map {
      Set($0.compactMap { $0.text.flatMap { Element(symbol: $0) } })
    }
    hidden = Set(
      (json["hidden"]?.items ?? []).compactMap { $0.text.flatMap(SiteGroup.init(label:)) })
    showsNumbers = json["showsNumbers"]?.logical
    if let distance = json["clusterDistance"]?.number, Sights.clusterDistances.contains(distance) {
      clusterDistance = distance
    }
  }

  private func direction(_ json: JSON?) -> SIMD3<Double>? {
    guard let numbers = json?.numbers, numbers.count == 3 else { return nil }
    let vector = SIMD3(numbers[0], numbers[1], numbers[2])
    return (1e-3...1e3).contains((vector * vector).sum()) ? vector : nil
  }
}

extension Sights.Site {
  fileprivate var members: [JSON.Member] {
    guard self != Self() else { return [] }
    return [
      .init("yaw", .double(yaw)), .init("pitch", .double(pitch)), .init("zoom", .double(zoom)),
    ]
  }

  fileprivate init(_ json: JSON) {
    let turns = -1e6...1e6
    if let yaw = json["yaw"]?.number { self.yaw = turns.nearest(to: yaw) }
    if let pitch = json["pitch"]?.number { self.pitch = turns.nearest(to: pitch) }
    if let zoom = json["zoom"]?.number { self.zoom = Sights.siteZooms.nearest(to: zoom) }
  }
}

extension Sights.Field {
  fileprivate var members: [JSON.Member] {
    let standard = Self()
    var members: [JSON.Member] = []
    if mapSet != standard.mapSet { members.append(.init("map", .string(mapSet.rawValue))) }
    if patternSet != standard.patternSet {
      members.append(.init("pattern", .string(patternSet.rawValue)))
    }
    if region != standard.region { members.append(.init("region", .int(region))) }
    if let lineWidth { members.append(.init("lineWidth", .double(lineWidth))) }
    if lineShape != standard.lineShape { members.append(.init("lineShape", "lorentzian")) }
    if !showsCentralLine { members.append(.init("showsCentralLine", false)) }
    return members
  }

  fileprivate init(_ json: JSON) {
    // The map is of all sites or of a region.
    if let set = json["map"]?.text.flatMap(SiteSet.init(rawValue:)), set == .all || set == .region {
      mapSet = set
    }
    if let set = json["pattern"]?.text.flatMap(SiteSet.init(rawValue:)) { patternSet = set }
    if let region = json["region"]?.integer, (1...99).contains(region) { self.region = region }
    if let width = json["lineWidth"]?.number, Sights.lineWidths.contains(width) {
      lineWidth = width
    }
    if json["lineShape"]?.text == "lorentzian" { lineShape = .lorentzian }
    showsCentralLine = json["showsCentralLine"]?.logical ?? true
  }
}
