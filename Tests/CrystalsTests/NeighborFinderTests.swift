import Crystals
import Testing

/// A generator of the same numbers at every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func vector(_ range: ClosedRange<Double>) -> Vector {
    Vector(
      .random(in: range, using: &self), .random(in: range, using: &self),
      .random(in: range, using: &self))
  }
}

/// One neighbour, comparable whatever the order.
private struct Pair: Comparable {
  var center: Int, neighbor: Int, r: Vector

  static func < (a: Pair, b: Pair) -> Bool {
    (a.center, a.neighbor, a.r.x, a.r.y, a.r.z) < (b.center, b.neighbor, b.r.x, b.r.y, b.r.z)
  }
}

/// All pairs by trying every image within `images` cells.
private func bruteForce(_ structure: Structure, cutoff: Double, images: Int) -> [Pair] {
  var pairs: [Pair] = []
  let v = structure.cell.vectors
  let span = structure.cell.periodic.map { $0 ? images : 0 }
  for i in 0..<structure.count {
    for j in 0..<structure.count {
      for a in -span[0]...span[0] {
        for b in -span[1]...span[1] {
          for c in -span[2]...span[2] {
            if i == j, a == 0, b == 0, c == 0 { continue }
            let shift = Double(a) * v[0] + Double(b) * v[1] + Double(c) * v[2]
            let r = structure.positions[j] + shift - structure.positions[i]
            if (r * r).sum() < cutoff * cutoff {
              pairs.append(Pair(center: i, neighbor: j, r: r))
            }
          }
        }
      }
    }
  }
  return pairs
}

private func found(_ list: NeighborList) -> [Pair] {
  list.centers.indices.flatMap { k in
    list.range(k).map {
      Pair(
        center: Int(list.centers[k]), neighbor: Int(list.neighbors[$0]),
        r: list.displacements[$0])
    }
  }
}

/// Compares two sets of pairs, whose vectors may differ by rounding.
private func expectSame(_ a: [Pair], _ b: [Pair], sourceLocation: SourceLocation = #_sourceLocation)
{
  #expect(a.count == b.count, sourceLocation: sourceLocation)
  func rounded(_ pairs: [Pair]) -> [Pair] {
    pairs.map {
      Pair(center: $0.center, neighbor: $0.neighbor, r: ($0.r * 1e6).rounded(.toNearestOrEven))
    }.sorted()
  }
  for (x, y) in zip(rounded(a), rounded(b)) {
    let gap = x.r - y.r
    #expect(
      x.center == y.center && x.neighbor == y.neighbor && (gap * gap).sum() <= 3,
      sourceLocation: sourceLocation)
  }
}

@Suite struct NeighborFinderTests {
  static let boundaries: [[Bool]] = (0..<8).map { k in (0..<3).map { k >> $0 & 1 == 1 } }

  @Test("finds the pairs that a search through all images finds", arguments: boundaries)
  func bruteForceAgrees(periodic: [Bool]) throws {
    var generator = SeededGenerator(state: 11)
    for _ in 0..<8 {
      var cell: Cell
      repeat {
        cell = Cell(
          generator.vector(-5...5), generator.vector(-5...5), generator.vector(-5...5),
          periodic: periodic)
      } while cell.volume < 50
      let structure = Structure(
        cell: cell, elements: Array(repeating: .lithium, count: 6),
        positions: (0..<6).map { _ in generator.vector(-3...3) })
      let cutoff = Double.random(in: 0.5...5, using: &generator)
      guard let finder = try? NeighborFinder(structure, cutoff: cutoff) else { continue }
      // Positions differ by at most 10.4 Å.
      let reach = (cutoff + 10.4) / (try cell.basis().heights.min())
      expectSame(
        found(try finder.neighbors(of: 0..<6)),
        bruteForce(structure, cutoff: cutoff, images: Int(reach) + 1))
    }
  }
}
