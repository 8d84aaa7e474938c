import Crystals
import Formats
import Regression
import Tensors

/// What results tell of a tensor that is no field gradient, in the unit of its property.
public struct PropertyValues {
  /// The tensor with its trace.
  public let tensor: SymmetricTensor
  /// A third of the trace; nil where the property has none.
  public let isotropic: Double?
  /// zz − (xx + yy)/2, |zz − iso| ≥ |xx − iso| ≥ |yy − iso| (Haeberlen's order).
  public let anisotropy: Double
  /// (yy − xx)/(zz − iso) in the same order, 0…1.
  public let asymmetry: Double

  public init(_ site: ResultSite) {
    isotropic = site.isotropic
    var tensor = SymmetricTensor(site.tensor)
    tensor.xx += site.isotropic ?? 0
    tensor.yy += site.isotropic ?? 0
    tensor.zz += site.isotropic ?? 0
    self.tensor = tensor
    // Of unit size, as axes take tensors below a fixed size in atomic units for null.
    let size = site.tensor.norm
    let axes = PrincipalAxes(of: size > 0 ? 1 / size * site.tensor : site.tensor)
    anisotropy = 1.5 * size * axes.vzz
    asymmetry = axes.asymmetry
  }

  /// The keys of a site in documents.
  func json(_ property: TensorProperty) -> [JSON.Member] {
    guard tensor.isFinite else { return [] }
    var members: [JSON.Member] = [.init(property.name, JSON(tensor.elements))]
    if let isotropic { members.append(.init("isotropic", .double(isotropic))) }
    return members + [
      .init("anisotropy", .double(anisotropy)), .init("eta", .double(asymmetry)),
      .init("unit", .string(property.unitText)),
    ]
  }
}

extension ResultConventions {
  /// Whether any of the elements has field gradients rather than another property.
  func haveFieldGradients(_ elements: some Sequence<Element>) -> Bool {
    elements.contains { properties[$0] == nil }
  }

  /// The properties other than field gradients of some elements, each once, by name.
  func otherProperties(_ elements: some Sequence<Element>) -> [TensorProperty] {
    Set(elements.compactMap { properties[$0] }).sorted { $0.name < $1.name }
  }

  /// What documents say of the properties of elements.
  func propertiesJSON(_ elements: [Element]) -> JSON? {
    let items = elements.compactMap { element in
      properties[element].map { property in
        JSON.object([
          .init("species", .string(element.symbol)), .init("property", .string(property.name)),
          .init("unit", .string(property.unitText)),
        ])
      }
    }
    return items.isEmpty ? nil : .array(items)
  }

  /// The names of properties by element, as a document's opening lists them.
  static func propertyNames(_ opening: JSON?) -> [Element: String] {
    var names: [Element: String] = [:]
    for item in opening?["conventions"]?["properties"]?.items ?? [] {
      if let element = item["species"]?.text.flatMap({ Element(symbol: $0) }),
        let name = item["property"]?.text
      {
        names[element] = name
      }
    }
    return names
  }
}
