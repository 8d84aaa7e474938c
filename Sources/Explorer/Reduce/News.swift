import Engine

extension State {
  /// Takes what the engine found; what belongs to an older request is dropped.
  mutating func take(_ news: EngineNews) -> [Effect] {
    switch news {
    case .structures(let read, let firstIndex, let generation):
      guard generation == self.generation, firstIndex >= 0, firstIndex <= structures.count else {
        return []
      }
      structures.removeLast(structures.count - firstIndex)
      structures += read
      if work == .idle { work = .running }
    case .sites(let sites, let generation):
      guard generation == self.generation, work != .cancelled else { return [] }
      if work == .idle { work = .running }
      append(sites)
    case .progress(let progress, let generation):
      guard generation == self.generation else { return [] }
      if work == .idle { work = .running }
      self.progress = progress
    case .model(let model, let generation):
      guard generation == self.generation else { return [] }
      let scale = isotope.splittingPerAtomicUnit
      self.model = model
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
    case .arranged(let rows, let request):
      if !regionsPane.list.take(rows, request: request) {
        _ = sitesPane.list.take(rows, request: request)
      }
    }
    return []
  }

  private mutating func append(_ sites: SiteTable) {
    let first = table.count
    guard sites.count > 0, sites.isConsistent else { return }
    table.append(sites)
    evaluateOmegaQ(from: first)
    // A cursor on the first region stays on it, wherever its peak moves.
    let isOnFirst =
      first == 0
      || regionsPane.brush == nil && spectrum.regions.first?.peakBin == regionsPane.bin
    count(added: first..<table.count)
    if !marksAwaited.isEmpty {
      let waiting = marksAwaited
      marksAwaited = []
      mark(waiting)
      saved.annotations.marks = annotations.marks
    }
    if isOnFirst { regionsPane.bin = spectrum.regions.first?.peakBin ?? 0 }
  }

  /// Forgets all sites before they are predicted anew; choices, tags and notes stay.
  mutating func clearTable() {
    table = SiteTable()
    omegaQ = []
    recount()
  }
}

extension SiteTable {
  /// Whether all columns have one number a row, so that no index can fail.
  var isConsistent: Bool {
    [
      atom.count, element.count, siteType.count, lithiumNeighbors.count, position.count,
      quadrupolarCoupling.count, asymmetry.count, vzz.count, uncertainty.count, novelty.count,
    ].allSatisfy { $0 == count } && components.count == 5 && reference.count == 5
      && components.allSatisfy { $0.count == count }
      && reference.allSatisfy { $0.count == count || $0.isEmpty }
  }
}
