import Crystals
import Formats

/// Structures or clusters around sites, written as extended XYZ for new DFT calculations.
///
/// A *whole* structure is its periodic cell as it is, once however many of its sites are wanted: the
/// one calculation whose tensors are those of the model's own training. A *sphere* is for cells too
/// large for that: the atoms closer to the site than a radius, periodic images included, in a box of
/// vacuum without periodic boundaries. No part of a disordered cell repeats, so a smaller periodic
/// cell would put the site among neighbours it does not have.
struct CutOut: Sendable {
  enum Form: Sendable, Equatable {
    case whole
    /// Å.
    case sphere(radius: Double)
  }

  /// What is said of a site beside its atoms.
  struct Site: Sendable {
    var key: SiteKey
    /// ω_Q and its σ in kHz; NaN where not known.
    var omegaQ: Double
    var uncertainty: Double
    /// 0…1; NaN where not known.
    var novelty: Double
    var tag: String
    var note: String
  }

  /// Cells of at most this many atoms are written whole unless asked otherwise.
  static let largestWholeCell = 200
  /// Å.
  static let standardRadius = 6.0
  static let radii = 1.0...20.0
  /// The least vacuum between an atom and the faces of its box, in Å.
  static let vacuum = 5.0

  var form: Form
  /// In file order.
  var sites: [Site]
  var structures: StructureList
  /// Field, isotope and form of ω_Q.
  var conventions: String
  /// The model predictions come from.
  var model: String

  init(_ form: Form, rows: [Int], of state: State) {
    self.form = form
    let columns = state.columns([.omegaQ, .uncertainty, .novelty])
    sites = rows.map { row in
      let key = state.table.key(row)
      return Site(
        key: key, omegaQ: Double(columns.value(.omegaQ, row: row)),
        uncertainty: Double(columns.value(.uncertainty, row: row)),
        novelty: Double(columns.value(.novelty, row: row)),
        tag: state.annotations.tags[key] ?? "", note: state.annotations.notes[key] ?? "")
    }
    structures = state.structures
    conventions = state.conventions
    model = state.model?.name ?? "unknown"
  }

  /// A file and a form as `FILE`, `FILE whole` or `FILE RADIUS`.
  static func parse(
    _ text: String, standard: String
  ) throws(CommandError) -> (path: String, form: Form) {
    let words = text.split(separator: " ")
    var path = text
    func checked(_ path: String) throws(CommandError) -> String {
      let others = [".csv", ".json", ".svg", ".txt", ".ansi", ".cif", ".toml"]
      guard !others.contains(where: path.lowercased().hasSuffix) else {
        throw CommandError(
          "'\(path)': structures are written as extended XYZ; a name as recompute.extxyz is expected"
        )
      }
      return path
    }
    var word = standard
    if words.count > 1, let last = words.last, last == "whole" || Double(last) != nil {
      word = String(last)
      path = String(text[..<last.startIndex])
      while path.last == " " { path.removeLast() }
    }
    guard word != "whole" else { return (try checked(path), .whole) }
    guard let radius = Double(word), radii.contains(radius) else {
      throw CommandError("'\(word)': whole, or a radius of 1 to 20 Å, is expected after the file")
    }
    return (try checked(path), .sphere(radius: radius))
  }

  /// The frames as extended XYZ.
  /// - Throws: `CrystalError` where the neighbours of a site cannot be found.
  func text() throws(CrystalError) -> String {
    String(decoding: ExtendedXYZWriter.bytes(try frames()), as: UTF8.self)
  }

  /// One frame a structure, or one a site.
  func frames() throws(CrystalError) -> [Structure] {
    var frames: [Structure] = []
    var start = 0
    while start < sites.count {
      let number = sites[start].key.structure
      let end = sites[start...].firstIndex { $0.key.structure != number } ?? sites.count
      let members = sites[start..<end]
      start = end
      guard structures.indices.contains(Int(number)) else { continue }
      let structure = structures[Int(number)]
      let known = members.filter { structure.elements.indices.contains(Int($0.key.atom)) }
      switch form {
      case .whole: frames.append(whole(structure, known))
      case .sphere(let radius): frames += try spheres(structure, known, radius: radius)
      }
    }
    return frames
  }

  private func whole(_ structure: Structure, _ sites: [Site]) -> Structure {
    var isOutlier = Array(repeating: false, count: structure.count)
    for site in sites { isOutlier[Int(site.key.atom)] = true }
    var info = facts(structure, sites)
    info["method"] = .text(
      ["none yet: the whole cell, for a new calculation; omegaQ_kHz predicted by \(model)"],
      shape: [])
    return Structure(
      cell: structure.cell, elements: structure.elements, positions: structure.positions,
      arrays: ["outlier": .logical(isOutlier, columns: 1)], info: info)
  }

  private func spheres(
    _ structure: Structure, _ sites: [Site], radius: Double
  ) throws(CrystalError) -> [Structure] {
    let list = try NeighborFinder(structure, cutoff: radius)
      .neighbors(of: sites.map { Int($0.key.atom) })
    let edge = 2 * (radius + Self.vacuum)
    let center = Vector(edge, edge, edge) / 2
    return sites.enumerated().map { place, site in
      let atom = Int(site.key.atom)
      let around = list.range(place).map { entry in
        (atom: Int(list.neighbors[entry]), displacement: list.displacements[entry])
      }.map { ($0.atom, $0.displacement, ($0.displacement * $0.displacement).sum().squareRoot()) }
        .sorted { ($0.2, $0.0) < ($1.2, $1.0) }
      let members = [(atom, Vector.zero, 0.0)] + around
      var info = facts(structure, [site])
      info["radius_angstrom"] = .real([radius], shape: [])
      info["method"] = .text(
        [
          "none yet: the atoms closer than \(number(radius)) A to the first one, in vacuum; "
            + "ions at the surface lack neighbours and the charge is not balanced, so compare the "
            + "first atom's tensor only, and with larger radii; omegaQ_kHz predicted by \(model)"
        ], shape: [])
      return Structure(
        cell: Crystals.Cell(
          Vector(edge, 0, 0), Vector(0, edge, 0), Vector(0, 0, edge),
          periodic: [false, false, false]),
        elements: members.map { structure.elements[$0.0] },
        positions: members.map { center + $0.1 },
        arrays: [
          "source_atom": .integer(members.map(\.0), columns: 1),
          "distance": .real(members.map(\.2), columns: 1),
        ], info: info)
    }
  }

  /// Where the atoms come from and what is predicted of the sites, one entry a site.
  private func facts(
    _ structure: Structure, _ sites: [Site]
  ) -> [String: Structure.InfoValue] {
    func reals(_ values: [Double]) -> Structure.InfoValue { .real(values, shape: [values.count]) }
    var info: [String: Structure.InfoValue] = [
      "structure": .integer([Int(sites.first?.key.structure ?? 0)], shape: []),
      "source_file": .text(
        [structure.origin.file.isEmpty ? "-" : structure.origin.file], shape: []),
      "source_frame": .integer([structure.origin.frame], shape: []),
      "atoms": .integer(sites.map { Int($0.key.atom) }, shape: [sites.count]),
      "omegaQ_kHz": reals(sites.map(\.omegaQ)), "sigma_kHz": reals(sites.map(\.uncertainty)),
      "novelty": reals(sites.map(\.novelty)),
      "conventions": .text([conventions], shape: []),
    ]
    let notes = sites.filter { !$0.note.isEmpty }
    if !notes.isEmpty {
      let text = notes.map { "\($0.key.atom): \($0.note)" }.joined(separator: "; ")
      info["notes"] = .text([text], shape: [])
    }
    let tags = sites.filter { !$0.tag.isEmpty }
    if !tags.isEmpty {
      let text = tags.map { "\($0.key.atom): \($0.tag)" }.joined(separator: "; ")
      info["tags"] = .text([text], shape: [])
    }
    return info
  }
}
