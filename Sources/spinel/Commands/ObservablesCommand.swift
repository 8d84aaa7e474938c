import ArgumentParser
import Crystals
import Engine
import Formats
import Tensors

struct ObservablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "observables",
    abstract: "C_Q, η, axes and ω_Q of tensors that files already hold.",
    discussion: """
      Reads the per-atom tensors efg (atomic units) of magres and extended-XYZ files.

      Example:
        spinel observables castep.magres --isotope 7Li --isotope 49Ti
        spinel observables dft.extxyz --isotope 7Li --field 0,0,1 --csv > dft.csv
      """)

  @Argument(help: "Structure files with tensors.")
  var files: [String]
  @OptionGroup var isotopes: IsotopeOption
  @OptionGroup var field: FieldOption
  @Flag(help: "Print JSON.")
  var json = false
  @Flag(help: "Print CSV.")
  var csv = false

  func validate() throws {
    if json && csv { throw ValidationError("Give --json or --csv, not both.") }
  }

  func run() throws {
    let found = try FileTensors(files)
    let conventions = ResultConventions(field: field.field, isotopes: isotopes.isotope)
    if let worst = found.irregular.max(by: { $0.relative < $1.relative }) {
      let site = found.sites[worst.site]
      report(
        """
        spinel: warning: \(found.irregular.count) of \(found.sites.count) tensors are not symmetric \
        and traceless to 1e-3; the worst is atom \(site.atom) of structure \(site.structure), by \
        \(fixed(worst.relative, 4)) of its size; the symmetric traceless part is used
        """)
    }
    if json {
      try output(ResultDocument.json(found.sites, conventions))
    } else if csv {
      try output(ResultDocument.csv(found.sites, conventions))
    } else {
      try output(table(found.sites, conventions))
    }
  }

  private func table(_ sites: [ResultSite], _ conventions: ResultConventions) -> String {
    var rows = [
      [
        "structure", "atom", "nucleus", "Vzz / a.u.", "C_Q / kHz", "eta", "omega_Q / kHz", "theta",
        "phi",
      ]
    ]
    for site in sites {
      let axes = PrincipalAxes(of: site.tensor)
      let isotope = conventions.isotope(of: site.element)
      var row = [
        "\(site.structure)", "\(site.atom)", isotope?.name ?? site.element.symbol,
        fixed(axes.vzz, 6),
      ]
      let observables = isotope.map {
        Observables(of: site.tensor, isotope: $0, field: conventions.field)
      }
      row.append(fixed(observables?.quadrupolarCoupling ?? .nan, 3))
      row.append(fixed(axes.asymmetry, 4))
      row.append(fixed(observables?.omegaQ ?? .nan, 3))
      row.append(fixed(axes.hasOrientation ? observables?.theta ?? .nan : .nan, 4))
      row.append(fixed(axes.hasOrientation ? observables?.phi ?? .nan : .nan, 4))
      rows.append(row)
    }
    return aligned(rows) + "\n"
  }
}
