import Crystals
import Formats
import Regression

extension ModelFile {
  /// Reads the model of field gradients of a file.
  /// - Throws: as `readTensorModel`, and `Failure` for a model of another property.
  static func readFieldGradientModel(_ file: String) throws -> TensorModel {
    let model = try readTensorModel(file)
    if let property = model.description.otherProperty {
      throw Failure(
        "\(escaped(file, limit: 400)): a model of the property \(escaped(property.name)); the "
          + "explorer shows EFG models only, trained with --property efg", status: Failure.badData)
    }
    return model
  }

  /// Reads the tensor model of a file.
  /// - Throws: `FormatError` for a file that cannot be read, `RegressionError` for one that is no
  ///   usable model, `Failure` for a model of a scalar.
  static func readTensorModel(_ file: String) throws -> TensorModel {
    switch try parse(FileBytes.read(file), file: file) {
    case .tensor(let model): return model
    case .scalar(let model):
      throw Failure(
        "\(file): a model of the scalar \(model.target.rawValue); expected a model of tensors, "
          + "trained with --kernel tensor", status: Failure.badData)
    }
  }
}
