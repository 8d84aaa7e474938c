import Crystals
import Engine
import Spectra

/// What `predict` says of its results when it writes no file.
struct ResultSummary {
  let results: Results

  init(_ results: Results) { self.results = results }

  var text: String {
    let table = results.table
    let structures = Set(table.structure).count
    let b = results.conventions.field.unit
    var lines = [
      "\(table.count) sites in \(structures) structures, "
        + "B0 along [\(fixed(b.x, 3)) \(fixed(b.y, 3)) \(fixed(b.z, 3))]",
      "",
    ]
    let elements = Set(table.element).sorted()
    let others = elements.filter { results.conventions.properties[$0] != nil }
    if !others.isEmpty { lines.append(PropertySummary(results, others).text) }
    if others.count == elements.count { return lines.joined(separator: "\n") + "\n" }
    if !others.isEmpty { lines.append("") }
    var rows = [["nucleus", "site", "sites", "<|C_Q|> / kHz", "<eta>", "<|omega_Q|> / kHz"]]
    let omegaQ = results.absoluteOmegaQ
    for element in elements where results.conventions.properties[element] == nil {
      for type in SiteType.allCases {
        let members = (0..<table.count).filter {
          table.element[$0] == element && table.siteType[$0] == type
        }
        guard !members.isEmpty else { continue }
        func mean(_ value: (Int) -> Float) -> Double {
          members.reduce(0) { $0 + Double(value($1)) } / Double(members.count)
        }
        rows.append([
          results.conventions.isotope(of: element)?.name ?? element.symbol, type.label,
          "\(members.count)", fixed(mean { table.quadrupolarCoupling[$0].magnitude }, 2),
          fixed(mean { table.asymmetry[$0] }, 3), fixed(mean { omegaQ[$0] }, 2),
        ])
      }
    }
    lines.append(aligned(rows))
    if let found = try? results.standardRegions() {
      lines += [
        "",
        "regions of |omega_Q|, \(fixed(found.histogram.binning.width, 3)) kHz a bin, threshold 10:",
      ]
      var regions = [["region", "from / kHz", "to / kHz", "sites"]]
      for region in found.regions.regions {
        regions.append([
          "\(region.number)", fixed(region.lower, 1), fixed(region.upper, 1), "\(region.count)",
        ])
      }
      regions.append(["none", "", "", "\(found.regions.unclassified)"])
      lines.append(aligned(regions))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
