import Descriptors

extension Model {
  /// A hash of all that changes predictions, to tell results of different models apart.
  public var fingerprint: Fingerprint {
    switch self {
    case .tensor(let model): model.fingerprint
    case .scalar(let model): model.fingerprint
    }
  }
}

extension TensorModel {
  /// A hash of all that changes predictions, to tell results of different models apart.
  public var fingerprint: Fingerprint {
    var print = Fingerprint(hyperparameters, description, reduction)
    switch weights {
    case .linear(let vector): print.combine(vector)
    case .bilinear(let matrix): print.combine(matrix.values)
    case .points(let scalar, let vectors):
      print.combine(scalar.values)
      print.combine(vectors.values)
    }
    if let property = description.otherProperty {
      print.combine(property.name)
      print.combine(property.unitText)
    }
    if let isotropic {
      print.combine(isotropic.points.values)
      print.combine(isotropic.weights + [isotropic.mean])
    }
    if let novelty {
      print.combine(novelty.points.values)
      print.combine(novelty.origins.flatMap { [Double($0.structure), Double($0.atom)] })
      print.combine([Double(novelty.sharpness)])
    }
    if let uncertainty {
      let shape = uncertainty.shape
      print.combine(uncertainty.factors.factors)
      print.combine([
        shape.scale, shape.noveltyExponent, shape.noveltyFloor, shape.sizeExponent,
        shape.sizeFloor, shape.excess,
      ])
    }
    return print
  }
}

extension ScalarModel {
  /// A hash of all that changes predictions, to tell results of different models apart.
  public var fingerprint: Fingerprint {
    var print = Fingerprint(hyperparameters, description, reduction)
    print.combine(target.rawValue)
    print.combine([mean, couplingMean, couplingDeviation])
    print.combine(points.values)
    print.combine(weights)
    return print
  }
}

extension Fingerprint {
  /// What all models have in common; the isotope counts, since it scales what is in kHz.
  fileprivate init(
    _ hyperparameters: Hyperparameters, _ description: ModelDescription,
    _ reduction: FeatureReduction?
  ) {
    self.init()
    combine(HyperparameterFile.text(hyperparameters))
    combine(description.nucleus.symbol)
    combine(description.isotope.name)
    combine([description.isotope.spin, description.isotope.quadrupoleMoment])
    combine(reduction?.maps ?? [])
  }
}
