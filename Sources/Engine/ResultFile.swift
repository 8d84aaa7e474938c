import Crystals
import Formats
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
  /// `lithium_neighbors`, `region` [site]; `position` [site, 3] in Å; `efg` [site, 6] in atomic
  /// units, order xx xy xz yy yz zz, NaN where nothing was predicted; `CQ_kHz`, `eta`,
  /// `omegaQ_kHz`, `sigma_omegaQ_kHz`, `novelty` [site]; `efg_sigma` [site, 6] as `efg`, and what it
  /// is made of, `sigma_across` and `sigma_along` [site] in atomic units.
  public func safetensors() -> Safetensors {
    let count = table.count
    let sites = self.sites
    var efg: [Double] = []
    var omegaQ: [Double] = []
    var (elements, sigma): ([Float], [Float]) = ([], [])
    for site in sites {
      efg += SymmetricTensor(site.tensor).elements
      let splitting = conventions.isotope(of: site.element)?.splittingPerAtomicUnit
      omegaQ.append((splitting ?? .nan) * site.tensor.dot(conventions.field.weights))
      elements +=
        site.uncertainty?.elements(of: site.tensor).map { Float($0) }
        ?? Array(repeating: .nan, count: 6)
      let deviation = site.uncertainty?.deviation(
        of: site.tensor, weights: conventions.field.weights)
      sigma.append(Float(abs(splitting ?? .nan) * (deviation ?? .nan)))
    }
    let tensors: [Safetensors.Tensor] = [
      .init("structure", shape: [count], .int32(table.structure)),
      .init("atom", shape: [count], .int32(table.atom)),
      .init("atomic_number", shape: [count], .uint8(table.element.map(\.rawValue))),
      .init("site_type", shape: [count], .uint8(table.siteType.map(\.rawValue))),
      .init("lithium_neighbors", shape: [count], .int8(table.lithiumNeighbors)),
      .init(
        "region", shape: [count],
        .int32(regions.isEmpty ? Array(repeating: 0, count: count) : regions.map { Int32($0) })),
      .init(
        "position", shape: [count, 3], .float32(table.position.flatMap { [$0.x, $0.y, $0.z] })),
      .init("efg", shape: [count, 6], .float64(efg)),
      .init("CQ_kHz", shape: [count], .float32(table.quadrupolarCoupling)),
      .init("eta", shape: [count], .float32(table.asymmetry)),
      .init("omegaQ_kHz", shape: [count], .float64(omegaQ)),
      .init("efg_sigma", shape: [count, 6], .float32(elements)),
      .init("sigma_across", shape: [count], .float32(table.uncertaintyAcross)),
      .init("sigma_along", shape: [count], .float32(table.uncertaintyAlong)),
      .init("sigma_omegaQ_kHz", shape: [count], .float32(sigma)),
      .init("novelty", shape: [count], .float32(table.novelty)),
    ]
    return Safetensors(tensors: tensors, metadata: metadata)
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
