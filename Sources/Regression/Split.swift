import LinearAlgebra

/// A division of environments into those trained on and those tested on.
public struct Split: Sendable, Equatable {
  /// Environments trained on, ascending.
  public let train: [Int]
  /// Environments tested on, ascending.
  public let test: [Int]

  /// What stays together in a split.
  public enum Mode: String, Sendable, CaseIterable {
    /// A structure never contributes to both sides.
    case structures
    /// Each environment falls on its own: neighbours in one cell may stand on both sides, so test
    /// errors come out too small.
    case environments
  }

  /// Divides at random by a seed; a test fraction of exactly 0 trains on everything.
  ///
  /// - Throws: `option` for a fraction outside 0..<1, `tooFewStructures` for fewer than two
  ///   structures, `emptyPart` where one side would have none.
  public init(
    _ data: LabelledStructures, testFraction: Double, seed: UInt64, mode: Mode = .structures
  ) throws(RegressionError) {
    guard (0..<1).contains(testFraction) else {
      throw .option(
        name: "test fraction", found: "\(testFraction)", expected: "0 up to, not including, 1")
    }
    if testFraction == 0 {
      train = Array(0..<data.count)
      test = []
      return
    }
    let structures = data.structures.count
    let total = mode == .structures ? structures : data.count
    guard total >= 2 else {
      throw .tooFewStructures(
        found: structures, expected: 2,
        purpose: "to train and to test on (--test-fraction 0 learns from all, without a test"
          + (mode == .structures && data.count > 1
            ? "; --split environments divides the environments of a structure)" : ")"))
    }
    let testCount = Int((Double(total) * testFraction).rounded())
    guard testCount > 0, testCount < total else {
      throw .emptyPart(
        part: testCount == 0 ? "test" : "train", structures: structures,
        testFraction: testFraction)
    }
    var generator = SeededGenerator(seed: seed)
    let drawn = Set((0..<total).shuffled(using: &generator).prefix(testCount))
    func isTest(_ environment: Int) -> Bool {
      drawn.contains(mode == .structures ? data.structureOfEnvironment[environment] : environment)
    }
    train = (0..<data.count).filter { !isTest($0) }
    test = (0..<data.count).filter(isTest)
  }

  /// The splits of k-fold cross-validation, at random by a seed; each structure (or environment) is
  /// tested on once.
  ///
  /// - Throws: `option` for fewer than two folds, `tooFewStructures` for fewer structures than folds.
  public static func folds(
    _ data: LabelledStructures, count: Int, seed: UInt64, mode: Mode = .structures
  ) throws(RegressionError) -> [Split] {
    guard count >= 2 else { throw .option(name: "folds", found: "\(count)", expected: "2 or more") }
    let structures = data.structures.count
    guard structures >= count else {
      throw .tooFewStructures(
        found: structures, expected: count, purpose: "for a cross-validation of \(count) folds")
    }
    var generator = SeededGenerator(seed: seed)
    let units =
      mode == .structures ? data.structureOfEnvironment : Array(data.structureOfEnvironment.indices)
    let total = mode == .structures ? structures : data.count
    var foldOfUnit = [Int](repeating: 0, count: total)
    for (place, unit) in (0..<total).shuffled(using: &generator).enumerated() {
      foldOfUnit[unit] = place % count
    }
    return (0..<count).map { fold in
      let isTest = units.map { foldOfUnit[$0] == fold }
      return Split(
        train: isTest.indices.filter { !isTest[$0] }, test: isTest.indices.filter { isTest[$0] })
    }
  }

  /// Makes a split of environments chosen elsewhere, ordering them; those in neither part are left
  /// out.
  ///
  /// Both parts must hold environments of the data they are used with, and none in common.
  public init(train: [Int], test: [Int]) {
    self.train = train.sorted()
    self.test = test.sorted()
  }
}
