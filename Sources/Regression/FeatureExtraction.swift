import Crystals
import Descriptors
import LinearAlgebra

/// Computes the features of environments, in single precision by the fast path or in double.
public struct FeatureExtraction: Sendable {
  public let hyperparameters: Hyperparameters
  public let reduction: FeatureReduction?
  let expansion: DensityExpansion
  /// The features of charges and dipoles, where the hyperparameters ask for them.
  let polarization: Polarization?

  /// Sites worked on at once.
  static let batchSize = 64
  /// Sites worked on between two reports of progress: enough to keep all cores busy, few enough that
  /// what is held beside the result is little.
  static let roundSize = 512

  /// Makes an extraction with a reduction known already, as a model holds it.
  /// - Throws: `RegressionError` for impossible hyperparameters and a reduction that does not fit.
  public init(
    _ hyperparameters: Hyperparameters, reduction: FeatureReduction?
  ) throws(RegressionError) {
    try hyperparameters.validate()
    guard reduction?.keptCount == hyperparameters.reducedChannels else {
      throw .hyperparameter(
        name: "reduction channels",
        found: reduction.map { "a reduction to \($0.keptCount)" } ?? "no reduction",
        expected: hyperparameters.reducedChannels.map { "\($0)" } ?? "none")
    }
    do {
      expansion = try DensityExpansion(hyperparameters.descriptor, reduction: reduction)
      polarization =
        if let charges = hyperparameters.polarization {
          try Polarization(charges, species: hyperparameters.descriptor.species)
        } else { nil }
    } catch {
      throw .descriptor(error)
    }
    self.hyperparameters = hyperparameters
    self.reduction = reduction
  }

  /// Makes an extraction for training: the reduction, if the hyperparameters ask for one, is the
  /// principal components of the channels over all environments given.
  public init(
    _ hyperparameters: Hyperparameters, learningFrom environments: [(Structure, [Int])]
  ) throws(RegressionError) {
    guard let kept = hyperparameters.reducedChannels else {
      try self.init(hyperparameters, reduction: nil)
      return
    }
    try hyperparameters.validate()
    let reduction: FeatureReduction
    do {
      let expansion = try DensityExpansion(hyperparameters.descriptor)
      var covariance = ChannelCovariance(
        channelCount: hyperparameters.descriptor.channelCount,
        maximumAngular: hyperparameters.descriptor.maximumAngular)
      let batches = Self.batches(of: environments)
      for round in Self.rounds(batches) {
        for batch in concurrentMap(
          round.count, { place in batches[round.lowerBound + place].result(expansion) })
        {
          covariance.add(try batch.get())
        }
      }
      reduction = try covariance.reduction(keeping: kept)
    } catch {
      throw .descriptor(error)
    }
    try self.init(hyperparameters, reduction: reduction)
  }

  /// Normalised features by the fast path, structure after structure.
  /// - Parameter progress: called with the number of environments done; false ends the work.
  /// - Throws: `RegressionError.descriptor`, `cancelled`.
  public func features(
    of environments: [(Structure, [Int])], progress: (Int) -> Bool = { _ in true }
  ) throws(RegressionError) -> Features {
    let layout = expansion.layout
    let count = environments.reduce(0) { $0 + $1.1.count }
    let expansion = expansion
    var scalar: [Double] = []
    var tensor: [Double] = []
    scalar.reserveCapacity(count * layout.lambda0Count)
    tensor.reserveCapacity(5 * count * layout.lambda2Count)
    let charges = try polarizationColumns(of: environments, progress)
    let batches = Self.batches(of: environments)
    var done = 0
    for round in Self.rounds(batches) {
      guard progress(done) else { throw .cancelled }
      let found = concurrentMap(round.count) { place in
        batches[round.lowerBound + place].result(expansion).map {
          (
            scalar: $0.lambda0().values.map(Double.init),
            tensor: $0.lambda2().values.map(Double.init)
          )
        }
      }
      for (batch, result) in zip(batches[round], found) {
        do {
          let rows = try result.get()
          scalar.append(contentsOf: rows.scalar)
          tensor.append(contentsOf: rows.tensor)
        } catch {
          throw .descriptor(error)
        }
        done += batch.centers.count
      }
    }
    return Features(
      scalar: Matrix(rows: count, columns: layout.lambda0Count, values: scalar),
      tensor: Matrix(rows: 5 * count, columns: layout.lambda2Count, values: tensor),
      normalization: hyperparameters.kernel.normalization,
      polarization: polarization.map {
        Matrix(rows: 5 * count, columns: $0.columnCount, values: charges)
      }
    ).balanced(polarization: hyperparameters.polarization?.weight ?? 1)
  }

  /// The columns of charges and dipoles of all environments; empty where none are asked for.
  private func polarizationColumns(
    of environments: [(Structure, [Int])], _ progress: (Int) -> Bool
  ) throws(RegressionError) -> [Double] {
    guard polarization != nil else { return [] }
    var columns: [Double] = []
    for start in stride(from: 0, to: environments.count, by: Self.batchSize) {
      guard progress(0) else { throw .cancelled }
      let part = environments[start..<min(environments.count, start + Self.batchSize)]
      let found = concurrentMap(part.count) { place in
        Swift.Result { () throws(RegressionError) in
          let (structure, centers) = part[part.startIndex + place]
          return try polarizationColumns(of: structure, centers: centers)
        }
      }
      for result in found { columns += try result.get() }
    }
    return columns
  }

  /// The columns of charges and dipoles of some atoms; empty where none are asked for.
  private func polarizationColumns(
    of structure: Structure, centers: [Int]
  ) throws(RegressionError) -> [Double] {
    guard let polarization else { return [] }
    do throws(DescriptorError) {
      let fields = try polarization.fields(of: structure)
      return try polarization.features(of: structure, centers: centers, fields: fields)
    } catch { throw .descriptor(error) }
  }

  /// Normalised features of one structure in double precision with exact radial integrals.
  /// - Throws: `RegressionError.descriptor`.
  public func exactFeatures(
    of structure: Structure, centers: [Int]
  ) throws(RegressionError) -> Features {
    var coefficients: DensityCoefficients
    do { coefficients = try expansion.coefficients(of: structure, centers: centers) } catch {
      throw .descriptor(error)
    }
    if let reduction { coefficients = reduction(coefficients) }
    let layout = expansion.layout
    guard !centers.isEmpty else {
      return Features(
        scalar: Matrix(rows: 0, columns: layout.lambda0Count),
        tensor: Matrix(rows: 0, columns: hyperparameters.tensorFeatureCount),
        normalization: hyperparameters.kernel.normalization)
    }
    return Features(
      scalar: PowerSpectrum(coefficients, lambda: 0).compact,
      tensor: PowerSpectrum(coefficients, lambda: 2).compact,
      normalization: hyperparameters.kernel.normalization,
      polarization: polarization == nil
        ? nil
        : Matrix(
          rows: 5 * centers.count, columns: polarization?.columnCount ?? 0,
          values: try polarizationColumns(of: structure, centers: centers)))
  }

  /// Sites of one structure that are worked on at once.
  private struct Batch: Sendable {
    let structure: Structure
    let centers: [Int]

    func result(_ expansion: DensityExpansion) -> Swift.Result<CoefficientBatch, DescriptorError> {
      Swift.Result { () throws(DescriptorError) in
        try expansion.batch(of: structure, centers: centers)
      }
    }
  }

  private static func batches(of environments: [(Structure, [Int])]) -> [Batch] {
    environments.flatMap { structure, centers in
      stride(from: 0, to: centers.count, by: batchSize).map {
        Batch(
          structure: structure,
          centers: Array(centers[$0..<min(centers.count, $0 + batchSize)]))
      }
    }
  }

  /// Parts of the batches with about `roundSize` sites each.
  private static func rounds(_ batches: [Batch]) -> [Range<Int>] {
    var rounds: [Range<Int>] = []
    var first = 0
    var sites = 0
    for (place, batch) in batches.enumerated() {
      sites += batch.centers.count
      if sites >= roundSize || place == batches.count - 1 {
        rounds.append(first..<place + 1)
        (first, sites) = (place + 1, 0)
      }
    }
    return rounds
  }
}
