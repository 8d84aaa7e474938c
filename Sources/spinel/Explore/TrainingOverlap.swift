import Crystals
import Engine
import Regression

/// Collects structures with their labels while they are read, to tell afterwards which sites models
/// were trained on.
final class TrainingOverlap: Sendable {
  /// Sets with more atoms than this are too large to be kept twice, and are no training sets known.
  private static let mostAtoms = 500_000

  /// The labelled structures of a file, with their places among all.
  private struct Part {
    let file: String
    var lastFrame = -1
    var structures: [Structure] = []
    var places: [Int] = []
  }

  private struct Kept {
    var parts: [Part] = []
    var atoms = 0
  }
  private let properties: Set<String>
  private let kept = Locked(Kept())

  /// - Parameter models: those whose labels are looked for.
  init(_ models: [ModelDescription]) { properties = Set(models.map(\.property)) }

  /// Takes the next structure as it was read; one without labels has nothing to be compared with.
  func add(_ structure: Structure, at place: Int) {
    kept.withLock { kept in
      let labels = structure.arrays.filter { properties.contains($0.key) }
      guard !labels.isEmpty, kept.atoms <= Self.mostAtoms else { return }
      kept.atoms += structure.count
      guard kept.atoms <= Self.mostAtoms else {
        kept.parts = []
        return
      }
      var bare = structure
      bare.arrays = labels
      let (file, frame) = (structure.origin.file, structure.origin.frame)
      // Frames go up within a file: the same one named twice is two.
      if kept.parts.last?.file != file || frame <= kept.parts.last?.lastFrame ?? .max {
        kept.parts.append(Part(file: file))
      }
      let last = kept.parts.count - 1
      kept.parts[last].lastFrame = frame
      kept.parts[last].structures.append(bare)
      kept.parts[last].places.append(place)
    }
  }

  /// What the structures read are to a model: those it was made from, or others.
  ///
  /// Data are a model's own if their fingerprint is, as for `spinel evaluate`: of all files together,
  /// or of one of them, beside which sites of the others count as held out.
  func relation(to model: ModelDescription) -> ModelSummary.Relation {
    let parts = kept.withLock { $0.parts }
    var all = Part(file: "")
    all.structures = parts.flatMap(\.structures)
    all.places = parts.flatMap(\.places)
    if parts.count > 1, case .ownData(let heldOut) = relation(of: [all], to: model) {
      return .ownData(heldOut: heldOut)
    }
    return relation(of: parts, to: model)
  }

  private func relation(of parts: [Part], to model: ModelDescription) -> ModelSummary.Relation {
    var heldOut: [ModelSummary.Site] = []
    var (isOwn, isLabelled) = (false, false)
    for part in parts {
      guard
        let data = try? LabelledStructures(
          part.structures, nucleus: model.nucleus, property: model.property)
      else { continue }
      isLabelled = true
      let isTrainedOn = data.fingerprint == model.training.data
      isOwn = isOwn || isTrainedOn
      // Without a test set the model was trained on all of them.
      let environments =
        isTrainedOn
        ? (try? EvaluatedSites(of: data, for: [model]))?.environments ?? []
        : Array(data.structureOfEnvironment.indices)
      heldOut += Self.sites(environments, of: data, places: part.places)
    }
    return isOwn ? .ownData(heldOut: heldOut) : isLabelled ? .otherData : .unknown
  }

  private static func sites(
    _ environments: [Int], of data: LabelledStructures, places: [Int]
  ) -> [ModelSummary.Site] {
    var ends: [Int] = []
    for atoms in data.centers { ends.append((ends.last ?? 0) + atoms.count) }
    return environments.map { environment in
      let number = data.structureOfEnvironment[environment]
      let atoms = data.centers[number]
      let atom = atoms[environment - (ends[number] - atoms.count)]
      return .init(structure: Int32(places[data.numbers[number]]), atom: Int32(atom))
    }
  }
}
