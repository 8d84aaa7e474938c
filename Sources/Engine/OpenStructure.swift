import Crystals
import Formats
import Regression
import Spectra
import Tensors

/// A structure made ready for prediction: neighbours binned, sites recognised, reference at hand.
struct OpenStructure: Sendable {
  let structure: Structure
  /// Its number over all files.
  let index: Int
  /// Its number among the structures worked on.
  let ticket: Int
  let finder: NeighborFinder
  private let recognized: SpinelSites.Classification
  private let reference: [Double]?

  /// - Throws: `CrystalError` for atoms or cells that cannot be used, `FormatError` for a reference
  ///   property that is no tensor.
  init(
    _ structure: Structure, index: Int, ticket: Int, cutoff: Double, property: String
  ) throws {
    self.structure = structure
    self.index = index
    self.ticket = ticket
    finder = try NeighborFinder(structure, cutoff: max(cutoff, SpinelSites.reach))
    recognized = SpinelSites.classify(structure, finder: finder)
    reference =
      structure.arrays[property] == nil
      ? nil : try FileTensors.columns(of: structure, property)
  }

  /// Rows for atoms with what was predicted of them.
  func sites(_ centers: [Int], predicted: PredictedSites, isotope: Isotope?) -> SiteTable {
    var table = SiteTable()
    table.structure = Array(repeating: Int32(index), count: centers.count)
    table.atom = centers.map { Int32($0) }
    table.element = centers.map { structure.elements[$0] }
    table.siteType = centers.map { recognized.types[$0] }
    table.lithiumNeighbors = centers.map { recognized.lithiumNeighbors[$0] }
    table.octahedralLithium = centers.map { recognized.octahedralLithium[$0] }
    table.lithiumDistance = centers.map { recognized.lithiumDistances[$0] }
    table.bondLength = centers.map { recognized.bondLengths[$0] }
    table.position = centers.map { SIMD3<Float>(structure.positions[$0]) }
    table.components = (0..<5).map { m in
      centers.indices.map { predicted.components[5 * $0 + m] }
    }
    table.isotropic = predicted.isotropic
    if let reference {
      let tensors = centers.map { Self.tensor(reference, atom: $0) }
      table.reference = (0..<5).map { m in
        tensors.map { tensor in tensor.map { Float($0[m]) } ?? .nan }
      }
    }
    table.derive(couplingPerAtomicUnit: isotope?.couplingPerAtomicUnit ?? 0)
    table.uncertaintyAcross = predicted.across
    table.uncertaintyAlong = predicted.along
    table.novelty = predicted.novelty
    table.nearest = predicted.nearest
    return table
  }

  /// The tensor of an atom; nil where its nine numbers are not finite.
  private static func tensor(_ columns: [Double], atom: Int) -> SphericalTensor? {
    let nine = Array(columns[(9 * atom)..<(9 * atom + 9)])
    return (try? SymmetricTensor.symmetrized(rowMajor: nine)).map { SphericalTensor($0.tensor) }
  }
}

extension SiteTable {
  /// Computes V_zz, η and C_Q of every row from its components.
  mutating func derive(couplingPerAtomicUnit: Double) {
    let found = principalValues(components: components)
    vzz = found.vzz
    asymmetry = found.asymmetry
    let factor = Float(couplingPerAtomicUnit)
    quadrupolarCoupling = vzz.map { factor * $0 }
  }
}
