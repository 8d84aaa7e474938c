import Crystals
import Descriptors
import Dispatch
import LinearAlgebra

/// Computes the features of environments, in single precision by the fast path or in double.
public struct FeatureExtraction: Sendable {
  public let hyperparameters: Hyperparameters
  public let reduction: FeatureReduction?
  let expansion: DensityExpansion

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
  /// - Parameters:
  ///   - threads: how many share the work; the features are the same for any number.
  ///   - progress: called with the number of environments done; false ends the work.
  /// - Throws: `RegressionError.descriptor`, `cancelled`.
  public func features(
    of environments: [(Structure, [Int])], threads: Int = 1,
    progress: (Int) -> Bool = { _ in true }
  ) throws(RegressionError) -> Features {
    let layout = expansion.layout
    var batches: [Batch] = []
    var count = 0
    for (structure, centers) in environments {
      for start in stride(from: 0, to: centers.count, by: Self.batchSize) {
        let part = Array(centers[start..<min(centers.count, start + Self.batchSize)])
        batches.append(Batch(structure: structure, centers: part, first: count))
        count += part.count
      }
    }
    var scalar = Matrix<Double>(rows: count, columns: layout.lambda0Count)
    var tensor = Matrix<Double>(rows: 5 * count, columns: layout.lambda2Count)
    let threads = max(1, threads)
    // A few batches a thread at a time, so that the caller is asked now and then.
    for start in stride(from: 0, to: batches.count, by: 8 * threads) {
      guard progress(batches[start].first) else { throw .cancelled }
      let part = batches[start..<min(batches.count, start + 8 * threads)]
      try scalar.withMutableView { (scalar) throws(RegressionError) in
        try tensor.withMutableView { (tensor) throws(RegressionError) in
          try compute(part, threads, scalar.base, tensor.base)
        }
      }
    }
    return Features(
      scalar: scalar, tensor: tensor, normalization: hyperparameters.kernel.normalization)
  }

  /// Sites of one structure whose features are computed together.
  private struct Batch {
    var structure: Structure
    var centers: [Int]
    /// The place of the first site among all environments.
    var first: Int
  }

  /// Computes batches on some threads, each into its own rows.
  private func compute(
    _ batches: ArraySlice<Batch>, _ threads: Int, _ scalar: UnsafeMutablePointer<Double>,
    _ tensor: UnsafeMutablePointer<Double>
  ) throws(RegressionError) {
    nonisolated(unsafe) let (scalar, tensor) = (scalar, tensor)
    let layout = expansion.layout
    var failures = [DescriptorError?](repeating: nil, count: batches.count)
    failures.withUnsafeMutableBufferPointer { failures in
      nonisolated(unsafe) let failures = failures
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        for place in stride(from: thread, to: batches.count, by: threads) {
          let batch = batches[batches.startIndex + place]
          do throws(DescriptorError) {
            let coefficients = try expansion.batch(of: batch.structure, centers: batch.centers)
            let first = scalar + batch.first * layout.lambda0Count
            for (place, value) in coefficients.lambda0().values.enumerated() {
              first[place] = Double(value)
            }
            let second = tensor + 5 * batch.first * layout.lambda2Count
            for (place, value) in coefficients.lambda2().values.enumerated() {
              second[place] = Double(value)
            }
          } catch {
            failures[place] = error
          }
        }
      }
    }
    if let failure = failures.compactMap({ $0 }).first { throw .descriptor(failure) }
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
        tensor: Matrix(rows: 0, columns: layout.lambda2Count),
        normalization: hyperparameters.kernel.normalization)
    }
    return Features(
      scalar: PowerSpectrum(coefficients, lambda: 0).compact,
      tensor: PowerSpectrum(coefficients, lambda: 2).compact,
      normalization: hyperparameters.kernel.normalization)
  }
}
