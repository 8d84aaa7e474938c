import Crystals
import Sampling
import Tensors

/// What `generate dataset` says of its structures: bond lengths, and the labels' distribution.
struct DatasetReport {
  private var bonds: BondLengths
  private var structures = 0
  private var labels: [String: Labels] = [:]

  private struct Labels {
    var isotope: Isotope
    var couplings: [Double] = []
    var asymmetries: [Double] = []
  }

  init(bonds: BondLengths) { self.bonds = bonds }

  mutating func add(_ structure: Structure, ideal: Int) {
    structures += 1
    bonds.add(structure, ideal: ideal)
    guard case .real(let values, 9)? = structure.arrays["efg"],
      case .text(let sites, _)? = structure.arrays["site"]
    else { return }
    for atom in 0..<structure.count {
      guard let isotope = Isotope.standard(for: structure.elements[atom].symbol),
        let (tensor, _) = try? SymmetricTensor.symmetrized(
          rowMajor: Array(values[9 * atom..<9 * atom + 9]))
      else { continue }
      let axes = PrincipalAxes(of: SphericalTensor(tensor))
      labels[sites[atom], default: Labels(isotope: isotope)].couplings.append(
        abs(isotope.couplingPerAtomicUnit * axes.vzz))
      labels[sites[atom]]?.asymmetries.append(axes.asymmetry)
    }
  }

  var text: String {
    var rows = [["bonds", "number", "mean / A", "sd", "shortest", "longest"]]
    for site in bonds.sites {
      guard let found = bonds[site] else { continue }
      rows.append([
        "\(site)-O", "\(found.count)", fixed(found.mean, 3), fixed(found.deviation, 3),
        fixed(found.range.lowerBound, 3), fixed(found.range.upperBound, 3),
      ])
    }
    var lines = ["\(structures) structures", "", aligned(rows)]
    guard !labels.isEmpty else { return lines.joined(separator: "\n") }
    rows = [["point charges", "nucleus", "tensors", "<|C_Q|> / kHz", "sd", "<eta>", "sd"]]
    for (site, found) in labels.sorted(by: { $0.key < $1.key }) {
      rows.append([
        site, found.isotope.name, "\(found.couplings.count)",
        fixed(Statistics.mean(found.couplings), 1),
        fixed(Statistics.standardDeviation(found.couplings), 1),
        fixed(Statistics.mean(found.asymmetries), 3),
        fixed(Statistics.standardDeviation(found.asymmetries), 3),
      ])
    }
    lines += ["", aligned(rows)]
    return lines.joined(separator: "\n")
  }
}
