/// Atoms joined into clusters wherever two are near enough, under periodic boundaries.
///
/// A union–find in which every atom knows in which periodic image it joins its root; a bond that
/// closes a ring with an image left over shows that the cluster repeats without end.
public struct AtomClusters: Sendable, Equatable {
  /// Atoms that hang together.
  public struct Cluster: Sendable, Equatable {
    /// Indices in the structure, ascending.
    public var atoms: [Int32]
    /// Independent directions in which the cluster runs on without end: 0 for a finite cluster, 1
    /// for a chain, 2 for a layer, 3 for a network.
    public var dimensions: Int
  }

  /// Largest first, equal ones by their first atom.
  public let clusters: [Cluster]

  /// Joins the given atoms of a structure where they are nearer than `distance` Å; nil once
  /// `isStale` says that nobody waits for the answer.
  ///
  /// Throws what `NeighborFinder` throws; atoms in its messages count among those given.
  public init?(
    of atoms: [Int], in structure: Structure, within distance: Double,
    isStale: () -> Bool = { false }
  ) throws(CrystalError) {
    let part = Structure(
      cell: structure.cell, elements: atoms.map { structure.elements[$0] },
      positions: atoms.map { structure.positions[$0] }, origin: structure.origin)
    let basis = try structure.cell.basis()
    let finder = try NeighborFinder(part, cutoff: distance)
    var forest = PeriodicForest(count: atoms.count)
    // In portions, so that the list of pairs stays small and the search can be given up.
    for first in stride(from: 0, to: atoms.count, by: Self.portion) {
      if isStale() { return nil }
      let list = try finder.neighbors(of: first..<min(first + Self.portion, atoms.count))
      for k in list.centers.indices {
        let i = Int(list.centers[k])
        for entry in list.range(k) {
          let j = Int(list.neighbors[entry])
          guard j >= i else { continue }
          let shift = list.displacements[entry] - (part.positions[j] - part.positions[i])
          forest.join(i, j, image: wholeNumbers(basis.fractional(shift)))
        }
      }
    }
    clusters = forest.clusters(naming: atoms)
  }

  private static let portion = 4096
}

private func wholeNumbers(_ s: Vector) -> SIMD3<Int> {
  SIMD3(Int(s.x.rounded()), Int(s.y.rounded()), Int(s.z.rounded()))
}

/// Trees of atoms; each atom holds the lattice translation that takes it next to its parent.
private struct PeriodicForest {
  private var parents: [Int]
  private var images: [SIMD3<Int>]
  private var sizes: [Int]
  /// Up to three independent translations that take a tree, named by its root, onto itself.
  private var repeats: [Int: [SIMD3<Int>]] = [:]

  init(count: Int) {
    parents = Array(0..<count)
    images = Array(repeating: .zero, count: count)
    sizes = Array(repeating: 1, count: count)
  }

  /// The root of an atom's tree and the translation that takes the atom into the root's image.
  private mutating func root(of atom: Int) -> (root: Int, image: SIMD3<Int>) {
    var (atom, image) = (atom, SIMD3<Int>.zero)
    while parents[atom] != atom {
      let parent = parents[atom]
      images[atom] &+= images[parent]
      parents[atom] = parents[parent]
      image &+= images[atom]
      atom = parents[atom]
    }
    return (atom, image)
  }

  /// Notes a bond from atom i to the image of atom j that a lattice translation gives.
  mutating func join(_ i: Int, _ j: Int, image: SIMD3<Int>) {
    var (a, b) = (root(of: i), root(of: j))
    var shift = a.image &+ image &- b.image
    if a.root == b.root {
      if shift != .zero { note(shift, at: a.root) }
      return
    }
    if sizes[a.root] < sizes[b.root] {
      (a, b) = (b, a)
      shift = .zero &- shift
    }
    parents[b.root] = a.root
    images[b.root] = shift
    sizes[a.root] += sizes[b.root]
    for repeated in repeats.removeValue(forKey: b.root) ?? [] { note(repeated, at: a.root) }
  }

  /// Keeps a translation where it is independent of those known.
  private mutating func note(_ shift: SIMD3<Int>, at root: Int) {
    let known = repeats[root] ?? []
    guard known.count < 3 else { return }
    let vectors = (known + [shift]).map { Vector(Double($0.x), Double($0.y), Double($0.z)) }
    if spans(vectors) { repeats[root] = known + [shift] }
  }

  mutating func clusters(naming atoms: [Int]) -> [AtomClusters.Cluster] {
    var places: [Int: Int] = [:]
    var clusters: [AtomClusters.Cluster] = []
    for atom in parents.indices {
      let root = root(of: atom).root
      let place = places[root] ?? clusters.count
      if place == clusters.count {
        places[root] = place
        clusters.append(.init(atoms: [], dimensions: repeats[root]?.count ?? 0))
      }
      clusters[place].atoms.append(Int32(atoms[atom]))
    }
    for place in clusters.indices { clusters[place].atoms.sort() }
    return clusters.sorted { ($1.atoms.count, $0.atoms[0]) < ($0.atoms.count, $1.atoms[0]) }
  }
}
