import Crystals
import Descriptors
import TOMLKit
import TOMLText

/// Hyperparameters as a TOML text.
///
/// Tables and keys: `species`; `[density] width, center_weight, weights`; `[cutoff] radius, smoothing`;
/// `[radial_scaling] rate, scale, exponent` (optional); `[basis] radial, angular`;
/// `[kernel] zeta, normalization`; `[regression] sparse_points, regularization`;
/// `[reduction] channels` (optional); `[polarization] charges, radius, smoothing, damping, weight`
/// (optional). Lengths are in Å, charges in e.
public enum HyperparameterFile {
  /// Reads the bytes of a file; `file` is its name in messages.
  /// - Throws: `RegressionError.hyperparameterFile` with the line of what cannot be used.
  public static func parse(_ bytes: [UInt8], file: String) throws(RegressionError)
    -> Hyperparameters
  {
    let file = escaped(file, limit: 400)
    guard bytes.count <= 1 << 20 else {
      throw .hyperparameterFile(
        file: file, line: 1, found: "a file of \(bytes.count) bytes", expected: "at most 1 MiB")
    }
    if let place = bytes.firstIndex(of: 0) {
      let line = bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1
      throw .hyperparameterFile(
        file: file, line: line, found: "a zero byte", expected: "UTF-8 text")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .hyperparameterFile(
        file: file, line: 1, found: "bytes that are not UTF-8", expected: "UTF-8 text")
    }
    let table: TOMLTable
    do {
      table = try TOMLText.table(text)
    } catch {
      throw .hyperparameterFile(
        file: file, line: error.line, found: escaped(error.problem), expected: "TOML")
    }
    let reader = HyperparameterReader(file: file, root: table, lines: KeyLines(text))
    return try reader.read()
  }

  /// The TOML text of hyperparameters; `parse` reads back the same values.
  public static func text(_ hyperparameters: Hyperparameters) -> String {
    let descriptor = hyperparameters.descriptor
    var lines = [
      "species = [\(descriptor.species.map { "\"\($0.symbol)\"" }.joined(separator: ", "))]",
      "[density]",
      "width = \(descriptor.densityWidth)",
      "center_weight = \(descriptor.centerWeight)",
    ]
    if descriptor.densityWeights.contains(where: { $0 != 1 }) {
      lines.append("weights = \(descriptor.densityWeights)")
    }
    lines += [
      "[cutoff]",
      "radius = \(descriptor.cutoffRadius)",
      "smoothing = \(descriptor.cutoffSmoothing)",
    ]
    if let scaling = descriptor.radialScaling {
      lines += [
        "[radial_scaling]", "rate = \(scaling.rate)", "scale = \(scaling.scale)",
        "exponent = \(scaling.exponent)",
      ]
    }
    lines += [
      "[basis]",
      "radial = \(descriptor.radialCount)",
      "angular = \(descriptor.maximumAngular)",
      "[kernel]",
      "zeta = \(hyperparameters.kernel.zeta)",
      "normalization = \"\(hyperparameters.kernel.normalization.rawValue)\"",
      "[regression]",
      "sparse_points = \(hyperparameters.regression.sparsePoints)",
      "regularization = \(hyperparameters.regression.regularization)",
    ]
    if let channels = hyperparameters.reducedChannels {
      lines += ["[reduction]", "channels = \(channels)"]
    }
    if let polarization = hyperparameters.polarization {
      lines += [
        "[polarization]", "charges = \(polarization.charges)", "radius = \(polarization.radius)",
        "smoothing = \(polarization.smoothing)", "damping = \(polarization.damping)",
        "weight = \(polarization.weight)",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
