import Crystals
import Support
import Testing

@Suite("Clusters under periodic boundaries") struct AtomClustersTests {
  private func structure(_ cell: Cell, _ fractions: [Vector]) -> Structure {
    let v = cell.vectors
    return Structure(
      cell: cell, elements: Array(repeating: .lithium, count: fractions.count),
      positions: fractions.map { $0.x * v[0] + $0.y * v[1] + $0.z * v[2] })
  }

  private func clusters(_ structure: Structure, _ distance: Double) throws -> AtomClusters {
    try #require(
      try AtomClusters(of: Array(0..<structure.count), in: structure, within: distance))
  }

  private static let cubic = Cell(Vector(9, 0, 0), Vector(0, 9, 0), Vector(0, 0, 9))
  private static let skew = Cell(Vector(9, 0, 0), Vector(7.5, 8, 0), Vector(-6, 5, 9))

  @Test("atoms that meet through a face are one finite cluster")
  func throughFace() throws {
    let found = try clusters(
      structure(
        Self.cubic, [Vector(0.05, 0.5, 0.5), Vector(0.95, 0.5, 0.5), Vector(0.5, 0.5, 0.5)]),
      1.5)
    #expect(found.clusters.map(\.atoms) == [[0, 1], [2]])
    #expect(found.clusters.map(\.dimensions) == [0, 0])
  }

  @Test("a row of atoms across the cell is an endless chain, also in a skew cell", arguments: 0..<3)
  func chain(direction: Int) throws {
    for cell in [Self.cubic, Self.skew] {
      var step = Vector.zero
      step[direction] = 0.25
      let row = (0..<4).map { Double($0) * step + Vector(0.1, 0.2, 0.3) }
      let length = (cell.vectors[direction] * cell.vectors[direction]).sum().squareRoot()
      let found = try clusters(structure(cell, row), 1.05 * length / 4)
      #expect(found.clusters.map(\.dimensions) == [1])
      // An atom less, and the chain ends.
      let broken = try clusters(structure(cell, Array(row.dropLast())), 1.05 * length / 4)
      #expect(broken.clusters.map(\.atoms) == [[0, 1, 2]])
      #expect(broken.clusters.map(\.dimensions) == [0])
    }
  }

  @Test("one atom that touches its own images is a chain, a layer or a network")
  func ownImages() throws {
    let flat = Cell(Vector(3, 0, 0), Vector(0, 3.5, 0), Vector(0, 0, 9))
    let atom = structure(flat, [.zero])
    #expect(try clusters(atom, 2.9).clusters.map(\.dimensions) == [0])
    #expect(try clusters(atom, 3.1).clusters.map(\.dimensions) == [1])
    #expect(try clusters(atom, 3.6).clusters.map(\.dimensions) == [2])
    #expect(try clusters(atom, 9.1).clusters.map(\.dimensions) == [3])
  }

  @Test("directions that do not repeat join nothing")
  func open() throws {
    var cell = Self.cubic
    cell.periodic = [false, true, true]
    let found = try clusters(
      structure(cell, [Vector(0.05, 0.5, 0.5), Vector(0.95, 0.5, 0.5)]), 1.5)
    #expect(found.clusters.count == 2)
    let free = Structure(
      cell: .none, elements: [.lithium, .lithium], positions: [.zero, Vector(1, 0, 0)])
    #expect(try clusters(free, 1.5).clusters.map(\.atoms) == [[0, 1]])
  }

  @Test("only the atoms given join, named by their place in the structure")
  func subset() throws {
    let all = structure(Self.cubic, (0..<6).map { Vector(Double($0) / 6, 0, 0) })
    let found = try #require(try AtomClusters(of: [1, 2, 4], in: all, within: 1.6))
    #expect(found.clusters.map(\.atoms) == [[1, 2], [4]])
    #expect(try AtomClusters(of: [], in: all, within: 1.6)?.clusters.isEmpty == true)
  }

  @Test("nobody waits: the search is given up")
  func stale() throws {
    let all = structure(Self.cubic, [.zero, Vector(0.5, 0, 0)])
    let found = try AtomClusters(of: [0, 1], in: all, within: 2) { true }
    #expect(found == nil)
  }

  @Test(
    "members and endlessness agree with a graph search over 5 × 5 × 5 images", arguments: 0..<24)
  func bruteForce(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(100 + seed))
    let cell = seed.isMultiple(of: 2) ? Self.cubic : Self.skew
    let atoms = (0..<(4 + seed)).map { _ in
      Vector(random.uniform(), random.uniform(), random.uniform())
    }
    let structure = structure(cell, atoms)
    let distance = 2.2 + 0.1 * Double(seed % 7)
    let found = try clusters(structure, distance)
    let expected = ImageGraph(structure, distance)
    #expect(Set(found.clusters.map(\.atoms)) == expected.members)
    for cluster in found.clusters {
      let atom = Int(cluster.atoms[0])
      #expect((cluster.dimensions > 0) == expected.meetsOwnImage(atom))
    }
    #expect(found.clusters.map(\.atoms.count) == found.clusters.map(\.atoms.count).sorted(by: >))
  }
}

/// All atoms in 5 × 5 × 5 cells, joined pair by pair.
private struct ImageGraph {
  private var component: [Int] = []
  private let count: Int
  private let images: [SIMD3<Int>]

  init(_ structure: Structure, _ distance: Double) {
    count = structure.count
    images = (0..<125).map { SIMD3($0 % 5 - 2, $0 / 5 % 5 - 2, $0 / 25 - 2) }
    let v = structure.cell.vectors
    var points: [Vector] = []
    for image in images {
      let shift = Double(image.x) * v[0] + Double(image.y) * v[1] + Double(image.z) * v[2]
      points += structure.positions.map { $0 + shift }
    }
    component = Array(points.indices)
    // Flood from every node not reached yet.
    var isReached = [Bool](repeating: false, count: points.count)
    for start in points.indices where !isReached[start] {
      var front = [start]
      isReached[start] = true
      while let node = front.popLast() {
        component[node] = start
        for other in points.indices where !isReached[other] {
          let d = points[other] - points[node]
          if (d * d).sum() < distance * distance {
            isReached[other] = true
            front.append(other)
          }
        }
      }
    }
  }

  private func node(_ atom: Int, _ image: Int) -> Int { image * count + atom }
  private var home: Int { images.firstIndex(of: .zero) ?? 0 }

  /// Whether an atom hangs together with one of its own images.
  func meetsOwnImage(_ atom: Int) -> Bool {
    images.indices.contains {
      $0 != home && component[node(atom, $0)] == component[node(atom, home)]
    }
  }

  /// The sets of atoms that hang together through any images.
  var members: Set<[Int32]> {
    var label = Array(0..<count)
    for image in images.indices {
      for a in 0..<count {
        for b in 0..<count where component[node(a, home)] == component[node(b, image)] {
          let (from, to) = (max(label[a], label[b]), min(label[a], label[b]))
          if from != to { label = label.map { $0 == from ? to : $0 } }
        }
      }
    }
    return Set(Set(label).map { one in (0..<count).filter { label[$0] == one }.map(Int32.init) })
  }
}
