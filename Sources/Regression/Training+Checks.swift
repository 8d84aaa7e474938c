import Crystals
import Tensors

extension Training {
  static func isotope(_ chosen: Isotope?, for nucleus: Element) throws(RegressionError) -> Isotope {
    if let chosen { return chosen }
    guard let standard = Isotope.standard(for: nucleus.symbol) else {
      throw .option(
        name: "nucleus", found: nucleus.symbol,
        expected: "an element with a quadrupolar isotope in the table, or an isotope named with it")
    }
    return standard
  }

  /// The isotope of the data's field gradients; other properties need none with a quadrupole moment.
  func isotope(for data: LabelledStructures) throws(RegressionError) -> Isotope {
    data.isFieldGradient
      ? try Self.isotope(isotope, for: data.nucleus) : .unspecified(of: data.nucleus.symbol)
  }

  /// Refuses data without field gradients for what only these have.
  static func requireFieldGradients(
    _ data: LabelledStructures, for purpose: String
  ) throws(RegressionError) {
    guard data.isFieldGradient else {
      throw .option(
        name: "property", found: escaped(data.property),
        expected: "efg, or another name with efg in it: \(purpose) of field gradients only")
    }
  }

  static func refuseEqual(
    _ labels: [SphericalTensor], _ quantity: String = "EFG tensors"
  ) throws(RegressionError) {
    guard let first = labels.first else { return }
    let spread = labels.reduce(0) { max($0, ($1 - first).norm) }
    guard spread > 1e-12 * max(1e-12, first.norm) else {
      throw .equalLabels(count: labels.count, quantity: quantity)
    }
  }

  /// Refuses splits with environments that the data do not have, and with none to train on.
  static func refuse(
    _ split: Split, unfitFor data: LabelledStructures
  ) throws(RegressionError) {
    let all = 0..<data.count
    let ends = [split.train.first, split.train.last, split.test.first, split.test.last]
    guard !split.train.isEmpty, ends.allSatisfy({ $0.map(all.contains) ?? true }) else {
      throw .option(
        name: "split",
        found: "\(split.train.count) environments to train on, numbers "
          + "\(ends.compactMap { $0 }.min() ?? 0) to \(ends.compactMap { $0 }.max() ?? 0)",
        expected: "at least one, of the \(data.count) environments of the data")
    }
  }

  /// The features given, which must be of all environments, or new ones if there are none.
  func checked(
    _ given: ExtractedFeatures?, of data: LabelledStructures, _ isCancelled: () -> Bool,
    _ progress: (Progress) -> Void
  ) throws(RegressionError) -> ExtractedFeatures {
    guard let given else {
      return try features(of: data, isCancelled: isCancelled, progress: progress)
    }
    guard given.features.count == data.count else {
      throw .option(
        name: "features", found: "\(given.features.count) environments",
        expected: "the \(data.count) environments of the data")
    }
    return given
  }

  func summary(
    of data: LabelledStructures, train: Int, test: Int, points: Int
  ) -> TrainingSummary {
    TrainingSummary(
      structures: data.structures.count, trainingEnvironments: train, testEnvironments: test,
      sparsePoints: points, testFraction: testFraction, split: split, seed: seed,
      data: data.fingerprint)
  }
}
