import Crystals
import Descriptors
import Formats
import LinearAlgebra

/// Makes a model of the arrays and texts of a file, believing none of them.
struct ModelReader {
  private let content: Safetensors
  private let metadata: ModelMetadata

  init(_ content: Safetensors) throws(RegressionError) {
    self.content = content
    metadata = try ModelMetadata(content.metadata)
  }

  func model() throws(RegressionError) -> Model {
    let model: Model
    switch metadata.kind {
    case .tensor:
      model = .tensor(
        TensorModel(
          hyperparameters: metadata.hyperparameters, reduction: try reduction(),
          weights: try tensorWeights(), isotropic: try isotropic(),
          description: metadata.description,
          novelty: try novelty(), uncertainty: metadata.uncertainty))
    case .scalar(let scalar):
      let points = try matrix("points", columns: metadata.hyperparameters.layout.lambda0Count)
      model = .scalar(
        ScalarModel(
          hyperparameters: metadata.hyperparameters, reduction: try reduction(),
          target: scalar.target, points: points,
          weights: try numbers("weights", shape: [points.rows]), mean: scalar.mean,
          couplingMean: scalar.couplingMean, couplingDeviation: scalar.couplingDeviation,
          description: metadata.description, agreement: scalar.agreement))
    }
    guard model.fingerprint.description == metadata.fingerprint else {
      throw refusal(
        "numbers of fingerprint \(model.fingerprint)",
        "\(escaped(metadata.fingerprint)), as written; the file was changed or damaged")
    }
    return model
  }

  private func tensorWeights() throws(RegressionError) -> TensorWeights {
    let hyperparameters = metadata.hyperparameters
    let layout = hyperparameters.layout
    switch hyperparameters.kernel.zeta {
    case 1: return .linear(try numbers("weights", shape: [hyperparameters.tensorFeatureCount]))
    case 2:
      let shape = [hyperparameters.tensorFeatureCount, layout.lambda0Count]
      return .bilinear(
        Matrix(rows: shape[0], columns: shape[1], values: try numbers("weights", shape: shape)))
    default:
      let points = try matrix("points", columns: layout.lambda0Count)
      let vectors = try matrix("vectors", columns: hyperparameters.tensorFeatureCount)
      guard points.rows == vectors.rows else {
        throw refusal("\(vectors.rows) vectors", "\(points.rows), one a point")
      }
      return .points(scalar: points, vectors: vectors)
    }
  }

  /// Nil in files of properties without a trace.
  private func isotropic() throws(RegressionError) -> ScalarWeights? {
    guard let mean = metadata.isotropicMean else { return nil }
    let points = try matrix(
      "isotropic_points", columns: metadata.hyperparameters.layout.lambda0Count)
    return ScalarWeights(
      points: points, weights: try numbers("isotropic_weights", shape: [points.rows]), mean: mean)
  }

  /// Nil in files without, as all were before.
  private func novelty() throws(RegressionError) -> Novelty? {
    guard let sharpness = metadata.noveltySharpness else { return nil }
    let points = try matrix("novelty_points", columns: metadata.hyperparameters.layout.lambda0Count)
    guard let origins = content["novelty_origins"], origins.shape == [points.rows, 2],
      case .int32(let numbers) = origins.values
    else {
      throw refusal("no novelty_origins for \(points.rows) points", "two int32 numbers a point")
    }
    return try Novelty(
      points: points,
      origins: (0..<points.rows).map {
        Novelty.Origin(structure: numbers[2 * $0], atom: numbers[2 * $0 + 1])
      }, sharpness: sharpness)
  }

  private func reduction() throws(RegressionError) -> FeatureReduction? {
    let hyperparameters = metadata.hyperparameters
    guard let kept = hyperparameters.reducedChannels else { return nil }
    let angular = hyperparameters.descriptor.maximumAngular
    let channels = hyperparameters.descriptor.channelCount
    let maps = try numbers("reduction", shape: [angular + 1, kept, channels])
    let variance =
      content["reduction_kept_variance"] == nil
      ? [] : try numbers("reduction_kept_variance", shape: [angular + 1])
    do {
      return try FeatureReduction(
        channelCount: channels, keptCount: kept, maximumAngular: angular, maps: maps,
        keptVariance: variance)
    } catch {
      throw .descriptor(error)
    }
  }

  /// An array with at least one row and as many columns as asked for.
  private func matrix(_ name: String, columns: Int) throws(RegressionError) -> Matrix<Double> {
    guard let shape = content[name]?.shape, shape.count == 2, shape[0] > 0 else {
      throw refusal(
        content[name].map { "array \(name) of shape \($0.shape)" } ?? "no array \(name)",
        "one of shape [number of points, \(columns)]")
    }
    let values = try numbers(name, shape: [shape[0], columns])
    return Matrix(rows: shape[0], columns: columns, values: values)
  }

  /// The finite numbers of an array of exactly this shape.
  private func numbers(_ name: String, shape: [Int]) throws(RegressionError) -> [Double] {
    guard let tensor = content[name] else {
      throw refusal("no array \(name)", "one of shape \(shape)")
    }
    guard tensor.shape == shape else {
      throw refusal(
        "array \(name) of shape \(tensor.shape)", "shape \(shape), as the hyperparameters say")
    }
    guard case .float64(let values) = tensor.values else {
      throw refusal("array \(name) of another type", "float64")
    }
    // Not-a-number fails the comparison.
    guard values.allSatisfy({ abs($0) <= ModelFile.largestNumber }) else {
      throw refusal("NaN, infinity or an absurdly large number in array \(name)", "finite numbers")
    }
    return values
  }

  private func refusal(_ found: String, _ expected: String) -> RegressionError {
    .modelFile(file: "", found: found, expected: expected)
  }
}
