import Crystals

/// Hands news from the engine's threads to the one thread that draws.
///
/// News of one kind conflates while it waits: sites and structures join those already there, the
/// newest progress replaces the older, and work of an older generation is dropped. A slow screen
/// therefore never builds a backlog, and only a first piece of news wakes the reader.
public final class Mailbox: Sendable {
  fileprivate struct Waiting {
    var generation = 0
    var models: [ModelSummary] = []
    var structures: [Structure] = []
    var firstIndex = 0
    /// Sites by the place of their model.
    var sites: [Int: SiteTable] = [:]
    var progress: Progress?
    var end: EngineNews?
    var making: EngineNews?
    /// Answers to single requests.
    var answers: [EngineNews] = []

    var isEmpty: Bool {
      models.isEmpty && structures.isEmpty && sites.isEmpty && progress == nil && end == nil
        && making == nil && answers.isEmpty
    }
  }

  private let waiting = Locked(Waiting())
  private let wake: @Sendable () -> Void

  /// Makes a mailbox that calls `wake`, from any thread, when something arrives while it is empty.
  public init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  /// Leaves a piece of news for the reader.
  public func post(_ news: EngineNews) {
    let wasEmpty = waiting.withLock { slot in
      let empty = slot.isEmpty
      slot.add(news)
      return empty && !slot.isEmpty
    }
    if wasEmpty { wake() }
  }

  /// Takes all that waits, in the order in which it has to be read.
  public func take() -> [EngineNews] {
    let slot = waiting.withLock { slot in
      let taken = slot
      slot = Waiting()
      slot.generation = taken.generation
      return taken
    }
    return slot.news
  }
}

extension Mailbox.Waiting {
  fileprivate mutating func add(_ news: EngineNews) {
    switch news {
    case .arranged, .made, .notMade: return answers.append(news)
    case .making:
      making = news
      return
    default: break
    }
    guard let its = news.generation, its >= generation else { return }
    if its > generation {
      let (making, answers) = (making, answers)
      self = Self()
      (self.making, self.answers) = (making, answers)
      generation = its
    }
    switch news {
    case .model(let summary, _): models.append(summary)
    case .structures(let new, let index, _):
      if structures.isEmpty { firstIndex = index }
      structures += new
    case .sites(let new, let model, _):
      if new.count > 0 { sites[model, default: SiteTable()].append(new) }
    case .progress(let new, _): progress = new
    case .finished, .failed: end = news
    case .arranged, .making, .made, .notMade: break
    }
  }

  fileprivate var news: [EngineNews] {
    var list: [EngineNews] = []
    list += models.map { .model($0, generation: generation) }
    if !structures.isEmpty {
      list.append(.structures(structures, firstIndex: firstIndex, generation: generation))
    }
    list += sites.sorted { $0.key < $1.key }
      .map { .sites($0.value, model: $0.key, generation: generation) }
    if let progress { list.append(.progress(progress, generation: generation)) }
    if let making { list.append(making) }
    list += answers
    if let end { list.append(end) }
    return list
  }
}

extension EngineNews {
  /// The generation of the work the news belongs to; nil for what answers a single request.
  public var generation: Int? {
    switch self {
    case .structures(_, _, let generation), .sites(_, _, let generation),
      .progress(_, let generation), .model(_, let generation), .finished(let generation),
      .failed(_, let generation):
      generation
    case .arranged, .making, .made, .notMade: nil
    }
  }
}
