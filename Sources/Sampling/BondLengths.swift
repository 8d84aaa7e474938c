import Crystals
import Glibc

/// Lengths of the cation–O bonds of spinel structures, by the cation's site.
///
/// Bonds are those of the ideal structure, so that a long bond still counts as one.
public struct BondLengths: Sendable {
  /// Number, mean, standard deviation and range of lengths in Å.
  public struct Summary: Sendable, Equatable {
    public var count = 0
    public var mean = 0.0
    public var deviation = 0.0
    public var range = Double.infinity ... .infinity
  }

  private struct Bond {
    var site: String
    var cation: Int
    var oxygen: Int
    var image: Vector
  }

  private struct Sum {
    var count = 0
    var total = 0.0
    var squares = 0.0
    var lowest = Double.infinity
    var highest = -Double.infinity

    mutating func add(_ distance: Double) {
      count += 1
      total += distance
      squares += distance * distance
      lowest = min(lowest, distance)
      highest = max(highest, distance)
    }
  }

  private let bonds: [[Bond]]
  private var sums: [String: Sum] = [:]

  /// Takes the bonds of ideal structures with labels in `site`.
  /// - Throws: `crystal`.
  public init(ideals: [Structure]) throws(SamplingError) {
    var bonds: [[Bond]] = []
    for ideal in ideals {
      do throws(CrystalError) { bonds.append(try Self.bonds(of: ideal)) } catch {
        throw .crystal(error)
      }
    }
    self.bonds = bonds
  }

  private static func bonds(of ideal: Structure) throws(CrystalError) -> [Bond] {
    guard case .text(let sites, _)? = ideal.arrays["site"], sites.count == ideal.count else {
      return []
    }
    let basis = try ideal.cell.basis()
    // First-shell bonds are 0.22–0.26 of the lattice constant long, the next ones 0.4.
    let cations = ideal.elements.indices.filter { ideal.elements[$0] != .oxygen }
    let volume = basis.volume / Double(ideal.count) * 56
    let reach = 0.3 * cbrt(volume)
    let list = try NeighborFinder(ideal, cutoff: reach).neighbors(of: cations)
    var found: [Bond] = []
    for k in list.centers.indices {
      let cation = Int(list.centers[k])
      for entry in list.range(k) where ideal.elements[Int(list.neighbors[entry])] == .oxygen {
        let oxygen = Int(list.neighbors[entry])
        let shift =
          list.displacements[entry] - (ideal.positions[oxygen] - ideal.positions[cation])
        found.append(
          Bond(
            site: sites[cation], cation: cation, oxygen: oxygen,
            image: basis.fractional(shift).rounded(.toNearestOrEven)))
      }
    }
    return found
  }

  /// Counts the bonds of a distorted structure whose atoms are in the order of an ideal one.
  public mutating func add(_ structure: Structure, ideal: Int) {
    let vectors = structure.cell.vectors
    for bond in bonds[ideal] {
      let shift =
        bond.image.x * vectors[0] + bond.image.y * vectors[1] + bond.image.z * vectors[2]
      let distance = length(
        structure.positions[bond.oxygen] - structure.positions[bond.cation] + shift)
      sums[bond.site, default: Sum()].add(distance)
    }
  }

  /// The sites that have bonds, in alphabetical order.
  public var sites: [String] { sums.keys.sorted() }

  /// The lengths of a site's bonds; nil where there are none.
  public subscript(site: String) -> Summary? {
    guard let sum = sums[site], sum.count > 0 else { return nil }
    let mean = sum.total / Double(sum.count)
    let variance = max(0, sum.squares / Double(sum.count) - mean * mean)
    return Summary(
      count: sum.count, mean: mean, deviation: variance.squareRoot(),
      range: sum.lowest...sum.highest)
  }
}
