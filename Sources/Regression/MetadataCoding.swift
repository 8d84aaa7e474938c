import Crystals
import Descriptors
import Formats
import Tensors

extension Hyperparameters {
  /// The tables and keys of the hyperparameter file.
  var json: JSON {
    var members: [JSON.Member] = [
      .init("species", JSON(descriptor.species.map(\.symbol))),
      .init(
        "density",
        .object([
          .init("width", .double(descriptor.densityWidth)),
          .init("center_weight", .double(descriptor.centerWeight)),
          .init("weights", JSON(descriptor.densityWeights)),
        ])),
      .init(
        "cutoff",
        .object([
          .init("radius", .double(descriptor.cutoffRadius)),
          .init("smoothing", .double(descriptor.cutoffSmoothing)),
        ])),
    ]
    if let scaling = descriptor.radialScaling {
      members.append(
        .init(
          "radial_scaling",
          .object([
            .init("rate", .double(scaling.rate)), .init("scale", .double(scaling.scale)),
            .init("exponent", .double(scaling.exponent)),
          ])))
    }
    members += [
      .init(
        "basis",
        .object([
          .init("radial", .int(descriptor.radialCount)),
          .init("angular", .int(descriptor.maximumAngular)),
        ])),
      .init(
        "kernel",
        .object([
          .init("zeta", .int(kernel.zeta)),
          .init("normalization", .string(kernel.normalization.rawValue)),
        ])),
      .init(
        "regression",
        .object([
          .init("sparse_points", .int(regression.sparsePoints)),
          .init("regularization", .double(regression.regularization)),
        ])),
    ]
    if let reducedChannels {
      members.append(.init("reduction", .object([.init("channels", .int(reducedChannels))])))
    }
    if let polarization {
      members.append(
        .init(
          "polarization",
          .object([
            .init("charges", JSON(polarization.charges)),
            .init("radius", .double(polarization.radius)),
            .init("smoothing", .double(polarization.smoothing)),
            .init("damping", .double(polarization.damping)),
            .init("weight", .double(polarization.weight)),
          ])))
    }
    return .object(members)
  }

  init(_ fields: JSONFields) throws(RegressionError) {
    let (density, cutoff) = (try fields.fields("density"), try fields.fields("cutoff"))
    let (basis, kernel) = (try fields.fields("basis"), try fields.fields("kernel"))
    let regression = try fields.fields("regression")
    var species: [Element] = []
    for symbol in try fields.texts("species") {
      guard let element = Element(symbol: symbol) else {
        throw fields.refusal("species", "\"\(escaped(symbol))\"", "element symbols")
      }
      species.append(element)
    }
    var scaling: RadialScaling?
    if !fields.isNull("radial_scaling") {
      let table = try fields.fields("radial_scaling")
      scaling = RadialScaling(
        rate: try table.number("rate"), scale: try table.number("scale"),
        exponent: try table.number("exponent"))
    }
    guard let normalization = FeatureNormalization(rawValue: try kernel.text("normalization"))
    else { throw kernel.refusal("normalization", "another word", "scalar or own") }
    self.init(
      descriptor: DescriptorHyperparameters(
        species: species, densityWidth: try density.number("width"),
        centerWeight: try density.number("center_weight"),
        densityWeights: density.isNull("weights") ? nil : try density.numbers("weights"),
        cutoffRadius: try cutoff.number("radius"),
        cutoffSmoothing: try cutoff.number("smoothing"), radialScaling: scaling,
        radialCount: try basis.integer("radial"), maximumAngular: try basis.integer("angular")),
      kernel: KernelHyperparameters(
        zeta: try kernel.integer("zeta"), normalization: normalization),
      regression: RegressionHyperparameters(
        sparsePoints: try regression.integer("sparse_points"),
        regularization: try regression.number("regularization")),
      reducedChannels: fields.isNull("reduction")
        ? nil : try fields.fields("reduction").integer("channels"),
      polarization: try fields.isNull("polarization")
        ? nil : PolarizationHyperparameters(fields.fields("polarization")))
  }
}

extension PolarizationHyperparameters {
  init(_ fields: JSONFields) throws(RegressionError) {
    self.init(
      charges: try fields.numbers("charges"), radius: try fields.number("radius"),
      smoothing: try fields.number("smoothing"), damping: try fields.number("damping"),
      weight: try fields.number("weight"))
  }
}

extension Isotope {
  var json: JSON {
    .object([
      .init("name", .string(name)), .init("element", .string(element)),
      .init("spin", .double(spin)), .init("quadrupole_moment_mb", .double(quadrupoleMoment)),
    ])
  }

  init(_ fields: JSONFields) throws(RegressionError) {
    let spin = try fields.number("spin")
    // Also keeps 1/(2I(2I − 1)) finite.
    guard (0...20).contains(spin), (2 * spin).rounded() == 2 * spin else {
      throw fields.refusal("spin", "\(spin)", "a multiple of 1/2 from 0 to 20")
    }
    self.init(
      name: try fields.text("name"), element: try fields.text("element"), spin: spin,
      quadrupoleMoment: try fields.number("quadrupole_moment_mb"))
  }
}

extension TrainingSummary {
  var json: JSON {
    .object([
      .init("structures", .int(structures)),
      .init("training_environments", .int(trainingEnvironments)),
      .init("test_environments", .int(testEnvironments)),
      .init("sparse_points", .int(sparsePoints)), .init("test_fraction", .double(testFraction)),
      .init("split", .string(split.rawValue)),
      // A text: seeds may exceed what JSON readers keep whole.
      .init("seed", .string("\(seed)")),
    ])
  }

  init(_ fields: JSONFields, data: String) throws(RegressionError) {
    guard let split = Split.Mode(rawValue: try fields.text("split")) else {
      throw fields.refusal("split", "another word", "structures or environments")
    }
    guard let seed = UInt64(try fields.text("seed")) else {
      throw fields.refusal("seed", "no seed", "a whole number as text")
    }
    guard let data = Fingerprint(text: data) else {
      throw fields.refusal("data_fingerprint", "no fingerprint", "sixteen hexadecimal digits")
    }
    self.init(
      structures: try fields.integer("structures"),
      trainingEnvironments: try fields.integer("training_environments"),
      testEnvironments: try fields.integer("test_environments"),
      sparsePoints: try fields.integer("sparse_points"),
      testFraction: try fields.number("test_fraction"), split: split, seed: seed, data: data)
  }
}

extension ModelMetrics.Agreement {
  var json: JSON {
    .object([
      .init("MAE", .double(meanAbsoluteError)),
      .init("pearson", pearson.map { .double($0) } ?? .null),
    ])
  }

  init(_ fields: JSONFields) throws(RegressionError) {
    // JSON has null for the NaN of no pairs.
    self.init(
      meanAbsoluteError: try fields.optionalNumber("MAE") ?? .nan,
      pearson: try fields.optionalNumber("pearson"))
  }
}

extension PropertyMetrics.Errors {
  var json: JSON {
    .object([
      .init("MAE", .double(meanAbsoluteError)), .init("RMSE", .double(rootMeanSquareError)),
      .init("pearson", pearson.map { .double($0) } ?? .null),
    ])
  }

  init(_ fields: JSONFields) throws(RegressionError) {
    self.init(
      meanAbsoluteError: try fields.number("MAE"), rootMeanSquareError: try fields.number("RMSE"),
      pearson: try fields.optionalNumber("pearson"))
  }
}

extension PropertyMetrics {
  /// All but r in the unit of the property, which the metadata name.
  var json: JSON {
    .object([
      .init("N", .int(count)), .init("isotropic", isotropic?.json ?? .null),
      .init("anisotropic", anisotropic.json),
    ])
  }

  init(_ fields: JSONFields) throws(RegressionError) {
    self.init(
      count: try fields.integer("N"),
      isotropic: try fields.isNull("isotropic") ? nil : Errors(fields.fields("isotropic")),
      anisotropic: try Errors(fields.fields("anisotropic")))
  }
}

extension ModelMetrics {
  /// Keys end in the unit; C̃_Q, η̃ and q̃ have none.
  var json: JSON {
    .object([
      .init("N", .int(count)), .init("RMSE_au", .double(tensorError)),
      .init("relative_RMSE", .double(relativeError)), .init("CQ~", coupling.json),
      .init("eta~", asymmetry.json),
      .init("MAE_q~", alignmentError.map { .double($0) } ?? .null),
      .init("abs_omegaQ_kHz", omegaQ.json), .init("omegaQ_kHz", signedOmegaQ.json),
      .init("within_10_kHz", .double(within10kHz)),
    ])
  }

  init(_ fields: JSONFields) throws(RegressionError) {
    self.init(
      count: try fields.integer("N"), tensorError: try fields.number("RMSE_au"),
      relativeError: try fields.number("relative_RMSE"),
      coupling: try Agreement(fields.fields("CQ~")),
      asymmetry: try Agreement(fields.fields("eta~")),
      alignmentError: try fields.optionalNumber("MAE_q~"),
      omegaQ: try Agreement(fields.fields("abs_omegaQ_kHz")),
      signedOmegaQ: try Agreement(fields.fields("omegaQ_kHz")),
      within10kHz: try fields.number("within_10_kHz"))
  }
}
