import Crystals
import Formats
import LinearAlgebra

/// A model of either kind, as files hold them.
public enum Model: Sendable, Equatable {
  case tensor(TensorModel)
  case scalar(ScalarModel)

  public var description: ModelDescription {
    switch self {
    case .tensor(let model): model.description
    case .scalar(let model): model.description
    }
  }

  public var hyperparameters: Hyperparameters {
    switch self {
    case .tensor(let model): model.hyperparameters
    case .scalar(let model): model.hyperparameters
    }
  }
}

/// Models as safetensors files.
///
/// Arrays (float64), D₂ with the columns of charges and dipoles: `weights` [D₂] for ζ = 1, [D₂, D₀] for ζ = 2; `points` [M, D₀] and `vectors`
/// [M, D₂] above; `isotropic_points` [M, D₀] and `isotropic_weights` [M] where the property has a
/// trace; `points` [M, D₀] and `weights` [M] of scalar models; `reduction` [l, K, Q] and
/// `reduction_kept_variance` [l] where channels are reduced; `novelty_points` [M, D₀] and
/// `novelty_origins` [M, 2] (structure, atom; int32) of models that know how novel an environment is.
/// Everything else is JSON text in the metadata.
public enum ModelFile {
  /// The version written, and the only one read.
  public static let version = 1
  /// The value of the metadata's `format`.
  public static let format = "spinel-model"
  /// Numbers above this are refused: their products would overflow in single precision.
  static let largestNumber = 1e15

  /// The bytes of a model's file.
  /// - Throws: `RegressionError.modelFile` for a model whose arrays do not fit together.
  public static func bytes(_ model: Model) throws(RegressionError) -> [UInt8] {
    let file = Safetensors(tensors: tensors(model), metadata: ModelMetadata.texts(model))
    do { return try file.bytes() } catch {
      throw .modelFile(file: "", found: error.found, expected: error.expected)
    }
  }

  /// Reads a model from the bytes of a file; `file` is its name in messages.
  ///
  /// - Throws: `RegressionError.modelFile` for anything but a whole, consistent model with finite
  ///   numbers: damaged safetensors, other formats or versions, hyperparameters out of range, arrays
  ///   of other shapes than these ask for, numbers changed since the file was written.
  public static func parse(_ bytes: [UInt8], file: String = "") throws(RegressionError) -> Model {
    let name = escaped(file, limit: 400)
    let content: Safetensors
    do { content = try Safetensors.parse(bytes, file: file) } catch {
      throw .modelFile(file: name, found: error.found, expected: error.expected)
    }
    do {
      return try ModelReader(content).model()
    } catch .modelFile(_, let found, let expected) {
      throw .modelFile(file: name, found: found, expected: expected)
    } catch .hyperparameter(let key, let found, let expected) {
      throw .modelFile(file: name, found: "hyperparameter \(key) = \(found)", expected: expected)
    } catch {
      throw .modelFile(file: name, found: "\(error)", expected: "a consistent model")
    }
  }

  private static func tensors(_ model: Model) -> [Safetensors.Tensor] {
    func array(_ name: String, _ matrix: Matrix<Double>) -> Safetensors.Tensor {
      .init(name, shape: [matrix.rows, matrix.columns], .float64(matrix.values))
    }
    func vector(_ name: String, _ values: [Double]) -> Safetensors.Tensor {
      .init(name, shape: [values.count], .float64(values))
    }
    var result: [Safetensors.Tensor] = []
    let reduction =
      switch model {
      case .tensor(let tensor): tensor.reduction
      case .scalar(let scalar): scalar.reduction
      }
    if let reduction {
      let shape = [reduction.maximumAngular + 1, reduction.keptCount, reduction.channelCount]
      result.append(.init("reduction", shape: shape, .float64(reduction.maps)))
      if !reduction.keptVariance.isEmpty {
        result.append(vector("reduction_kept_variance", reduction.keptVariance))
      }
    }
    switch model {
    case .scalar(let scalar):
      result += [array("points", scalar.points), vector("weights", scalar.weights)]
    case .tensor(let tensor):
      switch tensor.weights {
      case .linear(let weights): result.append(vector("weights", weights))
      case .bilinear(let weights): result.append(array("weights", weights))
      case .points(let points, let vectors):
        result += [array("points", points), array("vectors", vectors)]
      }
      if let isotropic = tensor.isotropic {
        result.append(array("isotropic_points", isotropic.points))
        result.append(vector("isotropic_weights", isotropic.weights))
      }
      if let novelty = tensor.novelty {
        result.append(array("novelty_points", novelty.points))
        result.append(
          .init(
            "novelty_origins", shape: [novelty.origins.count, 2],
            .int32(novelty.origins.flatMap { [$0.structure, $0.atom] })))
      }
    }
    return result
  }
}
