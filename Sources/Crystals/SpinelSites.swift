/// The crystallographic site an atom sits on in the spinel lattice (Fd-3m, origin choice 2).
public enum SiteType: UInt8, Sendable, Hashable, CaseIterable {
  case site8a, site16c, site16d, site48f, oxygen32e, other

  /// The label shown and written: `8a`, `16c`, `16d`, `48f`, `32e`, `other`.
  public var label: String {
    switch self {
    case .site8a: "8a"
    case .site16c: "16c"
    case .site16d: "16d"
    case .site48f: "48f"
    case .oxygen32e: "32e"
    case .other: "other"
    }
  }
}

/// Tells the sites of a spinel apart by the geometry around each atom alone.
///
/// Works on rattled, strained, relaxed and rotated cells, without labels or symmetry search. With a
/// the cubic lattice constant: a cation on 8a has four O and twelve 16d cations at a√11/8, one on
/// 16d or 16c has six O. Both of these have six 16d cations at a√2/4, but those around 16c lie in
/// a plane and those around 16d do not.
public enum SpinelSites {
  /// What there is to say of each atom, in file order.
  public struct Classification: Sendable {
    public var types: [SiteType]
    /// Li among the twelve 16d sites nearest to an 8a site; −1 for every other atom.
    public var lithiumNeighbors: [Int8]
    /// O bonded to a cation, or cations bonded to an O; 0 for other atoms.
    public var oxygenCoordination: [Int8]
    /// Mean length in Å of the bonds that `oxygenCoordination` counts; NaN without any.
    public var bondLengths: [Float]
    /// Li among the six nearest 16d sites of a 16d or 16c site, with which it shares edges (a√2/4);
    /// −1 for every other atom.
    public var octahedralLithium: [Int8]
    /// Mean distance in Å to the Li that `lithiumNeighbors` or `octahedralLithium` counts; NaN
    /// without any.
    public var lithiumDistances: [Float]
  }

  /// Distance in Å within which neighbours are looked at.
  public static let reach = 4.3

  /// Classifies every atom; atoms of a structure that is no spinel, or cannot be searched, are
  /// `other`.
  ///
  /// A finder of the same structure with a cutoff of at least `reach` saves sorting the atoms again.
  public static func classify(_ structure: Structure, finder: NeighborFinder? = nil)
    -> Classification
  {
    let count = structure.elements.count
    var result = Classification(
      types: Array(repeating: .other, count: count),
      lithiumNeighbors: Array(repeating: -1, count: count),
      oxygenCoordination: Array(repeating: 0, count: count),
      bondLengths: Array(repeating: .nan, count: count),
      octahedralLithium: Array(repeating: -1, count: count),
      lithiumDistances: Array(repeating: .nan, count: count))
    let isCation = structure.elements.map(\.isCation)
    let cations = isCation.indices.filter { isCation[$0] }
    guard !cations.isEmpty, cations.count < count else { return result }
    let suitable = finder.flatMap { $0.cutoff >= reach ? $0 : nil }
    guard let finder = suitable ?? (try? NeighborFinder(structure, cutoff: reach)),
      let list = try? finder.neighbors(of: cations, within: reach)
    else { return result }

    let shapes = coordinationShapes(
      structure, list, &result.oxygenCoordination, &result.bondLengths)
    for k in cations.indices where shapes[cations[k]] == .octahedron {
      result.types[cations[k]] = octahedralSite(k, list, shapes)
    }
    let types = result.types
    for k in cations.indices where types[cations[k]] == .other {
      let ring = Ring(k, list) { types[$0] == .site16d }
      result.types[cations[k]] = ring.site(shapes[cations[k]])
    }
    classifyOxygen(structure, list, &result)
    countLithium(structure, list, &result)
    return result
  }

  /// The polyhedron of O around a cation.
  private enum Shape: UInt8 {
    case none, tetrahedron, octahedron
  }

  /// A cation–O bond of a polyhedron that is none is no longer than this, in Å.
  private static let longestBond = 2.6

  /// Neighbouring octahedra that share an edge have their centres no further apart than this, in Å.
  static let sharedEdge = 3.6

  /// The polyhedron around each atom (none for all but cations), and the coordination numbers and
  /// mean bond lengths of cations and O.
  private static func coordinationShapes(
    _ structure: Structure, _ list: NeighborList, _ coordination: inout [Int8],
    _ bondLengths: inout [Float]
  ) -> [Shape] {
    var shapes = [Shape](repeating: .none, count: structure.count)
    var sums = [Float](repeating: 0, count: structure.count)
    // The seven nearest O, nearest first; the rest are as good as at `reach`.
    var squares = [Double](repeating: 0, count: 8)
    var atoms = [Int32](repeating: -1, count: 8)
    for k in list.centers.indices {
      for i in 0..<8 { (squares[i], atoms[i]) = (reach * reach, -1) }
      for entry in list.range(k) where structure.elements[Int(list.neighbors[entry])] == .oxygen {
        let r = list.displacements[entry]
        let square = dot(r, r)
        guard square < squares[6] else { continue }
        var place = 6
        while place > 0, squares[place - 1] > square {
          squares[place] = squares[place - 1]
          atoms[place] = atoms[place - 1]
          place -= 1
        }
        (squares[place], atoms[place]) = (square, list.neighbors[entry])
      }
      func distance(_ i: Int) -> Double { squares[i - 1].squareRoot() }
      // The wider gap between shells of distance decides; a cation half-way between sites still
      // has one.
      let afterFour = distance(5) - distance(4)
      let afterSix = distance(7) - distance(6)
      let bonds: Int
      let center = Int(list.centers[k])
      if afterFour > afterSix, afterFour > 0.15, distance(4) < 3 {
        (shapes[center], bonds) = (.tetrahedron, 4)
      } else if afterSix > 0.15, distance(6) < 3.1 {
        (shapes[center], bonds) = (.octahedron, 6)
      } else {
        bonds = (1...7).count { distance($0) < longestBond }
      }
      coordination[center] = Int8(bonds)
      for i in 0..<bonds where atoms[i] >= 0 {
        let length = Float(squares[i].squareRoot())
        coordination[Int(atoms[i])] &+= 1
        sums[Int(atoms[i])] += length
        sums[center] += length
      }
    }
    for atom in sums.indices { bondLengths[atom] = sums[atom] / Float(coordination[atom]) }
    return shapes
  }

  /// The site of an octahedral cation: 16d with its six 8a at a√11/8, or 16c with none there.
  private static func octahedralSite(_ k: Int, _ list: NeighborList, _ shapes: [Shape]) -> SiteType
  {
    var tetrahedra = 0
    var touching = 0
    for entry in list.range(k) where shapes[Int(list.neighbors[entry])] == .tetrahedron {
      let r = list.displacements[entry]
      let square = dot(r, r)
      if square < 2.6 * 2.6 { touching += 1 } else if square < 3.85 * 3.85 { tetrahedra += 1 }
    }
    let ring = Ring(k, list) { shapes[$0] == .octahedron }
    // Six on 16d, and up to six on 16c.
    guard ring.near >= 5 else { return .other }
    // A cation on 48f touches 16d as well, but does not take its 8a away.
    if tetrahedra >= 4 || tetrahedra >= 2 && touching == 0 {
      return ring.near <= 10 ? .site16d : .other
    }
    if touching > 0 || ring.isFlat { return .site16c }
    // Most of its 8a cations have moved to 16c.
    return tetrahedra == 1 && ring.near <= 9 ? .site16d : .other
  }

  /// The cations of a kind around a cation.
  private struct Ring {
    /// How many are within `reach`, near enough to share an edge, and to share a face.
    var around = 0
    var near = 0
    var touching = 0
    /// Centre of the near ones, from the cation, in Å.
    var mean = Vector.zero
    /// 27 det / tr³ of the near ones' spread: ½ around 16d, 0 (a plane) around 16c.
    var thickness = 0.0

    /// The six 16d cations around a 16c site lie in a plane.
    var isFlat: Bool { (5...7).contains(near) && thickness < 0.2 }

    init(_ k: Int, _ list: NeighborList, where counts: (Int) -> Bool) {
      // Σ v vᵀ: diagonal, and the elements yz, xz, xy.
      var diagonal = Vector.zero
      var mixed = Vector.zero
      for entry in list.range(k) where counts(Int(list.neighbors[entry])) {
        let r = list.displacements[entry]
        let square = dot(r, r)
        around += 1
        if square < 2.4 * 2.4 { touching += 1 }
        guard square < sharedEdge * sharedEdge else { continue }
        near += 1
        mean += r
        diagonal += r * r
        mixed += Vector(r.y * r.z, r.x * r.z, r.x * r.y)
      }
      guard near > 0 else { return }
      // Spread about the centre, so that a cation off its plane still sees a plane.
      mean /= Double(near)
      diagonal = diagonal / Double(near) - mean * mean
      mixed = mixed / Double(near) - Vector(mean.y * mean.z, mean.x * mean.z, mean.x * mean.y)
      let trace = diagonal.sum()
      let determinant =
        diagonal.x * (diagonal.y * diagonal.z - mixed.x * mixed.x)
        - mixed.z * (mixed.z * diagonal.z - mixed.x * mixed.y)
        + mixed.y * (mixed.z * mixed.x - diagonal.y * mixed.y)
      thickness = 27 * determinant / (trace * trace * trace)
    }

    /// The site of a cation among these 16d cations that its own polyhedron has not told yet.
    func site(_ shape: Shape) -> SiteType {
      if shape == .tetrahedron, touching > 0 {
        // 48f shares faces with two octahedra, 8b with four.
        return touching == 2 ? .site48f : .other
      }
      guard touching == 0 else { return .other }
      if shape == .tetrahedron { return (8...16).contains(around) ? .site8a : .other }
      if isFlat {
        // Perhaps in the window between 8a and 16c, which are a√3/8 = 1.8 Å apart.
        return shape == .octahedron || length(mean) < 0.9 ? .site16c : .site8a
      }
      return shape == .octahedron && (5...7).contains(near) ? .site16d : .other
    }
  }

  /// An O bonded to at least two cations on spinel sites is on 32e.
  private static func classifyOxygen(
    _ structure: Structure, _ list: NeighborList, _ result: inout Classification
  ) {
    var bonded = [Int8](repeating: 0, count: structure.count)
    for k in list.centers.indices where result.types[Int(list.centers[k])] != .other {
      for entry in list.range(k) {
        let atom = Int(list.neighbors[entry])
        let r = list.displacements[entry]
        guard structure.elements[atom] == .oxygen, dot(r, r) < longestBond * longestBond else {
          continue
        }
        bonded[atom] &+= 1
      }
    }
    for atom in bonded.indices where bonded[atom] >= 2 { result.types[atom] = .oxygen32e }
  }
}

extension Element {
  /// Whether an oxide holds the element as a cation: no noble gas, halogen, chalcogen, H, C, N, P.
  fileprivate var isCation: Bool {
    switch rawValue {
    case 1, 2, 6...10, 15...18, 34...36, 53, 54, 85, 86: false
    default: true
    }
  }
}
