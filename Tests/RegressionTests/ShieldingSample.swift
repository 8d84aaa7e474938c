import Crystals
import Regression
import Tensors

/// Structures of the sample with a made-up shielding on every atom: of each neighbour within 4 Å an
/// isotropic part by its distance, and an axial tensor along the line to it.
enum ShieldingSample {
  static func structures(_ count: Int = 8, name: String = "ms") throws -> [Structure] {
    try SampleSet.structures.get().prefix(count).map { structure in
      var labelled = structure
      labelled.arrays[name] = .real(shieldings(of: structure), columns: 9)
      labelled.info["\(name)_unit"] = .text(["ppm"], shape: [])
      return labelled
    }
  }

  static func labelled(_ count: Int = 8) throws -> LabelledStructures {
    try LabelledStructures(structures(count), nucleus: .lithium, property: "ms")
  }

  /// Nine numbers a lithium atom, zeros at all others.
  private static func shieldings(of structure: Structure) -> [Double] {
    let v = structure.cell.vectors
    var images: [Vector] = []
    for a in -1...1 {
      for b in -1...1 {
        for c in -1...1 { images.append(Double(a) * v[0] + Double(b) * v[1] + Double(c) * v[2]) }
      }
    }
    return structure.elements.indices.flatMap { atom -> [Double] in
      var tensor = [Double](repeating: 0, count: 9)
      guard structure.elements[atom] == .lithium else { return tensor }
      for other in structure.elements.indices {
        for image in images {
          let line = structure.positions[other] + image - structure.positions[atom]
          let square = (line * line).sum()
          guard square > 1e-6, square < 16 else { continue }
          let size = structure.elements[other] == .oxygen ? 40.0 : 15
          let fall = (1 - square / 16) * (1 - square / 16)
          for i in 0..<3 {
            for j in 0..<3 {
              let axial = line[i] * line[j] / square - (i == j ? 1.0 / 3 : 0)
              tensor[3 * i + j] += size * fall * (3 * axial + (i == j ? 2 : 0))
            }
          }
        }
      }
      return tensor
    }
  }
}
