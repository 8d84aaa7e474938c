import Crystals
import Tensors

/// One of the symmetry-inequivalent ways to put Li and Ti on the 16d sites of a cell.
public struct Ordering: Sendable, Equatable {
  /// Its place among the orderings, by energy.
  public var index: Int
  /// The 16d sites that hold Li, ascending.
  public var lithium: [Int]
  /// How many placements are this one turned, mirrored or shifted.
  public var degeneracy: Int
  /// The shortest distance between two Li on 16d, in Å, a Li's own images left out.
  public var lithiumDistance: Double
  /// The energy of formal charges in the whole cell, unscreened, in eV.
  public var energy: Double
  /// The energy above the lowest ordering's, in eV.
  public var relativeEnergy: Double
}

/// Finds the inequivalent orderings of a small cell.
public enum Orderings {
  /// Placements beyond which an enumeration is refused.
  public static let largestPlacementCount = 200_000

  /// All placements of so many Li on so many sites, in lexicographic order.
  /// - Throws: `option` where there are more than `largestPlacementCount`.
  public static func placements(
    of lithium: Int, on sites: Int
  ) throws(SamplingError) -> [[Int]] {
    var total = 1.0
    for i in 0..<max(0, lithium) { total *= Double(sites - i) / Double(i + 1) }
    guard (0...max(0, sites)).contains(lithium), total <= Double(largestPlacementCount) else {
      throw .option(
        name: "placements of \(lithium) Li on \(sites) sites", found: "\(total)",
        expected: "at most \(largestPlacementCount)")
    }
    var found: [[Int]] = []
    var chosen = Array(0..<lithium)
    while true {
      found.append(chosen)
      // The last Li that can move on does; those after it follow closely.
      guard let place = chosen.indices.last(where: { chosen[$0] < sites - lithium + $0 }) else {
        return found
      }
      chosen[place] += 1
      for later in chosen.indices where later > place { chosen[later] = chosen[later - 1] + 1 }
    }
  }

  /// The inequivalent orderings of a cell under its own symmetry, the lowest energy first; of equal
  /// energies the more frequent first.
  /// - Throws: `option` for a cell of too many placements; what `Ewald` throws.
  public static func inequivalent(
    of lattice: OctahedralLattice, charges: FormalCharges = .standard
  ) throws(SamplingError) -> [Ordering] {
    var isSeen: Set<[Int]> = []
    var found: [Ordering] = []
    for placement in try placements(of: lattice.lithiumCount, on: lattice.count)
    where !isSeen.contains(placement) {
      var orbit: Set<[Int]> = []
      lattice.symmetry.visit { image in orbit.insert(placement.map(image).sorted()) }
      isSeen.formUnion(orbit)
      let structure = lattice.structure(lithium: placement)
      found.append(
        Ordering(
          index: 0, lithium: placement, degeneracy: orbit.count,
          lithiumDistance: try shortestDistance(lattice, placement),
          energy: try Ewald(structure).energy(charges.charges(of: structure)), relativeEnergy: 0))
    }
    // Energies equal but for rounding count as equal.
    found.sort { a, b in
      abs(a.energy - b.energy) > 1e-6
        ? a.energy < b.energy
        : (b.degeneracy, a.lithium.first ?? 0) < (a.degeneracy, b.lithium.first ?? 0)
    }
    let lowest = found.first?.energy ?? 0
    for index in found.indices {
      found[index].index = index
      found[index].relativeEnergy = found[index].energy - lowest
    }
    return found
  }

  private static func shortestDistance(
    _ lattice: OctahedralLattice, _ placement: [Int]
  ) throws(SamplingError) -> Double {
    let lithium = Structure(
      cell: lattice.cell, elements: placement.map { _ in .lithium },
      positions: placement.map { lattice.positions[$0] })
    do throws(CrystalError) {
      // The longest diagonal of a cell is no shorter than the nearest image is far.
      let reach = lattice.cell.vectors.reduce(0) { $0 + length($1) }
      let list = try NeighborFinder(lithium, cutoff: reach).neighbors(of: placement.indices)
      var shortest = Double.infinity
      for k in list.centers.indices {
        for entry in list.range(k) where list.neighbors[entry] != list.centers[k] {
          shortest = min(shortest, length(list.displacements[entry]))
        }
      }
      return shortest
    } catch {
      throw .crystal(error)
    }
  }
}
