import Crystals
import Descriptors
import Formats
import Tensors

/// The texts of a model file: all but its arrays.
struct ModelMetadata {
  var hyperparameters: Hyperparameters
  var description: ModelDescription
  var fingerprint: String
  var kind: Kind
  /// The power of the similarities novelty is made of; nil in models without novelty.
  var noveltySharpness: Int?
  var uncertainty: UncertaintyModel?
  /// The mean of the isotropic part; nil in models without one.
  var isotropicMean: Double?

  enum Kind {
    case tensor
    case scalar(Scalar)
  }

  /// What a scalar model has besides its arrays.
  struct Scalar {
    var target: ScalarTarget
    var mean: Double
    var couplingMean: Double
    var couplingDeviation: Double
    var agreement: ModelMetrics.Agreement?
  }

  /// The texts to write for a model.
  static func texts(_ model: Model) -> [String: String] {
    let description = model.description
    var texts = [
      "format": ModelFile.format,
      "format_version": "\(ModelFile.version)",
      "kind": "tensor",
      "hyperparameters": text(model.hyperparameters.json),
      "species": text(JSON(model.hyperparameters.descriptor.species.map(\.symbol))),
      "nucleus": description.nucleus.symbol,
      "isotope": text(description.isotope.json),
      "property": description.property,
      "units": description.isFieldGradient
        ? ModelDescription.fieldGradientUnit : description.unit ?? TensorProperty.noUnit,
      "convention": description.isFieldGradient
        ? ModelDescription.convention : ModelDescription.otherConvention,
      "training": text(description.training.json),
      "data_fingerprint": description.training.data.description,
      "metrics": text(description.metrics?.json ?? .null),
      "provenance": description.provenance,
      "fingerprint": model.fingerprint.description,
    ]
    if case .scalar(let scalar) = model {
      texts["kind"] = "scalar"
      texts["scalar"] = text(
        .object([
          .init("target", .string(scalar.target.rawValue)), .init("mean", .double(scalar.mean)),
          .init("coupling_mean", .double(scalar.couplingMean)),
          .init("coupling_deviation", .double(scalar.couplingDeviation)),
          .init("agreement", scalar.agreement?.json ?? .null),
        ]))
    }
    if let metrics = description.propertyMetrics { texts["property_metrics"] = text(metrics.json) }
    if case .tensor(let tensor) = model {
      if let isotropic = tensor.isotropic {
        texts["isotropic"] = text(.object([.init("mean", .double(isotropic.mean))]))
      }
      if let novelty = tensor.novelty {
        texts["novelty"] = text(.object([.init("sharpness", .int(novelty.sharpness))]))
      }
      if let uncertainty = tensor.uncertainty { texts["uncertainty"] = text(uncertainty.json) }
    }
    return texts
  }

  private static func text(_ json: JSON) -> String { String(decoding: json.bytes(), as: UTF8.self) }

  /// Reads the texts of a file.
  /// - Throws: `RegressionError.modelFile` for what is missing, of another type or not understood.
  init(_ texts: [String: String]) throws(RegressionError) {
    func text(_ key: String) throws(RegressionError) -> String {
      guard let value = texts[key] else {
        throw .modelFile(file: "", found: "no \(key) in the metadata", expected: "a Spinel model")
      }
      return value
    }
    func fields(_ key: String) throws(RegressionError) -> JSONFields {
      try JSONFields(text: text(key), name: key)
    }
    func demand(_ key: String, _ expected: String) throws(RegressionError) {
      let found = try text(key)
      guard found == expected else {
        throw .modelFile(file: "", found: "\(key) \"\(escaped(found))\"", expected: expected)
      }
    }
    try demand("format", ModelFile.format)
    try demand("format_version", "\(ModelFile.version)")
    let isFieldGradient = try text("convention") != ModelDescription.otherConvention
    var unit: String? = TensorProperty.fieldGradientUnit
    if isFieldGradient {
      try demand("units", ModelDescription.fieldGradientUnit)
      try demand("convention", ModelDescription.convention)
    } else {
      unit = try text("units") == TensorProperty.noUnit ? nil : try text("units")
    }
    hyperparameters = try Hyperparameters(fields("hyperparameters"))
    try hyperparameters.validate()
    guard let nucleus = Element(symbol: try text("nucleus")) else {
      throw .modelFile(
        file: "", found: "nucleus \"\(escaped(try text("nucleus")))\"",
        expected: "an element symbol")
    }
    description = ModelDescription(
      nucleus: nucleus, isotope: try Isotope(fields("isotope")), property: try text("property"),
      unit: unit, isFieldGradient: isFieldGradient,
      training: try TrainingSummary(fields("training"), data: text("data_fingerprint")),
      metrics: try text("metrics") == "null" ? nil : try ModelMetrics(fields("metrics")),
      propertyMetrics: try texts["property_metrics"] == nil
        ? nil : PropertyMetrics(fields("property_metrics")),
      provenance: texts["provenance"] ?? "")
    fingerprint = try text("fingerprint")
    noveltySharpness = try texts["novelty"] == nil ? nil : fields("novelty").integer("sharpness")
    isotropicMean = try texts["isotropic"] == nil ? nil : fields("isotropic").number("mean")
    uncertainty =
      try texts["uncertainty"] == nil ? nil : UncertaintyModel(fields("uncertainty"))
    switch try text("kind") {
    case "tensor": kind = .tensor
    case "scalar":
      let scalar = try fields("scalar")
      guard let target = ScalarTarget(rawValue: try scalar.text("target")) else {
        throw scalar.refusal("target", "another target", "\(ScalarTarget.allCases.map(\.rawValue))")
      }
      kind = .scalar(
        Scalar(
          target: target, mean: try scalar.number("mean"),
          couplingMean: try scalar.number("coupling_mean"),
          couplingDeviation: try scalar.number("coupling_deviation"),
          agreement: scalar.isNull("agreement")
            ? nil : try ModelMetrics.Agreement(scalar.fields("agreement"))))
    case let other:
      throw .modelFile(
        file: "", found: "kind \"\(escaped(other))\"", expected: "tensor or scalar")
    }
  }
}
