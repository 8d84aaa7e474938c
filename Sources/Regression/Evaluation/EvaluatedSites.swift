/// The environments that models are judged on, and why these.
public struct EvaluatedSites: Sendable, Equatable {
  /// Environments of the data, ascending.
  public let environments: [Int]
  /// The structures these belong to.
  public let structures: Int
  public let reason: Reason

  /// How environments were chosen.
  public enum Reason: Sendable, Equatable {
    /// Those that no model was trained on: the test sets of the models trained on these very data.
    case heldOut([TrainingSummary])
    /// All: no model was trained on these data, though single structures may be in common.
    case otherData
    /// All, of which at least one model was trained on the rest of its split, or on everything.
    case all([TrainingSummary])
  }

  /// Chooses environments for models of the data's nucleus.
  ///
  /// Data are those a model was trained on if their fingerprint is the model's.
  ///
  /// - Parameter all: takes every environment, trained on or not.
  /// - Throws: `RegressionError.noHeldOutSites` where the models' test sets have none in common, or a
  ///   model was trained on all.
  public init(
    of data: LabelledStructures, for models: [ModelDescription], all: Bool = false
  ) throws(RegressionError) {
    let fingerprint = data.fingerprint
    let known = models.map(\.training).filter { $0.data == fingerprint }
    var chosen = Array(0..<data.count)
    if !all {
      for training in known {
        let split = try Split(
          data, testFraction: training.testFraction, seed: training.seed, mode: training.split)
        let test = Set(split.test)
        chosen = chosen.filter { test.contains($0) }
      }
      guard !chosen.isEmpty else {
        throw .noHeldOutSites(nucleus: data.nucleus, models: known.count)
      }
    }
    environments = chosen
    structures = Set(chosen.map { data.structureOfEnvironment[$0] }).count
    var distinct: [TrainingSummary] = []
    for training in known where !distinct.contains(where: { $0.hasSplit(of: training) }) {
      distinct.append(training)
    }
    reason = distinct.isEmpty ? .otherData : all ? .all(distinct) : .heldOut(distinct)
  }
}

extension TrainingSummary {
  /// Whether another training divided the same data in the same way.
  func hasSplit(of other: TrainingSummary) -> Bool {
    data == other.data && testFraction == other.testFraction && split == other.split
      && seed == other.seed
  }
}
