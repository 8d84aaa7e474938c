import Crystals
import Tensors

/// The energies between lithium ions on 16d: E = ½ Σ_{i≠j} J_ij over the sites that hold Li.
///
/// With formal charges on a rigid lattice this is the whole of an ordering's energy but for a
/// constant, as all 16d sites are alike.
public struct PairInteractions: Sendable, Equatable {
  /// Number of 16d sites.
  public let count: Int
  /// J_ij in eV, row by row, symmetric; the diagonal is 0.
  public let energies: [Double]
  /// What the energies are, as written into files.
  public let name: String

  /// J between two sites in eV.
  public subscript(i: Int, j: Int) -> Double { energies[i * count + j] }

  public init(count: Int, energies: [Double], name: String) {
    precondition(energies.count == count * count, "one energy a pair")
    self.count = count
    self.energies = energies
    self.name = name
  }

  /// The energy in eV of an ordering given by the sites that hold Li.
  public func energy(of lithium: [Int]) -> Double {
    var sum = 0.0
    for (place, i) in lithium.enumerated() {
      for j in lithium[..<place] { sum += self[i, j] }
    }
    return sum
  }
}

extension PairInteractions {
  /// ε of the screened Coulomb energies where none is asked for: unscreened ones freeze every
  /// order below many thousand kelvin.
  public static let standardPermittivity = 80.0

  /// Screened Coulomb energies of formal charges by Ewald's summation: swapping Li⁺ for Ti⁴⁺
  /// changes a charge by −3, so J_ij = 9 e²/(4πε₀ε) φ(r_i − r_j), φ with a uniform background.
  /// - Throws: what `Ewald` throws; `option` for a permittivity that is not positive.
  public static func coulomb(
    _ lattice: OctahedralLattice, permittivity: Double = standardPermittivity
  ) throws(SamplingError) -> PairInteractions {
    guard permittivity.isFinite, permittivity > 0 else {
      throw .option(
        name: "permittivity", found: "\(permittivity)", expected: "a positive number")
    }
    let structure = Structure(
      cell: lattice.cell, elements: lattice.positions.map { _ in .lithium },
      positions: lattice.positions)
    let ewald = try Ewald(structure, accuracy: 1e-11)
    let scale = 9 * Constants.coulomb / permittivity
    let energies = try lattice.matrix { site throws(SamplingError) in
      var charges = [Double](repeating: 0, count: lattice.count)
      charges[site] = 1
      return try ewald.potentials(charges).map { scale * $0 }
    }
    return PairInteractions(
      count: lattice.count, energies: energies,
      name: "formal charges (Li +1, Ti +4), Ewald summation, permittivity \(permittivity)")
  }

  /// Energies by shell of distance; beyond the last shell there are none.
  /// - Throws: `option` where a shell's distance is none of the lattice's.
  public static func shells(
    _ shells: ShellEnergies, on lattice: OctahedralLattice
  ) throws(SamplingError) -> PairInteractions {
    let finder: NeighborFinder
    do throws(CrystalError) {
      let structure = Structure(
        cell: lattice.cell, elements: lattice.positions.map { _ in .lithium },
        positions: lattice.positions)
      let reach = (shells.shells.map(\.distance).max() ?? 0) + ShellEnergies.tolerance
      finder = try NeighborFinder(structure, cutoff: reach)
    } catch {
      throw .crystal(error)
    }
    var isUsed = [Bool](repeating: false, count: shells.shells.count)
    let energies = try lattice.matrix { site throws(SamplingError) in
      let list: NeighborList
      do throws(CrystalError) { list = try finder.neighbors(of: [site]) } catch {
        throw .crystal(error)
      }
      var row = [Double](repeating: 0, count: lattice.count)
      // In a small cell a pair meets through several images; each counts.
      for entry in list.range(0) {
        guard let shell = shells.index(near: length(list.displacements[entry])) else { continue }
        isUsed[shell] = true
        row[Int(list.neighbors[entry])] += shells.shells[shell].energy
      }
      return row
    }
    if let unused = isUsed.firstIndex(of: false) {
      throw .option(
        name: "shell distance", found: "\(shells.shells[unused].distance) Å",
        expected: "a distance between 16d sites, within \(ShellEnergies.tolerance) Å")
    }
    return PairInteractions(count: lattice.count, energies: energies, name: shells.name)
  }
}
