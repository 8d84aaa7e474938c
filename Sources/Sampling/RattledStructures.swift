import Crystals
import LinearAlgebra
import Tensors

/// Rattled and strained 42-atom structures over the six Li/Ti orderings, each made from the seed and
/// its own number alone, so that they may be made in any order and by any thread.
public struct RattledStructures: Sendable {
  public struct Settings: Sendable, Equatable {
    /// Standard deviation of the rattle in Å; each structure draws its own between these.
    public var rattle: ClosedRange<Double>
    /// Each diagonal element of the strain is drawn between −strain and strain, each shear between
    /// a quarter of that.
    public var strain: Double
    public var seed: UInt64
    public var lattice: SpinelLattice
    /// Whether structures get the field gradients of formal charges as labels.
    public var isLabelled: Bool

    public init(
      rattle: ClosedRange<Double> = 0.01...0.12, strain: Double = 0.03, seed: UInt64 = 1,
      lattice: SpinelLattice = .standard, isLabelled: Bool = false
    ) {
      self.rattle = rattle
      self.strain = strain
      self.seed = seed
      self.lattice = lattice
      self.isLabelled = isLabelled
    }
  }

  public let settings: Settings
  /// The ideal structures, in the order of the orderings, a along x and c along z.
  public let ideals: [Structure]

  /// In half of the structures Li moves that much more than the rest.
  public static let lithiumFactor = 1.5
  /// Draws before a structure is given up.
  public static let triesLimit = 200
  /// How the labels are called in files.
  public static let labelName =
    "efg of formal point charges (Li +1, Ti +4, O -2) by Ewald summation, no electronic structure"
  /// How the structures are described in files.
  public static let structuresName = "ideal Fd-3m positions rattled and strained, not relaxed"

  /// - Throws: `option` for a rattle outside 0…1 Å or a strain outside 0…0.2; what the search for
  ///   orderings throws.
  public init(_ settings: Settings) throws(SamplingError) {
    guard settings.rattle.lowerBound >= 0, settings.rattle.upperBound <= 1 else {
      throw .option(
        name: "rattle", found: "\(settings.rattle.lowerBound),\(settings.rattle.upperBound)",
        expected: "two standard deviations from 0 to 1 Å")
    }
    guard (0...0.2).contains(settings.strain) else {
      throw .option(name: "strain", found: "\(settings.strain)", expected: "0 to 0.2")
    }
    self.settings = settings
    let lattice = try OctahedralLattice(settings.lattice, settings.lattice.hexagonalCell())
    let upright = try OctahedralLattice(settings.lattice, settings.lattice.uprightHexagonalCell())
    // Turning a cell keeps the order of its sites.
    ideals = try Orderings.inequivalent(of: lattice).map { upright.structure(lithium: $0.lithium) }
  }

  /// The structure of a number, labelled if the settings say so.
  /// - Throws: `tooClose` where no draw leaves room between the atoms; what `Ewald` throws.
  public func structure(_ number: Int) throws(SamplingError) -> Structure {
    var generator = SeededGenerator(seed: settings.seed, part: number)
    let ordering = number % ideals.count
    let deviation = generator.uniform(settings.rattle)
    let factor = generator.uniform() < 0.5 ? 1 : Self.lithiumFactor
    var closest: Approach?
    for _ in 0..<Self.triesLimit {
      let strain = drawStrain(&generator)
      var structure = strained(ideals[ordering], strain)
      for atom in 0..<structure.count {
        let scale = deviation * (structure.elements[atom] == .lithium ? factor : 1)
        structure.positions[atom] +=
          scale * Vector(generator.normal(), generator.normal(), generator.normal())
      }
      if let found = Approach.nearest(in: structure) {
        if found.shortfall > (closest?.shortfall ?? -.infinity) { closest = found }
        continue
      }
      structure.info = information(number, ordering, deviation, factor, strain)
      if settings.isLabelled {
        let gradients = try Ewald.fieldGradients(of: structure)
        structure.arrays["efg"] = .real(
          gradients.flatMap { SymmetricTensor($0).rowMajor }, columns: 9)
      }
      return structure
    }
    throw .tooClose(
      structure: number, pair: closest?.pair ?? "atoms", distance: closest?.distance ?? 0,
      tries: Self.triesLimit)
  }

  /// Rows of a symmetric strain.
  private func drawStrain(_ generator: inout SeededGenerator) -> [Vector] {
    let bound = settings.strain
    let (xx, yy, zz) = (
      generator.uniform(-bound...bound), generator.uniform(-bound...bound),
      generator.uniform(-bound...bound)
    )
    let shear = bound / 4
    let (xy, xz, yz) = (
      generator.uniform(-shear...shear), generator.uniform(-shear...shear),
      generator.uniform(-shear...shear)
    )
    return [Vector(xx, xy, xz), Vector(xy, yy, yz), Vector(xz, yz, zz)]
  }

  private func strained(_ ideal: Structure, _ strain: [Vector]) -> Structure {
    func moved(_ r: Vector) -> Vector {
      r + Vector(dot(strain[0], r), dot(strain[1], r), dot(strain[2], r))
    }
    var structure = ideal
    structure.cell.vectors = ideal.cell.vectors.map(moved)
    structure.positions = ideal.positions.map(moved)
    return structure
  }

  private func information(
    _ number: Int, _ ordering: Int, _ deviation: Double, _ factor: Double, _ strain: [Vector]
  ) -> [String: Structure.InfoValue] {
    var info: [String: Structure.InfoValue] = [
      "id": .integer([number], shape: []), "ordering": .integer([ordering], shape: []),
      "rattle_std": .real([deviation], shape: []),
      "li_rattle_factor": .real([factor], shape: []),
      "strain": .real(strain.flatMap { [$0.x, $0.y, $0.z] }, shape: [9]),
      "displaced": .logical([false], shape: []),
      "seed": .text(["\(settings.seed)"], shape: []),
      "displacements": .text(["[]"], shape: []),
      "method": .text([Self.structuresName], shape: []),
    ]
    if settings.seed <= UInt64(Int.max) { info["seed"] = .integer([Int(settings.seed)], shape: []) }
    if settings.isLabelled {
      info["method"] = .text(["\(Self.labelName); \(Self.structuresName)"], shape: [])
      info["efg_units"] = .text(["atomic units e/(4 pi eps0 a0^3)"], shape: [])
    }
    return info
  }
}

/// Two atoms nearer to each other than ions get.
private struct Approach {
  var pair: String
  var distance: Double
  /// How far below the limit, in Å and negative.
  var shortfall: Double

  /// The shortest distances in Å: below those of the density-functional structures by a little.
  private static func limit(_ a: Element, _ b: Element) -> Double {
    switch (a == .oxygen, b == .oxygen) {
    case (true, true): 2.0
    case (false, false): 2.0
    default: 1.5
    }
  }

  /// The worst approach of a structure; nil where all atoms have room.
  static func nearest(in structure: Structure) -> Approach? {
    guard let finder = try? NeighborFinder(structure, cutoff: 2.0),
      let list = try? finder.neighbors(of: 0..<structure.count)
    else { return Approach(pair: "atoms on top of each other,", distance: 0, shortfall: -2) }
    var worst: Approach?
    for k in list.centers.indices {
      let center = structure.elements[Int(list.centers[k])]
      for entry in list.range(k) {
        let other = structure.elements[Int(list.neighbors[entry])]
        let distance = length(list.displacements[entry])
        let shortfall = distance - limit(center, other)
        if shortfall < 0, shortfall < (worst?.shortfall ?? 0) {
          worst = Approach(
            pair: "\(center.symbol) and \(other.symbol) are", distance: distance,
            shortfall: shortfall)
        }
      }
    }
    return worst
  }
}
