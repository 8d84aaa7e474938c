import Crystals
import Tensors

/// What a model says of some sites, one array a quantity.
public struct PredictedSites: Sendable {
  /// Spherical components in the model's unit, `[5 * site + m + 2]`.
  public var components: [Float]
  /// A third of the trace of each tensor; empty where the model has none.
  public var isotropic: [Float] = []
  /// σ_⊥ and σ_∥ of each tensor in atomic units, `TensorUncertainty`; NaN where the model knows none.
  public var across: [Float]
  public var along: [Float]
  /// 0 on a training environment, towards 1 far from all; NaN where the model knows none.
  public var novelty: [Float]
  public var nearest: [NearestEnvironment]

  /// Sites of which only the tensor is known.
  init(components: [Float]) {
    let count = components.count / 5
    self.components = components
    across = Array(repeating: .nan, count: count)
    along = across
    novelty = across
    nearest = Array(repeating: .none, count: count)
  }

  /// Takes in what was found of novelties.
  mutating func take(_ findings: [Novelty.Finding], _ novelty: Novelty, _ model: UncertaintyModel?)
  {
    self.novelty = findings.map { Float($0.novelty) }
    nearest = findings.map {
      let origin = novelty.origins[$0.nearest]
      return NearestEnvironment(
        structure: origin.structure, atom: origin.atom, similarity: Float($0.similarity))
    }
    guard let shape = model?.shape else { return }
    for (site, finding) in findings.enumerated() {
      var square = 0.0
      for component in components[5 * site..<5 * site + 5] {
        square += Double(component) * Double(component)
      }
      let found = shape(novelty: finding.novelty, squaredSize: square)
      across[site] = Float(found.across)
      along[site] = Float(found.along)
    }
  }
}

/// The environment most like a site among those a model keeps of its training set.
public struct NearestEnvironment: Sendable, Hashable {
  /// The structure's number among all structures trained on; −1 for no environment.
  public var structure: Int32
  public var atom: Int32
  /// p⁰ · p⁰_j, 1 for the same environment.
  public var similarity: Float

  public init(structure: Int32, atom: Int32, similarity: Float) {
    self.structure = structure
    self.atom = atom
    self.similarity = similarity
  }

  public static let none = NearestEnvironment(structure: -1, atom: -1, similarity: 0)
}

extension Predictor {
  /// Tensors, uncertainties and novelties in double precision with exact radial integrals; slow.
  /// - Throws: as `predict(_:centers:workspace:)`.
  public func predictSitesExactly(
    _ structure: Structure, centers: [Int]
  ) throws(RegressionError) -> [PredictedSite] {
    let features = try extraction.exactFeatures(of: structure, centers: centers)
    let tensors = model.weights.predict(features, zeta: model.hyperparameters.kernel.zeta)
    let isotropic = model.isotropic?.predict(features, zeta: model.hyperparameters.kernel.zeta)
    guard let novelty = model.novelty else {
      return tensors.indices.map {
        PredictedSite(tensor: tensors[$0], isotropic: isotropic?[$0])
      }
    }
    return zip(tensors.indices, novelty.findings(features)).map { site, finding in
      let origin = novelty.origins[finding.nearest]
      let tensor = tensors[site]
      return PredictedSite(
        tensor: tensor, isotropic: isotropic?[site],
        uncertainty: model.uncertainty.map {
          $0.shape(novelty: finding.novelty, squaredSize: tensor.dot(tensor))
        }, novelty: finding.novelty,
        nearest: NearestEnvironment(
          structure: origin.structure, atom: origin.atom, similarity: Float(finding.similarity)))
    }
  }
}

/// What a model says of one site in double precision.
public struct PredictedSite: Sendable {
  /// In the model's unit, without its trace.
  public var tensor: SphericalTensor
  /// A third of the trace; nil where the model has none.
  public var isotropic: Double?
  /// Nil where the model knows none.
  public var uncertainty: TensorUncertainty?
  public var novelty: Double?
  public var nearest: NearestEnvironment?
}
