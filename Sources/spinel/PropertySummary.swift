import Crystals
import Engine
import Regression

/// What `predict` says of tensors that are no field gradients when it writes no file.
struct PropertySummary {
  let text: String

  init(_ results: Results, _ elements: [Element]) {
    let table = results.table
    var rows = [
      ["nucleus", "site", "sites", "property", "<isotropic>", "<|anisotropy|>", "<eta>", "unit"]
    ]
    for element in elements {
      guard let property = results.conventions.properties[element] else { continue }
      for type in SiteType.allCases {
        let members = (0..<table.count).filter {
          table.element[$0] == element && table.siteType[$0] == type
        }.map { PropertyValues(table.site($0)) }
        guard !members.isEmpty else { continue }
        func mean(_ value: (PropertyValues) -> Double) -> String {
          significant(members.reduce(0) { $0 + value($1) } / Double(members.count))
        }
        rows.append([
          element.symbol, type.label, "\(members.count)", escaped(property.name),
          members[0].isotropic == nil ? "–" : mean { $0.isotropic ?? .nan },
          mean { abs($0.anisotropy) }, mean { $0.asymmetry }, escaped(property.unitText),
        ])
      }
    }
    text = aligned(rows)
  }
}
