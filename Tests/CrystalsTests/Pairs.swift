import Crystals
import Testing

/// One neighbour, comparable whatever the order.
struct Pair: Comparable {
  var center: Int
  var neighbor: Int
  var r: Vector

  static func < (a: Pair, b: Pair) -> Bool {
    (a.center, a.neighbor, a.r.x, a.r.y, a.r.z) < (b.center, b.neighbor, b.r.x, b.r.y, b.r.z)
  }
}

/// All pairs by trying every image within `images` cells.
func bruteForce(_ structure: Structure, cutoff: Double, images: Int) -> [Pair] {
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

extension NeighborList {
  var pairs: [Pair] {
    centers.indices.flatMap { k in
      range(k).map {
        Pair(center: Int(centers[k]), neighbor: Int(neighbors[$0]), r: displacements[$0])
      }
    }
  }

  /// Distances of every pair, sorted.
  var distances: [Double] { displacements.map { ($0 * $0).sum().squareRoot() }.sorted() }
}

/// Compares two sets of pairs, whose vectors may differ by rounding.
func expectSame(_ a: [Pair], _ b: [Pair], sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(a.count == b.count, sourceLocation: sourceLocation)
  func rounded(_ pairs: [Pair]) -> [Pair] {
    pairs.map {
      Pair(center: $0.center, neighbor: $0.neighbor, r: ($0.r * 1e6).rounded(.toNearestOrEven))
    }.sorted()
  }
  let differing = zip(rounded(a), rounded(b)).count { x, y in
    let gap = x.r - y.r
    return x.center != y.center || x.neighbor != y.neighbor || (gap * gap).sum() > 3
  }
  #expect(differing == 0, sourceLocation: sourceLocation)
}
