import Crystals
import Formats
import Tensors

/// Results as JSON and CSV documents.
public enum ResultDocument {
  /// The version of the program and of its documents.
  public static let version = "1.0.0"

  /// The opening of every JSON document: version and conventions.
  public static func opening(_ conventions: ResultConventions, elements: [Element]) -> [JSON.Member]
  {
    var members: [JSON.Member] = []
    let properties = conventions.propertiesJSON(elements)
    if let properties, !conventions.haveFieldGradients(elements) {
      members = [
        .init("properties", properties), .init("tensors", "[xx, xy, xz, yy, yz, zz], with trace"),
        .init("ordering", .string(Self.propertyOrdering)),
      ]
      return [.init("spinel", .string(version)), .init("conventions", .object(members))]
    }
    let b = conventions.field.unit
    members.append(.init("field", JSON([b.x, b.y, b.z])))
    let isotopes = elements.compactMap { element -> JSON? in
      guard let isotope = conventions.isotope(of: element) else { return nil }
      return .object([
        .init("species", .string(element.symbol)), .init("isotope", .string(isotope.name)),
        .init("Q_mb", .double(isotope.quadrupoleMoment)), .init("I", .double(isotope.spin)),
      ])
    }
    if isotopes.count == 1, case .object(let only) = isotopes[0] { members += only.dropFirst() }
    members.append(.init("isotopes", .array(isotopes)))
    members.append(.init("ordering", "|Vzz| >= |Vyy| >= |Vxx|, eta = (Vxx - Vyy)/Vzz"))
    members.append(
      .init(
        "sign",
        .string(
          "V_ij second derivative of the electrostatic potential; CQ = eQVzz/h, e > 0; "
            + "omegaQ = 3/(2I(2I-1)) eQ/h bVb, signed")))
    members.append(.init("efg", "[xx, xy, xz, yy, yz, zz], atomic units"))
    if let properties { members.append(.init("properties", properties)) }
    members.append(.init("sigma", .string("68 % of errors within one sigma")))
    return [.init("spinel", .string(version)), .init("conventions", .object(members))]
  }

  private static let propertyOrdering =
    "|zz - iso| >= |xx - iso| >= |yy - iso|, anisotropy = zz - (xx + yy)/2, "
    + "eta = (yy - xx)/(zz - iso)"

  /// A site with the keys of the command-line contract; keys without a meaning are left out.
  public static func json(_ site: ResultSite, _ conventions: ResultConventions) -> JSON {
    var members: [JSON.Member] = [
      .init("structure", .int(site.structure)), .init("atom", .int(site.atom)),
      .init("species", .string(site.element.symbol)),
    ]
    let isotope = conventions.isotope(of: site.element)
    if let isotope { members.append(.init("isotope", .string(isotope.name))) }
    if let type = site.siteType { members.append(.init("siteType", .string(type.label))) }
    members.append(
      .init("position", JSON([site.position.x, site.position.y, site.position.z])))
    if let property = conventions.properties[site.element] {
      members += PropertyValues(site).json(property)
      if let novelty = site.novelty { members.append(.init("novelty", .double(novelty))) }
      return .object(members)
    }
    members += observables(of: site, conventions, isotope)
    if let uncertainty = site.uncertainty, site.tensor.isFinite {
      members.append(.init("efg_sigma", JSON(uncertainty.elements(of: site.tensor))))
      if let isotope {
        let sigma = uncertainty.omegaQ(
          of: site.tensor, isotope: isotope, field: conventions.field)
        members.append(.init("sigma_omegaQ_kHz", .double(sigma)))
      }
    }
    if let novelty = site.novelty { members.append(.init("novelty", .double(novelty))) }
    if let region = site.region { members.append(.init("region", .int(region))) }
    return .object(members)
  }

  private static func observables(
    of site: ResultSite, _ conventions: ResultConventions, _ isotope: Isotope?
  ) -> [JSON.Member] {
    guard site.tensor.isFinite else { return [] }
    let axes = PrincipalAxes(of: site.tensor)
    var members: [JSON.Member] = [
      .init("efg", JSON(SymmetricTensor(site.tensor).elements)), .init("Vzz", .double(axes.vzz)),
      .init("Vyy", .double(axes.vyy)), .init("Vxx", .double(axes.vxx)),
    ]
    if let isotope {
      let found = Observables(of: site.tensor, isotope: isotope, field: conventions.field)
      members.append(.init("CQ_kHz", .double(found.quadrupolarCoupling)))
      members.append(.init("eta", .double(axes.asymmetry)))
      members.append(.init("omegaQ_kHz", .double(found.omegaQ)))
    } else {
      members.append(.init("eta", .double(axes.asymmetry)))
    }
    guard axes.hasOrientation else { return members + [.init("ambiguousAxes", true)] }
    let angles = axes.angles(to: conventions.field)
    members.append(.init("theta_rad", .double(angles.theta)))
    members.append(.init("phi_rad", .double(angles.phi)))
    members.append(.init("quaternion_wxyz", JSON(axes.quaternion.array)))
    members.append(.init("euler_zyz_active_deg", JSON(EulerAngles(of: axes.frame).degrees)))
    members.append(.init("ambiguousAxes", .bool(axes.isAmbiguous)))
    return members
  }

  /// The keys of a site in order, and the names of the columns an array is spread over in CSV.
  private static let keys: [(key: String, parts: [String])] = [
    ("structure", []), ("atom", []), ("species", []), ("isotope", []), ("siteType", []),
    ("position", ["x", "y", "z"]),
    ("efg", ["efg_xx", "efg_xy", "efg_xz", "efg_yy", "efg_yz", "efg_zz"]), ("Vzz", []),
    ("Vyy", []), ("Vxx", []), ("CQ_kHz", []), ("eta", []), ("omegaQ_kHz", []), ("theta_rad", []),
    ("phi_rad", []), ("quaternion_wxyz", ["w", "x", "y", "z"].map { "quaternion_" + $0 }),
    ("euler_zyz_active_deg", ["alpha", "beta", "gamma"].map { "euler_zyz_active_deg_" + $0 }),
    ("ambiguousAxes", []),
    ("efg_sigma", ["xx", "xy", "xz", "yy", "yz", "zz"].map { "efg_sigma_" + $0 }),
    ("sigma_omegaQ_kHz", []), ("novelty", []), ("region", []),
  ]

  /// The header of the CSV form.
  public static let columns: [String] = columns(keys)

  private static func columns(_ keys: [(key: String, parts: [String])]) -> [String] {
    keys.flatMap { $0.parts.isEmpty ? [$0.key] : $0.parts }
  }

  /// A table of sites, one row a site; fields without a meaning for a site are empty.
  public static func csv(_ sites: some Sequence<ResultSite>, _ conventions: ResultConventions)
    -> [UInt8]
  {
    let list = Array(sites)
    let keys = keys(Set(list.map(\.element)), conventions)
    var table = CSV(columns: columns(keys))
    for site in list { table.append(fields(json(site, conventions), keys)) }
    return table.takeBytes()
  }

  /// The keys of sites of some elements.
  private static func keys(
    _ elements: Set<Element>, _ conventions: ResultConventions
  ) -> [(key: String, parts: [String])] {
    let others = conventions.otherProperties(elements)
    guard !others.isEmpty else { return keys }
    let elementNames = ["xx", "xy", "xz", "yy", "yz", "zz"]
    let added = others.map { property in
      (key: property.name, parts: elementNames.map { "\(property.name)_\($0)" })
    }
    let plain = ["isotropic", "anisotropy", "unit"].map { (key: $0, parts: [String]()) }
    if conventions.haveFieldGradients(elements) { return keys + added + plain }
    let kept = ["structure", "atom", "species", "siteType", "position"]
    return keys.filter { kept.contains($0.key) } + added + plain[..<2]
      + [(key: "eta", parts: []), plain[2], (key: "novelty", parts: [])]
  }

  private static func fields(
    _ found: JSON, _ keys: [(key: String, parts: [String])]
  ) -> [CSV.Field] {
    return keys.flatMap { key, parts -> [CSV.Field] in
      guard !parts.isEmpty else { return [field(found[key])] }
      return parts.indices.map { field(found[key]?[$0]) }
    }
  }

  private static func field(_ value: JSON?) -> CSV.Field {
    switch value {
    case .bool(let value): .text(value ? "True" : "False")
    case .int(let value): .integer(value)
    case .double(let value): .real(value)
    case .string(let value): .text(value)
    case .null, .array, .object, nil: .empty
    }
  }

  /// The whole document of some sites.
  public static func json(_ sites: some Sequence<ResultSite>, _ conventions: ResultConventions)
    -> [UInt8]
  {
    let list = Array(sites)
    var elements: [Element] = []
    for site in list where !elements.contains(site.element) { elements.append(site.element) }
    let document = JSON.object(
      opening(conventions, elements: elements.sorted()) + [
        .init("sites", .array(list.map { json($0, conventions) }))
      ])
    return document.bytes() + [UInt8(ascii: "\n")]
  }
}
