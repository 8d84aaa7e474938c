import Crystals
import Engine
import Screen
import Support
import Tensors

@testable import Explorer

extension Bench {
  /// With one cell of 1512 atoms: ideal places, tensors that differ by site type.
  static func largeCell(columns: Int = 120, rows: Int = 40, look: Look = Look()) -> Bench {
    let bench = Bench(columns: columns, rows: rows, look: look)
    let (structure, sites) = largeCell
    bench.send(.engine(.model(sampleModel, generation: 1)))
    bench.send(.engine(.structures([structure], firstIndex: 0, generation: 1)))
    bench.send(.engine(.sites(sites, generation: 1)))
    bench.send(.engine(.finished(generation: 1)))
    return bench
  }

  private static let largeCell: (Structure, SiteTable) = {
    var random = SplitMix64(seed: 3)
    let edge = 8.359
    // 8a, 16d and 32e of the cubic cell in eighths of its edge, up to its centring.
    let tetrahedral = [Vector(1, 1, 1), Vector(7, 3, 3)]
    let octahedral = [Vector(4, 4, 4), Vector(4, 2, 2), Vector(2, 4, 2), Vector(2, 2, 4)]
    let oxygen = [
      Vector(2.1, 2.1, 2.1), Vector(3.9, 7.9, 6.1), Vector(7.9, 6.1, 3.9), Vector(6.1, 3.9, 7.9),
      Vector(0.1, 4.1, 1.9), Vector(5.9, 5.9, 5.9), Vector(4.1, 1.9, 0.1), Vector(1.9, 0.1, 4.1),
    ]
    let centering = [Vector.zero, Vector(0, 4, 4), Vector(4, 0, 4), Vector(4, 4, 0)]
    var structure = Structure(
      cell: Crystals.Cell(
        Vector(3 * edge, 0, 0), Vector(0, 3 * edge, 0), Vector(0, 0, 3 * edge)), elements: [],
      positions: [], origin: .init(file: "cells/large.extxyz"))
    var tensors: [(atom: Int, tensor: SphericalTensor)] = []
    for cube in 0..<27 {
      let corner = 8 * Vector(Double(cube % 3), Double(cube / 3 % 3), Double(cube / 9))
      for shift in centering {
        for (kind, places) in [tetrahedral, octahedral, oxygen].enumerated() {
          for place in places {
            let isLithium = kind == 0 || kind == 1 && random.uniform() < 1 / 6.0
            structure.elements.append(isLithium ? .lithium : kind == 1 ? .titanium : .oxygen)
            structure.positions.append(edge / 8 * (corner + shift + place))
            guard isLithium else { continue }
            // Layers across c differ, as orderings do.
            let layer = Double(cube / 9)
            let size = kind == 0 ? 0.0008 + 0.0016 * layer : 0.009
            let tensor = SphericalTensor(0, 0, size * random.uniform(0.8...1.2), 0, 0)
            tensors.append((structure.count - 1, tensor))
          }
        }
      }
    }
    let classes = SpinelSites.classify(structure)
    var table = SiteTable()
    for (atom, tensor) in tensors {
      table.append(
        site: tensor, noise: Array(repeating: 0, count: 5), structure: 0, atom: atom,
        in: structure, classes, novelty: Float(random.uniform()))
    }
    return (structure, table)
  }()
}
