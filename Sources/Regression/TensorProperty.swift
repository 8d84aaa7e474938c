import Crystals

/// A per-atom symmetric tensor: the name of its nine columns and the unit of their numbers.
public struct TensorProperty: Sendable, Hashable {
  public var name: String
  /// Nil where it is not stated.
  public var unit: String?

  public init(name: String, unit: String?) {
    self.name = name
    self.unit = unit
  }

  /// Whether arrays of this name hold electric field gradients: those with "efg" in their names.
  ///
  /// They are traceless and in atomic units; of all other properties only the name is known.
  public static func isFieldGradient(_ name: String) -> Bool { name.lowercased().contains("efg") }

  /// What field gradients are in.
  public static let fieldGradientUnit = "a.u."
  /// What stands for a unit that is not stated.
  public static let noUnit = "unit not stated"

  /// The unit, or that there is none stated.
  public var unitText: String { unit ?? Self.noUnit }

  /// Names that outputs use for something else.
  static let reservedNames: Set<String> = [
    "structure", "atom", "species", "isotope", "siteType", "position", "isotropic", "anisotropy",
    "eta", "unit", "novelty", "region", "CQ_kHz", "omegaQ_kHz", "atomic_number", "site_type",
    "lithium_neighbors",
  ]

  /// The property of structures, in the unit given or the one their `NAME_unit` states.
  ///
  /// - Throws: `option` for names with another meaning, for structures that state different units,
  ///   and for field gradients in anything but atomic units.
  static func named(
    _ name: String, of structures: [Structure], unit: String?
  ) throws(RegressionError) -> TensorProperty {
    guard !reservedNames.contains(name) else {
      throw .option(
        name: "property", found: name,
        expected: "another name, as results use this one for something else")
    }
    if isFieldGradient(name) {
      guard [nil, fieldGradientUnit, "au", "atomic units"].contains(unit) else {
        throw .option(
          name: "unit", found: escaped(unit ?? ""),
          expected:
            "\(fieldGradientUnit) for field gradients, or a property without efg in its name"
        )
      }
      return TensorProperty(name: name, unit: fieldGradientUnit)
    }
    if let unit { return TensorProperty(name: name, unit: unit.isEmpty ? nil : unit) }
    var units: Set<String> = []
    for structure in structures {
      if case .text(let texts, _)? = structure.info["\(name)_unit"], let text = texts.first {
        units.insert(text)
      }
    }
    guard units.count < 2 else {
      throw .option(
        name: "\(escaped(name))_unit",
        found: units.sorted().map { escaped($0) }.joined(separator: ", "),
        expected: "the same unit in all structures")
    }
    return TensorProperty(name: name, unit: units.first)
  }
}
