import Crystals
import Descriptors
import TOMLKit

/// Turns a parsed TOML table into hyperparameters, complaining with the line of the key.
struct HyperparameterReader {
  let file: String
  let root: TOMLTable
  let lines: KeyLines

  /// The tables and their keys; the empty name is the top of the file.
  private static let known: [String: [String]] = [
    "": ["species"],
    "density": ["width", "center_weight", "weights"],
    "cutoff": ["radius", "smoothing"],
    "radial_scaling": ["rate", "scale", "exponent"],
    "basis": ["radial", "angular"],
    "kernel": ["zeta", "normalization"],
    "regression": ["sparse_points", "regularization"],
    "reduction": ["channels"],
    "polarization": ["charges", "radius", "smoothing", "damping", "weight"],
  ]

  func read() throws(RegressionError) -> Hyperparameters {
    try refuseUnknownKeys()
    var scaling: RadialScaling?
    if root["radial_scaling"] != nil {
      scaling = RadialScaling(
        rate: try real("radial_scaling", "rate"), scale: try real("radial_scaling", "scale"),
        exponent: try real("radial_scaling", "exponent"))
    }
    let species = try species()
    let hyperparameters = Hyperparameters(
      descriptor: DescriptorHyperparameters(
        species: species, densityWidth: try real("density", "width"),
        centerWeight: try real("density", "center_weight", default: 1),
        densityWeights: root["density"]?.table?["weights"] == nil
          ? nil : try reals("density", "weights"),
        cutoffRadius: try real("cutoff", "radius"),
        cutoffSmoothing: try real("cutoff", "smoothing", default: 0.5), radialScaling: scaling,
        radialCount: try integer("basis", "radial"),
        maximumAngular: try integer("basis", "angular")),
      kernel: KernelHyperparameters(
        zeta: try integer("kernel", "zeta"), normalization: try normalization()),
      regression: RegressionHyperparameters(
        sparsePoints: try integer("regression", "sparse_points", default: 1000),
        regularization: try real("regression", "regularization")),
      reducedChannels: root["reduction"] == nil ? nil : try integer("reduction", "channels"),
      polarization: root["polarization"] == nil ? nil : try polarization())
    do {
      try hyperparameters.validate()
    } catch .hyperparameter(let name, let found, let expected) {
      let path = name.split(separator: " ").joined(separator: ".")
      throw refusal(path, "\(path) = \(found)", expected)
    } catch {
      throw error
    }
    return hyperparameters
  }

  private func refuseUnknownKeys() throws(RegressionError) {
    for name in root.keys where Self.known[""]?.contains(name) != true {
      guard let keys = Self.known[name] else {
        let names = Self.known.keys.filter { !$0.isEmpty }.sorted().joined(separator: ", ")
        throw refusal(name, "unknown key \(escaped(name))", "species or a table: \(names)")
      }
      guard let table = root[name]?.table else {
        throw refusal(name, "\(name) is \(kind(root[name]))", "a table [\(name)]")
      }
      for key in table.keys where !keys.contains(key) {
        throw refusal(
          "\(name).\(key)", "unknown key \(escaped(key)) in [\(name)]",
          keys.joined(separator: ", "))
      }
    }
  }

  private func species() throws(RegressionError) -> [Element] {
    guard let value = root["species"] else {
      throw refusal("species", "no species", "a list of element symbols, species = [\"Li\", …]")
    }
    guard let array = value.array else {
      throw refusal("species", "species is \(kind(value))", "a list of element symbols")
    }
    var species: [Element] = []
    for item in array {
      guard let symbol = item.string else {
        throw refusal("species", "species holds \(kind(item))", "element symbols")
      }
      guard let element = Element(symbol: symbol) else {
        throw refusal(
          "species", "species holds \"\(escaped(symbol))\"", "element symbols such as \"Li\"")
      }
      species.append(element)
    }
    return species
  }

  private func normalization() throws(RegressionError) -> FeatureNormalization {
    guard let value = root["kernel"]?.table?["normalization"] else { return .scalar }
    let expected = "\"scalar\" or \"own\""
    guard let text = value.string else {
      throw refusal("kernel.normalization", "kernel.normalization is \(kind(value))", expected)
    }
    guard let choice = FeatureNormalization(rawValue: text) else {
      throw refusal(
        "kernel.normalization", "kernel.normalization = \"\(escaped(text))\"", expected)
    }
    return choice
  }

  private func real(
    _ table: String, _ key: String, default fallback: Double? = nil
  ) throws(RegressionError) -> Double {
    let path = "\(table).\(key)"
    guard let value = root[table]?.table?[key] else {
      if let fallback { return fallback }
      throw refusal(path, "no \(key) in [\(table)]", "a number")
    }
    if let number = value.double { return number }
    if let number = value.int { return Double(number) }
    throw refusal(path, "\(path) is \(kind(value))", "a number")
  }

  private func reals(_ table: String, _ key: String) throws(RegressionError) -> [Double] {
    let path = "\(table).\(key)"
    guard let array = root[table]?.table?[key]?.array else {
      throw refusal(
        path, "\(path) is \(kind(root[table]?.table?[key]))", "a list of numbers, one a species")
    }
    var numbers: [Double] = []
    for item in array {
      guard let number = item.double ?? item.int.map(Double.init) else {
        throw refusal(path, "\(path) holds \(kind(item))", "numbers, one a species")
      }
      numbers.append(number)
    }
    return numbers
  }

  private func polarization() throws(RegressionError) -> PolarizationHyperparameters {
    PolarizationHyperparameters(
      charges: try reals("polarization", "charges"),
      radius: try real("polarization", "radius", default: 9),
      smoothing: try real("polarization", "smoothing", default: 1.5),
      damping: try real("polarization", "damping", default: 0.2),
      weight: try real("polarization", "weight", default: 0.1))
  }

  private func integer(
    _ table: String, _ key: String, default fallback: Int? = nil
  ) throws(RegressionError) -> Int {
    let path = "\(table).\(key)"
    guard let value = root[table]?.table?[key] else {
      if let fallback { return fallback }
      throw refusal(path, "no \(key) in [\(table)]", "an integer")
    }
    guard let number = value.int else {
      throw refusal(path, "\(path) is \(kind(value))", "an integer")
    }
    return number
  }

  private func kind(_ value: (any TOMLValueConvertible)?) -> String {
    switch value?.tomlValue.type {
    case .array?: "an array"
    case .bool?: "a boolean"
    case .double?: "a number with a fraction"
    case .int?: "an integer"
    case .string?: "a string"
    case .table?: "a table"
    case .date?, .time?, .dateTime?: "a date or time"
    case nil: "missing"
    }
  }

  private func refusal(_ path: String, _ found: String, _ expected: String) -> RegressionError {
    .hyperparameterFile(file: file, line: lines.line(path), found: found, expected: expected)
  }
}
