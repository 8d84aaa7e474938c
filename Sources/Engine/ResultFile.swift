import Crystals
import Formats
import Regression
import Tensors

/// Predicted sites with what is needed to read them again: conventions, models, sources.
public struct Results: Sendable {
  public var table: SiteTable
  public var conventions: ResultConventions
  /// Fingerprints of the models that predicted, in order.
  public var models: [String]
  /// The region of each row, 0 for none.
  public var regions: [Int]

  public init(
    table: SiteTable, conventions: ResultConventions, models: [String] = [], regions: [Int] = []
  ) {
    self.table = table
    self.conventions = conventions
    self.models = models
    self.regions = regions
  }

  /// The rows as result sites, with their regions where there are any.
  public var sites: [ResultSite] {
    (0..<table.count).map { table.site($0, region: regions.isEmpty ? nil : regions[$0]) }
  }
}

extension Results {
  /// The arrays of the safetensors form.
  ///
  /// `structure`, `atom`, `atomic_number`, `site_type` (as the metadata list them),
  /// `lithium_neighbors`, `octahedral_lithium`, `region` [site]; `lithium_distance`, `bond_length`
  /// [site] in Å; `position` [site, 3] in Å; `efg` [site, 6] in atomic
  /// units, order xx xy xz yy yz zz, NaN where nothing was predicted; `CQ_kHz`, `eta`,
  /// `omegaQ_kHz`, `sigma_omegaQ_kHz`, `novelty` [site]; `efg_sigma` [site, 6] as `efg`, and what it
  /// is made of, `sigma_across` and `sigma_along` [site] in atomic units.
  ///
  /// A property that is no field gradient has an array of its name [site, 6] with the trace, in the
  /// same order, and `isotropic`, `anisotropy` [site], all in its unit; where there are no field
  /// gradients, what is made of these and `region` are left out.
  public func safetensors() -> Safetensors {
    let count = table.count
    let sites = self.sites
    let elementsThere = Set(table.element)
    let hasFieldGradients = count == 0 || conventions.haveFieldGradients(elementsThere)
    let properties = conventions.otherProperties(elementsThere)
    var (coupling, asymmetry) = (table.quadrupolarCoupling, table.asymmetry)
    var efg: [Double] = []
    var omegaQ: [Double] = []
    var (elements, sigma): ([Float], [Float]) = ([], [])
    for (row, site) in sites.enumerated() {
      let isOther = conventions.properties[site.element] != nil
      efg +=
        isOther ? Array(repeating: .nan, count: 6) : SymmetricTensor(site.tensor).elements
      if isOther {
        coupling[row] = .nan
        asymmetry[row] = Float(PropertyValues(site).asymmetry)
      }
      let splitting = conventions.isotope(of: site.element)?.splittingPerAtomicUnit
      omegaQ.append((splitting ?? .nan) * site.tensor.dot(conventions.field.weights))
      elements +=
        site.uncertainty?.elements(of: site.tensor).map { Float($0) }
        ?? Array(repeating: .nan, count: 6)
      let deviation = site.uncertainty?.deviation(
        of: site.tensor, weights: conventions.field.weights)
      sigma.append(Float(abs(splitting ?? .nan) * (deviation ?? .nan)))
    }
    var tensors: [Safetensors.Tensor] = [
      .init("structure", shape: [count], .int32(table.structure)),
      .init("atom", shape: [count], .int32(table.atom)),
      .init("atomic_number", shape: [count], .uint8(table.element.map(\.rawValue))),
      .init("site_type", shape: [count], .uint8(table.siteType.map(\.rawValue))),
      .init("lithium_neighbors", shape: [count], .int8(table.lithiumNeighbors)),
      .init("octahedral_lithium", shape: [count], .int8(table.octahedralLithium)),
      .init("lithium_distance", shape: [count], .float32(table.lithiumDistance)),
      .init("bond_length", shape: [count], .float32(table.bondLength)),
      .init(
        "region", shape: [count],
        .int32(regions.isEmpty ? Array(repeating: 0, count: count) : regions.map { Int32($0) })),
      .init(
        "position", shape: [count, 3], .float32(table.position.flatMap { [$0.x, $0.y, $0.z] })),
      .init("efg", shape: [count, 6], .float64(efg)),
      .init("CQ_kHz", shape: [count], .float32(coupling)),
      .init("eta", shape: [count], .float32(asymmetry)),
      .init("omegaQ_kHz", shape: [count], .float64(omegaQ)),
      .init("efg_sigma", shape: [count, 6], .float32(elements)),
      .init("sigma_across", shape: [count], .float32(table.uncertaintyAcross)),
      .init("sigma_along", shape: [count], .float32(table.uncertaintyAlong)),
      .init("sigma_omegaQ_kHz", shape: [count], .float32(sigma)),
      .init("novelty", shape: [count], .float32(table.novelty)),
    ]
    if !hasFieldGradients {
      let left = ["region", "efg", "CQ_kHz", "omegaQ_kHz", "efg_sigma", "sigma_omegaQ_kHz"]
      tensors.removeAll { left.contains($0.name) }
    }
    return Safetensors(tensors: tensors + arrays(of: properties, sites), metadata: metadata)
  }

  /// The arrays of properties other than field gradients; NaN at sites without.
  private func arrays(
    of properties: [TensorProperty], _ sites: [ResultSite]
  ) -> [Safetensors.Tensor] {
    guard !properties.isEmpty else { return [] }
    let count = sites.count
    let values = sites.map { conventions.properties[$0.element] == nil ? nil : PropertyValues($0) }
    func column(_ value: (PropertyValues) -> Double?) -> [Double] {
      values.map { $0.flatMap(value) ?? .nan }
    }
    let nothing = [Double](repeating: .nan, count: 6)
    return properties.map { property in
      let elements = zip(sites, values).flatMap { site, values in
        conventions.properties[site.element] == property
          ? values?.tensor.elements ?? nothing : nothing
      }
      return .init(property.name, shape: [count, 6], .float64(elements))
    } + [
      .init("isotropic", shape: [count], .float64(column(\.isotropic))),
      .init("anisotropy", shape: [count], .float64(column { $0.anisotropy })),
    ]
  }

  private var metadata: [String: String] {
    let opening = JSON.object(
      ResultDocument.opening(conventions, elements: Set(table.element).sorted()))
    return [
      "format": Self.format,
      "conventions": String(decoding: opening.bytes(), as: UTF8.self),
      "models": String(decoding: JSON(models).bytes(), as: UTF8.self),
      "site_types": String(
        decoding: JSON(SiteType.allCases.map(\.label)).bytes(), as: UTF8.self),
    ]
  }

  static let format = "spinel results 1"
}
