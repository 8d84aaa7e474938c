import Crystals
import Descriptors
import LinearAlgebra
import Tensors

/// Predicts tensors with a model, in batches of sites; may be used from any number of threads.
///
/// The fast path works in single precision: expansion, reduction of channels, λ=0 features, one
/// product with the model's weights for all sites of the batch, contraction with the λ=2 features
/// that are never formed. Call it from several threads with one `Workspace` each, and with one BLAS
/// thread (`Threads.set(1)`).
public struct Predictor: Sendable {
  public let model: TensorModel
  let extraction: FeatureExtraction
  private let weights: BatchWeights

  /// Sites a call should be given for speed: enough for efficient products, small enough for caches.
  public static let batchSize = 256

  /// The weights as products want them.
  private enum BatchWeights: Sendable {
    case linear([Float])
    case bilinear(Matrix<Float>)
    /// Kept in double: sums over points lose digits to cancellation.
    case points(scalar: Matrix<Double>, vectors: Matrix<Double>)
  }

  /// Buffers of one worker, reused from batch to batch. Not for two threads at a time.
  public final class Workspace {
    fileprivate var contraction = Matrix<Float>(rows: 0, columns: 0)
    fileprivate var similarities = Matrix<Double>(rows: 0, columns: 0)
    fileprivate var sums = Matrix<Double>(rows: 0, columns: 0)
    fileprivate var isotropic = Matrix<Double>(rows: 0, columns: 0)
    fileprivate var novelty = Novelty.Workspace()

    public init() {}
  }

  /// Prepares basis, tables and weights, once for any number of structures.
  /// - Throws: `RegressionError` for hyperparameters that cannot be used.
  public init(_ model: TensorModel) throws(RegressionError) {
    self.model = model
    extraction = try FeatureExtraction(model.hyperparameters, reduction: model.reduction)
    switch model.weights {
    case .linear(let vector): weights = .linear(vector.map { Float($0) })
    case .bilinear(let matrix): weights = .bilinear(matrix.converted())
    case .points(let scalar, let vectors):
      weights = .points(scalar: scalar, vectors: vectors)
    }
  }

  /// The cutoff that a finder of neighbours needs, in Å.
  public var searchRadius: Double {
    max(extraction.expansion.searchRadius, polarization?.searchRadius ?? 0)
  }

  /// The features of charges and induced dipoles that the model adds; nil where it has none.
  public var polarization: Polarization? { extraction.polarization }

  /// The atoms of a structure that the model predicts, ascending.
  public func centers(in structure: Structure) -> [Int] {
    structure.elements.indices.filter { structure.elements[$0] == model.description.nucleus }
  }

  /// Spherical components in atomic units, `[5 * centre + m + 2]`, by the fast path.
  ///
  /// Costs less than `predictSites`, which also says how sure they are; takes and throws the same.
  public func predict(
    _ structure: Structure, centers: [Int], finder: NeighborFinder? = nil,
    fields: Polarization.Fields? = nil, workspace: Workspace
  ) throws(RegressionError) -> [Float] {
    let batch = try batch(of: structure, centers: centers, finder: finder)
    guard batch.siteCount > 0 else { return [] }
    let charges = try chargeColumns(of: structure, centers: centers, finder, fields)
    let (scalar, squaredNorms) = batch.lambda0Columns()
    return components(of: batch, scalar, squaredNorms, charges, workspace)
  }

  /// Tensors, uncertainties and novelties of sites by the fast path.
  ///
  /// - Parameters:
  ///   - centers: atoms of the structure, best up to `batchSize` of them.
  ///   - finder: a neighbour finder of the structure with a cutoff of at least `searchRadius`; nil
  ///     makes one.
  ///   - fields: what `polarization` makes of the structure, to save making it for each batch.
  /// - Throws: `RegressionError.descriptor` for atoms that are not there, elements the model does
  ///   not know and structures whose neighbours cannot be found.
  public func predictSites(
    _ structure: Structure, centers: [Int], finder: NeighborFinder? = nil,
    fields: Polarization.Fields? = nil, workspace: Workspace
  ) throws(RegressionError) -> PredictedSites {
    let batch = try batch(of: structure, centers: centers, finder: finder)
    guard batch.siteCount > 0 else { return PredictedSites(components: []) }
    let charges = try chargeColumns(of: structure, centers: centers, finder, fields)
    let (scalar, squaredNorms) = batch.lambda0Columns()
    var sites = PredictedSites(
      components: components(of: batch, scalar, squaredNorms, charges, workspace))
    if let weights = model.isotropic {
      sites.isotropic = isotropic(weights, scalar, squaredNorms, workspace)
    }
    if let novelty = model.novelty {
      let findings = novelty.findings(scalar, squaredNorms, &workspace.novelty)
      sites.take(findings, novelty, model.uncertainty)
    }
    return sites
  }

  /// The tensors of atoms in double precision with exact radial integrals; slow, for comparison.
  /// - Throws: as `predict(_:centers:workspace:)`.
  public func predictExactly(
    _ structure: Structure, centers: [Int]
  ) throws(RegressionError) -> [SphericalTensor] {
    model.weights.predict(
      try extraction.exactFeatures(of: structure, centers: centers),
      zeta: model.hyperparameters.kernel.zeta)
  }

  private func batch(
    of structure: Structure, centers: [Int], finder: NeighborFinder?
  ) throws(RegressionError) -> CoefficientBatch {
    do {
      return try extraction.expansion.batch(of: structure, centers: centers, finder: finder)
    } catch {
      throw .descriptor(error)
    }
  }

  /// The features of charges and dipoles, a row a component; empty where the model has none.
  private func chargeColumns(
    of structure: Structure, centers: [Int], _ finder: NeighborFinder?,
    _ fields: Polarization.Fields?
  ) throws(RegressionError) -> [Double] {
    guard let polarization else { return [] }
    do throws(DescriptorError) {
      let known: Polarization.Fields
      if let fields {
        known = fields
      } else {
        known = try polarization.fields(of: structure, finder: finder)
      }
      return try polarization.features(
        of: structure, centers: centers, fields: known, finder: finder)
    } catch { throw .descriptor(error) }
  }

  /// Kept in double precision: sums over points lose digits to cancellation.
  private func isotropic(
    _ weights: ScalarWeights, _ scalar: Matrix<Float>, _ squaredNorms: [Float],
    _ workspace: Workspace
  ) -> [Float] {
    let points = weights.points
    prepare(&workspace.isotropic, rows: points.rows, columns: scalar.columns)
    Matrix.multiply(points, scalar.converted(), into: &workspace.isotropic)
    let factors = inverseNorms(squaredNorms.map { Double($0).squareRoot() })
    let zeta = model.hyperparameters.kernel.zeta
    return factors.indices.map { site in
      var sum = weights.mean
      for (point, weight) in weights.weights.enumerated() {
        sum += weight * Kernel.power(factors[site] * workspace.isotropic[point, site], zeta)
      }
      return Float(sum)
    }
  }

  private func components(
    of batch: CoefficientBatch, _ scalar: Matrix<Float>, _ squaredNorms: [Float],
    _ charges: [Double], _ workspace: Workspace
  ) -> [Float] {
    let factors = inverseNorms(squaredNorms.map { $0.squareRoot() })
    widen(
      &workspace.contraction, rows: model.hyperparameters.tensorFeatureCount,
      columns: batch.columnCount)
    // The power of 1 / |p⁰| that the scalar features bring in.
    var scalarPower = 0
    switch weights {
    case .linear(let vector):
      let columns = workspace.contraction.columns
      workspace.contraction.withMutableView { view in
        for (row, weight) in vector.enumerated() {
          (view.base + row * columns).update(repeating: weight, count: columns)
        }
      }
    case .bilinear(let matrix):
      scalarPower = 1
      product(matrix, scalar, into: &workspace.contraction)
    case .points(let points, let vectors):
      prepare(&workspace.similarities, rows: points.rows, columns: batch.columnCount)
      prepare(&workspace.sums, rows: vectors.columns, columns: batch.columnCount)
      Matrix.multiply(points, scalar.converted(), into: &workspace.similarities)
      sharpen(&workspace.similarities, factors: factors)
      Matrix.multiply(vectors, transposeA: true, workspace.similarities, into: &workspace.sums)
      workspace.contraction = workspace.sums.converted()
    }
    var result = batch.contracted(with: workspace.contraction)
    let tensorFactors =
      model.hyperparameters.kernel.normalization == .scalar
      ? factors : ownFactors(batch, squaredNorms)
    for site in 0..<batch.siteCount {
      let factor = tensorFactors[site] * (scalarPower == 1 ? factors[site] : 1)
      for component in 5 * site..<5 * site + 5 { result[component] *= factor }
    }
    // The rows below those of the power spectrum meet the features of charges and dipoles.
    let columns = polarization?.columnCount ?? 0
    for column in 0..<columns {
      let row = batch.layout.lambda2Count + column
      for site in 0..<batch.siteCount {
        let weight = workspace.contraction[row, site] * (scalarPower == 1 ? factors[site] : 1)
        for component in 5 * site..<5 * site + 5 {
          result[component] += weight * Float(charges[component * columns + column])
        }
      }
    }
    return result
  }

  /// 1 / ‖P²‖ of each site, and 0 where symmetry leaves P² nothing but rounding errors.
  private func ownFactors(_ batch: CoefficientBatch, _ squaredNorms: [Float]) -> [Float] {
    let norms = tensorNorms(batch.lambda2())
    return inverseNorms(
      zip(norms, squaredNorms).map { $0 < Self.symmetryLimit * $1.squareRoot() ? 0 : $0 })
  }

  /// λ=2 features below this share of the λ=0 norm are rounding errors of single precision.
  private static let symmetryLimit: Float = 1e-5

  /// Similarities times 1 / |p⁰| of their column, to the power ζ − 1.
  private func sharpen(_ similarities: inout Matrix<Double>, factors: [Float]) {
    let columns = similarities.columns
    let power = model.hyperparameters.kernel.zeta - 1
    similarities.values.withUnsafeMutableBufferPointer { values in
      for row in stride(from: 0, to: values.count, by: columns) {
        for (site, factor) in factors.enumerated() {
          values[row + site] = Kernel.power(Double(factor) * values[row + site], power)
        }
      }
    }
  }

  /// A · B into the first columns of a buffer that may be wider than B.
  private func product(_ a: Matrix<Float>, _ b: Matrix<Float>, into buffer: inout Matrix<Float>) {
    let stride = buffer.columns
    buffer.withMutableView { buffer in
      a.withView { a in
        b.withView { b in
          multiply(
            a, b,
            into: MutableMatrixView(buffer.base, rows: a.rows, columns: b.columns, stride: stride))
        }
      }
    }
  }

  /// Keeps the buffer of the last batch if this one fits into it.
  private func widen(_ matrix: inout Matrix<Float>, rows: Int, columns: Int) {
    if matrix.rows != rows || matrix.columns < columns {
      matrix = Matrix(rows: rows, columns: columns)
    }
  }

  /// Keeps the buffer of the last batch if it has the shape of this one.
  private func prepare(_ matrix: inout Matrix<Double>, rows: Int, columns: Int) {
    if matrix.rows != rows || matrix.columns != columns {
      matrix = Matrix(rows: rows, columns: columns)
    }
  }
}
