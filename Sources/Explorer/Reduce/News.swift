import Crystals
import Engine

extension State {
  /// Takes what the engine found; what belongs to an older request is dropped.
  mutating func take(_ news: EngineNews) -> [Effect] {
    switch news {
    case .structures(let read, let firstIndex, let generation):
      guard generation == self.generation, firstIndex >= 0, firstIndex <= structures.count else {
        return []
      }
      for place in firstIndex..<structures.count { countAtoms(structures.elements(of: place), -1) }
      structures.removeLast(structures.count - firstIndex)
      for structure in read { countAtoms(structure.elements, 1) }
      structures.append(read)
      if work == .idle { work = .running }
    case .sites(let sites, let model, let generation):
      guard generation == self.generation, work != .cancelled else { return [] }
      if work == .idle { work = .running }
      take(sites, by: model)
    case .progress(let progress, let generation):
      guard generation == self.generation else { return [] }
      if work == .idle { work = .running }
      self.progress = progress
    case .model(let model, let generation):
      guard generation == self.generation else { return [] }
      let scale = isotope.splittingPerAtomicUnit
      let isSame = { (known: ModelSummary) in
        known.nucleus == model.nucleus && known.name == model.name
      }
      if let place = models.firstIndex(where: isSame) {
        models[place] = model
      } else {
        models.append(model)
      }
      showChosenSites()
      if scale != isotope.splittingPerAtomicUnit, table.count > 0 {
        evaluateOmegaQ(from: 0)
        fieldRevision += 1
        recount()
      }
    case .finished(let generation):
      guard generation == self.generation, work != .cancelled else { return [] }
      work = .finished
      if settings.binWidth == nil, spectrum.countAtLastRecount < table.count {
        recountInPlace()
      }
    case .failed(let reason, let generation):
      guard generation == self.generation, work != .cancelled else { return [] }
      work = .failed(reason)
      say(reason, .error)
    case .making, .made, .notMade: return takeMaking(news)
    case .arranged(let rows, let request):
      if !regionsPane.list.take(rows, request: request) {
        if !sitesPane.list.take(rows, request: request) {
          _ = outliersPane.list.take(rows, request: request)
        }
      }
    }
    return []
  }

  private mutating func countAtoms(_ elements: [Element], _ step: Int) {
    // A dictionary would be asked for every one of a million atoms.
    var counts = [Int](repeating: 0, count: 256)
    for element in elements { counts[Int(element.rawValue)] += step }
    for (number, count) in counts.enumerated() where count != 0 {
      if let element = Element(rawValue: UInt8(number)) { atomCounts[element, default: 0] += count }
    }
  }

  /// Takes sites of any nuclei by a model; those of the nucleus and by the model on screen are shown.
  private mutating func take(_ sites: SiteTable, by model: Int) {
    guard sites.count > 0, sites.isConsistent else { return }
    let elements = Set(sites.element)
    if shown == nil {
      shown = Prediction(nucleus: nucleus ?? sites.element[0], model: modelPlace ?? model)
      modelPane.model = modelPlace ?? model
    }
    for element in elements {
      let its =
        elements.count == 1
        ? sites : sites.selecting(sites.element.indices.filter { sites.element[$0] == element })
      let prediction = Prediction(nucleus: element, model: place(of: model, for: element))
      if prediction == shown {
        append(its)
      } else {
        hiddenTables[prediction, default: SiteTable()].append(its)
        if prediction.model == comparedModel { extendOutline() }
      }
    }
  }

  /// The place of the model that sites of an element are by: a result holds those of all its models.
  private func place(of model: Int, for element: Element) -> Int {
    if models.indices.contains(model), models[model].nucleus == element { return model }
    return models.firstIndex { $0.nucleus == element } ?? model
  }

  private mutating func append(_ sites: SiteTable) {
    let first = table.count
    table.append(sites)
    evaluateOmegaQ(from: first)
    classifySites(from: first)
    // A cursor on the first region stays on it, wherever its peak moves.
    let isOnFirst =
      first == 0
      || regionsPane.brush == nil && spectrum.regions.first?.peakBin == regionsPane.bin
    count(added: first..<table.count)
    markAwaited()
    if isOnFirst { regionsPane.bin = spectrum.regions.first?.peakBin ?? 0 }
  }

  /// Forgets all sites before they are predicted anew; choices, tags and notes stay, and marks wait
  /// for their sites.
  mutating func clearTable() {
    awaitMarks()
    table = SiteTable()
    hiddenTables = [:]
    omegaQ = []
    siteClasses = []
    recount()
  }
}

extension SiteTable {
  /// Whether all columns have one number a row, so that no index can fail.
  var isConsistent: Bool {
    let counts: [Int] = [
      atom.count, element.count, siteType.count, lithiumNeighbors.count, octahedralLithium.count,
      lithiumDistance.count, bondLength.count, position.count, quadrupolarCoupling.count,
      asymmetry.count, vzz.count, uncertaintyAcross.count, uncertaintyAlong.count, novelty.count,
      nearest.count,
    ]
    return counts.allSatisfy { $0 == count } && components.count == 5 && reference.count == 5
      && components.allSatisfy { $0.count == count }
      && reference.allSatisfy { $0.count == count || $0.isEmpty }
  }
}
