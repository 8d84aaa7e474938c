import Crystals
import Descriptors
import Formats
import LinearAlgebra
import Regression
import Spectra

/// Times the stages of a prediction one after the other, on one thread.
///
/// The pipeline interleaves these stages batch by batch; here each runs over all structures, so that
/// its share of the whole can be told.
public struct StageBenchmark: Sendable {
  /// A stage, the seconds it took, and the floating-point operations it needs, where they count.
  public struct Stage: Sendable {
    public var name: String
    public var seconds: Double
    public var operations: Double?
  }

  public private(set) var stages: [Stage] = []
  public private(set) var sites = 0
  public private(set) var pairs = 0

  /// Reads files and runs all stages once over their structures, with a model of ζ = 2.
  /// - Throws: what reading and prediction throw.
  public init(files: [String], model: TensorModel) throws {
    var structures: [Structure] = []
    let start = monotonicSeconds()
    for file in files { structures += try StructureReader.read(file) }
    let reading = monotonicSeconds() - start
    try self.init(structures: structures, model: model)
    stages.insert(Stage(name: "read and parse", seconds: reading, operations: nil), at: 0)
  }

  /// Runs all stages but the reading once over structures, with a model of ζ = 2.
  /// - Throws: what prediction throws.
  public init(structures: [Structure], model: TensorModel) throws {
    let expansion = try DensityExpansion(
      model.hyperparameters.descriptor, reduction: model.reduction)
    let layout = expansion.layout
    let nucleus = model.description.nucleus
    let predictor = try Predictor(model)
    let weights = try Self.weights(of: model)

    var finders: [NeighborFinder] = []
    try time("bin atoms for neighbours") {
      finders = try structures.map {
        try NeighborFinder($0, cutoff: max(predictor.searchRadius, SpinelSites.reach))
      }
    }
    time("recognise sites") {
      for (structure, finder) in zip(structures, finders) {
        _ = SpinelSites.classify(structure, finder: finder)
      }
    }
    let centers = structures.map { structure in
      structure.elements.indices.filter { structure.elements[$0] == nucleus }
    }
    let batches = centers.indices.flatMap { structure in
      stride(from: 0, to: centers[structure].count, by: Predictor.batchSize).map { start in
        (
          structure: structure,
          centers: Array(centers[structure].dropFirst(start).prefix(Predictor.batchSize))
        )
      }
    }
    sites = centers.reduce(0) { $0 + $1.count }
    var found = 0
    try time("find neighbours") {
      for batch in batches {
        found += try finders[batch.structure].neighbors(
          of: batch.centers, within: expansion.searchRadius
        ).count
      }
    }
    pairs = found
    let operations = Operations(
      layout, descriptor: model.hyperparameters.descriptor, reduced: model.reduction != nil)
    var coefficients: [CoefficientBatch] = []
    try time("expand densities (and find neighbours)", operations.expansion(pairs, sites)) {
      coefficients = try batches.map {
        try expansion.batch(
          of: structures[$0.structure], centers: $0.centers, finder: finders[$0.structure])
      }
    }
    var scalar: [Matrix<Float>] = []
    var squaredNorms: [[Float]] = []
    time("lambda=0 features", operations.lambda0 * Double(sites)) {
      for batch in coefficients {
        let found = batch.lambda0Columns()
        scalar.append(found.features)
        squaredNorms.append(found.squaredNorms)
      }
    }
    var products: [Matrix<Float>] = []
    time("product with the weights", 2 * Double(weights.rows * weights.columns * sites)) {
      products = scalar.map { Matrix.product(weights, $0) }
    }
    var components: [[Float]] = []
    time("contract with lambda=2", operations.contraction * Double(sites)) {
      components = zip(coefficients, products).map { $0.contracted(with: $1) }
    }
    if let polarization = predictor.polarization {
      var fields: [Polarization.Fields] = []
      try time("fields of charges") {
        fields = try zip(structures, finders).map {
          try polarization.fields(of: $0, finder: $1)
        }
      }
      try time("charges and dipoles") {
        for batch in batches {
          _ = try polarization.features(
            of: structures[batch.structure], centers: batch.centers,
            fields: fields[batch.structure], finder: finders[batch.structure])
        }
      }
    }
    if let novelty = model.novelty {
      var workspace = Novelty.Workspace()
      let size = novelty.points.rows
      time("novelty", 2 * Double(size * (layout.lambda0Count + size) * sites)) {
        for (features, norms) in zip(scalar, squaredNorms) {
          _ = novelty.findings(features, norms, &workspace)
        }
      }
    }
    time("observables") {
      for batch in components {
        let columns = (0..<5).map { m in
          stride(from: m, to: batch.count, by: 5).map { batch[$0] }
        }
        _ = principalValues(components: columns)
      }
    }
  }

  /// The sum over all stages but the search for neighbours, which the expansion repeats.
  public var seconds: Double {
    stages.reduce(0) { $0 + ($1.name == "find neighbours" ? 0 : $1.seconds) }
  }

  private mutating func time(
    _ name: String, _ operations: Double? = nil, _ body: () throws -> Void
  ) rethrows {
    let start = monotonicSeconds()
    try body()
    stages.append(
      Stage(name: name, seconds: monotonicSeconds() - start, operations: operations))
  }

  private static func weights(of model: TensorModel) throws(RegressionError) -> Matrix<Float> {
    guard case .bilinear(let matrix) = model.weights else {
      throw .option(
        name: "bench", found: "a model of zeta \(model.hyperparameters.kernel.zeta)",
        expected: "a model of zeta 2, whose stages these are")
    }
    return matrix.converted()
  }
}

/// Floating-point operations of the stages, multiplications and additions counted as one each.
private struct Operations {
  private let layout: FeatureLayout
  private let descriptor: DescriptorHyperparameters
  private let isReduced: Bool

  init(_ layout: FeatureLayout, descriptor: DescriptorHyperparameters, reduced: Bool) {
    self.layout = layout
    self.descriptor = descriptor
    isReduced = reduced
  }

  /// Radial functions times harmonics of each pair, and the reduction of channels of each site.
  func expansion(_ pairs: Int, _ sites: Int) -> Double {
    let components = (layout.maximumAngular + 1) * (layout.maximumAngular + 1)
    let accumulation = 2 * pairs * descriptor.radialCount * components
    let reduction =
      isReduced ? 2 * sites * descriptor.channelCount * layout.channelCount * components : 0
    return Double(accumulation + reduction)
  }

  /// Σ_m c c for each feature of a site.
  var lambda0: Double {
    layout.lambda0Pairs.reduce(0) { $0 + Double(2 * (2 * $1.l1 + 1) * $1.count) }
  }

  /// c₁ᵀ G c₂ of each pair of a site.
  var contraction: Double {
    let channels = layout.channelCount
    return layout.lambda2Pairs.reduce(0) { sum, pair in
      let (m1, m2) = (2 * pair.l1 + 1, 2 * pair.l2 + 1)
      return sum + Double(2 * channels * channels * m2 + 2 * channels * m1 * m2)
    }
  }
}
