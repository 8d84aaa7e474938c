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
  static let batchSize = 256

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
      for (structure, centers) in environments {
        covariance.add(try expansion.batch(of: structure, centers: centers))
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
    var scalar: [Double] = []
    var tensor: [Double] = []
    scalar.reserveCapacity(count * layout.lambda0Count)
    tensor.reserveCapacity(5 * count * layout.lambda2Count)
    var charges: [Double] = []
    var done = 0
    for (structure, centers) in environments {
      charges += try polarizationColumns(of: structure, centers: centers)
      for start in stride(from: 0, to: centers.count, by: Self.batchSize) {
        guard progress(done) else { throw .cancelled }
        let part = Array(centers[start..<min(centers.count, start + Self.batchSize)])
        let batch: CoefficientBatch
        do { batch = try expansion.batch(of: structure, centers: part) } catch {
          throw .descriptor(error)
        }
        scalar.append(contentsOf: batch.lambda0().values.lazy.map(Double.init))
        tensor.append(contentsOf: batch.lambda2().values.lazy.map(Double.init))
        done += part.count
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
}
