import Descriptors
import Engine
import Regression

extension ModelSummary {
  /// What a model file says of itself, for the Model screen.
  static func sections(of model: TensorModel) -> [Section] {
    [
      Section("Model", identity(model)),
      Section("Training", training(model.description.training)),
      Section("Descriptor", descriptor(model.hyperparameters)),
      Section("Regression", regression(model.hyperparameters)),
    ] + (model.uncertainty.map { [Section("Uncertainty", uncertainty($0))] } ?? [])
  }

  private static func identity(_ model: TensorModel) -> [Fact] {
    let description = model.description
    let isotope = description.isotope
    return [
      Fact("kind", "tensor, λ = 2"),
      Fact("isotope", isotope.name),
      Fact("spin I", "\(isotope.spin)"),
      Fact("Q", "\(isotope.quadrupoleMoment) mb"),
      Fact("property", "\(description.property), \(description.unit ?? "unit not stated")"),
      Fact("fingerprint", model.fingerprint.description),
    ]
      + (description.provenance.isEmpty ? [] : [Fact("provenance", description.provenance)])
  }

  private static func training(_ training: TrainingSummary) -> [Fact] {
    let isAll = training.testFraction == 0
    return [
      Fact("structures", "\(training.structures)"),
      Fact("trained on", "\(training.trainingEnvironments) sites"),
      Fact("tested on", isAll ? "nothing" : "\(training.testEnvironments) sites"),
      Fact("sparse points", "\(training.sparsePoints)"),
      Fact("split by", isAll ? "none" : training.split.rawValue),
      Fact("test fraction", "\(training.testFraction)"),
      Fact("seed", "\(training.seed)"),
      Fact("data", training.data.description),
    ]
  }

  private static func descriptor(_ hyperparameters: Hyperparameters) -> [Fact] {
    let descriptor = hyperparameters.descriptor
    func list(_ values: [Double]) -> String {
      zip(descriptor.species, values).map { "\($0.symbol) \($1)" }.joined(separator: ", ")
    }
    var facts = [
      Fact("species", descriptor.species.map(\.symbol).joined(separator: " ")),
      Fact("cutoff", "\(descriptor.cutoffRadius) Å"),
      Fact("smoothing", "\(descriptor.cutoffSmoothing) Å"),
      Fact("density width", "\(descriptor.densityWidth) Å"),
      Fact("weights", list(descriptor.densityWeights)),
      Fact("centre weight", "\(descriptor.centerWeight)"),
      Fact("basis", "n \(descriptor.radialCount), l ≤ \(descriptor.maximumAngular)"),
    ]
    if let scaling = descriptor.radialScaling {
      facts.append(
        Fact("scaling", "c \(scaling.rate), r₀ \(scaling.scale) Å, m \(scaling.exponent)"))
    }
    if let channels = hyperparameters.reducedChannels {
      facts.append(Fact("channels kept", "\(channels) of \(descriptor.channelCount)"))
    }
    if let polarization = hyperparameters.polarization {
      facts.append(Fact("charges", list(polarization.charges)))
      facts.append(
        Fact("dipoles", "to \(polarization.radius) Å, α \(polarization.damping) 1/Å"))
    }
    return facts
  }

  private static func regression(_ hyperparameters: Hyperparameters) -> [Fact] {
    [
      Fact("kernel", "ζ = \(hyperparameters.kernel.zeta)"),
      Fact("normalized by", "the \(hyperparameters.kernel.normalization.rawValue) norm"),
      Fact("noise σ²", "\(hyperparameters.regression.regularization)"),
    ]
  }

  private static func uncertainty(_ model: UncertaintyModel) -> [Fact] {
    let factors = zip(CoverageFactors.levels, model.factors.factors).map { level, factor in
      "\(fixed(100 * level, 0)) %: \(fixed(factor, 2))"
    }
    return [
      Fact("intervals / σ", factors.joined(separator: ", ")),
      Fact("least sure 10 %", "err \(fixed(model.calibration.ranking, 1)) × the mean"),
    ]
  }
}
