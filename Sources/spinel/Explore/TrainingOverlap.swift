import Crystals
import Engine
import Regression

/// Collects structures with their labels while they are read, to tell afterwards which sites models
/// were trained on.
final class TrainingOverlap: Sendable {
  /// Sets with more atoms than this are too large to be kept twice, and are no training sets known.
  private static let mostAtoms = 500_000

  private struct Kept {
    var structures: [Structure] = []
    var atoms = 0
    var isComplete = true
  }
  private let properties: Set<String>
  private let kept = Locked(Kept())

  /// - Parameter models: those whose labels are looked for.
  init(_ models: [ModelDescription]) { properties = Set(models.map(\.property)) }

  /// Takes the next structure as it was read.
  func add(_ structure: Structure) {
    kept.withLock { kept in
      kept.atoms += structure.count
      let labels = structure.arrays.filter { properties.contains($0.key) }
      guard kept.isComplete, !labels.isEmpty, kept.atoms <= Self.mostAtoms else {
        kept = Kept(isComplete: false)
        return
      }
      var bare = structure
      bare.arrays = labels
      kept.structures.append(bare)
    }
  }

  /// What the structures read are to a model: those it was made from, or others.
  ///
  /// Data are a model's own if their fingerprint is, as for `spinel evaluate`.
  func relation(to model: ModelDescription) -> ModelSummary.Relation {
    let structures = kept.withLock { $0.isComplete ? $0.structures : [] }
    guard !structures.isEmpty,
      let data = try? LabelledStructures(
        structures, nucleus: model.nucleus, property: model.property)
    else { return .unknown }
    guard data.fingerprint == model.training.data else { return .otherData }
    // Without a test set the model was trained on all of them.
    let environments = (try? EvaluatedSites(of: data, for: [model]))?.environments ?? []
    var first: [Int] = []
    for atoms in data.centers { first.append((first.last ?? 0) + atoms.count) }
    return .ownData(
      heldOut: environments.map { environment in
        let place = data.structureOfEnvironment[environment]
        let atoms = data.centers[place]
        let atom = atoms[environment - (first[place] - atoms.count)]
        return .init(structure: Int32(data.numbers[place]), atom: Int32(atom))
      })
  }
}
