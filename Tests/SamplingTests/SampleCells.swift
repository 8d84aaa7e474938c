import Crystals
import Support

/// Cells of any shape with random charges.
enum SampleCells {
  static let shapes = ["cubic", "skewed", "needle", "slab"]

  /// A cell of eight atoms at least 1 Å apart, by name, and charges that need not add up to zero.
  static func make(_ shape: String, seed: UInt64 = 7) -> (structure: Structure, charges: [Double]) {
    let cell =
      switch shape {
      case "skewed": Cell(Vector(5, 0, 0), Vector(14.2, 5.5, 0), Vector(-9.7, 11.8, 6))
      case "needle": Cell(Vector(3.1, 0, 0), Vector(0.4, 3.4, 0), Vector(0, 0.3, 40))
      case "slab": Cell(Vector(14, 0, 0), Vector(3, 15, 0), Vector(0, 0, 2.7))
      default: Cell(Vector(6, 0, 0), Vector(0, 6, 0), Vector(0, 0, 6))
      }
    var generator = SplitMix64(seed: seed)
    var structure = Structure(cell: cell, elements: [], positions: [])
    var charges: [Double] = []
    while structure.count < 8 {
      let s = Vector(generator.uniform(), generator.uniform(), generator.uniform())
      let position = s.x * cell.vectors[0] + s.y * cell.vectors[1] + s.z * cell.vectors[2]
      var longer = structure
      longer.positions.append(position)
      longer.elements.append(structure.count % 2 == 0 ? .titanium : .oxygen)
      guard let finder = try? NeighborFinder(longer, cutoff: 1),
        let list = try? finder.neighbors(of: [structure.count]), list.count == 0
      else { continue }
      structure = longer
      charges.append(generator.uniform(-3...3))
    }
    return (structure, charges)
  }
}

/// A structure from cell rows, symbols and positions.
func structure(_ cell: [Vector], _ atoms: [(Element, Vector)]) -> Structure {
  Structure(
    cell: Cell(cell[0], cell[1], cell[2]), elements: atoms.map(\.0), positions: atoms.map(\.1))
}
