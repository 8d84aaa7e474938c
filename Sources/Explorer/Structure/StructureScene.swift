import Crystals
import Engine
import Screen

/// The atoms of a structure as balls of a picture, with hidden elements, regions and parts outside
/// the slab left out.
struct StructureScene {
  var picture: BallPicture
  /// The atom of each ball.
  private(set) var atoms: [Int32] = []
  let frame: CellFrame
  /// What takes fractional coordinates to pixels.
  let camera: Camera
  /// Where the picked site is, if it is in this structure and shown.
  private(set) var picked: BallPicture.Ball?
  /// Sites of each legend line in this structure, shown or not.
  private(set) var counts: [SiteGroup: Int] = [:]
  /// Atoms of each element in this structure, shown or not, by atomic number.
  private(set) var composition: [(element: Element, count: Int)] = []

  /// How large atoms are drawn, in Å: the sites large, what is around them small.
  private static let siteRadius = 1.05
  private static let atomRadius = 0.62

  init?(_ state: State, columns: Int, rows: Int) {
    guard let structure = state.cellShown, structure.positions.count == structure.count,
      let frame = CellFrame(structure)
    else { return nil }
    self.frame = frame
    let sight = state.sights.cell
    let pickedAtom = state.pickedAtom
    var middle = frame.center
    if sight.isCentered, let pickedAtom, structure.positions.indices.contains(pickedAtom) {
      let position = frame.basis.wrapped(structure.positions[pickedAtom])
      let far = max(position.x.magnitude, position.y.magnitude, position.z.magnitude)
      if far < CellFrame.farthest { middle = position }
    }
    camera = Camera(sight, frame, middle: middle, columns: columns, rows: rows)
    picture = BallPicture(columns: columns, rows: rows)
    picture.depths = camera.depths
    fill(structure, state, picked: pickedAtom)
  }

  private mutating func fill(_ structure: Structure, _ state: State, picked: Int?) {
    let sight = state.sights.cell
    let inks = Inks(state, structure)
    picture.inks = inks.all
    let rows = state.table.rows(ofStructure: state.cellPlace)
    var regions = [Float](repeating: .nan, count: rows.count)
    regions.withUnsafeMutableBufferPointer {
      guard let values = $0.baseAddress else { return }
      state.columns([.region]).fill(.region, rows: rows, into: values)
    }
    let groups = GroupTable(state)
    for (group, count) in groups.counts(regions) { counts[group] = count }
    let nucleus = state.nucleus
    let elements = state.elementsShown
    let standsOut = state.clusterShown.map { cluster in
      var members = [Bool](repeating: false, count: structure.count)
      for atom in cluster.atoms where members.indices.contains(Int(atom)) {
        members[Int(atom)] = true
      }
      return members
    }
    var isShown = [Bool](repeating: false, count: 256)
    for element in elements { isShown[Int(element.rawValue)] = true }
    var balls: [BallPicture.Ball] = []
    balls.reserveCapacity(nucleus == nil ? structure.count : rows.count)
    let view = camera
    let table = state.table.atom
    var row = rows.lowerBound
    var awaited = 0
    var tally = [Int](repeating: 0, count: 256)
    structure.elements.withUnsafeBufferPointer { kinds in
      structure.positions.withUnsafeBufferPointer { positions in
        for atom in kinds.indices {
          let element = kinds[atom]
          tally[Int(element.rawValue)] += 1
          var ink = 0
          var radius = Self.atomRadius
          while row < rows.upperBound, Int(table[row]) < atom { row += 1 }
          if row < rows.upperBound, Int(table[row]) == atom {
            let region = regions[row - rows.lowerBound]
            guard isShown[Int(element.rawValue)] else { continue }
            if groups.isHidden(region) { continue }
            ink = region > 0 ? Int(region) : 0
            radius = Self.siteRadius
          } else if element == nucleus {
            // Its prediction has not come yet.
            awaited += 1
            guard isShown[Int(element.rawValue)], !groups.isHidden(.nan) else { continue }
            radius = Self.siteRadius
          } else {
            guard isShown[Int(element.rawValue)] else { continue }
            ink = inks.ofElement[Int(element.rawValue)]
          }
          guard var ball = view.ball(positions[atom], radius: radius) else { continue }
          if let standsOut, !standsOut[atom] { ink += inks.faintOffset }
          ball.ink = UInt16(ink)
          if atom == picked { self.picked = ball }
          balls.append(ball)
          atoms.append(Int32(atom))
        }
      }
    }
    composition = tally.indices.compactMap { number in
      guard tally[number] > 0, let element = Element(rawValue: UInt8(number)) else { return nil }
      return (element, tally[number])
    }
    if awaited > 0 { counts[.withoutPrediction, default: 0] += awaited }
    picture.showsLabels = sight.showsNumbers ?? (state.look.hatched || state.look.colors == .ansi16)
    picture.draw(balls)
    drawBox(state.look.theme.color(.wireframe))
  }

  /// What is asked of every site's group, by number: a set of groups would be hashed for each.
  private struct GroupTable {
    private var groups: [SiteGroup]
    private var hidden: [Bool]

    init(_ state: State) {
      groups = [.withoutPrediction, .outOfRange, .unclassified]
      groups += state.spectrum.regions.map { .region($0.number) }
      hidden = groups.map(state.sights.cell.hidden.contains)
    }

    /// From a number of the region column: NaN, -1, 0, 1…
    private func place(_ region: Float) -> Int { region.isNaN ? 0 : Int(region) + 2 }

    func isHidden(_ region: Float) -> Bool { hidden[place(region)] }

    func counts(_ regions: [Float]) -> [(group: SiteGroup, count: Int)] {
      var counts = [Int](repeating: 0, count: groups.count)
      for region in regions { counts[place(region)] += 1 }
      return zip(groups, counts).filter { $0.1 > 0 }.map { ($0.0, $0.1) }
    }
  }

  private mutating func drawBox(_ color: Color) {
    guard frame.hasCell else { return }
    for (from, to) in CellFrame.edges {
      picture.line(
        from: camera.place(frame.corner(from)), to: camera.place(frame.corner(to)), color)
    }
  }

  /// The atom seen in a cell of the picture, or the nearest one within a cell of it.
  func atom(atColumn column: Int, row: Int) -> Int? {
    for (dx, dy) in [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)] {
      if let ball = picture.ball(atColumn: column + dx, row: row + dy) { return Int(atoms[ball]) }
    }
    return nil
  }
}

/// The inks of a picture: 0 for sites in no region, then regions by number, then elements; all of
/// them again, faint.
private struct Inks {
  var all: [BallPicture.Ink] = []
  /// By atomic number.
  var ofElement = [Int](repeating: 0, count: 256)
  let faintOffset: Int

  init(_ state: State, _ structure: Structure) {
    let look = state.look
    let regionCount = state.spectrum.regions.count
    for number in 0...regionCount {
      let digit = UInt8(ascii: "0") + UInt8(number % 10)
      all.append(
        .init(
          look.regionStyle(number).foreground, fill: look.glyphs.hatch(number),
          label: number == 0 ? nil : Unicode.Scalar(digit)))
    }
    for element in state.elementsShown.sorted() where element != state.nucleus {
      ofElement[Int(element.rawValue)] = all.count
      let color = look.theme.color(element.role)
      all.append(.init(color, fill: element.symbol.unicodeScalars.first ?? "o"))
    }
    faintOffset = all.count
    all += all.map { BallPicture.Ink($0.color, fill: $0.fill, label: $0.label, isFaint: true) }
  }
}

extension State {
  /// The picked site's atom, while it is one of the structure on screen.
  var pickedAtom: Int? {
    guard let row = sitePane.row, row < table.count, Int(table.structure[row]) == cellPlace else {
      return nil
    }
    return Int(table.atom[row])
  }
}
